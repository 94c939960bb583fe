"""Brings keystone's code on a node to the target release, and back."""

import re
from collections.abc import Mapping

from linter.catalog.store import releases
from linter.execute.machines import machine_of
from linter.execute.packages.choice import INSTALLERS
from linter.execute.recorded import latest_fact
from linter.execute.running import Kind, Run, Settled, StepError
from linter.execute.step_commands import ask, shown, wait_for_earlier
from linter.model.plan import PackageStep
from linter.model.visible import visible

_VERSION = re.compile(r"\b(?:\d+:)?(\d+)\.\d+(?:\.\d+)?")
_PATIENCE = 120
"""Seconds of the first start of new code, which has no byte code yet."""


def _shown(step: PackageStep, run: Run) -> tuple[str, ...]:
    packages = machine_of(step, run).packages
    return (*INSTALLERS[packages.by].shown(packages, run), shown(_question(step, run)))


def _ready(step: PackageStep, run: Run) -> None:
    packages = machine_of(step, run).packages
    INSTALLERS[packages.by].ready(packages, step, run)


def _act(step: PackageStep, run: Run) -> Mapping[str, str]:
    _require_quiet(step, run)
    packages = machine_of(step, run).packages
    installer = INSTALLERS[packages.by]
    if not _is_recorded(step, run):
        facts = installer.record(packages, step, run)
        # What is recorded after the first change would be half of each.
        run.journal.add("running", step.id, "kept what is installed", {**facts, _fact(step): "yes"})
    installer.install(packages, step, run)
    return {}


def _check(step: PackageStep, run: Run) -> Mapping[str, str]:
    version = _version(step, run)
    if _major(version) != _wanted(run.plan.target):
        raise StepError(
            f"`{shown(_question(step, run))}` says {version}, which is not of {run.plan.target}: "
            "see where it comes from (`manage_after` in the plan's site), and go on with `kslint "
            "resume`, or go back with `kslint rollback`"
        )
    return {"version": version}


def _settle(step: PackageStep, run: Run) -> Settled:
    """Half of an installation may answer with the new version, so that it is done again."""
    return Settled.NOT_DONE if wait_for_earlier(run, step) else Settled.UNCLEAR


def _undo(step: PackageStep, run: Run) -> None:
    _require_quiet(step, run)
    if not _is_recorded(step, run):
        return
    packages = machine_of(step, run).packages
    INSTALLERS[packages.by].undo(packages, step, run)
    run.journal.add("running", step.id, "went back to what was installed", {_fact(step): "no"})


def _is_recorded(step: PackageStep, run: Run) -> bool:
    return latest_fact(run, _fact(step)) == "yes"


def _fact(step: PackageStep) -> str:
    return f"recorded {step.id}"


def _question(step: PackageStep, run: Run) -> tuple[str, ...]:
    site, packages = run.plan.site, machine_of(step, run).packages
    return packages.version or (*(site.manage_after or site.manage), "--version")


def _version(step: PackageStep, run: Run) -> str:
    """What keystone-manage of the target says of itself. Raises StepError."""
    words = _question(step, run)
    answer = ask(run, step, words, _PATIENCE)
    if answer.code != 0:
        raise StepError(
            f"`{shown(words)}` ended with {answer.code}: the new code does not run. Go back with "
            f"`kslint rollback`, or put right what it says and go on with `kslint resume`:\n"
            f"{answer.told}"
        )
    lines = answer.text.strip().splitlines() or answer.told.strip().splitlines()
    return visible(lines[-1].strip()[:100]) if lines else "nothing"


def _major(version: str) -> int:
    found = _VERSION.search(version)
    return int(found[1]) if found else 0


def _wanted(series: str) -> int:
    return next((each.major for each in releases() if each.series == series), 0)


def _require_quiet(step: PackageStep, run: Run) -> None:
    if not wait_for_earlier(run, step):
        raise StepError(
            f"an installation that an earlier run had started for {step.id} still runs after "
            f"{step.limit} s: wait for it or end it, and go on with `kslint resume`"
        )


PACKAGE = Kind(shown=_shown, ready=_ready, act=_act, check=_check, settle=_settle, undo=_undo)
