"""A vassal of a real uWSGI emperor is stopped and started by its file."""

import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from linter.catalog.environment import run_uv
from linter.execute.kinds.service import SERVICE
from linter.execute.running import Settled
from linter.execute.services.proc import running
from linter.model.plan import ServiceStep
from linter.model.site import Machine, Service
from tests.execute.kinds.runs import CODE, Trial
from tests.execute.kinds.servers import free_port
from tests.real.releases import CACHE, locked

pytestmark = pytest.mark.release

APPLICATION = """
def application(environ, start):
    start("200 OK", [])
    return [b"{}"]
"""
VASSAL = """
[uwsgi]
http-socket = 127.0.0.1:{port}
wsgi-file = {folder}/application.py
master = true
processes = 2
need-app = true
die-on-term = true
"""
RUN = "import sys, pyuwsgi; pyuwsgi.run(sys.argv[1:])"


@pytest.fixture
def trial(tmp_path: Path) -> Iterator[Trial]:
    folder = CACHE / "servers" / f"emperor-{sys.version_info.major}.{sys.version_info.minor}"
    with locked(folder):
        if not folder.exists():
            words = ["pip", "install", "--python", sys.executable, "--target", str(folder)]
            run_uv([*words, "pyuwsgi==2.0.30.post1"])
    vassals = tmp_path / "vassals"
    vassals.mkdir()
    port = free_port()
    (tmp_path / "application.py").write_text(APPLICATION, encoding="utf-8")
    # Two tests at once must not take each other's processes for their own.
    vassal = vassals / f"keystone-{port}.ini"
    vassal.write_text(VASSAL.format(port=port, folder=tmp_path), encoding="utf-8")
    # The emperor starts its vassals with the program that it is itself: here that is Python.
    wrapper = tmp_path / "wrapper"
    wrapper.write_text(f'#!/bin/sh\nexec {sys.executable} -c "{RUN}" "$@"\n', encoding="utf-8")
    wrapper.chmod(0o755)
    words = [sys.executable, "-c", RUN, "--emperor", str(vassals), "--emperor-freq", "1"]
    words += ["--emperor-wrapper", str(wrapper)]
    log = (tmp_path / "emperor.log").open("wb")
    emperor = subprocess.Popen(
        [*words, "--die-on-term"], env={"PYTHONPATH": str(folder)}, stdout=log, stderr=log
    )
    service = Service("uwsgi-emperor", str(vassal), port)
    machine = Machine("here", f"http://127.0.0.1:{port}/v3", (service,), CODE)
    try:
        made = Trial(tmp_path, ServiceStep(id="stop", title="Stop", limit=30, do="stop"), machine)
        SERVICE.undo(made.step, made.run)
        yield made
    finally:
        emperor.terminate()
        emperor.wait(timeout=30)
        log.close()


def test_a_vassal_is_stopped_and_started(trial: Trial) -> None:
    vassal = Path(trial.run.plan.site.machines[0].services[0].unit)
    before = running(vassal.name)

    trial.do(SERVICE)
    assert trial.settle(SERVICE) is Settled.DONE
    assert running(vassal.name) == ()
    assert [path.name for path in vassal.parent.iterdir()] == [f"{vassal.name}.kslint-stopped"]
    trial.undo(SERVICE)
    after = running(vassal.name)

    assert trial.settle(SERVICE) is Settled.NOT_DONE
    assert [path.name for path in vassal.parent.iterdir()] == [vassal.name]
    assert len(before) == len(after) > 0
    assert not set(before) & set(after)


def test_a_vassal_that_is_there_twice_is_told(trial: Trial) -> None:
    vassal = Path(trial.run.plan.site.machines[0].services[0].unit)
    vassal.with_name(f"{vassal.name}.kslint-stopped").write_bytes(b"")

    assert trial.failure(SERVICE) == (
        f"both {vassal} and {vassal}.kslint-stopped are there: take away the one that is not meant"
    )
