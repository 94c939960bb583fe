"""`kslint prepare`: the new configuration files, proved to say what the old ones said."""

import argparse
from pathlib import Path

from linter.cli.check import (
    add_file_options,
    add_rules_option,
    add_upgrade_options,
    add_web_option,
)
from linter.cli.formats import PREPARATION, add_format_option, put_all, targets
from linter.cli.settling import EVIDENCE, add_settings_options, settle
from linter.model.preparation import Style
from linter.model.verdict import EXIT_FINDINGS, EXIT_INCOMPLETE, EXIT_OK

EPILOG = """\
Nothing that is deployed is written to. DIR must be new, empty or an earlier result. Decisions that
are left to a person stand in DIR/DECISIONS.md, each with the entry that answers it in the file of
--answers.

exit codes:
  0  prepared; nothing is left to decide, and the proof holds
  1  prepared; something is left to decide, or the proof does not hold
  2  the words, the answers or DIR cannot be used, or could not be written
  3  prepared as far as could be seen; something required could not be looked at

examples:
  kslint prepare /etc/keystone --to 2025.1 -o new
  kslint prepare etc/keystone --from train --to ussuri -o new --answers answers.yaml
  kslint prepare nodes --from 2024.1 --to 2025.1 -o new --patch upgrade.patch
"""


def configure(verbs: "argparse._SubParsersAction[argparse.ArgumentParser]", summary: str) -> None:
    """Adds the verb to the command line."""
    parser = verbs.add_parser(
        "prepare",
        help=summary,
        description="Carries the deployed configuration over to the target, option by option, and "
        "checks the result: every value is the old one, or is told with its reason.",
        epilog=EPILOG,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    parser.add_argument(
        "paths",
        nargs="+",
        metavar="PATH",
        help="a configuration directory or file, or a directory with those of several nodes",
    )
    add_upgrade_options(parser)
    add_file_options(parser)
    add_web_option(parser)
    parser.add_argument(
        "-o", "--output", type=Path, required=True, metavar="DIR", help="where to put the new files"
    )
    parser.add_argument(
        "--style",
        choices=tuple(map(str, Style)),
        default=Style.KEEP.value,
        help="how keystone.conf is laid out: keep edits the deployed file, sample starts from the "
        "target's, minimal writes only what differs from the defaults (default: keep)",
    )
    parser.add_argument(
        "--answers", type=Path, metavar="FILE", help="how the decisions of DECISIONS.md were made"
    )
    parser.add_argument(
        "--patch",
        type=Path,
        metavar="FILE",
        help="also write a patch for `git apply`, run at the top of the repository that PATH lies "
        "in, else in PATH; it may hold secrets",
    )
    add_rules_option(parser)
    add_settings_options(parser)
    add_format_option(parser, PREPARATION)


def run(arguments: argparse.Namespace) -> int:
    """Prepares, proves and writes; tells what is left to decide."""
    from linter.cli.preparing import Wish, make  # noqa: PLC0415  the parser alone must stay light

    settings = settle(arguments, EVIDENCE - {"logs", "acknowledgements"})
    wanted = targets(arguments.format, PREPARATION)
    made = make(Wish.of(arguments, settings))
    put_all(made, PREPARATION, wanted)
    if not made.holds:
        return EXIT_FINDINGS
    return EXIT_OK if made.is_complete else EXIT_INCOMPLETE
