"""Finds the Python interpreters that releases run on."""

import functools
import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

from linter.catalog.errors import InterpreterMissing, ToolMissing

_OLDEST_FROM_UV = (3, 8)


@functools.cache
def find_interpreter(version: str) -> Path:
    """A Python of the minor version asked for, as "3.6" or "3.6.15".

    Raises InterpreterMissing. An exact patch version is preferred, never demanded.
    """
    minor = ".".join(version.split(".")[:2])
    works = [path for path in _candidates(version, minor) if _answers(path, minor)]
    if works:
        return works[0]
    from_uv = tuple(map(int, minor.split("."))) >= _OLDEST_FROM_UV
    command = f"uv python install {minor}" if from_uv else f"pyenv install {minor}"
    raise InterpreterMissing(minor, command)


def interpreter_version(path: Path) -> str:
    """The full version of a Python, as "3.6.15"."""
    code = "import platform; print(platform.python_version())"
    return subprocess.run(
        [path, "-c", code], check=True, capture_output=True, text=True, timeout=30
    ).stdout.strip()


@functools.cache
def find_uv() -> Path:
    """The uv that makes environments: the one beside this Python first. Raises ToolMissing."""
    beside = Path(sys.executable).parent / "uv"
    found = str(beside) if beside.exists() else shutil.which("uv")
    if not found:
        raise ToolMissing("uv is needed to install releases; get it with: pip install uv")
    return Path(found)


def _candidates(version: str, minor: str) -> Iterator[Path]:
    roots = [Path.home() / ".pyenv"]
    if "PYENV_ROOT" in os.environ:
        roots.insert(0, Path(os.environ["PYENV_ROOT"]))
    for pattern in (version, f"{minor}.*"):
        for root in roots:
            for folder in sorted(root.glob(f"versions/{pattern}"), reverse=True):
                yield folder / "bin" / f"python{minor}"
    for entry in os.get_exec_path():
        yield Path(entry) / f"python{minor}"
    for folder in sorted(_uv_folder().glob(f"cpython-{minor}.*"), reverse=True):
        yield folder / "bin" / f"python{minor}"


def _uv_folder() -> Path:
    default = Path.home() / ".local" / "share" / "uv" / "python"
    return Path(os.environ.get("UV_PYTHON_INSTALL_DIR", default))


def _answers(path: Path, minor: str) -> bool:
    """True if it runs: pyenv's shims stand on PATH for every version and fail for most."""
    if not os.access(path, os.X_OK):
        return False
    code = "import sys; print('%d.%d' % sys.version_info[:2])"
    try:
        done = subprocess.run(
            [path, "-c", code], check=False, capture_output=True, text=True, timeout=30
        )
    except (OSError, subprocess.TimeoutExpired):
        return False
    return done.returncode == 0 and done.stdout.strip() == minor
