"""The options that ask a running deployment."""

import argparse
import sys

import msgspec

from linter.cli.failure import UsageError

_SYNC_CHECK = range(5)
"""What `keystone-manage db_sync --check` can exit with."""


class Questions(msgspec.Struct, frozen=True):
    """What to ask of a running deployment; nothing by default."""

    database_url: str = ""
    database_from_config: bool = False
    database_timeout: int = 10
    installation: bool = False
    status_output: str = ""
    doctor_output: str = ""
    sync_check: int | None = None

    @property
    def of_database(self) -> bool:
        """Whether a database is to be asked."""
        return bool(self.database_url) or self.database_from_config


NO_QUESTIONS = Questions()


def add_live_options(parser: argparse.ArgumentParser) -> None:
    """Adds the options that look beyond files; without them nothing is asked."""
    group = parser.add_argument_group("a running deployment (asked only with these options)")
    group.add_argument(
        "--live",
        action="store_true",
        help="look at the keystone that is installed here: version, Python, libraries",
    )
    group.add_argument(
        "--database-url",
        default="",
        metavar="URL",
        help="ask keystone's database, reading only; - reads the URL from stdin",
    )
    group.add_argument(
        "--database-from-config",
        action="store_true",
        help="ask the database that [database] connection names, reading only",
    )
    group.add_argument(
        "--database-timeout",
        type=_seconds,
        default=10,
        metavar="SECONDS",
        help="wait so long for a connection and for each answer (default: 10)",
    )
    group.add_argument(
        "--status-output",
        default="",
        metavar="FILE",
        help="what `keystone-status upgrade check --json` printed, or its table",
    )
    group.add_argument(
        "--doctor-output",
        default="",
        metavar="FILE",
        help="what `keystone-manage doctor` printed",
    )
    group.add_argument(
        "--db-sync-check",
        type=int,
        choices=_SYNC_CHECK,
        metavar="CODE",
        help="the exit code of `keystone-manage db_sync --check`",
    )


def _seconds(word: str) -> int:
    if not word.isdecimal() or not 0 < int(word) <= 3600:  # noqa: PLR2004  an hour
        raise argparse.ArgumentTypeError("a number of seconds from 1 to 3600")
    return int(word)


def questions_of(arguments: argparse.Namespace) -> Questions:
    """What the words of a command line ask for. Raises UsageError for two databases."""
    if arguments.database_url and arguments.database_from_config:
        raise UsageError("--database-url and --database-from-config exclude each other")
    url = arguments.database_url
    return Questions(
        sys.stdin.readline().strip() if url == "-" else url,
        arguments.database_from_config,
        arguments.database_timeout,
        arguments.live,
        arguments.status_output,
        arguments.doctor_output,
        arguments.db_sync_check,
    )
