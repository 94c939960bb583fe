"""Release notes as JSON, and the JSON Schema that it keeps to."""

from typing import Any

import msgspec

from linter.report.json_text import json_text
from linter.report.notes_answer import NotesAnswer
from linter.report.notes_document import NotesDocument, document_of


def render(answer: NotesAnswer) -> str:
    """All the notes in their published shape."""
    return json_text(document_of(answer))


def schema() -> dict[str, Any]:
    """The JSON Schema (2020-12) of release notes."""
    head = {"$schema": "https://json-schema.org/draft/2020-12/schema", "title": "kslint notes"}
    return head | msgspec.json.schema(NotesDocument)
