"""The release notes that the words of `kslint notes` ask for, judged, and what is missing."""

import argparse
import shlex
from collections.abc import Iterator

from msgspec.structs import replace

from linter.acknowledgements import gaps_of_faults
from linter.cli.ack_options import begins_file
from linter.cli.analysis import Examined, Given, Request, bundle_of, examine, usable
from linter.cli.check import acknowledgements
from linter.cli.failure import UsageError
from linter.cli.log_options import since
from linter.cli.note_options import wish_of
from linter.cli.settling import NO_SETTINGS, Taken
from linter.model.finding import Gap
from linter.model.notes import RELEASE_NOTES
from linter.model.passwords import without_passwords
from linter.report.notes_answer import NotesAnswer, Scope
from linter.ruleset import load_rules

_NAMED = {"file": "--config-file", "directory": "--config-dir"}


def answer_of(arguments: argparse.Namespace, settings: Taken = NO_SETTINGS) -> NotesAnswer:
    """The notes that the words of a command line ask for, some of which settings said.

    Raises UsageError for words that mean nothing and for what cannot be used.
    """
    request = replace(_request(arguments), settings=settings)
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


def _request(arguments: argparse.Namespace) -> Request:
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


def _gaps(examined: Examined) -> tuple[Gap, ...]:
    """What keeps notes from being read or judged, each once, the required ones first."""
    logs, reading = examined.evidence.logs.gaps, examined.evidence.reading.gaps
    found = [gap for gap in examined.gaps if gap.required or gap.what == "source release"]
    unread = [replace(gap, required=gap.required or gap.what == RELEASE_NOTES) for gap in reading]
    gaps = dict.fromkeys((*found, *unread, *logs, *gaps_of_faults(examined.evidence.answers)))
    return tuple(sorted(gaps, key=lambda gap: not gap.required))


def _scope(arguments: argparse.Namespace) -> Scope:
    if arguments.all:
        return Scope.ALL
    return Scope.OPEN if arguments.open else Scope.ASKING


def _command(arguments: argparse.Namespace) -> Iterator[str]:
    """The words that ask for the same notes again, from the copies of them."""
    yield from ("kslint", "notes", *arguments.paths)
    for option, value in (
        ("--from", arguments.source),
        ("--to", arguments.target),
        *((_NAMED[kind], word) for kind, word in arguments.named),
        *(("--web", path) for path in arguments.web),
        *(("--logs", source) for source in arguments.logs),
        ("--previous", arguments.previous),
        ("--bundle", arguments.bundle),
        ("--notes-url", arguments.notes_url),
        ("--index-url", arguments.index_url),
        ("--acknowledgements", arguments.acknowledgements),
        ("--settings", arguments.settings),
    ):
        if value or value == 0:
            yield from (option, str(value))
    if arguments.no_settings:
        yield "--no-settings"
    if not arguments.bundle:
        yield "--offline"
