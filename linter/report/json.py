"""The report as JSON, and the JSON Schema that it keeps to."""

from typing import Any

import msgspec

from linter.model.report import Report
from linter.report.document import ReportDocument, document
from linter.report.json_text import json_text


def render(report: Report) -> str:
    """The report in its published shape, indented, equal bytes for equal reports."""
    return json_text(document(report))


def schema() -> dict[str, Any]:
    """The JSON Schema (2020-12) of the report."""
    shape = msgspec.json.schema(ReportDocument)
    head = {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": "kslint report",
    }
    return head | shape
