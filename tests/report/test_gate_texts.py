"""Any text whatever, in each format that gates read."""

import csv
import io
import json

import junitparser
from hypothesis import given, settings
from hypothesis import strategies as st

from linter.model.finding import Confidence, Finding, Gap, Severity, Witness
from linter.model.location import Location
from linter.model.report import Report
from linter.report import csv as csv_format
from linter.report import github, gitlab, junit, sarif
from linter.report.places import Folders
from tests.report.gate_reports import RULES, report_of

# Halves of characters, control characters and what has no meaning are among them.
TEXTS = st.text(st.characters(), max_size=40) | st.text(
    "=+-@:,;%[](){}<>&'\"\\/. \t\r\n\0", max_size=20
)


def _report(text: str) -> Report:
    at = Location(text, text, 1, 1, 1)
    finding = Finding(
        rule=text,
        title=text,
        severity=Severity.BLOCKER,
        confidence=Confidence.CERTAIN,
        message=text,
        subject=text,
        at=at,
        fingerprint="1" * 20,
        why=text,
        fix=text,
        links=(text,),
        witnesses=(Witness("config", text, at), Witness("note", text, reference=text)),
        nodes=(text,),
    )
    return report_of((finding,), (Gap(text, text, text, required=True, at=at),))


@settings(deadline=None)
@given(TEXTS)
def test_sarif_is_json(text: str) -> None:
    (run,) = json.loads(sarif.render(_report(text), RULES, Folders({text: text})).encode())["runs"]
    assert len(run["results"]) == 1


@settings(deadline=None)
@given(TEXTS)
def test_annotations_are_a_line_each(text: str) -> None:
    rendered = github.render(_report(text), Folders({text: text}))
    assert rendered.encode().decode().replace("\n", "").isprintable()
    assert [line.split(" ")[0] for line in rendered.splitlines()] == [
        "::error",
        "::error",
        "::notice",
    ]


@settings(deadline=None)
@given(TEXTS)
def test_code_quality_is_json_with_places_in_the_repository(text: str) -> None:
    issues = json.loads(gitlab.render(_report(text), Folders({text: text})).encode())
    paths = [issue["location"]["path"] for issue in issues]
    assert len(paths) == 2
    assert not any(path.startswith(("/", "../")) or path in {"", ".", ".."} for path in paths)


@settings(deadline=None)
@given(TEXTS)
def test_junit_is_xml(text: str) -> None:
    (suite,) = junitparser.JUnitXml.fromstring(
        junit.render(_report(text), Folders({text: text})).encode()
    )
    assert [len(case.result) for case in suite] == [1, 1, 1]


@settings(deadline=None)
@given(TEXTS)
def test_csv_has_a_row_each_and_no_formula(text: str) -> None:
    rendered = csv_format.render(_report(text)).encode().decode()
    rows = list(csv.reader(io.StringIO(rendered, newline=""), strict=True))
    assert [len(row) for row in rows] == [18, 18, 18]
    cells = [cell.lstrip() for row in rows[1:] for cell in row]
    assert not any(cell.startswith(("=", "+", "-", "@", "＝", "＋", "－", "＠")) for cell in cells)  # noqa: RUF001
