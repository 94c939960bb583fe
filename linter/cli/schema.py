"""`kslint schema`: the JSON Schemas of the documents that kslint writes."""

import argparse
import json
from typing import Any

from linter.cli import output


def configure(verbs: "argparse._SubParsersAction[argparse.ArgumentParser]", summary: str) -> None:
    """Adds the verb to the command line."""
    parser = verbs.add_parser(
        "schema",
        help=summary,
        description="Prints the JSON Schema that `--format json` keeps to.",
        epilog="examples:\n  kslint schema > report.schema.json\n  kslint schema notes\n",
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    parser.add_argument(
        "document",
        nargs="?",
        choices=("report", "logs", "notes"),
        default="report",
        help="what writes it: report `kslint check`, logs `kslint logs`, notes `kslint notes` "
        "(default: report)",
    )


def run(arguments: argparse.Namespace) -> int:
    """Prints the schema."""
    output.put(json.dumps(_schema(arguments.document), indent=2) + "\n")
    return 0


def _schema(document: str) -> dict[str, Any]:
    # The parser alone must stay light, and only the one asked for is made.
    if document == "logs":
        from linter.report import logs_json  # noqa: PLC0415

        return logs_json.schema()
    if document == "notes":
        from linter.report import notes_json  # noqa: PLC0415

        return notes_json.schema()
    from linter.report import json as report_json  # noqa: PLC0415

    return report_json.schema()
