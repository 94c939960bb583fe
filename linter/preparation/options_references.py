"""Rewrites the references of a value so that the target fills in what the source did."""

import re

from linter.catalog.entries import Name, OptionEntry, normalised
from linter.checks.context import Context
from linter.checks.names import Names, key_of
from linter.checks.values import referred_text, text_of
from linter.difference.effective import heir_of
from linter.parse.effective import Configuration, configuration
from linter.parse.substitution import SubstitutionError, substitute

_UNSET = configuration(())
# Those of oslo_config.cfg.ConfigOpts.Template, and the backslash that it takes for a second $.
_REFERENCE = re.compile(
    r"(?P<escaped>\$\$|\\\$)|\$(?:(?P<named>[_a-z][._a-z0-9]*)|\{(?P<braced>[_a-z][._a-z0-9]*)\})",
    re.IGNORECASE,
)


def followed(
    context: Context, configuration: Configuration, text: str, ends: tuple[OptionEntry, OptionEntry]
) -> str:
    """A value of the source's option written for that of the target, the `ends`.

    A reference to an option that the target lacks, or that cannot be referred to from there, comes
    out as the text that it stood for. One that leads nowhere stays.
    """

    def rewritten(found: re.Match[str]) -> str:
        word = found["named"] or found["braced"]
        if not word:
            return found[0]
        known = _referred(context.source, ends[0], word)
        if known is None:
            return found[0]
        heir = heir_of(context, key_of(known))
        text = filled(context.source, ends[0], found[0], configuration)
        if heir is None:
            return _literal(text, found[0])
        now = _referred(context.target, ends[1], word)
        is_moved = text != text_of(heir, _UNSET) and not _is_current(context.target, ends[1], word)
        if now is not None and key_of(now) == key_of(heir) and not is_moved:
            return found[0]
        own = filled(context.source, known, text_of(known, configuration), configuration)
        name = _name_from(context, ends[1], heir) if own == text else ""
        return name or _literal(text, found[0])

    return _REFERENCE.sub(rewritten, text)


def _referred(names: Names, here: OptionEntry, word: str) -> OptionEntry | None:
    """The option that a reference in a value of another one leads to."""
    return next((entry for name in _sought(here, word) if (entry := names.find(name))), None)


def _is_current(names: Names, here: OptionEntry, word: str) -> bool:
    """Whether a reference has the name that its option has now.

    By an old one a line that was carried to the new name is not found.
    """
    found = next((name for name in _sought(here, word) if names.find(name)), None)
    return found in names.current


def _sought(here: OptionEntry, word: str) -> tuple[Name, ...]:
    group, dot, option = word.partition(".")
    if not dot:
        return (normalised(here.group), word), ("DEFAULT", word)
    return () if group == "DEFAULT" else ((normalised(group), option),)


def _name_from(context: Context, here: OptionEntry, heir: OptionEntry) -> str:
    """How a value of one option refers to another, "" where it cannot."""
    group, name = key_of(heir)
    words = [name] if group in {normalised(here.group), "DEFAULT"} else []
    words += [f"{group}.{name}"] if group != "DEFAULT" else []
    for word in words:
        found = _referred(context.target, here, word)
        if found is not None and key_of(found) == key_of(heir):
            return f"${{{word}}}"
    return ""


def _literal(text: str | None, old: str) -> str:
    """What a reference stands for, so written that it stands for nothing else."""
    return old if text is None else text.replace("$", "$$")


def filled(names: Names, here: OptionEntry, text: str, configuration: Configuration) -> str | None:
    """A value of an option with its references filled in, None where one leads nowhere."""

    def lookup(name: Name) -> str | None:
        return referred_text((normalised(name[0]), name[1]), names, configuration)

    key = key_of(here)
    try:
        return substitute(text, lookup, group=key[0], within=(key,))
    except SubstitutionError:
        return None
