"""A file of acknowledgements is written whole or not at all, and nobody's entry is lost."""

import datetime as dt
import multiprocessing
import os
import stat
from collections.abc import Callable
from pathlib import Path

import pytest
from msgspec.structs import replace

from linter.acknowledgements import AcknowledgementError, read_acknowledgements
from linter.acknowledging import writing
from linter.acknowledging.writing import acknowledge
from linter.model.acknowledgement import Acknowledgement

ENTRY = Acknowledgement(
    "question/plugins", "2025.1", "Ada Example", dt.date(2026, 11, 23), "we have none"
)
TARGETS = ("2025.1", "epoxy")
LINES = """\
- id: question/plugins
  target: "2025.1"
  by: Ada Example
  on: 2026-11-23
  reason: we have none
"""


def test_folder_and_file_are_made(tmp_path: Path) -> None:
    path = tmp_path / ".kslint" / "acknowledgements.yaml"

    replaced = acknowledge(path, ENTRY, TARGETS)

    assert (replaced, path.read_text(), [*path.parent.iterdir()]) == (False, LINES, [path])
    assert stat.S_IMODE(path.stat().st_mode) == 0o666 & ~_umask()


def _umask() -> int:
    mask = os.umask(0o22)
    os.umask(mask)
    return mask


def test_an_entry_for_the_same_is_replaced(tmp_path: Path) -> None:
    path = tmp_path / "file.yaml"
    path.write_text(LINES)

    replaced = acknowledge(path, replace(ENTRY, by="Bob"), TARGETS)

    assert (replaced, path.read_text()) == (True, LINES.replace("Ada Example", "Bob"))


def test_the_mode_of_a_file_stays(tmp_path: Path) -> None:
    path = tmp_path / "file.yaml"
    path.touch()
    path.chmod(0o640)

    acknowledge(path, ENTRY, TARGETS)

    assert (path.read_text(), stat.S_IMODE(path.stat().st_mode)) == (LINES, 0o640)


@pytest.mark.parametrize("exists", [True, False])
def test_what_a_link_leads_to_is_written(exists: bool, tmp_path: Path) -> None:
    target = tmp_path / "shared" / "read.yaml"
    link = tmp_path / "link.yaml"
    link.symlink_to(Path("shared") / "read.yaml")
    if exists:
        target.parent.mkdir()
        target.write_text("# shared\n")

    acknowledge(link, ENTRY, TARGETS)

    assert link.is_symlink()
    assert target.read_text() == ("# shared\n" if exists else "") + LINES


def _a_folder(path: Path) -> None:
    path.mkdir()


def _a_pipe(path: Path) -> None:
    os.mkfifo(path)


def _a_loop(path: Path) -> None:
    path.symlink_to(path.name)


def _latin(path: Path) -> None:
    path.write_bytes(b"# \xe4\n")


def _no_list(path: Path) -> None:
    path.write_text("id: a\n")


def _malformed(path: Path) -> None:
    path.write_text(LINES + "  because: of it\n- id: another\n")


@pytest.mark.parametrize(
    ("made", "why"),
    [
        (_a_folder, "{} is no file"),
        (_a_pipe, "{} is no file"),
        (_a_loop, "{}: cannot be written: Too many levels of symbolic links"),
        (_latin, "{} is no UTF-8: invalid continuation byte at byte 2"),
        (_no_list, "{} is not a list of entries, each `- id: ...`"),
    ],
)
def test_what_is_no_such_file_is_left_alone(
    made: Callable[[Path], None], why: str, tmp_path: Path
) -> None:
    path = tmp_path / "file.yaml"
    made(path)
    before = path.lstat()

    with pytest.raises(AcknowledgementError) as error:
        acknowledge(path, ENTRY, TARGETS)

    assert str(error.value) == why.format(path)
    assert (path.lstat(), [*tmp_path.iterdir()]) == (before, [path])


def test_what_would_not_be_read_as_meant_is_not_written(tmp_path: Path) -> None:
    path = tmp_path / "file.yaml"
    _malformed(path)

    with pytest.raises(AcknowledgementError) as error:
        acknowledge(path, ENTRY, TARGETS)

    why = "question/plugins would not count: line 1: `because` is not known"
    assert str(error.value) == f"{path}: {why}"

    assert path.read_text() == LINES + "  because: of it\n- id: another\n"
    assert [*tmp_path.iterdir()] == [path]


def test_a_folder_that_is_a_file_is_said(tmp_path: Path) -> None:
    (tmp_path / ".kslint").touch()
    path = tmp_path / ".kslint" / "acknowledgements.yaml"

    with pytest.raises(AcknowledgementError) as error:
        acknowledge(path, ENTRY, TARGETS)

    assert str(error.value) == f"{path}: cannot be written: File exists"


def test_what_an_editor_saved_meanwhile_stays(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "file.yaml"
    path.write_text("")
    asked = iter(["# saved\n", ""])
    read_back = writing.read_acknowledgements

    def saved_meanwhile(draft: Path) -> object:
        path.write_text(path.read_text() + next(asked))
        return read_back(draft)

    monkeypatch.setattr(writing, "read_acknowledgements", saved_meanwhile)
    acknowledge(path, ENTRY, TARGETS)

    assert path.read_text() == "# saved\n" + LINES


def _many(path: Path, writer: int) -> None:
    for number in range(10):
        acknowledge(path, replace(ENTRY, id=f"question/{writer}-{number}"), TARGETS)


@pytest.mark.thorough
def test_of_writers_at_the_same_time_none_loses_an_entry(tmp_path: Path) -> None:
    path = tmp_path / ".kslint" / "acknowledgements.yaml"
    fork = multiprocessing.get_context("fork")
    writers = [fork.Process(target=_many, args=(path, number)) for number in range(4)]
    for writer in writers:
        writer.start()
    for writer in writers:
        writer.join(30)

    assert [writer.exitcode for writer in writers] == [0] * 4
    assert {entry.id for entry in read_acknowledgements(path).entries} == {
        f"question/{writer}-{number}" for writer in range(4) for number in range(10)
    }
