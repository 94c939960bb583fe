"""Makes the edits of configuration files, and tells each line that one of them changed."""

import re
from collections.abc import Iterable, Iterator, Sequence
from functools import lru_cache
from typing import NamedTuple

from msgspec.structs import replace

from linter.catalog.entries import Name, normalised_name
from linter.checks.names import key_of, named
from linter.checks.standing import Fate, standing_of
from linter.difference.effective import heir_of
from linter.difference.said import subject_of
from linter.model.facts import ConfigFile, Setting, SourceFile
from linter.model.finding import Gap
from linter.model.location import Location
from linter.model.preparation import Action, Change, NewFile
from linter.parse.effective import Configuration, configuration
from linter.parse.ini import parse_config
from linter.preparation.case import Case, FileEdit, Part, joined
from linter.preparation.decision_ids import option_asked
from linter.preparation.options_rivals import are_rivals, stages, without_rivals
from linter.rebase.ini import edited
from linter.rebase.ini_edits import Add, CommentOut, DropSection, Refused, Rename, SetValue
from linter.rebase.ini_places import Page, name_of, page

_HEADER = re.compile(r"^\[([^\]\n]+)\]", re.MULTILINE)
_READ = {Fate.CURRENT, Fate.RENAMED, Fate.SITE, Fate.UNKNOWN}


def edited_files(case: Case, edits: Iterable[FileEdit]) -> Part:
    """The files with all edits made that can be; one that a file refuses is a Gap."""
    sources = case.sources()
    order = _groups(case.target_samples.keystone_conf)
    parts = []
    for path, own in sorted(_by_path(edits).items()):
        source = sources.get(path)
        parts.append(_edited(case, source, own, order) if source else _missing(case, path))
    return joined(*parts)


def _by_path(edits: Iterable[FileEdit]) -> dict[str, list[FileEdit]]:
    found: dict[str, list[FileEdit]] = {}
    for each in edits:
        found.setdefault(each.path, []).append(each)
    return found


@lru_cache(maxsize=8)
def _groups(sample: str) -> tuple[str, ...]:
    return tuple(_HEADER.findall(sample))


def configuration_after(
    case: Case, before: Configuration, edits: Iterable[FileEdit]
) -> Configuration:
    """A configuration with these edits made, as far as they can be."""
    new = {file.path: file.content for file in edited_files(case, edits).files}
    sources = case.sources()

    def read(file: ConfigFile) -> ConfigFile:
        content = new.get(file.path)
        if content is None:
            return file
        return parse_config(replace(sources[file.path], content=content), frozenset())

    return configuration(map(read, before.files)) if new else before


def _missing(case: Case, path: str) -> Part:
    gap = Gap(
        path,
        "it would have to be edited, and its text is not among the files",
        "make the edit by hand",
        required=True,
        at=Location(case.node.name, path),
    )
    return Part(gaps=(gap,))


def refused_by_file(case: Case, edits: Iterable[FileEdit]) -> tuple[FileEdit, ...]:
    """The edits that their files do not take as they are."""
    sources = case.sources()
    stuck = []
    for path, own in _by_path(edits).items():
        if path in sources:
            made = _made(sources[path].content, without_rivals(case, own)[0], ())
            stuck += [each for each, _ in made.refused]
    return tuple(stuck)


class _Made(NamedTuple):
    """A file with edits made, those that were, and those that it refused."""

    content: bytes
    applied: list[FileEdit]
    refused: list[tuple[FileEdit, Refused]]


def _made(content: bytes, edits: Sequence[FileEdit], order: Sequence[str]) -> _Made:
    made = _Made(content, [], [])
    for stage in stages(edits):
        result = edited(made.content, [each.edit for each in stage], order=order)
        made = made._replace(content=result.content)
        made.applied.extend(stage[each.edit] for each in result.applied)
        made.refused.extend((stage[each.edit], each) for each in result.refused if not each.is_done)
    return made


def _edited(case: Case, source: SourceFile, edits: list[FileEdit], order: Sequence[str]) -> Part:
    kept, lost = without_rivals(case, edits)
    made = _made(source.content, kept, order)
    before = page(source.content)
    changes = [it for each in made.applied for it in _told(case, before, each, source.path)]
    files = (NewFile(source.path, made.content),) if made.content != source.content else ()
    gaps = (*_refusals(case, before, made.refused), *_rivals(case, kept, lost))
    told = sorted(dict.fromkeys(changes), key=lambda change: change.at)
    return Part(files, changes=tuple(told), gaps=gaps)


