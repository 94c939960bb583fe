"""Prepared files as JSON, and the JSON Schema that it keeps to."""

from typing import Any

import msgspec

from linter.preparation.made import Made
from linter.report.json_text import json_text
from linter.report.preparation_document import PreparationDocument, document_of


def render(made: Made) -> str:
    """What was made in its published shape."""
    return json_text(document_of(made))


def schema() -> dict[str, Any]:
    """The JSON Schema (2020-12) of prepared files."""
    head = {"$schema": "https://json-schema.org/draft/2020-12/schema", "title": "kslint prepare"}
    return head | msgspec.json.schema(PreparationDocument)
