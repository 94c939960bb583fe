"""Makes the virtual environment that a release ran in, with the libraries of its era."""

import fcntl
import hashlib
import json
import os
import shutil
import subprocess
import tempfile
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path

import platformdirs

from linter.catalog.entries import BuiltWith
from linter.catalog.errors import EnvironmentFailed
from linter.catalog.interpreter import find_interpreter, find_uv
from linter.catalog.package_index import index_address
from linter.catalog.store import load

_STAMP = ".kslint-complete"
_HOUR = 3600


def release_environment(series: str, cache: Path | None = None) -> Path:
    """The Python of an environment that holds the real release, with its catalog's own versions.

    Made on first use (some seconds to two minutes) and kept; `cache` defaults to the user's cache
    folder. Raises InterpreterMissing, EnvironmentFailed, UnknownRelease.
    """
    pins = load(series).built_with
    return environment(pins, environment_folder(series, pins, cache))


def environment_folder(series: str, pins: BuiltWith, cache: Path | None = None) -> Path:
    """Where the environment of these very versions is kept."""
    named = [pins.python, sorted(pins.packages.items()), sorted(pins.build_packages.items())]
    digest = hashlib.sha256(json.dumps(named).encode()).hexdigest()[:12]
    folder = cache or Path(platformdirs.user_cache_dir("kslint")) / "releases"
    # The probes of a release run in other directories.
    return folder.absolute() / f"{series}-{digest}"


def environment(pins: BuiltWith, folder: Path, index: str = "") -> Path:
    """The Python of an environment with exactly these versions, made in `folder` unless there.

    `index` is the package index, the one in use if empty. Safe to call from several processes at
    once; what an interrupted call left is made anew.
    Raises InterpreterMissing, EnvironmentFailed.
    """
    python = folder / "bin" / "python"
    with _locked(folder.with_name(folder.name + ".lock")):
        if not (folder / _STAMP).exists():
            shutil.rmtree(folder, ignore_errors=True)
            run_uv(["venv", "--python", str(find_interpreter(pins.python)), str(folder)])
            _install(pins, python, index)
            _compile(python)
            (folder / _STAMP).touch()
    return python


def _install(pins: BuiltWith, python: Path, index: str) -> None:
    with requirement_file(pins.packages) as wanted, requirement_file(pins.build_packages) as build:
        command = ["pip", "install", "--python", str(python), "--no-deps"]
        command += ["--build-constraints", str(build), "--requirements", str(wanted)]
        run_uv(command, index)


def _compile(python: Path) -> None:
    """Byte code for all of it, or each start would pay; uv's own way needs Python 3.7.

    Some packages carry files for another Python, so the exit code says nothing.
    """
    folder = next(python.parent.parent.glob("lib/python*/site-packages"))
    command = [str(python), "-W", "ignore", "-m", "compileall", "-q", "-j", "0", str(folder)]
    subprocess.run(command, check=False, capture_output=True, timeout=_HOUR)


@contextmanager
def requirement_file(packages: Mapping[str, str]) -> Iterator[Path]:
    """A file for uv that pins each package; gone afterwards."""
    with tempfile.NamedTemporaryFile("w", suffix=".txt", encoding="utf-8") as file:
        file.writelines(f"{name}=={version}\n" for name, version in sorted(packages.items()))
        file.flush()
        yield Path(file.name)


def run_uv(arguments: Sequence[str], index: str = "") -> str:
    """What uv prints, run without the settings of any project.

    `index` is the package index, the one in use if empty. Raises EnvironmentFailed.
    """
    variables = os.environ | {"UV_NO_PROGRESS": "1", "UV_DEFAULT_INDEX": index or index_address()}
    command = [str(find_uv()), "--no-config", *arguments]
    try:
        done = subprocess.run(
            command, env=variables, capture_output=True, text=True, timeout=_HOUR, check=False
        )
    except subprocess.TimeoutExpired as error:
        raise EnvironmentFailed(f"'{' '.join(command)}' took more than an hour") from error
    if done.returncode:
        reason = done.stderr[max(done.stderr.find("error:"), 0) :].strip()
        raise EnvironmentFailed(f"'{' '.join(command)}' failed: {reason}")
    return done.stdout


@contextmanager
def _locked(path: Path) -> Iterator[None]:
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("w") as file:
        fcntl.flock(file, fcntl.LOCK_EX)
        yield
