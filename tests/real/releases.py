"""Real releases of Keystone for the tests: their Python, and a keystone that is set up in it."""

import fcntl
import os
import shutil
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from linter.catalog.environment import release_environment
from linter.catalog.errors import InterpreterMissing

ROOT = Path(__file__).parents[2]
CACHE = Path(os.environ.get("KSLINT_TEST_CACHE", ROOT / ".cache"))
PASSWORD = "agreement"  # noqa: S105, of a keystone that lives as long as a test
_SETTINGS = """\
[database]
connection = sqlite:///{state}/keystone.db
[fernet_tokens]
key_repository = {state}/fernet-keys
[fernet_receipts]
key_repository = {state}/fernet-keys
[credential]
key_repository = {state}/credential-keys
"""
_COMMANDS = (
    ("fernet_setup", "--keystone-user", "root", "--keystone-group", "root"),
    ("credential_setup", "--keystone-user", "root", "--keystone-group", "root"),
    ("db_sync",),
    ("bootstrap", "--bootstrap-password", PASSWORD),
)


def release_python(series: str) -> Path:
    """The Python of the real release; the test is not run where its interpreter is missing."""
    try:
        return release_environment(series, CACHE / "releases")
    except InterpreterMissing as error:
        pytest.skip(f"{series} needs Python {error.version}; get it with: {error.command}")


def release_tool(series: str, name: str) -> Path:
    """A command that the real release installs."""
    return release_python(series).parent / name


def run_tool(series: str, name: str, *arguments: str) -> subprocess.CompletedProcess[str]:
    """What a command of the release says, whatever its exit code; outside any checkout."""
    command: list[str | Path] = [release_tool(series, name), *arguments]
    return subprocess.run(
        command, capture_output=True, text=True, check=False, cwd="/", timeout=600
    )


def bootstrapped(series: str) -> Path:
    """A folder with the database and the keys of a keystone that the release set up."""
    python = release_python(series)
    state = CACHE / "states" / python.parent.parent.name
    with locked(state):
        if not state.exists():
            _set_up(python.parent / "keystone-manage", state)
    return state


@contextmanager
def locked(path: Path) -> Iterator[None]:
    """Held by one process at a time."""
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.with_name(path.name + ".lock").open("w") as file:
        fcntl.flock(file, fcntl.LOCK_EX)
        yield


def _set_up(manage: Path, state: Path) -> None:
    """The folder appears only when all went well."""
    draft = state.with_name(state.name + ".draft")
    shutil.rmtree(draft, ignore_errors=True)
    draft.mkdir(parents=True)
    settings = draft / "setup.conf"
    settings.write_text(_SETTINGS.format(state=draft), encoding="utf-8")
    for command in _COMMANDS:
        words: list[str | Path] = ["--config-file", settings, *as_this_user(command)]
        subprocess.run(
            [manage, *words],
            check=True, capture_output=True, cwd="/", timeout=600,
        )  # fmt: skip
    settings.unlink()
    draft.rename(state)


def as_this_user(command: tuple[str, ...]) -> tuple[str, ...]:
    """Only root says whose the keys are to be."""
    return command[:1] if os.geteuid() and command[0].endswith("_setup") else command
