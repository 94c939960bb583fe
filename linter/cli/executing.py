"""Runs a plan forward or back: alone on the site, written down, with an end that says all."""

import os
import sys
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from datetime import UTC, datetime
from pathlib import Path

import msgspec

from linter import __version__
from linter.cli.failure import UsageError
from linter.cli.given_plan import GivenPlan, require_alone
from linter.cli.interrupts import Interrupts, heard
from linter.cli.step_lines import Lines, lines, tell
from linter.execute.by_hand import overridden
from linter.execute.journal import Entry, JournalError
from linter.execute.journal_file import opened
from linter.execute.kinds.token import forget_tokens
from linter.execute.known_secrets import UnknownSecretsError, known_secrets
from linter.execute.lock import LockedError, locked
from linter.execute.masking import Secrets, masked
from linter.execute.processes import Processes
from linter.execute.progress import PLAN, edits
from linter.execute.run_folder import made
from linter.execute.running import Run, Settled, StepError
from linter.execute.work import (
    DONE,
    FAILED,
    IN_DOUBT,
    OUTCOME,
    REFUSED,
    STOPPED,
    TAKEN_BACK,
    VERB,
    End,
    Record,
    Work,
)

EXITS: Mapping[str, int] = {
    DONE: 0,
    TAKEN_BACK: 0,
    FAILED: 1,
    REFUSED: 2,
    IN_DOUBT: 3,
    STOPPED: 130,
}
EXIT_TEXT = """\
exit codes:
  0    {done}
  1    a step failed, or what it did could not be verified; nothing was begun after that
  2    refused, and nothing was done: the plan, its journal, another kslint at work
  3    in doubt: nobody can tell what became of a step, or nothing can be written down any more
  4    internal error
  130  interrupted
"""


class Wish(msgspec.Struct, frozen=True):
    """What is asked for: the verb that is written down, and what a person has said before."""

    verb: str
    confirmed: frozenset[str] = frozenset()
    said: Mapping[str, Settled] = {}


class Ended(msgspec.Struct, frozen=True):
    """How a run ended, its exit code, and the run for what is told of it."""

    end: End
    code: int
    run: Run


def execute(
    given: GivenPlan,
    wish: Wish,
    allow: Callable[[Sequence[Entry]], None],
    act: Callable[[Work], End],
) -> Ended:
    """What came of it. `allow` raises UsageError unless the journal lets this run begin.

    Raises UsageError where nothing was begun, and JournalError where one cannot be trusted or
    written.
    """
    try:
        with (
            heard() as interrupts,
            locked(given.state, given.plan.id, _now),
            lines() as talk,
            _working(given, wish, allow, (interrupts, talk)) as work,
        ):
            end = _closed(work, act)
            return Ended(end, EXITS[end.outcome], work.run)
    except (LockedError, UnknownSecretsError, StepError) as error:
        raise UsageError(str(error)) from error


@contextmanager
def _working(
    given: GivenPlan,
    wish: Wish,
    allow: Callable[[Sequence[Entry]], None],
    outside: tuple[Interrupts, Lines],
) -> Iterator[Work]:
    require_alone(given)
    secrets = secrets_of_plan(given)
    if given.folder.path.is_symlink():
        raise UsageError(f"{given.folder.path} is a link: let it be a directory of root's own")
    with opened(given.folder.journal, _now, secrets) as journal:
        entries = journal.history.entries
        allow(entries)
        faults = edits(given.plan, entries)
        if faults:
            raise UsageError(f"{given.name}: {'; '.join(faults)}")
        if journal.evidence:
            tell(f"the last line of the journal was cut off; it is kept in {journal.evidence}")
        made(given.folder, given.content)
        record = Record(journal, entries, lambda said: _hidden(said, secrets))
        against = "\n".join(overridden(given.plan.overrides))
        tell(against)
        facts = {PLAN: given.digest, VERB: wish.verb, "kslint": __version__}
        record.add("resumed" if entries else "opened", "", against, facts)
        yield _work(given, wish, record, (secrets, *outside))


def _work(
    given: GivenPlan, wish: Wish, record: Record, outside: tuple[Secrets, Interrupts, Lines]
) -> Work:
    secrets, interrupts, talk = outside

    def agreed(step: str, question: str) -> bool:
        return step in wish.confirmed or _asked(question, interrupts)

    run = Run(
        plan=given.plan,
        journal=record,
        history=(),
        runner=Processes(secrets, sleep=talk.sleep),
        folder=given.folder.steps,
        monotonic=time.monotonic,
        sleep=talk.sleep,
        tell=talk.tell,
        agreed=agreed,
    )
    return Work(run, record, talk.hear, interrupts.must_stop, wish.said)


def _closed(work: Work, act: Callable[[Work], End]) -> End:
    """How it ended, which is written down; what is cut off in the middle is said to be."""
    try:
        end = act(work)
    except KeyboardInterrupt:
        end = End(STOPPED, "", "interrupted in the middle of a step")
        with suppress(JournalError):
            _close(work, end)
        return end
    except JournalError:
        raise
    except Exception:
        tell("kslint broke off; `kslint resume` looks what became of the step that was under way")
        raise
    _close(work, end)
    return end


def _close(work: Work, end: End) -> None:
    if end.outcome in {DONE, TAKEN_BACK}:
        with suppress(OSError):
            forget_tokens(work.run)
    facts = {OUTCOME: end.outcome} | ({"at": end.step} if end.step else {})
    work.record.add("closed", "", end.said, facts)


def secrets_of_plan(given: GivenPlan) -> Secrets:
    """All secrets of the site, those of directories put aside too. Raises UnknownSecretsError."""
    site = given.plan.site
    force = Path(os.path.realpath(site.configuration))
    beside = force.parent.glob(f"{force.name}.*-{given.plan.id}")
    prepared = [Path(site.prepared)] if site.prepared else []
    folders = [force, *(folder for folder in (*prepared, *beside) if folder.is_dir())]
    credentials = Path(site.credentials) if site.credentials else None
    return known_secrets(folders, credentials, os.environ, [given.content.decode(errors="replace")])


def _asked(question: str, interrupts: Interrupts) -> bool:
    """Whether a person at the terminal says yes; where there is none, nobody does."""
    if not sys.stdin.isatty():
        return False
    tell(f"{question} [yes/no]")
    interrupts.at_once = True
    try:
        return sys.stdin.readline().strip().lower() in {"y", "yes"}
    finally:
        interrupts.at_once = False


def _hidden(said: str, secrets: Secrets) -> str:
    return masked(said.encode("utf-8", "surrogateescape"), secrets).decode("utf-8", "replace")


def _now() -> datetime:
    return datetime.now(UTC)
