"""Lays the new keystone.conf out in the style that was asked for."""

from collections.abc import Iterator, Mapping

from msgspec.structs import replace

from linter.model.facts import ConfigFile
from linter.model.finding import Gap
from linter.model.location import Location
from linter.model.preparation import Action, Change, NewFile, Style
from linter.parse.effective import configuration
from linter.parse.ini import parse_config
from linter.preparation.case import Case, Part
from linter.preparation.layout_minimal import minimal
from linter.preparation.layout_sample import in_sample
from linter.rebase.ini_places import Page, page


def laid_out(case: Case, files: Part) -> Part:
    """The configuration files in the style of the case, from those with every edit made.

    Only the main file is laid out anew: drop-ins and overlays have what they are there for. One
    whose text cannot be taken apart safely stays as it was edited, and that is a Gap.
    """
    path = case.context.deployment.main_path
    if case.style is Style.KEEP or not path:
        return files
    contents = _contents(case, files)
    if path not in contents:
        return files
    edited = page(contents[path])
    why = _unfit(edited)
    if why:
        return replace(files, gaps=(*files.gaps, _kept(case, path, why)))
    if case.style is Style.SAMPLE:
        return _with(files, path, *in_sample(case, path, edited))
    main = (file.path for file in case.node.configuration)
    read = configuration(_parsed(case, contents, main))
    return _with(files, path, *minimal(case, path, edited, read))


def _contents(case: Case, files: Part) -> dict[str, bytes]:
    """The text of each configuration file with its edits made."""
    contents = {file.path: file.content for file in case.node.configuration}
    new = {file.path: file.content for file in files.files}
    merged = {path: new.get(path, content) for path, content in contents.items()}
    return {path: content for path, content in merged.items() if content is not None}


def _parsed(
    case: Case, contents: Mapping[str, bytes], paths: Iterator[str]
) -> Iterator[ConfigFile]:
    sources = case.sources()
    for path in paths:
        if path in contents:
            yield parse_config(replace(sources[path], content=contents[path]), frozenset())


def _unfit(edited: Page) -> str:
    """Why a file cannot be taken apart, "" if it can."""
    if edited.file.template:
        return "it is a template: its lines belong to what fills it"
    fatal = next((flaw for flaw in edited.file.flaws if flaw.fatal), None)
    return f"oslo.config refuses its line {fatal.at.line}" if fatal else ""


def _kept(case: Case, path: str, why: str) -> Gap:
    at = Location(case.node.name, path)
    remedy = "use --style keep, or mend the file first"
    return Gap(path, f"it keeps its layout, for {why}", remedy, required=False, at=at)


def _with(files: Part, path: str, content: bytes, changes: tuple[Change, ...]) -> Part:
    others = tuple(file for file in files.files if file.path != path)
    own = next((file for file in files.files if file.path == path), NewFile(path, content))
    new = (*others, replace(own, content=content))
    return replace(files, files=new, changes=(*_still_true(files.changes, path, changes), *changes))


def _still_true(
    earlier: tuple[Change, ...], path: str, changes: tuple[Change, ...]
) -> Iterator[Change]:
    """The changes told so far without the lines that were added and are left out again."""
    dropped = {change.subject for change in changes if change.action is Action.DROPPED}
    for each in earlier:
        is_added = each.action is Action.ADDED and each.at.path == path
        if not (is_added and each.subject in dropped):
            yield each
