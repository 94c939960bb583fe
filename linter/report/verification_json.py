"""Whether a report still holds, as JSON, and the JSON Schema that it keeps to."""

from typing import Any

import msgspec

from linter.report.json_text import json_text
from linter.seal import Verification


def render(found: Verification) -> str:
    """The answer, indented, equal bytes for equal answers."""
    return json_text(found)


def schema() -> dict[str, Any]:
    """The JSON Schema (2020-12) of an answer."""
    head = {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": "kslint verification",
    }
    return head | msgspec.json.schema(Verification)
