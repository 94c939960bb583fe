"""Asks keystone's own checks before and after, and tells what has become different."""

from collections.abc import Mapping

from linter.execute.doctor_output import (
    Said,
    difference,
    doctor_said,
    is_without_json,
    said_in,
    status_said,
)
from linter.execute.keystone_tools import Asked, ask, manage, shown, status, taken_marks
from linter.execute.log_tail import written_down
from linter.execute.recorded import facts_of_step, latest_fact
from linter.execute.running import Kind, Run, Settled, StepError
from linter.model.plan import DoctorStep
from linter.model.site import Words

_TOOLS = {"doctor": "keystone-manage doctor", "status": "keystone-status upgrade check"}


def _shown(step: DoctorStep, run: Run) -> tuple[str, ...]:
    return tuple(shown(words, run.plan.site.user) for words in _commands(step, run).values())


def _commands(step: DoctorStep, run: Run) -> Mapping[str, Words]:
    site, after = run.plan.site, step.do == "compare"
    return {
        "doctor": (*manage(site, after=after), "doctor"),
        "status": (*status(site, after=after), "upgrade", "check", "--json"),
    }


def _ready(_step: DoctorStep, _run: Run) -> None:
    return


def _act(step: DoctorStep, run: Run) -> Mapping[str, str]:
    said = {"doctor": _doctor(step, run), "status": _status(step, run)}
    if step.do == "record":
        return {f"{name}-before": one.fact() for name, one in said.items()}
    for name, after in said.items():
        before = said_in(latest_fact(run, f"{name}-before"))
        for line in difference(before, after):
            run.tell(f"{_TOOLS[name]}, {line}")
    return {f"{name}-after": one.fact() for name, one in said.items()}


def _doctor(step: DoctorStep, run: Run) -> Said:
    answer = ask(run, Asked(step, "doctor", _commands(step, run)["doctor"], read=True))
    said = doctor_said(answer.ended.code, answer.result)
    return Said(crash=f"{said.crash}\n{answer.why}".strip()) if said.crash else said


def _status(step: DoctorStep, run: Run) -> Said:
    words = _commands(step, run)["status"]
    try:
        answer = ask(run, Asked(step, "status", words, read=True))
        if is_without_json(answer.ended.told):
            answer = ask(run, Asked(step, "status", words[:-1], read=True))
    except StepError as error:
        # It came with Stein: before, there is none.
        return Said(crash=str(error))
    said = status_said(answer.ended.code, answer.result)
    return Said(crash=f"{said.crash}\n{answer.why}".strip()) if said.crash else said


def _check(step: DoctorStep, run: Run) -> Mapping[str, str]:
    facts = facts_of_step(run, step.id)
    if step.do == "compare":
        for name, tool in _TOOLS.items():
            before = said_in(latest_fact(run, f"{name}-before"))
            after = said_in(facts.get(f"{name}-after", ""))
            _require_no_new_crash(tool, before, after)
    return {"marks": written_down(taken_marks(run))}


def _require_no_new_crash(tool: str, before: Said | None, after: Said | None) -> None:
    if after is None or not after.crash or (before and before.crash):
        return
    raise StepError(
        f"{tool} crashed, which it did not before, so keystone may not start: {after.crash}\n"
        "Nothing was changed by asking. See to what it says and go on with `kslint resume`, or go "
        "back with `kslint rollback`."
    )


def _settle(_step: DoctorStep, _run: Run) -> Settled:
    return Settled.NOT_DONE


def _undo(_step: DoctorStep, _run: Run) -> None:
    return


DOCTOR = Kind(shown=_shown, ready=_ready, act=_act, check=_check, settle=_settle, undo=_undo)
"""Nothing stops but a check that crashes and did not before: exit codes say too little."""