def _told(case: Case, before: Page, each: FileEdit, path: str) -> Iterator[Change]:
    """The change of each line that the edit was about, as it stands in the deployed file."""
    change, edit = each.change, each.edit
    match edit:
        case Rename():
            yield from _renamed(case, before, edit, change, path)
            return
        case CommentOut(name=name, only=only):
            settings = [it for it in before.settings(name) if only in {None, it.value}]
        case SetValue(name=name, only=only):
            settings = [it for it in before.settings(name) if only in {None, it.value}]
            settings = settings[-1:] if only is None else settings
        case Add() | DropSection():
            settings = []
    if not settings:
        yield replace(change, at=change.at if change.at.path else Location(case.node.name, path))
    for setting in settings:
        yield replace(change, at=_place(case, path, setting))


def _renamed(case: Case, before: Page, edit: Rename, change: Change, path: str) -> Iterator[Change]:
    to = normalised_name(edit.to)
    names = tuple(dict.fromkeys(normalised_name(name) for name in edit.names))
    found = [name for name in names if before.settings(name)]
    kept = set(found) if edit.multi else set(found[:1])
    for name in dict.fromkeys((*found, to)):
        for setting in before.settings(name):
            at = _place(case, path, setting)
            if name not in kept:
                why = f"{subject_of(found[0])} was read instead of it"
                yield replace(
                    change, action=Action.COMMENTED_OUT, subject=subject_of(name), at=at, why=why
                )
            elif name != to:
                yield replace(change, subject=subject_of(name), at=at)


def _place(case: Case, path: str, setting: Setting) -> Location:
    return replace(setting.at, node=case.node.name, path=path)


def _refusals(
    case: Case, before: Page, refused: Sequence[tuple[FileEdit, Refused]]
) -> Iterator[Gap]:
    """One Gap for each reason and line: what refuses the whole file is said once."""
    by_reason: dict[tuple[str, int], list[FileEdit]] = {}
    for each, refusal in refused:
        by_reason.setdefault((refusal.why, refusal.line), []).append(each)
    for (why, line), edits in by_reason.items():
        path = edits[0].path
        at = Location(case.node.name, path, line) if line else edits[0].change.at
        if len(edits) > 1 and not line:
            at = Location(case.node.name, path)
        subjects = ", ".join(dict.fromkeys(each.change.subject for each in edits))
        wished = "; ".join(dict.fromkeys(each.change.why for each in edits))
        yield Gap(
            f"{path}: {subjects}",
            f"the file was not edited: {why}",
            f"edit it by hand: {wished}",
            required=any(_hurts(case, before, each) for each in edits),
            at=at,
        )


def _hurts(case: Case, before: Page, each: FileEdit) -> bool:
    """Whether the target reads what was to be edited otherwise, or somebody asked for it."""
    if isinstance(each.edit, DropSection):
        return False
    if isinstance(each.edit, SetValue | Add) or case.answer(each.change.decision):
        return True
    if isinstance(each.edit, Rename) and _begins_to_count(case, before, each.edit.to):
        return True
    names = each.edit.names if isinstance(each.edit, Rename) else (each.edit.name,)
    wanted = {normalised_name(name) for name in names}
    settings = (it for it in before.file.settings if name_of(it) in wanted)
    fates = {standing_of(setting, case.context.span).fate for setting in settings}
    return bool(fates - _READ) or not fates


def _begins_to_count(case: Case, before: Page, name: Name) -> bool:
    """Whether a line that the source ignores outweighs the one that was to be renamed."""
    return bool(before.settings(name)) and case.context.source.find(name) is None


def _rivals(case: Case, kept: Sequence[FileEdit], lost: Iterable[FileEdit]) -> Iterator[Gap]:
    """What others keep out: a person's word, or what another option needs."""
    for each in lost:
        if each.change.decision and case.answer(each.change.decision):
            yield Gap(
                each.change.decision,
                "another answer is about the same option, and only one of them was followed",
                "decide for one of them",
                required=True,
                at=each.change.at,
            )
            continue
        option = _option(case, each)
        if any(_option(case, other) != option for other in kept if are_rivals(each, other)):
            yield Gap(
                f"{each.path}: {each.change.subject}",
                f"it was not edited for {subject_of(option)}: another edit is about the same line",
                f"edit it by hand: {each.change.why}",
                required=True,
                at=replace(each.change.at, node=case.node.name, path=each.path),
            )


def _option(case: Case, each: FileEdit) -> Name:
    """The option of the target that an edit is for."""
    asked = option_asked(each.change.decision)
    match each.edit:
        case Rename(to=name) | SetValue(name=name) | Add(name=name):
            pass
        case _:
            name = asked.name if asked else named(each.change.subject)
    heir = heir_of(case.context, normalised_name(name))
    return key_of(heir) if heir else name
