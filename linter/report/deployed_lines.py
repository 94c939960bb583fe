"""What is deployed, line by line, with what the target makes of it, for people to read."""

from collections.abc import Iterator

import msgspec

from linter.difference.held import Held
from linter.difference.options import SetOption, Taken, UnsetOption
from linter.difference.policies import Override, PolicyLine
from linter.difference.said import spoken
from linter.difference.sections import FilePart, Part
from linter.difference.told import ToldDeployment
from linter.model.location import Location

NOTHING = "(none)"
"""What stands for a default where a release has no such option or rule."""
_QUIET = {"same", "default", "ignored", "own", "site", "unknown"}


class Line(msgspec.Struct, frozen=True):
    """One thing that is deployed; all texts are safe to print.

    `deployed` and `target` are lines under the headers `section` and `heading`, "" where nothing is
    read or left. `word` says what becomes of it, `said` explains that. `usual` is what source and
    target have where nothing is deployed. What is not `differing` means the same in the target.
    """

    at: Location
    section: str
    word: str
    deployed: str
    target: str
    said: str
    usual: tuple[str, str]
    rules: tuple[str, ...]
    heading: str = ""
    differing: bool = True


class FileLines(msgspec.Struct, frozen=True):
    """The lines of one file in their order."""

    path: str
    lines: tuple[Line, ...]

    @property
    def differing(self) -> tuple[Line, ...]:
        """The lines of which the target makes something else."""
        return tuple(line for line in self.lines if line.differing)

    def shown(self, *, all_of_them: bool) -> tuple[Line, ...]:
        """The lines to show: all, or those that differ or that a rule speaks of."""
        if all_of_them:
            return self.lines
        return tuple(line for line in self.lines if line.differing or line.rules)

    def counted(self, word: str) -> int:
        """How many of the lines that mean the same are of a kind."""
        return sum(line.word == word and not line.differing for line in self.lines)


def files_of(told: ToldDeployment) -> tuple[FileLines, ...]:
    """Every file of which a line is told, in the order in which keystone reads them."""
    by_path: dict[str, list[Line]] = {path: [] for path in told.files}
    for line in _lines(told):
        by_path.setdefault(line.at.path, []).append(line)
    return tuple(
        FileLines(spoken(path), tuple(sorted(lines, key=lambda line: line.at.line)))
        for path, lines in by_path.items()
        if lines
    )


def is_differing(told: ToldDeployment) -> bool:
    """Whether the target makes anything else of a deployment, set or left alone."""
    return bool(told.differences.defaults) or any(line.differing for line in _lines(told))


def unset_text(option: UnsetOption) -> tuple[str, str]:
    """What source and target have for an option that is left alone."""
    section, name = split(option.subject)
    heading, heir = split(option.successor or option.subject)
    moved = f"{heading} " if heading != section else ""
    before = "" if option.before.origin == "unread" else _assigned(name, option.before.shown)
    after = "" if option.after.origin == "unread" else _assigned(heir, option.after.shown)
    return before, f"{moved}{after}"


def split(subject: str) -> tuple[str, str]:
    """The header and the name of an option that is written as `[token] provider`."""
    group, bracket, name = subject.partition("] ")
    return (f"{group}]", name) if bracket else ("", subject)


def _lines(told: ToldDeployment) -> Iterator[Line]:
    found = told.differences
    options, policies = map(_option, found.options), map(_policy, found.policies)
    for line in (*options, *policies, *map(_part, found.parts)):
        if line.differing or told.grave.isdisjoint(line.rules):
            yield line
        else:
            said = "; ".join(filter(None, [line.said, "read as before; a rule stands against it"]))
            yield msgspec.structs.replace(line, word="rule", said=said, differing=True)


def _option(option: SetOption) -> Line:
    section, name = split(option.subject)
    heading, heir = split(option.successor or option.subject)
    deployed = _assigned(name, option.shown)
    word, said = _of_option(option)
    match option.taken:
        case Taken.REFUSED | Taken.GONE | Taken.IGNORED:
            target = ""
        case Taken.RENAMED | Taken.MOVED:
            target = _assigned(heir, option.shown)
        case _ if word == "changed":
            target = _assigned(name, option.after.shown)
        case _:
            target = deployed
    return Line(
        _counting(option),
        section,
        word,
        deployed,
        target,
        said,
        (_usual(name, option.defaults[0]), _usual(heir, option.defaults[1])),
        option.rules,
        heading if target else "",
        word not in _QUIET,
    )


