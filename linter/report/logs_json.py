"""What logs said as JSON, and the JSON Schema that it keeps to."""

import re
from typing import Any

import msgspec

from linter.model.logs import LogTally
from linter.report.logs_document import LogDocument, document_of

_MARKUP = re.compile("<(?=[A-Za-z/!?])")
"""What a page that takes the document in as it is would read as markup."""


def render(tally: LogTally) -> str:
    """The tally in its published shape, indented, equal bytes for equal tallies."""
    text = msgspec.json.format(msgspec.json.encode(document_of(tally)), indent=2).decode()
    return _MARKUP.sub(r"\\u003c", text) + "\n"


def schema() -> dict[str, Any]:
    """The JSON Schema (2020-12) of what logs said."""
    head = {"$schema": "https://json-schema.org/draft/2020-12/schema", "title": "kslint logs"}
    return head | msgspec.json.schema(LogDocument)
