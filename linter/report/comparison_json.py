"""The comparison of two reports as JSON, and the JSON Schema that it keeps to."""

from typing import Any

import msgspec

from linter.report.comparison import Comparison
from linter.report.json_text import json_text


def render(comparison: Comparison) -> str:
    """The comparison, indented, equal bytes for equal comparisons."""
    return json_text(comparison)


def schema() -> dict[str, Any]:
    """The JSON Schema (2020-12) of a comparison."""
    head = {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": "kslint comparison",
    }
    return head | msgspec.json.schema(Comparison)
