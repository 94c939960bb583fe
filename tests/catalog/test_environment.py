from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from linter.catalog.entries import BuiltWith
from linter.catalog.environment import environment, environment_folder
from linter.catalog.errors import EnvironmentFailed
from linter.catalog.interpreter import find_uv

PINS = BuiltWith("3.11.2", {"keystone": "31.0.0", "six": "1.17.0"}, {"wheel": "0.45.1"})
# Does what uv does as far as the folder goes, and keeps a record of its calls.
UV = """\
#!/bin/sh
shift
echo "$*" | sed 's/ .*//' >> {log}
case "$1" in
  venv) mkdir -p "$4/bin" "$4/lib/python3.11/site-packages"; touch "$4/bin/python" ;;
  pip) test ! -e {log}.broken || {{ echo "error: no such version" >&2; exit 2; }} ;;
esac
"""


@pytest.fixture
def calls(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The record of the calls of a uv that only makes folders."""
    log = tmp_path / "calls"
    uv = tmp_path / "uv"
    uv.write_text(UV.format(log=log))
    uv.chmod(0o755)
    monkeypatch.setattr("linter.catalog.environment.find_uv", lambda: uv)
    monkeypatch.setattr("linter.catalog.environment._compile", lambda _: None)
    return log


def test_the_folder_depends_on_every_version() -> None:
    other = BuiltWith("3.11.2", PINS.packages, {"wheel": "0.45.0"})
    folders = {environment_folder("2027.1", pins, Path("cache")) for pins in (PINS, PINS, other)}

    assert len(folders) == 2
    assert {folder.name.split("-")[0] for folder in folders} == {"2027.1"}


def test_an_environment_is_made_once(calls: Path, tmp_path: Path) -> None:
    with ThreadPoolExecutor() as pool:
        made = list(pool.map(lambda _: environment(PINS, tmp_path / "e"), range(4)))

    assert set(made) == {tmp_path / "e" / "bin" / "python"}
    assert calls.read_text().split() == ["venv", "pip"]


def test_what_an_interrupted_run_left_is_made_anew(calls: Path, tmp_path: Path) -> None:
    (tmp_path / "e" / "half").mkdir(parents=True)
    environment(PINS, tmp_path / "e")

    assert calls.read_text().split() == ["venv", "pip"]
    assert not (tmp_path / "e" / "half").exists()


def test_a_failure_gives_the_words_of_uv_and_is_not_kept(calls: Path, tmp_path: Path) -> None:
    broken = calls.with_name("calls.broken")
    broken.touch()
    with pytest.raises(EnvironmentFailed, match="error: no such version"):
        environment(PINS, tmp_path / "e")
    broken.unlink()
    environment(PINS, tmp_path / "e")

    assert calls.read_text().split() == ["venv", "pip"] * 2


def test_uv_comes_with_the_tests() -> None:
    assert find_uv().exists()
