"""Leaves nothing in keystone.conf but what differs from the target's defaults."""

from collections.abc import Collection, Iterator

from msgspec.structs import replace

from linter.catalog.entries import Name, OptionEntry, normalised
from linter.checks.values import names_read
from linter.difference.held import Read, is_same, read_by
from linter.difference.said import subject_of
from linter.model.location import Location
from linter.model.preparation import Action, Change
from linter.parse.effective import Configuration
from linter.preparation.case import Case
from linter.preparation.layout_comments import sample_lines, with_comments
from linter.preparation.options_set import readers_of
from linter.rebase.ini_places import Page, name_of


def minimal(
    case: Case, path: str, page: Page, read: Configuration
) -> tuple[bytes, tuple[Change, ...]]:
    """Each section once with what the target would read otherwise without it, and what was dropped.

    An assignment that repeats the default stays where it outweighs an earlier file.
    """
    names = dict.fromkeys(name_of(setting) for setting in page.file.settings)
    idle = _all_idle(case, names, path, read)
    content = "\n".join(_sections(case, page, idle.keys())) + "\n"
    changes = tuple(_change(case, path, name, entry) for name, entry in idle.items())
    return content.lstrip("\n").encode("utf-8", "surrogateescape"), changes


def _all_idle(
    case: Case, names: Collection[Name], path: str, read: Configuration
) -> dict[Name, OptionEntry]:
    """The options without which the target reads the same.

    One that goes may be the last to refer to another, which then can go too.
    """
    found: dict[Name, OptionEntry] = {}
    while True:
        left = [name for name in names if name not in found]
        more = {name: entry for name in left if (entry := _idle(case, name, path, read))}
        if not more:
            return {name: found[name] for name in names if name in found}
        found |= more
        for name in more:
            read = _without(read, name, path)


def _idle(case: Case, name: Name, path: str, read: Configuration) -> OptionEntry | None:
    """The option, if the target reads the same without its lines in this file.

    A few names are an old name of another option as well, which then has to be the same too.
    """
    target = case.context.target
    readers = readers_of(target.catalog)
    entry = target.current.get(name)
    if entry is None or _is_referred_to(name, read):
        return None
    without = _without(read, name, path)
    ends = ((read_by(target, it, read), read_by(target, it, without)) for it in readers[name])
    return entry if all(_is_alike(*each) for each in ends) else None


def _is_alike(one: Read, other: Read) -> bool:
    """Whether it is the same, and where another line gives it then, in the same words.

    Somebody may have decided for these words.
    """
    return is_same(one, other) and (not other.texts or one.texts == other.texts)


def _is_referred_to(name: Name, read: Configuration) -> bool:
    """Whether a value may refer to the option, which gets its text: a default may be another."""
    lines = (line for there in read.index.values() for each in there.values() for line in each)
    return any("$" in line.value and name[1] in line.value for line in lines)


def _without(read: Configuration, name: Name, path: str) -> Configuration:
    at = next(number for number, file in enumerate(read.files) if file.path == path)
    others = {number: found for number, found in read.index[name].items() if number != at}
    index = {**read.index, name: others}
    if not others:
        del index[name]
    return replace(read, index=index)


def _sections(case: Case, page: Page, idle: Collection[Name]) -> Iterator[str]:
    groups: dict[str, list[str]] = {}
    of_samples = sample_lines(case)
    for setting in page.file.settings:
        if name_of(setting) not in idle:
            own = groups.setdefault(normalised(setting.group), [])
            own.extend(with_comments(page, setting, of_samples))
    for group, lines in sorted(groups.items(), key=lambda item: (item[0] != "DEFAULT", item[0])):
        yield from ("", f"[{group}]", *lines)


def _change(case: Case, path: str, name: Name, entry: OptionEntry) -> Change:
    files = (file for file in case.context.deployment.files if file.path == path)
    known = set(names_read(entry))
    lines = [each.at for file in files for each in file.settings if name_of(each) in known]
    at = lines[-1] if lines else Location(case.node.name, path)
    why = f"{case.context.target.series} does the same without it"
    return Change(Action.DROPPED, subject_of(name), at, why)
