"""The playbook of the Zuul job, run by Ansible on this machine."""

import json
import sys
from pathlib import Path

import msgspec
import pytest

from tests.real.ci.repositories import BROKEN, CLEAN, UPGRADE, repository, run

pytestmark = pytest.mark.release


class Played(msgspec.Struct, frozen=True):
    """Whether the job passed, what was said, and what it left with the logs."""

    code: int
    said: str
    logs: Path


def played(folder: Path, published: dict[str, str]) -> Played:
    run(("kslint", "init", *UPGRADE, "--ci", "zuul"), folder)
    logs = folder.parent / "logs"
    variables = {
        "zuul": {"project": {"src_dir": str(folder)}},
        "kslint_environment": str(folder.parent / "environment"),
        "kslint_logs": str(logs),
        "ansible_python_interpreter": sys.executable,
    }
    words = ("-i", "localhost,", "--connection", "local", "--extra-vars", json.dumps(variables))
    command = ("ansible-playbook", *words, "playbooks/kslint/run.yaml")
    own = {"ANSIBLE_HOME": str(folder.parent / "ansible"), "ANSIBLE_LOCALHOST_WARNING": "false"}
    done = run(command, folder, {**published, **own})
    return Played(done.returncode, done.stdout, logs)


def test_the_job_fails_for_a_blocker_and_passes_without(
    tmp_path: Path, published: dict[str, str]
) -> None:
    folder = repository(tmp_path / "repository", BROKEN)

    stopped = played(folder, published)
    assert stopped.code == 2, stopped.said
    assert "config/token-provider-uuid-removed" in stopped.said
    report = json.loads((stopped.logs / "kslint.json").read_text(encoding="utf-8"))
    assert report["verdict"]["decision"] == "NO_GO"
    assert "NO-GO" in (stopped.logs / "kslint.html").read_text(encoding="utf-8")

    (folder / "etc/keystone/keystone.conf").write_text(CLEAN, encoding="utf-8")
    passed = played(folder, published)
    assert passed.code == 0, passed.said
