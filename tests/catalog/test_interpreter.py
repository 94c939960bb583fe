from collections.abc import Iterator
from pathlib import Path

import pytest

from linter.catalog.errors import InterpreterMissing, ToolMissing
from linter.catalog.interpreter import find_interpreter, find_uv

SHIM = "#!/bin/sh\necho 'command not found' >&2\nexit 127\n"
PYTHON = "#!/bin/sh\necho 3.99\n"


def program(path: Path, text: str) -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text)
    path.chmod(0o755)
    return path


@pytest.fixture(autouse=True)
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    monkeypatch.setenv("HOME", str(tmp_path))
    monkeypatch.setenv("PATH", f"{tmp_path / 'shims'}:{tmp_path / 'bin'}")
    monkeypatch.setenv("PYENV_ROOT", str(tmp_path / "pyenv"))
    monkeypatch.delenv("UV_PYTHON_INSTALL_DIR", raising=False)
    find_interpreter.cache_clear()
    find_uv.cache_clear()
    yield tmp_path
    find_interpreter.cache_clear()
    find_uv.cache_clear()


def test_a_shim_that_fails_is_passed_over(home: Path) -> None:
    program(home / "shims" / "python3.99", SHIM)
    works = program(home / "bin" / "python3.99", PYTHON)

    assert find_interpreter("3.99.1") == works


@pytest.mark.parametrize(
    "place",
    [
        "pyenv/versions/3.99.7/bin/python3.99",
        ".pyenv/versions/3.99.7/bin/python3.99",
        ".local/share/uv/python/cpython-3.99.7-linux-x86_64-gnu/bin/python3.99",
    ],
)
def test_pythons_that_are_not_on_the_path_are_found(home: Path, place: str) -> None:
    python = program(home / place, PYTHON)

    assert find_interpreter("3.99") == python


def test_the_exact_version_is_preferred(home: Path) -> None:
    exact = program(home / "pyenv" / "versions" / "3.99.2" / "bin" / "python3.99", PYTHON)
    program(home / "pyenv" / "versions" / "3.99.7" / "bin" / "python3.99", PYTHON)

    assert find_interpreter("3.99.2") == exact


@pytest.mark.parametrize(
    ("version", "command"),
    [("3.99.4", "uv python install 3.99"), ("3.5", "pyenv install 3.5")],
)
def test_a_missing_python_names_the_command_that_gets_it(version: str, command: str) -> None:
    minor = ".".join(version.split(".")[:2])
    with pytest.raises(InterpreterMissing) as caught:
        find_interpreter(version)
    assert str(caught.value) == (
        f"No Python {minor} on PATH, in pyenv's versions or among uv's own; get it with: {command}"
    )


def test_a_missing_uv_says_how_to_get_it(home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("sys.executable", str(home / "bin" / "python"))
    with pytest.raises(ToolMissing, match="get it with: pip install uv"):
        find_uv()
