"""The JSON Schema that plans keep to."""

from typing import Any

import msgspec

from linter.model.plan import Plan


def schema() -> dict[str, Any]:
    """The JSON Schema (2020-12) of a plan, which YAML tools take as well."""
    head = {"$schema": "https://json-schema.org/draft/2020-12/schema", "title": "kslint plan"}
    return head | msgspec.json.schema(Plan)
