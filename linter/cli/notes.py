"""`kslint notes`: the release notes of an upgrade, triaged and acknowledged."""

import argparse
import shlex
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from typing import TYPE_CHECKING

from linter.cli import output
from linter.cli.ack_options import add_ack_options, begins_file, is_asked
from linter.cli.check import (
    acknowledgements,
    add_acknowledgements_option,
    add_file_options,
    add_logs_option,
    add_upgrade_options,
    add_web_option,
    formats,
)
from linter.cli.failure import UsageError
from linter.cli.log_options import since
from linter.cli.note_options import add_note_options, wish_of
from linter.model.finding import Gap
from linter.model.notes import RELEASE_NOTES
from linter.model.passwords import without_passwords
from linter.model.verdict import EXIT_INCOMPLETE, EXIT_OK

if TYPE_CHECKING:
    from linter.cli.analysis import Examined, Request
    from linter.report.notes_answer import NotesAnswer, Scope

EPILOG = """\
examples:
  kslint notes --from 2024.1 --to 2025.1
  kslint notes /etc/keystone --to 2025.1
  kslint notes /etc/keystone --from train --to victoria --logs /var/log/keystone
  kslint notes /etc/keystone --from 2024.1 --to 2025.1 --offline --open
  kslint notes /etc/keystone --from 2024.1 --to 2025.1 --format markdown=notes.md --format terminal
  kslint notes /etc/keystone --to 2025.1 --ack ID --by "Ada Example" --reason "not used here"
  kslint notes /etc/keystone --to 2025.1 --walk --by "Ada Example"

Exit codes: 0, 2 for a usage error, or 3 where release notes or files could not be read.
"""

RENDERERS = ("terminal", "json", "markdown", "html")


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
    parser.add_argument(
        "--format",
        action="append",
        default=[],
        metavar="FMT[=FILE]",
        help=f"{', '.join(RENDERERS[:-1])} or {RENDERERS[-1]}, to FILE or stdout; repeatable "
        "(default: terminal); json always has all",
    )


def run(arguments: argparse.Namespace) -> int:
    """Gathers the notes, and renders them or writes that they were read."""
    targets = formats(arguments.format, RENDERERS)
    today = datetime.now(UTC).astimezone().date()
    is_acknowledging = is_asked(arguments, today)
    answer = answer_of(arguments)
    if is_acknowledging:
        from linter.cli.acknowledge import acknowledge  # noqa: PLC0415  keeps the parser light

        return acknowledge(arguments, answer, today)
    for name, target in targets:
        output.put(_renderer(name, to_terminal=target == "-")(answer), target)
    return EXIT_INCOMPLETE if any(gap.required for gap in answer.gaps) else EXIT_OK


def answer_of(arguments: argparse.Namespace) -> "NotesAnswer":
    """The notes that the words of a command line ask for.

    Raises UsageError for words that mean nothing and for what cannot be used.
    """
    request = _request(arguments)
    # The parser alone must stay light.
    from linter.cli.analysis import Given, bundle_of, examine, usable  # noqa: PLC0415
    from linter.report.notes_answer import NotesAnswer  # noqa: PLC0415
    from linter.ruleset import load_rules  # noqa: PLC0415

    with usable(), bundle_of(request.notes) as bundle:
        examined = examine(request, load_rules(), Given(bundle=bundle))
    return NotesAnswer(
        upgrade=examined.upgrade,
        reading=examined.evidence.reading,
        gaps=_gaps(examined),
        is_judged=bool(request.paths),
        scope=_scope(arguments),
        # A copy is known by its address without passwords: what is masked finds it all the same.
        command=shlex.join(map(without_passwords, _command(arguments))),
    )


def _request(arguments: argparse.Namespace) -> "Request":
    from linter.cli.analysis import Request  # noqa: PLC0415

    wish = wish_of(arguments, is_usual=True)
    if not arguments.paths:
        _refuse_without_deployment(arguments)
    if arguments.since_checkpoint and not arguments.logs:
        raise UsageError("--since-checkpoint is about logs: name them with --logs")
    named = arguments.acknowledgements
    return Request(
        paths=tuple(arguments.paths),
        source=arguments.source,
        target=arguments.target,
        named=tuple(arguments.named),
        web=tuple(arguments.web),
        logs=tuple(arguments.logs),
        logs_since=since(arguments),
        jobs=arguments.jobs,
        notes=wish,
        acknowledgements=None if begins_file(arguments) else acknowledgements(named),
    )


def _refuse_without_deployment(arguments: argparse.Namespace) -> None:
    for option, given in (
        ("--config-file or --config-dir", arguments.named),
        ("--web", arguments.web),
        ("--logs", arguments.logs),
    ):
        if given:
            raise UsageError(f"{option} needs a deployment: name its PATH")
    if not (arguments.source and arguments.target):
        raise UsageError(
            "without the PATH of a deployment nothing tells the releases: name both with --from "
            "and --to"
        )


def _gaps(examined: "Examined") -> tuple[Gap, ...]:
    """What keeps notes from being read or judged, each once, the required ones first."""
    # The parser alone must stay light.
    from msgspec.structs import replace  # noqa: PLC0415

    from linter.acknowledgements import gaps_of_faults  # noqa: PLC0415

    logs, reading = examined.evidence.logs.gaps, examined.evidence.reading.gaps
    found = [gap for gap in examined.gaps if gap.required or gap.what == "source release"]
    unread = [replace(gap, required=gap.required or gap.what == RELEASE_NOTES) for gap in reading]
    gaps = dict.fromkeys((*found, *unread, *logs, *gaps_of_faults(examined.evidence.answers)))
    return tuple(sorted(gaps, key=lambda gap: not gap.required))


def _scope(arguments: argparse.Namespace) -> "Scope":
    from linter.report.notes_answer import Scope  # noqa: PLC0415  keeps the parser light

    if arguments.all:
        return Scope.ALL
    return Scope.OPEN if arguments.open else Scope.ASKING


def _command(arguments: argparse.Namespace) -> Iterator[str]:
    """The words that ask for the same notes again, from the copies of them."""
    yield from ("kslint", "notes", *arguments.paths)
    for option, value in (
        ("--from", arguments.source),
        ("--to", arguments.target),
        ("--previous", arguments.previous),
        ("--bundle", arguments.bundle),
        ("--notes-url", arguments.notes_url),
        ("--index-url", arguments.index_url),
        ("--acknowledgements", arguments.acknowledgements),
    ):
        if value or value == 0:
            yield from (option, str(value))
    if not arguments.bundle:
        yield "--offline"


def _renderer(name: str, *, to_terminal: bool) -> "Callable[[NotesAnswer], str]":
    # Only the renderer in use is loaded.
    if name == "json":
        from linter.report import notes_json  # noqa: PLC0415

        return notes_json.render
    if name == "markdown":
        from linter.report import notes_markdown  # noqa: PLC0415

        return notes_markdown.render
    if name == "html":
        from linter.report import notes_html  # noqa: PLC0415

        return notes_html.render
    from linter.report import notes_terminal  # noqa: PLC0415

    color = to_terminal and output.wants_color()
    now = datetime.now(UTC)
    return lambda answer: notes_terminal.render(answer, now, color=color)
