"""Carries the steps of a plan out, each written down before it begins and when it ended."""

from linter.execute.kinds.choice import kind_of
from linter.execute.living import is_alive
from linter.execute.progress import DEFINITION, SECONDS, SETTLED, State, definition
from linter.execute.recorded import was_begun
from linter.execute.running import Settled, StepError
from linter.execute.work import DONE, FAILED, IN_DOUBT, STOPPED, End, Event, Work
from linter.model.plan import AnyStep


class DoubtError(Exception):
    """A step of which nobody can tell whether it was done; the sentence says what to do."""


class UnclearError(DoubtError):
    """One that was looked at."""


def carry_out(work: Work) -> End:
    """How the plan ended: all that was not done yet is done, up to what fails.

    Raises JournalError where something cannot be written down; nothing is begun after that.
    """
    for step in work.begun.plan.steps:
        if work.progress(step).state is State.DONE:
            continue
        if work.must_stop():
            return End(STOPPED, step.id, f"stopped before {step.id}, as was asked for")
        end = _advanced(step, work)
        if end is not None:
            return end
    return End(DONE)


def _advanced(step: AnyStep, work: Work) -> End | None:
    """None once the step is done and verified, else how the run ends."""
    moment = work.begun.monotonic()
    work.hear(Event(step, "begins"))
    try:
        if not _is_acted(step, work):
            _act(step, work, moment)
        facts = kind_of(step).check(step, work.run)
    except DoubtError as error:
        return End(IN_DOUBT, step.id, str(error))
    except (StepError, OSError) as error:
        said = told(error)
        work.record.add("failed", step.id, said, {SECONDS: work.seconds_since(moment)})
        return End(FAILED, step.id, said)
    seconds = work.seconds_since(moment)
    work.record.add("done", step.id, "", {**facts, SECONDS: seconds})
    work.hear(Event(step, "done", float(seconds)))
    return None


def _act(step: AnyStep, work: Work, moment: float) -> None:
    kind = kind_of(step)
    kind.ready(step, work.run)
    work.record.add("started", step.id, step.title, {DEFINITION: definition(step)})
    facts = kind.act(step, work.run)
    work.record.add("acted", step.id, "", {**facts, SECONDS: work.seconds_since(moment)})


def _is_acted(step: AnyStep, work: Work) -> bool:
    """Whether only the verification is missing. Raises DoubtError where nobody can tell."""
    match work.progress(step).state:
        case State.UNTOUCHED | State.UNDONE:
            return False
        case State.ACTED:
            return True
        case State.FAILED if not was_begun(work.run, step.id):
            return False
        case _:
            return settled(step, work) is Settled.DONE


def settled(step: AnyStep, work: Work) -> Settled:
    """What became of a step in doubt, DONE or NOT_DONE, written down. Raises DoubtError."""
    by_person = work.said.get(step.id)
    if by_person:
        _require_quiet(step, work)
        return _written(step, by_person, "a person says so", work)
    work.hear(Event(step, "is looked at, for nobody saw its end"))
    try:
        found = kind_of(step).settle(step, work.run)
    except (StepError, OSError) as error:
        raise DoubtError(
            f"{step.id} was begun, and what became of it could not be seen: {told(error)}"
        ) from error
    _written(step, found, "", work)
    if found is Settled.UNCLEAR:
        raise UnclearError(
            f"{step.id} was begun, and nobody can tell whether it was done: look for yourself, "
            f"then say so with `kslint resume PLAN --done {step.id}`, which verifies it, or "
            f"`--not-done {step.id}`, which does it again"
        )
    return found


def _require_quiet(step: AnyStep, work: Work) -> None:
    """Raises DoubtError while something runs that the step had started, whatever a person says."""
    living = [str(each.pid) for each in work.progress(step).processes if is_alive(each)]
    if living:
        raise DoubtError(
            f"what {step.id} had started still runs (process {', '.join(living)}), so that nobody "
            "can say yet what becomes of it: wait until it has ended, or go on with `kslint "
            "resume`, which waits"
        )


def _written(step: AnyStep, found: Settled, said: str, work: Work) -> Settled:
    work.record.add("settled", step.id, said, {SETTLED: found.value})
    return found


def told(error: StepError | OSError) -> str:
    """What went wrong, as a sentence."""
    if isinstance(error, OSError):
        place = f"{error.filename}: " if error.filename else ""
        return f"{place}{error.strerror or error}"
    return str(error)
