"""What an earlier report told, read from its JSON as far as later runs ask for it."""

from typing import Literal

import msgspec

from linter.model.report import Report
from linter.report.document import SCHEMA_VERSION, document

Grave = Literal["blocker", "condition", "warning", "info"]
Decided = Literal["GO", "GO_WITH_CONDITIONS", "NO_GO", "INCOMPLETE"]


class ReportError(Exception):
    """A file that is no report of this version; the text goes on from the name of the file."""


class Place(msgspec.Struct, frozen=True):
    """Where something stands, as a report says it."""

    node: str
    path: str
    line: int
    column: int


class ToldFinding(msgspec.Struct, frozen=True):
    """A finding, as far as reports are compared by it."""

    rule: str
    severity: Grave
    message: str
    subject: str
    location: Place
    fingerprint: str
    waiver: str | None


class ToldGap(msgspec.Struct, frozen=True):
    """Something that was not looked at."""

    what: str
    why: str
    required: bool
    location: Place | None


class ToldTool(msgspec.Struct, frozen=True):
    """What made the report."""

    version: str
    rules: str
    catalogs: str


class ToldUpgrade(msgspec.Struct, frozen=True):
    """Both ends of the upgrade, as series."""

    source: str
    target: str


class ToldInput(msgspec.Struct, frozen=True):
    """A file that was read."""

    node: str
    path: str


class ToldVerdict(msgspec.Struct, frozen=True):
    """The decision and the exit code of the run."""

    decision: Decided
    exit_code: int


class ToldReport(msgspec.Struct, frozen=True):
    """A report, as far as it is compared; what later versions of kslint add is passed over."""

    schema_version: Literal[1]
    tool: ToldTool
    upgrade: ToldUpgrade
    profile: str
    inputs: tuple[ToldInput, ...]
    verdict: ToldVerdict
    findings: tuple[ToldFinding, ...]
    gaps: tuple[ToldGap, ...]


class _Head(msgspec.Struct, frozen=True):
    schema_version: int


def read_report(content: bytes) -> ToldReport:
    """The report in a JSON file. Raises ReportError for what is none, or of another version."""
    try:
        version = msgspec.json.decode(content, type=_Head).schema_version
        if version != SCHEMA_VERSION:
            raise ReportError(
                f"a report of version {version}, and this kslint compares version {SCHEMA_VERSION}"
            )
        return msgspec.json.decode(content, type=ToldReport)
    except (msgspec.MsgspecError, UnicodeDecodeError, RecursionError) as error:
        raise ReportError(f"no report of kslint in JSON: {error}") from error


def told(report: Report) -> ToldReport:
    """A report as it would be read from its file."""
    return msgspec.convert(document(report), ToldReport, from_attributes=True)
