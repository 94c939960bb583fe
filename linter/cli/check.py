"""`kslint check`: findings and the verdict."""

import argparse
from pathlib import Path
from typing import TYPE_CHECKING

from linter.cli.baseline_options import (
    add_baseline_options,
    baseline_of,
    put_baseline,
    require_room,
)
from linter.cli.failure import UsageError
from linter.cli.formats import CHECK, add_format_option, put_all, targets
from linter.cli.live_options import add_live_options, questions_of
from linter.cli.living_options import add_living_options, living_wish
from linter.cli.log_options import add_reading_options, since
from linter.cli.note_options import add_note_options, wish_of
from linter.cli.settling import GATE, REQUEST, Taken, add_settings_options, settle
from linter.cli.usual import named_or_usual
from linter.model.finding import Severity

if TYPE_CHECKING:
    from linter.cli.analysis import Request

EPILOG = """\
examples:
  kslint check /etc/keystone
  kslint check etc/keystone --from 2024.1 --to 2025.1 --format json=report.json --format terminal
  kslint check nodes/*/etc/keystone --from train --to ussuri
  kslint check /etc/keystone --logs /var/log/keystone --profile approval
  kslint check sosreport-ctl1.tar.xz --web /etc/cron.d/keystone
  kslint check /etc/keystone --live --database-from-config
  kslint check /etc/keystone --online
  kslint check etc/keystone --baseline .kslint/baseline.json --format github
"""


