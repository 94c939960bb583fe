"""Repositories of configuration that a CI system would check out, and its own programs."""

import os
import subprocess
import sys
from collections.abc import Mapping, Sequence
from pathlib import Path

PROGRAMS = Path(sys.executable).parent
_DATABASE = "[database]\nconnection = mysql+pymysql://keystone@db/keystone\n"
CLEAN = f"[token]\nprovider = fernet\n{_DATABASE}"
BROKEN = f"[token]\nprovider = uuid\n{_DATABASE}"
"""With it, keystone does not start from Rocky on."""

UPGRADE = ("--from", "queens", "--to", "rocky")


def repository(folder: Path, configuration: str) -> Path:
    """A git repository with one deployment, which is committed."""
    base = folder / "etc" / "keystone"
    base.mkdir(parents=True)
    (base / "keystone.conf").write_text(configuration, encoding="utf-8")
    git(folder, "init", "--quiet", "--initial-branch", "main")
    git(folder, "config", "user.name", "operator")
    git(folder, "config", "user.email", "operator@example.org")
    commit(folder)
    return folder


def commit(folder: Path) -> None:
    git(folder, "add", "--all")
    git(folder, "commit", "--quiet", "--no-verify", "--message", "change")


def git(folder: Path, *words: str) -> None:
    subprocess.run(["git", *words], cwd=folder, check=True, env=_without_git())


def run(
    command: Sequence[str | Path], folder: Path, environment: Mapping[str, str] = {}
) -> subprocess.CompletedProcess[str]:
    """Runs a program, ours before others; both streams come back as one."""
    return subprocess.run(
        list(command), cwd=folder, env={**_without_git(), **environment},
        stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, check=False, timeout=600,
    )  # fmt: skip


def _without_git() -> dict[str, str]:
    """The environment without what git itself sets for a hook."""
    own = {name: value for name, value in os.environ.items() if not name.startswith("GIT_")}
    return {**own, "PATH": f"{PROGRAMS}{os.pathsep}{own['PATH']}", "NO_COLOR": "1"}
