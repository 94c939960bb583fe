"""The report as CSV (RFC 4180), for spreadsheets and ticket systems."""

import csv
import io
from typing import Final

import msgspec

from linter.model.finding import Finding, Gap
from linter.model.report import Report
from linter.report.phrases import line, line_of_witness

# The full-width forms are those that spreadsheets of East Asian languages take for the others.
_FORMULA: Final = ("=", "+", "-", "@", "\t", "\r", "＝", "＋", "－", "＠")  # noqa: RUF001


class _Row(msgspec.Struct, frozen=True, kw_only=True):
    """What a row says, under the names of the first row; `severity` of a gap is that it counts."""

    kind: str
    severity: str
    confidence: str = ""
    rule: str = ""
    title: str = ""
    subject: str
    message: str
    node: str = ""
    path: str = ""
    line: str = ""
    column: str = ""
    why: str = ""
    fix: str
    links: str = ""
    nodes: str = ""
    witnesses: str = ""
    fingerprint: str = ""
    waiver: str = ""


def render(report: Report) -> str:
    """A row for each finding, then one for each gap; no cell is a formula."""
    text = io.StringIO(newline="")
    writer = csv.writer(text, lineterminator="\r\n")
    writer.writerow(_Row.__struct_fields__)
    for row in (*map(_row, report.findings), *map(_row_of_gap, report.gaps)):
        writer.writerow(map(_cell, msgspec.structs.astuple(row)))
    return text.getvalue()


def _row(finding: Finding) -> _Row:
    return _Row(
        kind="finding",
        severity=finding.severity.value,
        confidence=finding.confidence.value,
        rule=finding.rule,
        title=finding.title,
        subject=finding.subject,
        message=finding.message,
        node=finding.at.node,
        path=finding.at.path,
        line=_number(finding.at.line),
        column=_number(finding.at.column),
        why=finding.why,
        fix=finding.fix,
        links=" ".join(finding.links),
        nodes=" ".join(node for node in finding.nodes if node),
        witnesses="; ".join(map(line_of_witness, finding.witnesses)),
        fingerprint=finding.fingerprint,
        waiver=finding.waiver,
    )


def _row_of_gap(gap: Gap) -> _Row:
    return _Row(
        kind="gap",
        severity="required" if gap.required else "not required",
        subject=gap.what,
        message=gap.why,
        node=gap.at.node if gap.at else "",
        path=gap.at.path if gap.at else "",
        line=_number(gap.at.line if gap.at else 0),
        fix=gap.remedy,
    )


def _number(number: int) -> str:
    return str(number or "")


def _cell(text: str) -> str:
    """A text on one line that a spreadsheet takes for a text."""
    text = line(text)
    return f"'{text}" if text.lstrip().startswith(_FORMULA) else text