def configure(verbs: "argparse._SubParsersAction[argparse.ArgumentParser]", summary: str) -> None:
    """Adds the verb to the command line."""
    parser = verbs.add_parser(
        "check",
        help=summary,
        description="Checks what is deployed against the release to upgrade to. Opens no socket "
        "unless a database is to be asked or release notes are to be fetched.",
        epilog=EPILOG,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    parser.add_argument(
        "paths",
        nargs="+",
        metavar="PATH",
        help="a configuration directory or file, what holds the files of one host or of several, a "
        "tar archive of such (a sosreport), or a manifest with Secrets or ConfigMaps",
    )
    add_request_options(parser)
    _add_demands(parser)
    add_baseline_options(parser)


def add_request_options(parser: argparse.ArgumentParser) -> None:
    """Adds what `request_of` reads, but for the paths and what the verdict has to rest on."""
    add_upgrade_options(parser)
    add_file_options(parser)
    add_web_option(parser)
    add_logs_option(parser)
    _add_notes(parser)
    add_rules_option(parser)
    add_acknowledgements_option(parser)
    add_living_options(parser)
    add_live_options(parser)
    add_settings_options(parser)


def add_web_option(parser: argparse.ArgumentParser) -> None:
    """Adds --web, which means the same in every verb."""
    parser.add_argument(
        "--web",
        action="append",
        default=[],
        metavar="PATH",
        help="also look at the web server's files for keystone, and at crontabs, scripts and units "
        "that run it, a file or directory; repeatable",
    )


def add_rules_option(parser: argparse.ArgumentParser) -> None:
    """Adds --rules, which means the same in every verb that judges files."""
    parser.add_argument(
        "--rules", action="append", default=[], metavar="DIR", help="also use the rules in DIR"
    )


def add_acknowledgements_option(parser: argparse.ArgumentParser) -> None:
    """Adds --acknowledgements, which means the same in every verb."""
    parser.add_argument(
        "--acknowledgements",
        metavar="FILE",
        help="who answered which question and read which release note "
        "(default: .kslint/acknowledgements.yaml, if it is there)",
    )


def add_logs_option(parser: argparse.ArgumentParser) -> None:
    """Adds --logs and how to read them, which mean the same in every verb."""
    group = parser.add_argument_group("logs (looked at only with --logs)")
    group.add_argument(
        "--logs",
        action="append",
        default=[],
        metavar="SOURCE",
        help="also look for deprecation warnings in logs: a file, directory, glob or archive, "
        "rotated and compressed ones too, or - for stdin; repeatable",
    )
    add_reading_options(group)


def _add_notes(parser: argparse.ArgumentParser) -> None:
    heading = "release notes (looked at only with --online, --offline or --bundle)"
    add_note_options(parser.add_argument_group(heading), is_usual=False)


def _add_demands(parser: argparse.ArgumentParser) -> None:
    """Adds what the verdict has to rest on, and how it is told."""
    parser.add_argument(
        "--profile",
        choices=("gate", "approval"),
        help="the evidence that is required: gate asks for configuration, approval also for logs, "
        "release notes and answers to questions (default: gate)",
    )
    add_format_option(parser, CHECK)
    parser.add_argument(
        "--fail-on",
        choices=("blocker", "condition", "warning"),
        help="exit 1 from this severity on (default: blocker)",
    )


def add_upgrade_options(parser: argparse.ArgumentParser) -> None:
    """Adds --from and --to, which mean the same in every verb."""
    parser.add_argument(
        "--from",
        dest="source",
        metavar="R",
        help="the deployed release: series, codename or version (default: the installed keystone, "
        "else inferred)",
    )
    parser.add_argument(
        "--to",
        dest="target",
        metavar="R",
        help="the release to upgrade to (default: the next supported hop)",
    )


def add_file_options(parser: argparse.ArgumentParser) -> None:
    """Adds --config-file and --config-dir, as keystone's own commands take them."""
    parser.add_argument(
        "--config-file",
        dest="named",
        action="append",
        type=lambda word: ("file", word),
        default=[],
        metavar="FILE",
        help="read FILE instead of keystone.conf, or after the file that PATH is; repeatable: "
        "these and --config-dir are read in their order, after what they do not replace",
    )
    parser.add_argument(
        "--config-dir",
        dest="named",
        action="append",
        type=lambda word: ("directory", word),
        default=[],
        metavar="DIR",
        help="read the *.conf files of DIR, sorted, instead of keystone.conf.d; repeatable",
    )


def run(arguments: argparse.Namespace) -> int:
    """Checks, renders in every format asked for, and returns the verdict's exit code."""
    from linter.cli.analysis import checked  # noqa: PLC0415  the parser alone must stay light

    settings = settle(arguments, REQUEST | GATE)
    with settings.naming("format", UsageError):
        wanted = targets(arguments.format, CHECK)
    profile = arguments.profile or "gate"
    baseline = baseline_of(arguments, settings.origins, profile)
    require_room(arguments, (target.file for target in wanted))
    result = checked(request_of(arguments, settings, profile, baseline))
    put_all(result, CHECK, wanted)
    put_baseline(arguments, result.report)
    return result.report.verdict.exit_code


def request_of(
    arguments: argparse.Namespace, settings: Taken, profile: str, baseline: Path | None = None
) -> "Request":
    """What the words of a command line ask for, with what settings said in their place.

    Raises UsageError for words that mean nothing beside the others.
    """
    from linter.cli.analysis import Request  # noqa: PLC0415  the parser alone must stay light

    if arguments.since_checkpoint and not arguments.logs:
        raise UsageError("--since-checkpoint is about logs: name them with --logs")
    return Request(
        paths=tuple(arguments.paths),
        source=arguments.source,
        target=arguments.target,
        named=tuple(arguments.named),
        rules=tuple(Path(folder) for folder in arguments.rules),
        web=tuple(arguments.web),
        logs=tuple(arguments.logs),
        logs_since=since(arguments),
        jobs=arguments.jobs,
        profile=profile,
        fail_on=Severity(arguments.fail_on or Severity.BLOCKER),
        questions=questions_of(arguments),
        notes=wish_of(arguments, is_usual=False),
        acknowledgements=acknowledgements(arguments.acknowledgements),
        living=living_wish(arguments, baseline, profile),
        settings=settings,
    )


def files_request_of(arguments: argparse.Namespace, settings: Taken) -> "Request":
    """What the words of a command line ask for that knows no evidence but files."""
    from linter.cli.analysis import Request  # noqa: PLC0415  the parser alone must stay light

    return Request(
        paths=tuple(arguments.paths),
        source=arguments.source,
        target=arguments.target,
        named=tuple(arguments.named),
        rules=tuple(Path(folder) for folder in arguments.rules),
        web=tuple(arguments.web),
        settings=settings,
    )


def acknowledgements(named: str | None) -> Path | None:
    """The file of acknowledgements that is named, or else the usual one if it is there."""
    from linter.acknowledgements import USUAL  # noqa: PLC0415  keeps the parser light

    return named_or_usual(named, USUAL)
