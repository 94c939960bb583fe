import gzip
import io
import tarfile

import pytest

from linter.model.notes import NoteSection
from linter.notes import unpacking
from linter.notes.reno_files import Item, NoteFault, NoteFile, Source
from linter.notes.unpacking import read_archive
from tests.catalog.samples import packed

NOTES = "keystone-1.0.0/releasenotes/notes"
TEXT = "fixes:\n  - a\n"


def note(note_id: str, text: str = "a") -> NoteFile:
    return NoteFile(note_id, (Item(NoteSection.FIXES, 1, text),))


def of_members(*members: tuple[tarfile.TarInfo, bytes]) -> bytes:
    content = io.BytesIO()
    with tarfile.open(fileobj=content, mode="w:gz") as archive:
        for info, text in members:
            info.size = len(text)
            archive.addfile(info, io.BytesIO(text))
    return content.getvalue()


def linked(name: str, kind: bytes, target: str) -> tuple[tarfile.TarInfo, bytes]:
    info = tarfile.TarInfo(name)
    info.type, info.linkname = kind, target
    return info, b""


def test_only_the_notes_of_an_archive_are_read() -> None:
    content = packed(
        {
            "keystone-1.0.0/PKG-INFO": "fixes: [a]",
            f"{NOTES}/b.yaml": TEXT,
            f"./{NOTES}/a.yaml": TEXT,
            f"{NOTES}/a.txt": TEXT,
            f"{NOTES}/deeper/c.yaml": TEXT,
            f"elsewhere/{NOTES}/d.yaml": TEXT,
            "/etc/releasenotes/notes/e.yaml": TEXT,
            "releasenotes/notes/f.yaml": TEXT,
        }
    )
    assert read_archive("1.0.0", content) == Source("1.0.0", (note("a"), note("b")))


def test_of_two_files_of_one_name_the_last_counts() -> None:
    files = [(tarfile.TarInfo(f"{NOTES}/a.yaml"), b"fixes: [%s]" % text) for text in (b"x", b"y")]
    assert read_archive("1.0.0", of_members(*files)) == Source("1.0.0", (note("a", "y"),))


def test_a_link_that_leads_out_of_the_archive_is_no_note() -> None:
    content = of_members(
        linked(f"{NOTES}/a.yaml", tarfile.SYMTYPE, "/etc/passwd"),
        linked(f"{NOTES}/b.yaml", tarfile.LNKTYPE, "/etc/passwd"),
        linked(f"{NOTES}/c.yaml", tarfile.FIFOTYPE, ""),
    )
    faults = tuple(NoteFault(f"{name}.yaml", "is not a file") for name in "abc")
    assert read_archive("1.0.0", content) == Source("1.0.0", (), faults)


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        (packed({}), "holds no notes"),
        (packed({f"{NOTES}/a.txt": TEXT}), "holds no notes"),
        (b"", "cannot be unpacked: empty file"),
        (b"<html>\x1b[31m", r"cannot be unpacked: Not a gzipped file (b'<h')"),
        (
            packed({f"{NOTES}/a.yaml": TEXT})[:60],
            "cannot be unpacked: Compressed file ended before the end-of-stream marker was reached",
        ),
        (gzip.compress(b"no archive" * 100), "cannot be unpacked: invalid header"),
    ],
    # What is packed holds the time, and several processes have to find the same tests.
    ids=["no file", "no note", "nothing", "a page", "the beginning of one", "no archive"],
)
def test_what_is_no_archive_with_notes_is_a_fault(content: bytes, reason: str) -> None:
    found = read_archive("1.0.0", content)
    assert found == NoteFault("releasenotes/notes", f"of 1.0.0 {reason}")


def test_a_bomb_is_not_unpacked(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(unpacking, "_LIMIT", 2**20)
    assert read_archive("1.0.0", gzip.compress(bytes(2**24))) == NoteFault(
        "releasenotes/notes", "of 1.0.0 cannot be unpacked: it is larger than 1 MiB"
    )


def test_an_archive_of_countless_files_is_not_read(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(unpacking, "_MOST_MEMBERS", 3)
    content = packed({f"{NOTES}/{number}.yaml": TEXT for number in range(5)})
    assert read_archive("1.0.0", content) == NoteFault(
        "releasenotes/notes", "of 1.0.0 cannot be unpacked: it holds more than 3 files"
    )


def test_an_archive_of_countless_notes_is_not_read(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(unpacking, "_MOST_NOTES", 3)
    content = packed({f"{NOTES}/{number}.yaml": TEXT for number in range(5)})
    assert read_archive("1.0.0", content) == NoteFault(
        "releasenotes/notes", "of 1.0.0 cannot be unpacked: it holds more than 3 notes"
    )
