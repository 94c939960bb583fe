"""`kslint schema`: the JSON Schemas of the documents that kslint writes."""

import argparse
import importlib
import json
from typing import Any

from linter.cli import output

_MODULES = {
    "report": "linter.report.json",
    "logs": "linter.report.logs_json",
    "notes": "linter.report.notes_json",
    "differences": "linter.report.differences_json",
    "baseline": "linter.baseline",
    "comparison": "linter.report.comparison_json",
    "preparation": "linter.report.preparation_json",
}
"""The module whose `schema` describes a document."""


def configure(verbs: "argparse._SubParsersAction[argparse.ArgumentParser]", summary: str) -> None:
    """Adds the verb to the command line."""
    parser = verbs.add_parser(
        "schema",
        help=summary,
        description="Prints the JSON Schema that a document keeps to.",
        epilog="examples:\n  kslint schema > report.schema.json\n  kslint schema notes\n",
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    parser.add_argument(
        "document",
        nargs="?",
        choices=tuple(_MODULES),
        default="report",
        help="what writes it: report `kslint check`, logs `kslint logs`, notes `kslint notes`, "
        "differences `kslint diff`, baseline `--write-baseline`, comparison `--compare`, "
        "preparation `kslint prepare` (default: report)",
    )


def run(arguments: argparse.Namespace) -> int:
    """Prints the schema."""
    output.put(json.dumps(_schema(arguments.document), indent=2) + "\n")
    return 0


def _schema(document: str) -> dict[str, Any]:
    # The parser alone must stay light, and only the one asked for is made.
    schema: dict[str, Any] = importlib.import_module(_MODULES[document]).schema()
    return schema
