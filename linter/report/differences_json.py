"""What an upgrade changes as JSON, and the JSON Schema that it keeps to."""

from typing import Any

import msgspec

from linter.difference.told import Told
from linter.report.differences_document import DifferencesDocument, document_of
from linter.report.json_text import json_text


def render(found: Told) -> str:
    """Everything that is told, in its published shape, however much is asked to be shown."""
    return json_text(document_of(found))


def schema() -> dict[str, Any]:
    """The JSON Schema (2020-12) of what an upgrade changes."""
    head = {"$schema": "https://json-schema.org/draft/2020-12/schema", "title": "kslint diff"}
    return head | msgspec.json.schema(DifferencesDocument)
