"""Packages of Debian and Ubuntu, in exact versions."""

from collections.abc import Mapping

from linter.execute.packages.installer import Installer
from linter.execute.packages.no_restarts import without_restarts
from linter.execute.packages.versions import keep, kept
from linter.execute.running import Run, StepError
from linter.execute.step_commands import ask, carry_through, find, shown
from linter.model.plan import Step
from linter.model.site import Packages

# Files that were changed stay: the prepared configuration is put in force by a step of its own.
_OPTIONS = (
    *("--yes", "--allow-downgrades", "--allow-change-held-packages"),
    *("-o", "DPkg::Lock::Timeout=120"),
    *("-o", "Dpkg::Options::=--force-confdef", "-o", "Dpkg::Options::=--force-confold"),
)
# needrestart restarts services by itself on Ubuntu, policy-rc.d or not.
_QUIET = {
    "DEBIAN_FRONTEND": "noninteractive",
    "NEEDRESTART_SUSPEND": "1",
    "UCF_FORCE_CONFFOLD": "1",
}
_LIST = (
    "dpkg-query",
    "--show",
    "--showformat",
    "${db:Status-Abbrev} ${binary:Package} ${Version}\\n",
)
_SIMULATION = 120


def _order(packages: tuple[str, ...]) -> tuple[str, ...]:
    return ("apt-get", "install", *_OPTIONS, *packages)


def _shown(packages: Packages, _run: Run) -> tuple[str, ...]:
    return (
        "# no service may start: /usr/sbin/policy-rc.d ends with 101",
        shown(_order(packages.wanted)),
    )


def _ready(packages: Packages, step: Step, run: Run) -> None:
    find(("apt-get",))
    for name, words in (("wanted", packages.wanted), ("present", packages.present)):
        answer = ask(
            run, step, ("apt-get", "install", "--simulate", *_OPTIONS, *words), _SIMULATION
        )
        if answer.code != 0:
            raise StepError(
                f"apt cannot install what `{name}` names ({' '.join(words)}), so nothing was "
                f"changed: run `apt-get update`, see that the archive has it, and correct it\n"
                f"{answer.told}"
            )


def _record(_packages: Packages, step: Step, run: Run) -> Mapping[str, str]:
    return keep(_installed(step, run), step, run)


def _install(packages: Packages, step: Step, run: Run) -> None:
    _carry_out(_order(packages.wanted), step, run)


def _undo(packages: Packages, step: Step, run: Run) -> None:
    """Brings back every package that has another version now: `present` alone would not fit."""
    before, now = kept(step, run), _installed(step, run)
    other = {name: version for name, version in before.items() if now.get(name) != version}
    # A name of the plan has no architecture, and is among those that were recorded.
    words = tuple(f"{name}={version}" for name, version in sorted(other.items()))
    _carry_out(_order(words or packages.present), step, run)


def _carry_out(words: tuple[str, ...], step: Step, run: Run) -> None:
    with without_restarts(run):
        # What was stopped in the middle has to be configured first, and else this does nothing.
        carry_through(run, step, ("dpkg", "--configure", "-a", "--force-confold"), _QUIET)
        carry_through(run, step, words, _QUIET)


def _installed(step: Step, run: Run) -> Mapping[str, str]:
    answer = ask(run, step, _LIST)
    if answer.code != 0:
        raise StepError(f"dpkg-query does not say what is installed: {answer.told}")
    rows = (line.partition(" ") for line in answer.text.splitlines())
    pairs = (rest.split() for state, _, rest in rows if state.startswith("i"))
    return {pair[0]: pair[1] for pair in pairs if len(pair) > 1}


APT = Installer(shown=_shown, ready=_ready, record=_record, install=_install, undo=_undo)
