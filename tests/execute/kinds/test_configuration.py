"""The prepared files take the place of those in force, and nothing is lost on the way."""

import json
import os
import signal
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from msgspec.structs import replace

from linter.execute import exchange
from linter.execute.journal import Entry
from linter.execute.kinds.configuration import CONFIGURATION
from linter.execute.running import Settled
from linter.plan.prepared import digest_of
from tests.execute.kinds.configurations import (
    AFTERWARDS,
    IN_FORCE,
    PREPARED,
    prepared,
    tree,
    trial,
)
from tests.execute.kinds.runs import NOW, Memory, Trial

COUNTED = ("os.mkdir", "os.rename", "os.chmod", "shutil.", "ctypes.dlsym", "os.remove", "os.rmdir")


def test_judged_files_are_the_prepared_ones_and_all_else_is_what_is_in_force(
    tmp_path: Path,
) -> None:
    run = trial(tmp_path)

    facts = run.do(CONFIGURATION)

    force = tmp_path / "keystone"
    assert tree(force) == AFTERWARDS
    assert tree(tmp_path / "keystone.before-hop") == IN_FORCE
    assert facts == {"kept": str(tmp_path / "keystone.before-hop")}
    assert [(force / name).stat().st_mode & 0o777 for name in ("keystone.conf", "policy.yaml")] == [
        0o640,
        0o640,
    ]
    assert (force / "domains").is_dir()
    assert run.settle(CONFIGURATION) is Settled.DONE


def test_undo_brings_back_every_file_but_the_keys_of_now(tmp_path: Path) -> None:
    run = trial(tmp_path)
    run.do(CONFIGURATION)
    (tmp_path / "keystone" / "fernet-keys" / "3").write_bytes(b"rotated since")

    run.undo(CONFIGURATION)
    run.undo(CONFIGURATION)

    assert tree(tmp_path / "keystone") == {**IN_FORCE, "fernet-keys/3": b"rotated since"}
    assert not (tmp_path / "keystone.before-hop").exists()


def test_what_was_taken_back_can_be_done_again(tmp_path: Path) -> None:
    run = trial(tmp_path)
    run.do(CONFIGURATION)
    run.undo(CONFIGURATION)

    run.do(CONFIGURATION)

    assert tree(tmp_path / "keystone") == AFTERWARDS


def test_a_file_that_changed_since_the_plan_is_named(tmp_path: Path) -> None:
    run = trial(tmp_path)
    (tmp_path / "keystone" / "keystone.conf").write_bytes(b"[token]\nprovider = jws\n")
    (tmp_path / "keystone" / "policy.json").unlink()
    (tmp_path / "keystone" / "keystone.conf.d").mkdir()
    (tmp_path / "keystone" / "keystone.conf.d" / "a.conf").write_bytes(b"[cache]\nenabled = true\n")

    said = run.failure(CONFIGURATION)

    assert said == (
        f"{tmp_path}/keystone is not what the report judged: keystone.conf has changed, "
        "policy.json is gone, keystone.conf.d/a.conf is new. Nothing was changed. Undo that "
        "change, or make a new report, prepared files and plan."
    )


def test_prepared_files_that_were_not_reviewed_are_refused(tmp_path: Path) -> None:
    run = trial(tmp_path)
    (tmp_path / "new" / "keystone.conf").write_bytes(b"")

    assert run.failure(CONFIGURATION) == (
        f"{tmp_path}/new is not what it was when the plan was made; nothing was changed: make it "
        "with `kslint prepare`, and a new plan with `kslint plan`"
    )


@pytest.mark.parametrize(
    ("given", "said"),
    [
        ({"decisions": "## Open decisions (2)\n"}, "2 decisions are open in {}/new/DECISIONS.md"),
        ({"target": "2026.1"}, "{}/new was made for 2026.1, not for 2025.1"),
    ],
)
def test_prepared_files_that_cannot_be_used_are_refused(
    given: dict[str, str], said: str, tmp_path: Path
) -> None:
    run = trial(tmp_path, **given)

    assert run.failure(CONFIGURATION).startswith(said.format(tmp_path))
    assert tree(tmp_path / "keystone") == IN_FORCE


def test_a_machine_gets_its_own_of_several_parts(tmp_path: Path) -> None:
    run = trial(tmp_path)
    whole = tmp_path / "several"
    whole.mkdir()
    prepared(whole / "here")
    for name in ("DECISIONS.md", ".kslint-prepared.json"):
        (whole / "here" / name).rename(whole / name)
    digest = digest_of(whole)
    run.step = replace(run.step, digest=digest)
    run.change(plan=replace(run.run.plan, site=replace(run.run.plan.site, prepared=str(whole))))

    run.do(CONFIGURATION)

    assert tree(tmp_path / "keystone") == AFTERWARDS


class Kept(Memory):
    """A journal that outlives the process that writes it."""

    def __init__(self, path: Path) -> None:
        super().__init__()
        self._path = path
        lines = path.read_text().splitlines() if path.exists() else []
        for number, line in enumerate(lines, 1):
            what, step, facts = json.loads(line)
            self.entries.append(Entry(number, NOW, what, step, "", facts))

    def add(self, what, step="", said="", facts=None):  # type: ignore[no-untyped-def]  # noqa: ANN201, ANN001
        with self._path.open("a") as file:
            file.write(json.dumps([what, step, dict(facts or {})]) + "\n")
        return super().add(what, step, said, facts)


def killed(run: Trial, way: Callable[[], object], moment: int) -> bool:
    """Whether a process that does something was killed before the change of a number."""
    pid = os.fork()
    if pid == 0:
        left = moment

        def count(event: str, _arguments: object) -> None:
            nonlocal left
            if event.startswith(COUNTED):
                left -= 1
                if left < 0:
                    os.kill(os.getpid(), signal.SIGKILL)

        code = 1
        try:
            sys.addaudithook(count)
            way()
            code = 0
        finally:
            os._exit(code)
    status = os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1])
    assert status in {0, -signal.SIGKILL}
    run.change(journal=run.journal)
    return status != 0


def reopened(folder: Path, run: Trial) -> None:
    run.journal = Kept(folder / "journal")
    run.change(journal=run.journal)


@pytest.mark.thorough
@pytest.mark.parametrize("exchanges", [True, False])
@pytest.mark.parametrize("way", ["go on", "go back"])
def test_killed_at_any_moment_it_goes_on_or_back_with_nothing_lost(
    way: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, *, exchanges: bool
) -> None:
    if not exchanges:
        # File systems that cannot exchange names are not to be had here.
        monkeypatch.setattr(exchange, "_exchanged", lambda _one, _other: False)
    moment, was_killed = 0, True
    while was_killed:
        folder = tmp_path / str(moment)
        folder.mkdir()
        run = trial(folder)
        reopened(folder, run)

        was_killed = killed(run, lambda run=run: run.begin(CONFIGURATION), moment)
        reopened(folder, run)

        if exchanges:
            assert tree(folder / "keystone") in (IN_FORCE, AFTERWARDS)
        if way == "go back":
            killed(run, lambda run=run: run.undo(CONFIGURATION), moment % 7)
            reopened(folder, run)
            run.undo(CONFIGURATION)
            assert tree(folder / "keystone") == IN_FORCE
        else:
            if run.settle(CONFIGURATION) is Settled.NOT_DONE:
                run.begin(CONFIGURATION)
            CONFIGURATION.check(run.step, run.run)
            assert tree(folder / "keystone") == AFTERWARDS
            assert tree(folder / "keystone.before-hop") == IN_FORCE
        moment += 1
    assert moment > len(PREPARED)
