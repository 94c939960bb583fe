import os
import threading
from pathlib import Path

import pytest

from linter.cli.whole_file import write_whole


def names_in(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.iterdir())


def test_a_new_file_has_the_usual_mode(tmp_path: Path) -> None:
    write_whole(tmp_path / "new", b"text")
    other = tmp_path / "other"
    other.write_bytes(b"")
    assert (tmp_path / "new").read_bytes() == b"text"
    assert (tmp_path / "new").stat().st_mode == other.stat().st_mode
    assert names_in(tmp_path) == ["new", "other"]


def test_a_file_keeps_its_mode_and_a_link_stays_one(tmp_path: Path) -> None:
    file, link = tmp_path / "file", tmp_path / "link"
    file.write_bytes(b"a longer text")
    file.chmod(0o640)
    link.symlink_to("file")
    write_whole(link, b"text")
    assert (file.read_bytes(), oct(file.stat().st_mode)) == (b"text", "0o100640")
    assert link.is_symlink()


def test_a_reader_of_the_old_file_keeps_all_of_it(tmp_path: Path) -> None:
    path = tmp_path / "file"
    path.write_bytes(b"old text")
    with path.open("rb") as reader:
        write_whole(path, b"new")
        assert reader.read() == b"old text"


def test_what_cannot_be_written_leaves_nothing_behind(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(_: Path, __: bytes) -> int:
        raise OSError(28, "No space left on device")

    (tmp_path / "file").write_bytes(b"old text")
    monkeypatch.setattr(Path, "write_bytes", full)
    with pytest.raises(OSError, match="No space left"):
        write_whole(tmp_path / "file", b"new")
    assert (tmp_path / "file").read_bytes() == b"old text"
    assert names_in(tmp_path) == ["file"]


def test_a_file_that_cannot_be_replaced_is_written_in_its_place(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def busy(_: Path, __: Path) -> Path:
        raise OSError(16, "Device or resource busy")

    (tmp_path / "file").write_bytes(b"old text")
    monkeypatch.setattr(Path, "replace", busy)
    write_whole(tmp_path / "file", b"new")
    assert (tmp_path / "file").read_bytes() == b"new"
    assert names_in(tmp_path) == ["file"]


def test_a_pipe_is_written_to(tmp_path: Path) -> None:
    path = tmp_path / "pipe"
    os.mkfifo(path)
    writer = threading.Thread(target=write_whole, args=(path, b"text"))
    writer.start()
    assert path.read_bytes() == b"text"
    writer.join()


def test_what_the_system_names_is_written_to(tmp_path: Path) -> None:
    with (tmp_path / "file").open("wb") as file:
        write_whole(Path(f"/dev/fd/{file.fileno()}"), b"text")
        assert os.fstat(file.fileno()).st_nlink == 1
    assert (tmp_path / "file").read_bytes() == b"text"


def test_a_folder_that_is_not_there_is_told(tmp_path: Path) -> None:
    with pytest.raises(FileNotFoundError):
        write_whole(tmp_path / "missing" / "file", b"text")
    with pytest.raises(IsADirectoryError):
        write_whole(tmp_path, b"text")
