"""The new text of every policy file, read again and compared with what it should say."""

import hashlib
import posixpath
from collections.abc import Iterator, Sequence

import msgspec
from msgspec.structs import replace

from linter.access.checkstring import parsed, references
from linter.catalog.entries import PolicyRule
from linter.difference.said import spoken
from linter.model.facts import SourceFile
from linter.model.finding import Gap
from linter.model.location import Location
from linter.model.policy import Expression, PolicyEntry, PolicyFile
from linter.model.preparation import Action, Change, NewFile
from linter.model.visible import visible
from linter.parse.policy import parse_policy
from linter.preparation.case import Case, Part
from linter.preparation.policy_edits import RuleEdit, edited, redirected
from linter.preparation.policy_fates import Fates, Kind, RuleFate
from linter.preparation.policy_files import Names
from linter.preparation.policy_marks import marked
from linter.preparation.policy_reading import Reading
from linter.preparation.policy_yaml import in_yaml, is_remark

_JSON_RULE = "policy/json-deprecated"


class _Page(msgspec.Struct, frozen=True):
    """A text on its way, and what it says."""

    source: SourceFile
    file: PolicyFile


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
        page = _Page(sources[file.path], file)
        to = names.to(file.path)
        converted = _converted(case, reading, page) if _is_to_convert(reading, file) else None
        if converted is not None:
            page = converted
            changes.append(_conversion(file, to))
        elif _is_to_convert(reading, file):
            gaps.append(_not_converted(file))
        elif to != file.path:
            changes.append(_move(case, file, to))
        if marked(page.source.content, page.file).is_flow:
            braces.add(file.path)
        is_first = file.path == reading.files[0].path
        added = dict(fates.added) if is_first else {}
        page, refused = _edited(page, edits_for(case, file, fates), added)
        gaps += (_refusal(file, name) for name in refused)
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


def _is_to_convert(reading: Reading, file: PolicyFile) -> bool:
    return reading.converts and file.is_json


def _converted(case: Case, reading: Reading, page: _Page) -> _Page | None:
    """The page in YAML, None where that would not say the same."""
    known = set(_known(case, reading))
    name = posixpath.basename(page.file.path)
    before = marked(page.source.content, page.file)
    result = _read(page, in_yaml(before, name, is_rule=lambda each: each in known))
    said = {entry.name: entry.expression for entry in page.file.entries}
    says = {entry.name: entry.expression for entry in result.file.entries}
    remarks = {name for name in said if is_remark(name) and name not in known}
    is_same = says == {name: check for name, check in said.items() if name in says}
    is_whole = said.keys() - says.keys() <= remarks and not _faults(result.file)
    return result if is_same and is_whole and not result.file.template else None


def _known(case: Case, reading: Reading) -> Iterator[str]:
    """The names that a release or a line refers to."""
    for end in _ends(case):
        for rule in end:
            yield rule.name
            if rule.deprecated:
                yield rule.deprecated.name
    for file in reading.files:
        for entry in file.entries:
            yield from references(parsed(entry.expression).check)
    yield reading.regime.default_rule


def _ends(case: Case) -> tuple[Sequence[PolicyRule], ...]:
    return case.context.source.catalog.policy_rules, case.context.target.catalog.policy_rules


def _read(page: _Page, content: bytes) -> _Page:
    digest = hashlib.sha256(content).hexdigest()
    source = replace(page.source, content=content, sha256=digest)
    return _Page(source, parse_policy(source))


def _edited(
    page: _Page, edits: Iterator[RuleEdit], added: dict[str, str]
) -> tuple[_Page, tuple[str, ...]]:
    """The page with as many edits made as it takes, and the rules whose edit it does not take."""
    wanted = list(edits)
    if not wanted and not added:
        return page, ()
    result = _made(page, wanted, added)
    if result is not None:
        return result, ()
    refused = []
    if added:
        refused += list(added) if _made(page, [], added) is None else []
        page = _made(page, [], added) or page
    for edit in wanted:
        result = _made(page, [edit], {})
        if result is None:
            refused.append(edit.name)
        page = result or page
    return page, tuple(refused)


def _made(page: _Page, edits: list[RuleEdit], added: dict[str, str]) -> _Page | None:
    """The page after the edits if it says just what they intend."""
    result = _read(page, edited(marked(page.source.content, page.file), edits, added))
    says = {entry.name: entry.expression for entry in result.file.entries}
    is_sound = _faults(result.file) <= _faults(page.file) and not result.file.template
    return result if is_sound and says == _intended(page.file, edits, added) else None


def _faults(file: PolicyFile) -> set[str]:
    return {flaw.kind for flaw in file.flaws if flaw.fatal}


def _intended(
    file: PolicyFile, edits: list[RuleEdit], added: dict[str, str]
) -> dict[str, Expression]:
    by_name = {edit.name: edit for edit in edits}
    says: dict[str, Expression] = {}
    for entry in file.entries:
        edit = by_name.get(entry.name, RuleEdit(entry.name))
        if not edit.gone:
            says[edit.key or entry.name] = _expression(entry, edit)
    return says | added


def _expression(entry: PolicyEntry, edit: RuleEdit) -> Expression:
    if edit.value is not None:
        return edit.value
    rows = tuple(
        tuple(redirected(check, edit.references) for check in row) for row in entry.alternatives
    )
    return rows or redirected(entry.check, edit.references)


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


def _refusal(file: PolicyFile, name: str) -> Gap:
    line = next((entry.at for entry in file.entries if entry.name == name), _at(file))
    what = f"{spoken(name)} in {visible(file.path)}"
    why = "its line cannot be edited without changing another one"
    return Gap(what, why, "write it on a line of its own, as text", required=True, at=line)
