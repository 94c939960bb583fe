"""The new text of every policy file, read again and compared with what it should say."""

from collections.abc import Iterator

import msgspec

from linter.access.checkstring import parsed, references
from linter.difference.said import spoken
from linter.model.facts import SourceFile
from linter.model.finding import Gap
from linter.model.location import Location
from linter.model.policy import PolicyFile
from linter.model.preparation import Action, Change, NewFile
from linter.model.visible import visible
from linter.preparation.case import Case, Part
from linter.preparation.policy_conversion import converted, is_to_convert
from linter.preparation.policy_edits import RuleEdit
from linter.preparation.policy_fates import Fates, Kind, RuleFate
from linter.preparation.policy_files import Names
from linter.preparation.policy_page import Page, is_in_braces, with_edits
from linter.preparation.policy_reading import Reading

_JSON_RULE = "policy/json-deprecated"


class Contents(msgspec.Struct, frozen=True):
    """The files that change in name or text; `refused` are the rules that could not be edited.

    `braces` are the paths of files in which there is no place for a comment.
    """

    part: Part
    refused: frozenset[str]
    braces: frozenset[str]


def contents_of(case: Case, reading: Reading, names: Names, fates: Fates) -> Contents:
    """The new files, and what could not be edited."""
    refusals: set[str] = set()
    braces: set[str] = set()
    files: list[NewFile] = []
    changes: list[Change] = []
    gaps: list[Gap] = []
    sources = case.sources()
    for file in reading.files:
        page = Page(sources[file.path], file)
        to = names.to(file.path)
        new = converted(case, reading, page) if is_to_convert(reading, file) else None
        if new is not None:
            page = new
            changes.append(_conversion(file, to))
        elif is_to_convert(reading, file):
            gaps.append(_not_converted(file))
        elif to != file.path:
            changes.append(_move(case, file, to))
        if is_in_braces(page):
            braces.add(file.path)
        is_first = file.path == reading.files[0].path
        added = dict((*fates.added, *fates.asked)) if is_first else {}
        page, refused = with_edits(page, tuple(edits_for(case, file, fates)), added)
        gaps += (_refusal(file, name, fates) for name in refused)
        refusals.update(refused)
        files += _new_files(sources[file.path], page.source.content, to, names)
    files += (NewFile(path, None) for path in names.left_out if not _is_taken(path, names))
    part = Part(tuple(files), changes=tuple(changes), gaps=tuple(gaps))
    return Contents(part, frozenset(refusals), frozenset(braces))


def edits_for(case: Case, file: PolicyFile, fates: Fates) -> Iterator[RuleEdit]:
    """The edits of one file, whichever file has the line that counts."""
    here = {entry.name: entry for entry in file.entries}
    redirects = dict(fates.redirects)
    for fate in fates.rules:
        entry = here.get(fate.entry.name)
        if entry is None:
            continue
        named = references(parsed(entry.expression).check)
        edit = RuleEdit(
            entry.name,
            gone=fate.kind.is_gone,
            reason=reason_of(case, fate),
            key=fate.successor if fate.kind is Kind.RENAMED else "",
            value=fate.value if fate.kind is Kind.SET else None,
            references=tuple((old, redirects[old]) for old in named if old in redirects),
        )
        if edit != RuleEdit(entry.name):
            yield edit


def reason_of(case: Case, fate: RuleFate) -> str:
    """Why a line is commented out, "" for one that is taken away or stays."""
    series = case.context.target.series
    match fate.kind:
        case Kind.REMOVED:
            return f"{series} has no such rule (policy/rule-removed)"
        case Kind.SUPERSEDED:
            return f"{fate.successor} decides instead in {series} (policy/rule-renamed)"
        case _:
            return ""


def _new_files(source: SourceFile, content: bytes, to: str, names: Names) -> Iterator[NewFile]:
    if to in names.left_out:
        # The file that stands there gives its place, so that each path is told once.
        yield NewFile(to, content)
        yield NewFile(source.path, None)
    elif content != source.content or to != source.path:
        yield NewFile(source.path, content, to if to != source.path else "")


def _is_taken(path: str, names: Names) -> bool:
    return path in dict(names.moved).values()


def _conversion(file: PolicyFile, to: str) -> Change:
    moved = f"it is {visible(to)} now" if to != file.path else "it keeps its name"
    why = f"policy files in JSON are given up; {moved}"
    return Change(Action.CONVERTED, visible(file.path), _at(file), why, (_JSON_RULE,))


def _move(case: Case, file: PolicyFile, to: str) -> Change:
    why = f"{case.context.target.series} looks for {visible(to)}"
    return Change(Action.RENAMED, visible(file.path), _at(file), why)


def _at(file: PolicyFile) -> Location:
    return Location(file.node, file.path)


def _not_converted(file: PolicyFile) -> Gap:
    why = "what it says in JSON cannot be written in YAML so that it is read alike"
    return Gap(visible(file.path), why, "write it in YAML by hand", required=True, at=_at(file))


def _refusal(file: PolicyFile, name: str, fates: Fates) -> Gap:
    at = next((entry.at for entry in file.entries if entry.name == name), _at(file))
    kinds = {fate.kind for fate in fates.rules if fate.entry.name == name}
    what = f"{spoken(name)} in {visible(file.path)}"
    why = "its line cannot be edited without changing another one"
    remedy = "write it on a line of its own, as text"
    return Gap(what, why, remedy, required=not kinds & _HARMLESS, at=at)


_HARMLESS = {Kind.REDUNDANT, Kind.SUPERSEDED, Kind.REMOVED}
"""Lines that decide nothing in the target, and may stay."""
