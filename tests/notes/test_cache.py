import hashlib
import multiprocessing
import os
import stat
from datetime import UTC, datetime
from pathlib import Path

import pytest

from linter.notes.cache import Cache, Validators, cache_folder, name_of, write_whole
from linter.notes.fetched import Fetched, NotKept

MONDAY = datetime(2026, 3, 2, 10, 30, tzinfo=UTC)
ADDRESS = "https://notes.example.org/train.html"
CONTENT = b"<html>\n\x00\xff\n</html>"
PAGE = Fetched(CONTENT, ADDRESS, MONDAY, hashlib.sha256(CONTENT).hexdigest())
COPY = Fetched(CONTENT, ADDRESS, MONDAY, PAGE.digest, from_cache=True)
VALIDATORS = Validators('"1a"', "Mon, 02 Mar 2026 10:00:00 GMT")


@pytest.fixture
def cache(tmp_path: Path) -> Cache:
    return Cache(tmp_path / "some" / "notes")


def test_the_folder_is_below_that_of_all_caches_of_the_user(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path))

    assert cache_folder() == tmp_path / "kslint" / "notes"


def test_what_is_kept_is_found_again_with_its_validators(cache: Cache) -> None:
    assert cache.kept(ADDRESS) is None
    cache.keep(ADDRESS, PAGE, VALIDATORS)

    assert cache.entry(ADDRESS) == (COPY, VALIDATORS)
    assert cache.kept(ADDRESS) == COPY
    assert cache.kept("https://notes.example.org/rocky.html") is None
    assert len(list(cache.folder.iterdir())) == 1


def test_a_copy_is_that_of_whoever_asks(cache: Cache) -> None:
    cache.keep("https://anna:geheim@notes.example.org/train.html", PAGE, VALIDATORS)

    assert cache.kept(ADDRESS) == COPY
    assert name_of("https://notes.example.org/x?token=geheim") == (
        "https://notes.example.org/x?token=***"
    )


@pytest.mark.parametrize("at", [0, 30, 64, 70, 130, -1])
def test_a_changed_byte_is_noticed(at: int, cache: Cache) -> None:
    cache.keep(ADDRESS, PAGE, VALIDATORS)
    [file] = cache.folder.iterdir()
    stored = bytearray(file.read_bytes())
    stored[at] ^= 1
    file.write_bytes(stored)

    with pytest.raises(NotKept) as caught:
        cache.entry(ADDRESS)
    assert str(caught.value) == f"The copy of {ADDRESS} in {file} is damaged: fetch it again"


@pytest.mark.parametrize(
    "body",
    [b"", b"x", b"{}\nx", b"[" * 100_000 + b"\nx", b'{"address": 1}\nx', b"null\nx"],
    ids=["empty", "no line", "no fields", "deep", "another type", "null"],
)
def test_a_file_of_another_form_is_damaged(body: bytes, cache: Cache) -> None:
    cache.keep(ADDRESS, PAGE, VALIDATORS)
    [file] = cache.folder.iterdir()
    file.write_bytes(hashlib.sha256(body).hexdigest().encode() + b"\n" + body)

    with pytest.raises(NotKept, match="is damaged: fetch it again"):
        cache.entry(ADDRESS)


def test_the_copy_of_another_address_is_none(cache: Cache) -> None:
    cache.keep(ADDRESS, PAGE, VALIDATORS)
    [train] = cache.folder.iterdir()
    cache.keep(f"{ADDRESS}?theme=dark", PAGE, VALIDATORS)
    [other] = set(cache.folder.iterdir()) - {train}
    train.write_bytes(other.read_bytes())

    with pytest.raises(NotKept, match="is damaged: fetch it again"):
        cache.entry(ADDRESS)


def test_a_copy_that_cannot_be_read_is_said(cache: Cache) -> None:
    cache.keep(ADDRESS, PAGE, VALIDATORS)
    [file] = cache.folder.iterdir()
    file.unlink()
    file.mkdir()

    with pytest.raises(NotKept) as caught:
        cache.entry(ADDRESS)
    assert str(caught.value) == (
        f"{file} cannot be read (Is a directory): delete it, or fetch again"
    )


@pytest.mark.parametrize(
    "size",
    [
        pytest.param(-1, id="pipe"),
        pytest.param(3 * 2**30, id="large", marks=pytest.mark.thorough),
    ],
)
def test_neither_a_pipe_is_waited_for_nor_a_large_file_read(cache: Cache, size: int) -> None:
    cache.keep(ADDRESS, PAGE, VALIDATORS)
    [file] = cache.folder.iterdir()
    file.unlink()
    if size < 0:
        os.mkfifo(file)
    else:
        file.touch()
        os.truncate(file, size)

    with pytest.raises(NotKept, match="is damaged: fetch it again"):
        cache.entry(ADDRESS)


def test_a_file_that_cannot_be_written_leaves_nothing_behind(tmp_path: Path) -> None:
    (tmp_path / "there").mkdir()
    with pytest.raises(IsADirectoryError):
        write_whole(tmp_path / "there", b"x")

    assert [path.name for path in tmp_path.iterdir()] == ["there"]


def test_a_file_may_be_read_by_whom_the_user_lets(tmp_path: Path) -> None:
    (tmp_path / "plain").write_bytes(b"x")
    write_whole(tmp_path / "whole", b"x")

    modes = {stat.S_IMODE(path.stat().st_mode) for path in tmp_path.iterdir()}
    assert len(modes) == 1


def _keep_often(folder: Path, letter: bytes) -> None:
    content = letter * 200_000
    page = Fetched(content, ADDRESS, MONDAY, hashlib.sha256(content).hexdigest())
    for _ in range(50):
        Cache(folder).keep(ADDRESS, page, Validators(letter.decode()))


@pytest.mark.thorough
def test_processes_that_write_at_once_leave_the_copy_of_one(cache: Cache) -> None:
    """Whoever reads meanwhile finds it whole, too."""
    spawn = multiprocessing.get_context("spawn")
    cache.keep(ADDRESS, PAGE, VALIDATORS)
    writers = [spawn.Process(target=_keep_often, args=(cache.folder, it)) for it in (b"a", b"b")]
    for writer in writers:
        writer.start()
    seen = set()
    while any(writer.is_alive() for writer in writers):
        entry = cache.entry(ADDRESS)
        assert entry is not None
        seen.add((entry[0].content[:1], entry[1].etag))
    for writer in writers:
        writer.join()
        assert writer.exitcode == 0

    assert seen <= {(b"<", '"1a"'), (b"a", "a"), (b"b", "b")}
    assert len(list(cache.folder.iterdir())) == 1
