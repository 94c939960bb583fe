"""Puts the deployed values into the target's sample."""

import re
from collections.abc import Iterator

from linter.catalog.entries import Name, normalised
from linter.model.facts import Setting
from linter.model.location import Location
from linter.model.preparation import Action, Change
from linter.preparation.case import Case
from linter.preparation.layout_comments import sample_lines, with_comments
from linter.rebase.ini_places import Page, name_of

_HEADER = re.compile(r"\[([^]]+)\]\s*$")
_OPTION = re.compile(r"#([\w.-]+) =")
Texts = dict[Name, tuple[str, ...]]


def in_sample(case: Case, path: str, page: Page) -> tuple[bytes, tuple[Change, ...]]:
    """The sample of the target with every assignment below the option that it sets.

    What the sample does not have stands at the end of its section. Comments that stand directly
    above an assignment come along; of the others only the change tells.
    """
    texts = _texts(case, page, sample_lines(case))
    lines = list(_filled(case.target_samples.keystone_conf.splitlines(), texts))
    content = "\n".join(lines) + "\n"
    return content.encode("utf-8", "surrogateescape"), tuple(_told(case, path, page, texts))


def _texts(case: Case, page: Page, of_samples: frozenset[str]) -> Texts:
    """The lines for each name; of an option that takes one value those of the last that is set."""
    found: dict[Name, list[Setting]] = {}
    for setting in page.file.settings:
        found.setdefault(name_of(setting), []).append(setting)
    texts: Texts = {}
    for name, settings in found.items():
        entry = case.context.target.find(name)
        kept = settings[-1:] if entry is not None and not entry.multi else settings
        lines = (line for each in kept for line in with_comments(page, each, of_samples))
        texts[name] = tuple(lines)
    return texts


def _filled(sample: list[str], texts: Texts) -> Iterator[str]:
    left = dict(texts)
    places = _places(sample)
    group = ""
    for number, line in enumerate(sample):
        header = _HEADER.match(line)
        if header:
            yield from _rest(left, group, is_open=bool(group))
            group = normalised(header[1])
        yield line
        name = places.get(number)
        if name is not None:
            yield from left.pop(name, ())
    yield from _rest(left, group, is_open=bool(group))
    for group in dict.fromkeys(group for group, _ in left):
        yield from ("", f"[{group}]")
        yield from _rest(left, group, is_open=False)


def _rest(left: Texts, group: str, *, is_open: bool) -> Iterator[str]:
    """The lines of a section that the sample has no place for, taken out of what is left."""
    names = [name for name in left if name[0] == group]
    if names and is_open:
        yield ""
    for name in names:
        yield from left.pop(name)
    if names and is_open:
        yield ""


def _places(sample: list[str]) -> dict[int, Name]:
    """The last line of each option's default, counted from 0."""
    last: dict[Name, int] = {}
    group, current = "", None
    for number, line in enumerate(sample):
        header, option = _HEADER.match(line), _OPTION.match(line)
        if header:
            group, current = normalised(header[1]), None
        elif option:
            current = (group, option[1])
            last[current] = number
        elif current and line.startswith("#  "):
            last[current] = number
        else:
            current = None
    return {number: name for name, number in last.items()}


def _told(case: Case, path: str, page: Page, texts: Texts) -> Iterator[Change]:
    carried = {line for lines in texts.values() for line in lines} | sample_lines(case)
    own = (line for line, _ in page.document.lines if line.startswith(("#", ";")))
    if any(line not in carried for line in own):
        why = (
            f"the file starts from the sample of {case.context.target.series}: comments that stand "
            "above no assignment stay behind"
        )
        yield Change(Action.LEFT_OUT, "comments", Location(case.node.name, path), why)
