"""What systemd, supervisor, docker and apt say is understood, where they are not to be had."""

from pathlib import Path

import pytest

from linter.execute.commands import Command, Ended
from linter.execute.packages.no_restarts import without_restarts
from linter.execute.running import StepError
from linter.execute.services.choice import MANAGERS
from linter.execute.services.managing import State
from linter.execute.step_commands import LivesOnError
from linter.model.plan import ServiceStep
from linter.model.site import Machine, Service
from tests.execute.kinds.runs import CODE, NOWHERE, Trial

STEP = ServiceStep(id="stop", title="Stop", do="stop")


class Said:
    """A runner whose every command writes the same and ends the same."""

    def __init__(self, text: str, code: int = 0) -> None:
        self._text = text
        self._code = code
        self.words: list[tuple[str, ...]] = []

    def run(self, command: Command, _started: object = None) -> Ended:
        self.words.append(command.words)
        if command.result:
            command.result.write_text(self._text, encoding="utf-8")
        return Ended(self._code, 0.0, "told", None)


def asked(by: str, said: Said, folder: Path) -> State:
    trial = Trial(folder, STEP, Machine("here", NOWHERE, (), CODE))
    trial.change(runner=said)
    return MANAGERS[by].state(Service(by, "keystone"), STEP, trial.run)


def unit(active: str, sub: str) -> str:
    return f"LoadState=loaded\nActiveState={active}\nSubState={sub}\n"


@pytest.mark.parametrize(
    ("by", "text", "code", "state"),
    [
        ("systemd", unit("active", "running"), 0, State(True, False, "active (running)")),
        ("systemd", unit("inactive", "dead"), 0, State(False, True, "inactive (dead)")),
        ("systemd", unit("failed", "failed"), 0, State(False, True, "failed (failed)")),
        (
            "systemd",
            unit("activating", "auto-restart"),
            0,
            State(False, False, "activating (auto-restart)"),
        ),
        ("systemd", unit("deactivating", "stop"), 0, State(False, False, "deactivating (stop)")),
        ("supervisor", "keystone RUNNING pid 7, uptime 0:01\n", 0, State(True, False, "RUNNING")),
        ("supervisor", "keystone STOPPED Nov 23\n", 3, State(False, True, "STOPPED")),
        ("supervisor", "keystone BACKOFF Exited\n", 3, State(False, False, "BACKOFF")),
        (
            "supervisor",
            "k:1 RUNNING pid 7\nk:2 STOPPED\n",
            3,
            State(False, False, "RUNNING, STOPPED"),
        ),
        ("docker", "running false\n", 0, State(True, False, "running")),
        ("docker", "exited false\n", 0, State(False, True, "exited")),
        ("podman", "running true\n", 0, State(False, False, "restarting")),
    ],
)
def test_a_state_is_told_by_what_the_manager_says(
    by: str, text: str, code: int, state: State, tmp_path: Path
) -> None:
    assert asked(by, Said(text, code), tmp_path) == state


@pytest.mark.parametrize(
    ("by", "text", "code", "said"),
    [
        (
            "systemd",
            "LoadState=not-found\nActiveState=inactive\n",
            0,
            "systemd knows no unit keystone: correct `unit` in the plan's site",
        ),
        ("systemd", "", 1, "systemd does not say how keystone is: told"),
        (
            "supervisor",
            "keystone: ERROR (no such process)\n",
            4,
            "supervisor does not say how keystone is: keystone: ERROR (no such process)",
        ),
        ("docker", "", 1, "docker does not say how keystone is: told"),
    ],
)
def test_what_is_not_known_is_never_taken_for_stopped(
    by: str, text: str, code: int, said: str, tmp_path: Path
) -> None:
    with pytest.raises(StepError) as caught:
        asked(by, Said(text, code), tmp_path)

    assert str(caught.value) == said


def test_packages_start_no_service_meanwhile(tmp_path: Path) -> None:
    run = Trial(tmp_path, STEP, Machine("here", NOWHERE, (), CODE)).run
    policy = tmp_path / "policy-rc.d"

    with without_restarts(run, policy):
        assert policy.read_text().endswith("exit 101\n")
        assert policy.stat().st_mode & 0o777 == 0o755
        # A run that was killed has left it there.
        left = policy.read_text()
    policy.write_text(left)
    with without_restarts(run, policy):
        pass
    assert not policy.exists()


def test_while_an_installation_lives_on_no_service_may_start(tmp_path: Path) -> None:
    trial = Trial(tmp_path, STEP, Machine("here", NOWHERE, (), CODE))
    policy = tmp_path / "policy-rc.d"

    with pytest.raises(StepError), without_restarts(trial.run, policy):
        raise LivesOnError
    assert policy.exists()
    with pytest.raises(StepError), without_restarts(trial.run, policy):
        raise StepError
    assert not policy.exists()


def test_the_policy_of_a_site_stays(tmp_path: Path) -> None:
    trial = Trial(tmp_path, STEP, Machine("here", NOWHERE, (), CODE))
    policy = tmp_path / "policy-rc.d"
    policy.write_text("#!/bin/sh\nexit 0\n")

    with without_restarts(trial.run, policy):
        pass

    assert policy.read_text() == "#!/bin/sh\nexit 0\n"
    assert len(trial.told) == 1
