"""`kslint schema`: the JSON Schema of the report."""

import argparse
import json

from linter.cli import output


def configure(verbs: "argparse._SubParsersAction[argparse.ArgumentParser]", summary: str) -> None:
    """Adds the verb to the command line."""
    verbs.add_parser(
        "schema",
        help=summary,
        description="Prints the JSON Schema that `--format json` keeps to.",
        epilog="example:\n  kslint schema > report.schema.json\n",
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )


def run(arguments: argparse.Namespace) -> int:
    """Prints the schema."""
    del arguments
    from linter.report.json import schema  # noqa: PLC0415  the parser alone must stay light

    output.put(json.dumps(schema(), indent=2) + "\n")
    return 0
