"""References to other options in a value, resolved as oslo.config resolves them."""

import string
from collections.abc import Callable

from linter.catalog.entries import Name

Lookup = Callable[[Name], str | None]
"""The text of an option, "" where it is set to nothing; None for one that nobody registers."""


class SubstitutionError(Exception):
    """oslo.config raises when it reads the value; the sentence says which reference is wrong."""


def substitute(
    text: str, lookup: Lookup, *, group: str = "DEFAULT", within: tuple[Name, ...] = ()
) -> str:
    """The text with `$name`, `${name}`, `${group.name}`, `$$` and a backslash before `$` resolved.

    A bare name is looked up in `group`, where the value stands, and then in DEFAULT. `within` are
    the options being resolved, the outermost first. Raises SubstitutionError for a reference to an
    option that does not exist, or that leads back to itself.
    """
    if "$" not in text:
        return text
    references = _References(lookup, group, within)
    return _Template(text.replace(r"\$", "$$")).safe_substitute(references)


class _Template(string.Template):
    # The pattern of oslo_config.cfg.ConfigOpts.Template.
    idpattern = r"[_a-z][\._a-z0-9]*"


class _References(dict[str, object]):
    """What a Template asks for the text of a reference."""

    def __init__(self, lookup: Lookup, group: str, within: tuple[Name, ...]) -> None:
        super().__init__()
        self.lookup = lookup
        self.group = group
        self.within = within

    def __getitem__(self, key: str) -> str:
        name, text = self._found(key)
        if name in self.within:
            chain = " -> ".join(f"[{group}] {option}" for group, option in (*self.within, name))
            raise SubstitutionError(f"the references lead back to themselves: {chain}")
        return substitute(text, self.lookup, group=name[0], within=(*self.within, name))

    def _found(self, key: str) -> tuple[Name, str]:
        group, dot, option = key.partition(".")
        names = [(group, option)] if dot else [(self.group, key), ("DEFAULT", key)]
        if dot and group == "DEFAULT":
            # Its options are in no group: oslo.config knows none of this name.
            names = []
        for name in names:
            text = self.lookup(name)
            if text is not None:
                return name, text
        raise SubstitutionError(f"${key} refers to an option that does not exist")
