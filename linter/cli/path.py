"""`kslint path`: the way from one release to another."""

import argparse

from linter.cli import output
from linter.cli.failure import UsageError


def configure(verbs: "argparse._SubParsersAction[argparse.ArgumentParser]", summary: str) -> None:
    """Adds the verb to the command line."""
    parser = verbs.add_parser(
        "path",
        help=summary,
        description="Prints the releases to stop at, each hop one that upstream tests.",
        epilog="example:\n  kslint path train 2025.1\n",
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    parser.add_argument("source", metavar="FROM", help="the deployed release")
    parser.add_argument("target", metavar="TO", help="the release to end at")
    parser.add_argument("--format", choices=("terminal", "json"), default="terminal")


def run(arguments: argparse.Namespace) -> int:
    """Prints the hops."""
    from linter.catalog import store  # noqa: PLC0415  the parser alone must stay light
    from linter.catalog.errors import CatalogError  # noqa: PLC0415
    from linter.inference import InferenceError, upgrade_between  # noqa: PLC0415
    from linter.report import hops  # noqa: PLC0415

    try:
        source = store.release_by_name(arguments.source)
        target = store.release_by_name(arguments.target)
        upgrade = upgrade_between(source, target, store.releases(), ("given", "given"))
    except (CatalogError, InferenceError) as error:
        raise UsageError(str(error)) from error
    render = hops.as_json if arguments.format == "json" else hops.as_text
    output.put(render(upgrade))
    return 0
