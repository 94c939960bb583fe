"""`kslint notes`: the release notes of an upgrade, triaged and acknowledged."""

import argparse

from linter.cli.ack_options import add_ack_options, is_asked
from linter.cli.check import (
    add_acknowledgements_option,
    add_file_options,
    add_logs_option,
    add_upgrade_options,
    add_web_option,
)
from linter.cli.clock import today
from linter.cli.formats import NOTES, add_format_option, put_all, targets
from linter.cli.note_options import add_note_options
from linter.cli.settling import PUBLISHED, add_settings_options, settle
from linter.model.verdict import EXIT_INCOMPLETE, EXIT_OK

EPILOG = """\
examples:
  kslint notes --from 2024.1 --to 2025.1
  kslint notes /etc/keystone --to 2025.1
  kslint notes /etc/keystone --from train --to victoria --logs /var/log/keystone
  kslint notes /etc/keystone --from 2024.1 --to 2025.1 --offline --open
  kslint notes /etc/keystone --from 2024.1 --to 2025.1 --format markdown=notes.md --format terminal
  kslint notes /etc/keystone --to 2025.1 --ack ID --by "Ada Example" --reason "not used here"
  kslint notes /etc/keystone --to 2025.1 --walk --by "Ada Example"

exit codes: 0 all was read, 2 usage error, 3 release notes or files could not be read
"""


def configure(verbs: "argparse._SubParsersAction[argparse.ArgumentParser]", summary: str) -> None:
    """Adds the verb to the command line."""
    parser = verbs.add_parser(
        "notes",
        help=summary,
        description="Names the release notes between two releases, those first that can break "
        "most, and tells which concern a deployment.",
        epilog=EPILOG,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    parser.add_argument(
        "paths",
        nargs="*",
        metavar="PATH",
        help="the deployment that the notes are judged for, as in `kslint check`; without one "
        "nothing tells which of them concern it, and both releases have to be named",
    )
    add_upgrade_options(parser)
    add_note_options(parser.add_argument_group("where release notes are from"), is_usual=True)
    _add_scope_options(parser)
    add_file_options(parser)
    add_web_option(parser)
    add_logs_option(parser)
    add_acknowledgements_option(parser)
    add_ack_options(parser)
    add_settings_options(parser)


def _add_scope_options(parser: argparse.ArgumentParser) -> None:
    """Adds --open, --all and --format."""
    scope = parser.add_mutually_exclusive_group()
    scope.add_argument(
        "--open", action="store_true", help="show only the notes that nobody has acknowledged"
    )
    scope.add_argument(
        "--all",
        action="store_true",
        help="also show new features, bug fixes and what does not apply, with the reason",
    )
    add_format_option(parser, NOTES, "; json always has all")


def run(arguments: argparse.Namespace) -> int:
    """Gathers the notes, and renders them or writes that they were read."""
    settings = settle(arguments, _taken(arguments), fetches=True)
    wanted = targets(arguments.format, NOTES)
    day = today()
    is_acknowledging = is_asked(arguments, day)
    from linter.cli.answered_notes import answer_of  # noqa: PLC0415  keeps the parser light

    answer = answer_of(arguments, settings)
    if is_acknowledging:
        from linter.cli.acknowledge import acknowledge  # noqa: PLC0415  keeps the parser light

        return acknowledge(arguments, answer, day)
    put_all(answer, NOTES, wanted)
    return EXIT_INCOMPLETE if any(gap.required for gap in answer.gaps) else EXIT_OK


def _taken(arguments: argparse.Namespace) -> frozenset[str]:
    """The settings that count here; what is about a deployment needs one."""
    of_deployment = frozenset({"web", "logs"}) if arguments.paths else frozenset()
    usual = frozenset({"from", "to", "acknowledgements"})
    return usual | of_deployment | PUBLISHED
