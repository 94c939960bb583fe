"""Resolves the libraries that a release was published with to exact versions."""

import tempfile
from collections.abc import Iterable
from pathlib import Path

from linter.catalog.entries import BuiltWith
from linter.catalog.environment import requirement_file, run_uv
from linter.catalog.interpreter import find_interpreter, interpreter_version

# The drivers that deployments name in [database] connection, and pkg_resources, which many old
# packages import: setuptools 82 has none, and that of 71 and later replaces importlib.metadata with
# a newer one, on which stevedore fails in Python 3.8 and 3.9.
_BESIDE_KEYSTONE = ("pymysql", "psycopg2-binary", "setuptools<71")
_TO_BUILD = ("setuptools<81", "wheel")


def resolve(version: str, constraints: str, python: str, build: dict[str, str]) -> BuiltWith:
    """The exact versions of everything that this version of Keystone runs with.

    `constraints` is the text of the upper constraints of its series; `build` says what source
    distributions are built with, the newest that this Python takes if it is empty.
    Raises InterpreterMissing, EnvironmentFailed.
    """
    interpreter = find_interpreter(python)
    build = build or _compiled(_TO_BUILD, "", interpreter, {})
    wanted = (f"keystone=={version}", *_BESIDE_KEYSTONE)
    packages = _compiled(wanted, constraints, interpreter, build)
    return BuiltWith(interpreter_version(interpreter), packages, build)


def _compiled(
    wanted: Iterable[str], constraints: str, interpreter: Path, build: dict[str, str]
) -> dict[str, str]:
    with tempfile.TemporaryDirectory() as folder, requirement_file(build) as build_file:
        (Path(folder) / "constraints.txt").write_text(constraints, encoding="utf-8")
        (Path(folder) / "wanted.txt").write_text("\n".join(wanted), encoding="utf-8")
        compiled = run_uv([
            "pip", "compile", "--quiet", "--python", str(interpreter), "--no-header",
            "--no-annotate", "--build-constraints", str(build_file),
            "--constraints", f"{folder}/constraints.txt", f"{folder}/wanted.txt",
        ])  # fmt: skip
    return dict(_pin(line) for line in compiled.splitlines() if "==" in line)


def _pin(line: str) -> tuple[str, str]:
    name, version = line.partition(";")[0].split("==")
    return name.strip(), version.strip()
