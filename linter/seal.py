"""Whether a report still holds: what has changed since it was made, by file and line."""

import datetime as dt
from collections.abc import Iterator, Sequence
from typing import Annotated, Final, Literal

import msgspec

from linter.model.notes import RELEASE_NOTES
from linter.model.report import Input, Tool
from linter.report.changed_lines import Span, changed_lines, in_words
from linter.report.document import SCHEMA_VERSION as REPORT_VERSION
from linter.report.document import InputShape, LinesShape
from linter.report.sealed import repeats_a_field, seal_of
from linter.report.told import Decided, ReportError, ToldUpgrade

SCHEMA_VERSION: Final = 1
_OPTIONS = {
    "web": "--web",
    "acknowledgements": "--acknowledgements",
    "waivers": "--waivers",
}
"""How a file is named that does not lie under the paths of the deployment."""


class _Tool(msgspec.Struct, frozen=True):
    version: str
    rules: str
    catalogs: str


class _Verdict(msgspec.Struct, frozen=True):
    decision: Decided


class _Log(msgspec.Struct, frozen=True):
    path: str


class _Logs(msgspec.Struct, frozen=True):
    files: tuple[_Log, ...]


class _Gap(msgspec.Struct, frozen=True):
    what: str


class SealedReport(msgspec.Struct, frozen=True):
    """A report, as far as its seal goes; what later versions of kslint add is passed over."""

    schema_version: Literal[1]
    created: Annotated[dt.datetime, msgspec.Meta(tz=True)] | None
    valid_until: dt.date | None
    tool: _Tool
    upgrade: ToldUpgrade
    profile: str
    inputs: tuple[InputShape, ...]
    lines: tuple[LinesShape, ...]
    verdict: _Verdict
    logs: _Logs | None
    gaps: tuple[_Gap, ...]
    seal: str
    is_edited: bool = False


class Change(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """One thing that is no longer as it was; `lines` are none where they cannot be told.

    `node` and `path` are "" where it is about no file.
    """

    about: Literal["report", "kslint", "rules", "catalogs", "decisions", "file", "release notes"]
    node: str
    path: str
    told: str
    lines: tuple[Span, ...] = ()


class Verification(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Whether a report still holds; `unseen` says what nobody can tell of it today."""

    schema_version: Literal[1]
    holds: bool
    seal: str
    created: Annotated[dt.datetime, msgspec.Meta(tz=True)] | None
    source: str
    target: str
    profile: str
    decision: Decided
    changes: tuple[Change, ...]
    unseen: tuple[str, ...]


class _Head(msgspec.Struct, frozen=True):
    schema_version: int


def read_sealed(content: bytes) -> SealedReport:
    """The report in a JSON file. Raises ReportError for what is none, or of another version."""
    try:
        version = msgspec.json.decode(content, type=_Head).schema_version
        if version != REPORT_VERSION:
            raise ReportError(
                f"a report of version {version}, and this kslint verifies version {REPORT_VERSION}"
            )
        sealed = msgspec.json.decode(content, type=SealedReport)
        is_edited = seal_of(content) != sealed.seal or repeats_a_field(content)
    except (msgspec.MsgspecError, UnicodeError, RecursionError) as error:
        raise ReportError(f"no sealed report of kslint in JSON: {error}") from error
    return msgspec.structs.replace(sealed, is_edited=is_edited)


def verified(
    sealed: SealedReport, tool: Tool, inputs: Sequence[Input], today: dt.date
) -> Verification:
    """What has changed of a report, with the inputs as they are today.

    Of release notes `inputs` have those documents that are at hand.
    """
    changes = (
        *_changes_of_report(sealed, tool, today),
        *_changes_of_files(sealed, [each for each in inputs if each.kind != RELEASE_NOTES]),
        *_changes_of_notes(sealed, inputs),
    )
    return Verification(
        schema_version=SCHEMA_VERSION,
        holds=not changes,
        seal=sealed.seal,
        created=sealed.created,
        source=sealed.upgrade.source,
        target=sealed.upgrade.target,
        profile=sealed.profile,
        decision=sealed.verdict.decision,
        changes=changes,
        unseen=tuple(_unseen(sealed, inputs)),
    )


def _changes_of_report(sealed: SealedReport, tool: Tool, today: dt.date) -> Iterator[Change]:
    if sealed.is_edited:
        yield _of(
            "report", "its text was changed after it was sealed: nothing in it can be relied on"
        )
    made_by = sealed.tool
    if made_by.version != tool.version:
        yield _of("kslint", f"version {made_by.version} made the report, this is {tool.version}")
    if made_by.rules != tool.rules:
        yield _of("rules", "the rules are others than those asked")
    if made_by.catalogs != tool.catalogs:
        yield _of("catalogs", "the facts of releases are others than those used")
    if sealed.valid_until and sealed.valid_until < today:
        yield _of("decisions", f"a waiver or an acknowledgement ended on {sealed.valid_until}")


def _of(about: Literal["report", "kslint", "rules", "catalogs", "decisions"], told: str) -> Change:
    return Change(about, "", "", told)


_Key = tuple[str, str, str]


def _changes_of_files(sealed: SealedReport, inputs: Sequence[Input]) -> Iterator[Change]:
    then = {_key(each): each for each in sealed.inputs if each.kind != RELEASE_NOTES}
    now = {_key(each): each for each in inputs}
    lines = {each.sha256: each.digests for each in sealed.lines}
    for key in sorted(then.keys() | now.keys()):
        node, path, kind = key
        if key not in now:
            yield Change("file", node, path, _missing(kind))
        elif key not in then:
            yield Change("file", node, path, "was not there, or was not read")
        elif then[key].sha256 != now[key].sha256:
            spans = changed_lines(lines.get(then[key].sha256, ""), now[key].lines)
            yield Change("file", node, path, f"has changed: {in_words(spans)}", spans)


def _key(source: Input | InputShape) -> _Key:
    return source.node, source.path, source.kind


def _missing(kind: str) -> str:
    option = _OPTIONS.get(kind)
    return (
        f"was not found: name it with {option}, if it is there"
        if option
        else ("is no longer there")
    )


def _changes_of_notes(sealed: SealedReport, inputs: Sequence[Input]) -> Iterator[Change]:
    """The documents that are at hand in another form."""
    now = {each.path: each.sha256 for each in inputs if each.kind == RELEASE_NOTES}
    for document in _documents(sealed):
        if now.get(document.path, document.sha256) != document.sha256:
            yield Change("release notes", "", document.path, "has been published anew")


def _documents(sealed: SealedReport) -> list[InputShape]:
    return [each for each in sealed.inputs if each.kind == RELEASE_NOTES]


def _unseen(sealed: SealedReport, inputs: Sequence[Input]) -> Iterator[str]:
    now = {each.path for each in inputs if each.kind == RELEASE_NOTES}
    for document in _documents(sealed):
        if document.path not in now:
            yield f"{document.path} is not at hand, so nobody knows whether it has changed"
    if sealed.logs is not None:
        yield "logs grow and are not sealed: what was logged since then is not looked at"
    if not any(gap.what == "database" for gap in sealed.gaps):
        yield "what a running system said is not sealed: ask it again with a new report"
