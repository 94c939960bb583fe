"""The command line: finds the verb, runs it, and turns what went wrong into an exit code."""

import argparse
import importlib
import os
import sys
from collections.abc import Sequence
from typing import NoReturn

from linter import __version__
from linter.cli import output
from linter.cli.failure import UsageError
from linter.model.passwords import without_passwords
from linter.model.verdict import EXIT_INTERNAL, EXIT_INTERRUPT, EXIT_USAGE
from linter.model.visible import visible

VERBS = {
    "check": "findings and the verdict on a deployment's configuration",
    "report": "what a change board decides from, sealed; whether an earlier one still holds",
    "logs": "the deprecation warnings in logs, each once, and what the logs could show",
    "notes": "release notes between two releases, triaged; acknowledge them",
    "diff": "what the target makes of each deployed file, by meaning",
    "prepare": "the new configuration files, proved to say what the old ones said",
    "path": "the supported way from one release to another, hop by hop",
    "explain": "a rule, an option, a group, a policy rule or an entry point over all releases",
    "rules": "the rules: list them, write one, run their cases",
    "catalog": "release knowledge: list, show, build, verify, bundle",
    "init": "settings and the files of a CI system, written into a repository",
    "completion": "shell completion",
    "schema": "the JSON Schemas of what kslint writes",
}

EPILOG = """\
exit codes:
  0    GO, or GO WITH CONDITIONS
  1    NO-GO, or conditions that --fail-on names; for other verbs as their --help says
  2    usage or configuration error
  3    INCOMPLETE: something required could not be looked at
  4    internal error
  130  interrupted

example:
  kslint check /etc/keystone --from 2024.1 --to 2025.1
"""


class _Parser(argparse.ArgumentParser):
    """Also the parser of each verb; of words it does not know it shows no escape or password."""

    def error(self, message: str) -> NoReturn:
        super().error(visible(without_passwords(message)))


def parser(only: str | None = None) -> argparse.ArgumentParser:
    """The parser of the whole command line; `only` fills in a single verb, to start faster."""
    top = _Parser(
        prog="kslint",
        description="Tells whether Keystone can be upgraded, and what stands against it.",
        epilog=EPILOG,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    top.add_argument("--version", action="version", version=f"kslint {__version__}")
    top.add_argument(
        "--color",
        choices=("auto", "always", "never"),
        default="auto",
        help="colour the output (default: auto; NO_COLOR and FORCE_COLOR are honoured)",
    )
    verbs = top.add_subparsers(dest="verb", metavar="VERB", required=True)
    for verb, summary in VERBS.items():
        if only is None or only == verb:
            importlib.import_module(f"linter.cli.{verb}").configure(verbs, summary)
        else:
            verbs.add_parser(verb, help=summary, add_help=False)
    return top


def main(argv: Sequence[str] | None = None) -> int:
    """Runs one verb and returns the exit code."""
    words = list(sys.argv[1:] if argv is None else argv)
    verb = next((word for word in words if word in VERBS), None)
    arguments = parser(only=verb or "").parse_args(words)
    output.set_color(arguments.color)
    output.settle_encoding()
    module = importlib.import_module(f"linter.cli.{arguments.verb}")
    try:
        code: int = module.run(arguments)
    except UsageError as failure:
        output.talk(f"kslint: {failure}")
        return EXIT_USAGE
    except KeyboardInterrupt:
        output.talk("kslint: interrupted")
        return EXIT_INTERRUPT
    except Exception as error:
        if os.environ.get("KSLINT_DEBUG"):
            raise
        output.talk(
            f"kslint: internal error: {type(error).__name__}; this is a fault in kslint, please "
            "report it (KSLINT_DEBUG=1 shows where)"
        )
        return EXIT_INTERNAL
    return code
