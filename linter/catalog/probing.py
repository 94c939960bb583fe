"""Runs the probes inside a release's own Python."""

import os
import subprocess
import tempfile
from collections.abc import Sequence
from pathlib import Path

from linter.catalog.errors import ProbeFailed

_PROBES = Path(__file__).parent / "probe"
_LIMIT = 3600


def probe(python: Path, name: str, *arguments: str) -> bytes:
    """The JSON that a probe writes; its last argument is the file to write to.

    It runs in an empty folder that is its home too, because stevedore keeps what it finds there,
    and without the caller's PYTHON* variables. Raises ProbeFailed.
    """
    with tempfile.TemporaryDirectory() as folder:
        output = Path(folder) / "output.json"
        command = [str(python), "-E", "-B", str(_PROBES / name), *arguments, str(output)]
        try:
            done = _run(command, folder)
        except subprocess.TimeoutExpired as error:
            raise ProbeFailed(f"{name} in {python} took more than {_LIMIT} seconds") from error
        if done.returncode or not output.exists():
            raise ProbeFailed(f"{name} failed in {python}: {done.stderr.strip()[-2000:]}")
        return output.read_bytes()


def _run(command: Sequence[str], folder: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        command,
        check=False,
        cwd=folder,
        env=os.environ | {"HOME": folder, "XDG_CACHE_HOME": folder, "LC_ALL": "C.UTF-8"},
        capture_output=True,
        text=True,
        timeout=_LIMIT,
    )
