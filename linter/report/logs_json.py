"""What logs said as JSON, and the JSON Schema that it keeps to."""

from typing import Any

import msgspec

from linter.model.logs import LogTally
from linter.report.json_text import json_text
from linter.report.logs_document import LogDocument, document_of


def render(tally: LogTally) -> str:
    """The tally in its published shape."""
    return json_text(document_of(tally))


def schema() -> dict[str, Any]:
    """The JSON Schema (2020-12) of what logs said."""
    head = {"$schema": "https://json-schema.org/draft/2020-12/schema", "title": "kslint logs"}
    return head | msgspec.json.schema(LogDocument)
