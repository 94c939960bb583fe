"""Resolves the libraries that a release was published with to exact versions."""

import tempfile
from collections.abc import Iterable
from pathlib import Path

import msgspec
from msgspec.structs import replace

from linter.catalog.entries import BuiltWith
from linter.catalog.environment import requirement_file, run_uv
from linter.catalog.interpreter import find_interpreter, interpreter_version

# The drivers that deployments name in [database] connection, and pkg_resources, which many old
# packages import: setuptools 82 has none, and that of 71 and later replaces importlib.metadata with
# a newer one, on which stevedore fails in Python 3.8 and 3.9.
_BESIDE_KEYSTONE = ("pymysql", "psycopg2-binary", "setuptools<71")
_TO_BUILD = ("setuptools<81", "wheel")


class Request(msgspec.Struct, frozen=True):
    """What to resolve, and under which upper constraints, given as their text.

    `build` is what source distributions are built with, the newest for this Python if empty.
    """

    version: str
    constraints: str
    python: str
    build: dict[str, str]
    index: str = ""


def resolve(request: Request) -> BuiltWith:
    """The exact versions of everything that a version of Keystone runs with.

    Raises InterpreterMissing, EnvironmentFailed.
    """
    interpreter = find_interpreter(request.python)
    build = request.build or _compiled(_TO_BUILD, replace(request, constraints=""))
    wanted = (f"keystone=={request.version}", *_BESIDE_KEYSTONE)
    packages = _compiled(wanted, replace(request, build=build))
    return BuiltWith(interpreter_version(interpreter), packages, build)


def _compiled(wanted: Iterable[str], request: Request) -> dict[str, str]:
    with tempfile.TemporaryDirectory() as name, requirement_file(request.build) as build:
        folder = Path(name)
        (folder / "constraints.txt").write_text(request.constraints, encoding="utf-8")
        (folder / "wanted.txt").write_text("\n".join(wanted), encoding="utf-8")
        command = ["pip", "compile", "--quiet", "--no-header", "--no-annotate"]
        command += ["--python", str(find_interpreter(request.python))]
        command += ["--build-constraints", str(build)]
        command += ["--constraints", str(folder / "constraints.txt"), str(folder / "wanted.txt")]
        compiled = run_uv(command, request.index)
    return dict(_pin(line) for line in compiled.splitlines() if "==" in line)


def _pin(line: str) -> tuple[str, str]:
    name, version = line.partition(";")[0].split("==")
    return name.strip(), version.strip()
