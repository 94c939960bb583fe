"""Packages of Fedora, CentOS Stream and their kin, in exact versions."""

from collections.abc import Mapping

from linter.execute.packages.installer import Installer
from linter.execute.packages.versions import keep, kept
from linter.execute.running import Run, StepError
from linter.execute.step_commands import ask, carry_through, find, shown
from linter.model.plan import Step
from linter.model.site import Packages

_LIST = (
    "rpm",
    "--query",
    "--all",
    "--queryformat",
    "%{NAME}.%{ARCH} %{EPOCHNUM}:%{VERSION}-%{RELEASE}\\n",
)
_KEYS = "gpg-pubkey."
_LOOK = 300


def _order(packages: tuple[str, ...]) -> tuple[str, ...]:
    return ("dnf", "--assumeyes", "--allowerasing", "install", *packages)


def _shown(packages: Packages, _run: Run) -> tuple[str, ...]:
    return (shown(_order(packages.wanted)),)


def _ready(packages: Packages, step: Step, run: Run) -> None:
    find(("dnf",))
    for name, words in (("wanted", packages.wanted), ("present", packages.present)):
        for word in words:
            answer = ask(run, step, ("dnf", "--quiet", "repoquery", "--", word), _LOOK)
            if answer.code != 0 or not answer.text.strip():
                raise StepError(
                    f"no repository of dnf has {word}, which `{name}` names, so nothing was "
                    "changed: see that it is enabled, or correct the plan's site"
                )


def _record(_packages: Packages, step: Step, run: Run) -> Mapping[str, str]:
    return keep(_installed(step, run), step, run)


def _install(packages: Packages, step: Step, run: Run) -> None:
    carry_through(run, step, _order(packages.wanted))


def _undo(packages: Packages, step: Step, run: Run) -> None:
    """Brings back every package that has another version now; `dnf install` goes back as well."""
    before, now = kept(step, run), _installed(step, run)
    other = {name: version for name, version in before.items() if now.get(name) != version}
    words = tuple(_nevra(name, version) for name, version in sorted(other.items()))
    carry_through(run, step, _order(words or packages.present))


def _nevra(name: str, version: str) -> str:
    package, _, architecture = name.rpartition(".")
    return f"{package}-{version}.{architecture}"


def _installed(step: Step, run: Run) -> Mapping[str, str]:
    answer = ask(run, step, _LIST)
    if answer.code != 0:
        raise StepError(f"rpm does not say what is installed: {answer.told}")
    rows = (line.split() for line in answer.text.splitlines())
    return {row[0]: row[1] for row in rows if len(row) > 1 and not row[0].startswith(_KEYS)}


DNF = Installer(shown=_shown, ready=_ready, record=_record, install=_install, undo=_undo)
