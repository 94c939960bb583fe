"""Takes back what was done of a plan, the last step first, and looks whether the old one works."""

from collections.abc import Iterator

from linter.execute.engine import DoubtError, told
from linter.execute.kinds.choice import kind_of
from linter.execute.recorded import was_begun
from linter.execute.restoring import (
    RESTORES,
    being_restored,
    is_of_schema,
    to_restore,
    what_is_lost,
)
from linter.execute.running import StepError
from linter.execute.work import FAILED, IN_DOUBT, REFUSED, STOPPED, TAKEN_BACK, End, Event, Work
from linter.model.plan import (
    AnyStep,
    ConfigurationStep,
    DatabaseStep,
    PackageStep,
    ServiceStep,
    TokenStep,
)

_TOUCHES = (ServiceStep, PackageStep, ConfigurationStep, DatabaseStep)
_MINUTES = 300


def to_take_back(work: Work) -> tuple[AnyStep, ...]:
    """The steps that were begun and not taken back, the last first."""
    steps = reversed(work.begun.plan.steps)
    return tuple(step for step in steps if was_begun(work.run, step.id))


def take_back(work: Work, *, may_restore: bool) -> End:
    """How it ended. Raises JournalError; nothing is taken back after that.

    Unless `may_restore`, it is refused where the backup would have to be restored.
    """
    try:
        restoring = to_restore(work)
    except DoubtError as error:
        return End(IN_DOUBT, "", str(error))
    if not (may_restore or restoring <= being_restored(work)):
        said = (
            f"{', '.join(sorted(restoring))} changed the schema, so that only the backup leads "
            f"back, and {what_is_lost(work)}: nothing was changed. To do that, add "
            "--restore-database"
        )
        return End(REFUSED, "", said)
    steps = to_take_back(work)
    for step in steps:
        if work.must_stop():
            return End(STOPPED, step.id, f"stopped before {step.id} was taken back, as asked for")
        end = _taken_back(step, work, restores=step.id in restoring)
        if end is not None:
            return end
    try:
        _verify(work)
    except (StepError, OSError) as error:
        return End(FAILED, "", f"all steps were taken back, and yet: {told(error)}")
    return End(TAKEN_BACK)


def _taken_back(step: AnyStep, work: Work, *, restores: bool) -> End | None:
    moment = work.begun.monotonic()
    work.hear(Event(step, "is taken back"))
    work.record.add("undoing", step.id, step.undo, {RESTORES: "yes" if restores else "no"})
    try:
        if restores:
            _restore(step, work)
        elif not is_of_schema(step):
            kind_of(step).undo(step, work.run)
    except (StepError, OSError) as error:
        return End(FAILED, step.id, f"{step.id} could not be taken back: {told(error)}")
    work.record.add("undone", step.id)
    work.hear(Event(step, "taken back", float(work.seconds_since(moment))))
    return None


def _restore(step: AnyStep, work: Work) -> None:
    """Restores the backup while nothing runs that would write meanwhile.

    Machines that the plan has not stopped yet are started again; what stopped the others starts
    them when it is taken back, with the old release.
    """
    for machine in _services(work, "stop"):
        kind_of(machine).act(machine, work.run)
        kind_of(machine).check(machine, work.run)
    kind_of(step).undo(step, work.run)
    stopped = {each.node for each in to_take_back(work) if _stops(each)}
    if "" in stopped:
        return
    for machine in _services(work, "start"):
        if machine.node not in stopped:
            kind_of(machine).act(machine, work.run)
            kind_of(machine).check(machine, work.run)


def _stops(step: AnyStep) -> bool:
    return isinstance(step, ServiceStep) and step.do in {"stop", "restart"}


def _services(work: Work, word: str) -> Iterator[ServiceStep]:
    for machine in work.begun.plan.site.machines:
        yield ServiceStep(
            id=f"rollback-{word}-{machine.name.lower()}",
            title=f"{word} keystone on {machine.name}",
            node=machine.name,
            limit=_MINUTES,
            do="stop" if word == "stop" else "start",
        )


def _verify(work: Work) -> None:
    """Raises StepError unless keystone runs on every machine and issues tokens."""
    touching = {step.id for step in work.begun.plan.steps if isinstance(step, _TOUCHES)}
    # An earlier run may have taken all back and not have seen the old release work.
    if not any(entry.what == "undone" and entry.step in touching for entry in work.record.entries):
        return
    for service in _services(work, "start"):
        work.hear(Event(service, "is verified"))
        kind_of(service).check(service, work.run)
    if work.begun.plan.site.credentials:
        token = TokenStep(id="rollback-token", title="Issue tokens", limit=_MINUTES, do="compare")
        work.hear(Event(token, "is verified"))
        kind_of(token).act(token, work.run)