def _of_option(option: SetOption) -> tuple[str, str]:
    if option.taken is Taken.SAME and option.changes:
        return "changed", "the target reads the value otherwise"
    if option.taken is Taken.SAME and option.is_redundant:
        return "default", "it is the target's default"
    if option.taken in {Taken.RENAMED, Taken.MOVED}:
        still = "still reads" if option.is_read else "does not read"
        return option.taken.value, f"the target {still} the old name"
    if option.taken is Taken.STARTS:
        return "starts", f"only the target reads it, as {option.after.shown or '(empty)'}"
    return option.taken.value, _TAKEN[option.taken]


_TAKEN = {
    Taken.SAME: "",
    Taken.REFUSED: "the target refuses the value",
    Taken.GONE: "the target has no such option",
    Taken.IGNORED: "neither release reads it",
    Taken.SITE: "its group is one whose options a site names",
    Taken.UNKNOWN: "no release knows it",
}


def _counting(option: SetOption) -> Location:
    """The line that gives the value, the last one where none does."""
    return (option.before.at or option.after.at or option.at)[-1]


def _usual(name: str, held: Held) -> str:
    return NOTHING if held.origin == "unread" else _assigned(name, held.shown)


def _assigned(name: str, value: str) -> str:
    return f"{name} = {value}".rstrip()


def _policy(line: PolicyLine) -> Line:
    rule, heir = spoken(line.rule), line.successor or spoken(line.rule)
    word, said, differing = _of_policy(line)
    drops = {Override.REDUNDANT, Override.REMOVED, Override.UNREAD}
    target = "" if line.override in drops else f'"{heir}": "{line.shown}"'
    if line.starts and line.override is not Override.REDUNDANT:
        said, differing = "; ".join(filter(None, [said, "only the target reads this line"])), True
    was, will_be = line.defaults
    usual = (
        f'"{rule}": "{spoken(was)}"' if was else NOTHING,
        f'"{heir}": "{spoken(will_be)}"' if will_be else NOTHING,
    )
    return Line(
        line.at,
        "",
        word,
        f'"{rule}": "{line.shown}"',
        target,
        said,
        usual,
        line.rules,
        differing=differing,
    )


def _of_policy(line: PolicyLine) -> tuple[str, str, bool]:
    """The word for it, what it means, and whether that differs from the source."""
    if line.override is Override.MOVED_DEFAULT:
        return "same", f"the default that it replaces {_RELATIONS[line.default]}", True
    if line.override is Override.REDUNDANT:
        return "default", "it is the target's default", line.before not in {"same", None}
    return _POLICIES[line.override]


_POLICIES = {
    Override.AHEAD: ("same", "it is the default that a setting keeps from holding alone", False),
    Override.KEPT: ("same", "", False),
    Override.RENAMED: ("renamed", "the target asks under another name", True),
    Override.REMOVED: ("gone", "the target asks for no such rule", True),
    Override.OWN: ("own", "no release asks for it by itself", False),
    Override.UNREAD: ("unread", "only the source reads this line", True),
}
_RELATIONS = {
    "same": "is the same",
    "wider": "now allows more",
    "narrower": "now allows less",
    "different": "now allows others",
    None: "cannot be compared",
}


def _part(part: FilePart) -> Line:
    what = part.subject or "the whole file"
    word, said = _PARTS[part.part]
    target = what if part.part is Part.KEPT else ""
    usual = (NOTHING, NOTHING)
    differing = part.part not in {Part.KEPT, Part.IGNORED}
    return Line(part.at, "", word, what, target, said, usual, part.rules, differing=differing)


_PARTS = {
    Part.KEPT: ("same", ""),
    Part.UNREAD: ("unread", "the target does not read it"),
    Part.GONE: ("gone", "the target lacks what it names"),
    Part.REFUSED: ("refused", "the target refuses the file"),
    Part.IGNORED: ("ignored", "neither release reads it"),
}
