"""What `kslint check` does to the machine that it runs on: nothing, and with few imports."""

import json
import os
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path

import pytest

from linter.notes.cache import Cache, Validators
from tests.cli.notes_given import INDEX, SITE, documents

CONFIGURATION = "[token]\nprovider = uuid\n[ldap]\nuser = cn=admin\n[cache]\nenabled = ja\n"
LOG = (
    "2026-11-22 15:17:35.123 42 WARNING oslo_config.cfg [-] "
    'Option "old" from group "DEFAULT" is deprecated. Use option "new" from group "token".\n'
)
# The first words of the program that runs the command line under watch.
WATCH = """
import sys
def refuse(event, arguments):
    if event.startswith(("socket.", "subprocess.", "os.exec", "os.posix_spawn", "os.system")):
        raise AssertionError(f"{event} {arguments}")
sys.addaudithook(refuse)
"""
RUN = "from linter.cli.main import main; code = main(sys.argv[1:])\n"
REPORT = """
import json
names = {name.split(".")[0] for name in sys.modules} - set(sys.stdlib_module_names)
print(json.dumps(sorted(name for name in names if not name.startswith("_"))), file=sys.stderr)
"""
WANTED = {"linter", "msgspec", "oslo_config", "oslo_context", "oslo_policy"} | {
    "packaging",
    "platformdirs",
    "yaml",
}
# What msgspec and PyYAML bring with them.
BROUGHT = {"typing_extensions", "cython_runtime"}
SCANNER = """
print(json.dumps(sorted(name for name in sys.modules if name.startswith("linter.logs"))))
"""


def run(
    script: str,
    folder: Path,
    *options: str,
    ends: tuple[str, ...] = ("--from", "train", "--to", "ussuri"),
    environment: Mapping[str, str] = os.environ,
) -> subprocess.CompletedProcess[str]:
    (folder / "etc").mkdir(exist_ok=True)
    (folder / "etc" / "keystone.conf").write_text(CONFIGURATION, encoding="utf-8")
    words = ["check", str(folder / "etc"), *ends, *options]
    command = [sys.executable, "-I", "-c", script, *words]
    return subprocess.run(
        command, capture_output=True, text=True, check=False, timeout=60, env=environment
    )


def test_check_opens_no_socket_and_starts_no_process(tmp_path: Path) -> None:
    done = run(f"{WATCH}{RUN}sys.exit(code)", tmp_path)

    assert (done.returncode, done.stderr) == (1, "")


@pytest.mark.thorough
@pytest.mark.parametrize("profile", ["gate", "approval"])
@pytest.mark.parametrize("filled", [False, True])
def test_check_reads_release_notes_offline_without_a_socket(
    profile: str, *, filled: bool, tmp_path: Path
) -> None:
    cache = tmp_path / "cache"
    for fetched in documents() if filled else ():
        Cache(cache / "kslint" / "notes").keep(fetched.address, fetched, Validators())
    words = ["--offline", "--notes-url", SITE, "--index-url", INDEX, "--profile", profile]
    ends = ("--from", "stein", "--to", "train")
    own = {**os.environ, "XDG_CACHE_HOME": str(cache)}
    script = f"{WATCH}{RUN}"
    done = run(script, tmp_path, *words, "--format", "json", ends=ends, environment=own)

    report = json.loads(done.stdout)
    assert done.stderr == ""
    assert report["notes"]["series"] == ["stein", "train"]
    assert bool(report["notes"]["notes"]) is filled


def test_logs_opens_no_socket_and_starts_no_process(tmp_path: Path) -> None:
    (tmp_path / "keystone.log").write_text(LOG, encoding="utf-8")
    (tmp_path / "keystone.log.1").write_text(LOG, encoding="utf-8")
    command = [sys.executable, "-I", "-c", f"{WATCH}{RUN}", "logs", str(tmp_path), "--jobs", "2"]
    done = subprocess.run(command, capture_output=True, text=True, check=False, timeout=60)

    assert done.stderr == ""
    assert "[DEFAULT] old, 2 times" in done.stdout
    assert sorted(path.name for path in tmp_path.iterdir()) == ["keystone.log", "keystone.log.1"]


@pytest.mark.thorough
def test_prepare_opens_no_socket_and_starts_no_process(tmp_path: Path) -> None:
    (tmp_path / "etc").mkdir()
    (tmp_path / "etc" / "keystone.conf").write_text(CONFIGURATION, encoding="utf-8")
    words = ["prepare", str(tmp_path / "etc"), "--from", "train", "--to", "ussuri"]
    words += ["-o", str(tmp_path / "new"), "--patch", str(tmp_path / "upgrade.patch")]
    command = [sys.executable, "-I", "-c", f"{WATCH}{RUN}sys.exit(code)", *words]
    done = subprocess.run(command, capture_output=True, text=True, check=False, timeout=60)

    assert (done.returncode, done.stderr) == (1, "")
    assert (tmp_path / "etc" / "keystone.conf").read_text(encoding="utf-8") == CONFIGURATION
    assert sorted(path.name for path in tmp_path.iterdir()) == ["etc", "new", "upgrade.patch"]


def test_json_needs_no_more_than_these_packages(tmp_path: Path) -> None:
    done = run(f"import sys; {RUN}{REPORT}", tmp_path, "--format", "json")

    assert set(json.loads(done.stderr)) - WANTED - BROUGHT == set()


def test_nothing_that_reads_logs_is_loaded_where_none_are_given(tmp_path: Path) -> None:
    done = run(f"import sys, json; {RUN}{SCANNER}", tmp_path, "--format", f"json={tmp_path}/out")

    assert json.loads(done.stdout) == []


def test_json_is_equal_on_two_runs(tmp_path: Path) -> None:
    dated = {**os.environ, "SOURCE_DATE_EPOCH": "1798761600"}
    words = ("--format", "json")
    runs = [run(f"import sys; {RUN}", tmp_path, *words, environment=dated).stdout for _ in range(2)]

    assert runs[0] == runs[1]
    assert json.loads(runs[0])["verdict"]["decision"] == "NO_GO"
