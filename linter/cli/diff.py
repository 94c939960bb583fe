"""`kslint diff`: what the target makes of each deployed file, by meaning."""

import argparse

from linter.cli.check import (
    add_file_options,
    add_rules_option,
    add_upgrade_options,
    add_web_option,
    files_request_of,
)
from linter.cli.formats import DIFFERENCES, add_format_option, put_all, targets
from linter.cli.settling import add_settings_options, settle
from linter.model.verdict import EXIT_FINDINGS, EXIT_INCOMPLETE, EXIT_OK

_SETTINGS = frozenset({"from", "to", "web", "rules"})
EPILOG = """\
Tells and does not judge: `kslint check` says what stands against the upgrade, `kslint prepare`
writes the new files.

exit codes:
  0  told, whatever differs
  1  with --exit-code: the target makes something else of the configuration
  2  usage or configuration error
  3  something required could not be looked at; what is told is not all

examples:
  kslint diff /etc/keystone --to 2025.1
  kslint diff etc/keystone --from train --to ussuri --three-way
  kslint diff nodes --to 2025.1 --format html=differences.html --format terminal
  kslint diff etc/keystone --to 2025.1 --format unified --exit-code
"""


def configure(verbs: "argparse._SubParsersAction[argparse.ArgumentParser]", summary: str) -> None:
    """Adds the verb to the command line."""
    parser = verbs.add_parser(
        "diff",
        help=summary,
        description="Tells what the target makes of each deployed line, what changes although "
        "nothing is set, and how other files differ from the samples of the releases.",
        epilog=EPILOG,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    parser.add_argument("paths", nargs="+", metavar="PATH", help="as `kslint check` takes them")
    add_upgrade_options(parser)
    add_file_options(parser)
    add_web_option(parser)
    parser.add_argument(
        "--three-way",
        action="store_true",
        help="show beside what is deployed the defaults or samples of both releases",
    )
    parser.add_argument(
        "--all", action="store_true", help="also show the lines that mean the same in the target"
    )
    parser.add_argument(
        "--exit-code",
        action="store_true",
        help="exit 1 where the target makes something else of the configuration",
    )
    add_rules_option(parser)
    add_settings_options(parser)
    add_format_option(parser, DIFFERENCES)


def run(arguments: argparse.Namespace) -> int:
    """Compares, tells what differs, and returns the exit code that the epilog names."""
    from linter.cli.comparing import compare  # noqa: PLC0415  the parser alone must stay light
    from linter.report.deployed_lines import is_differing  # noqa: PLC0415

    settings = settle(arguments, _SETTINGS)
    wanted = targets(arguments.format, DIFFERENCES)
    request = files_request_of(arguments, settings)
    found = compare(request, is_three_way=arguments.three_way, shows_all=arguments.all)
    put_all(found, DIFFERENCES, wanted)
    if arguments.exit_code and any(map(is_differing, found.deployments)):
        return EXIT_FINDINGS
    return EXIT_INCOMPLETE if any(gap.required for gap in found.gaps) else EXIT_OK
