"""Which logs the words of a command line mean: folders, globs, archives, streams, packed files."""

import bz2
import gzip
import io
import lzma
import os
import random
import resource
import stat
import tarfile
from collections.abc import Callable, Iterator
from contextlib import suppress
from pathlib import Path

import pytest
from backports import zstd

from linter.logs.files.source import BrokenSourceError, LogError, LogSource, blocks
from linter.logs.files.sources import opened
from linter.model.finding import Gap

LINE = "2026-01-01 10:00:00.000 1 WARNING keystone [-] {}\n"
PACKERS: dict[str, Callable[[bytes], bytes]] = {
    "gz": gzip.compress,
    "bz2": lambda data: bz2.compress(data, 1),
    "xz": lzma.compress,
    "lzma": lambda data: lzma.compress(data, format=lzma.FORMAT_ALONE),
    "zst": zstd.compress,
}


def text_of(source: LogSource) -> str:
    return b"".join(blocks(source)).decode()


def read(*words: Path | str) -> list[tuple[str, str, str]]:
    """Node, path and text of each log, after making sure that nothing was left out."""
    with opened([str(word) for word in words]) as logs:
        found = [(source.node, source.path, text_of(source)) for source in logs.sources]
        assert logs.gaps == ()
    return found


def gaps(*words: Path | str) -> tuple[Gap, ...]:
    with opened([str(word) for word in words]) as logs:
        return logs.gaps


def until_damage(path: Path) -> tuple[bytes, BrokenSourceError]:
    got = bytearray()
    with opened([str(path)]) as logs:
        try:
            for block in blocks(logs.sources[0]):
                got += block
        except BrokenSourceError as error:
            return bytes(got), error
    raise AssertionError("it is not damaged")


def write(path: Path, *words: str, pack: Callable[[bytes], bytes] = bytes) -> str:
    text = "".join(map(LINE.format, words))
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(pack(text.encode()))
    return text


@pytest.fixture
def stdin() -> Iterator[Callable[[bytes], None]]:
    """Puts bytes where a pipe into the program would be."""
    before = os.dup(0)

    def pipe(data: bytes) -> None:
        end, begin = os.pipe()
        os.write(begin, data)
        os.close(begin)
        os.dup2(end, 0)
        os.close(end)

    yield pipe
    os.dup2(before, 0)
    os.close(before)


def test_a_file_is_read_whatever_its_name(tmp_path: Path) -> None:
    text = write(tmp_path / "keystone.conf", "a")

    assert read(tmp_path / "keystone.conf") == [("", "keystone.conf", text)]


def test_rotated_files_of_a_folder_come_oldest_first_whatever_their_packing(tmp_path: Path) -> None:
    live = write(tmp_path / "keystone.log", "live")
    first = write(tmp_path / "keystone.log.1", "one")
    packed = [
        write(tmp_path / f"keystone.log.{number}.{suffix}", suffix, pack=pack)
        for number, (suffix, pack) in enumerate(PACKERS.items(), 2)
    ]

    with opened([str(tmp_path)]) as logs:
        texts = [text_of(source) for source in logs.sources]
        families = {source.family for source in logs.sources}

    assert texts == [*reversed(packed), first, live]
    assert families == {"keystone.log"}


def test_packing_is_told_by_content_and_not_by_name(tmp_path: Path) -> None:
    plain = write(tmp_path / "plain.log.gz", "a")
    packed = write(tmp_path / "packed.log", "b", pack=gzip.compress)

    assert read(tmp_path) == [("", "packed.log", packed), ("", "plain.log.gz", plain)]


@pytest.mark.parametrize("suffix", ["gz", "bz2", "xz", "zst"])
def test_streams_one_after_the_other_in_a_file_are_one(tmp_path: Path, suffix: str) -> None:
    pack = PACKERS[suffix]
    (tmp_path / "a.log").write_bytes(pack(b"one\n") + pack(b"two\n"))

    assert read(tmp_path / "a.log") == [("", "a.log", "one\ntwo\n")]


@pytest.mark.parametrize("pack", PACKERS.values(), ids=PACKERS)
def test_of_a_truncated_file_everything_before_the_end_is_read(
    tmp_path: Path, pack: Callable[[bytes], bytes]
) -> None:
    whole = os.urandom(200_000).hex().encode()
    packed = pack(whole)
    (tmp_path / "a.log").write_bytes(packed[: len(packed) // 2])

    got, error = until_damage(tmp_path / "a.log")

    assert (error.read, error.why) == (len(got), "it ends too early")
    assert whole.startswith(got)
    # bzip2 and zstd give what they have by blocks of about 100 kB.
    assert len(got) > len(whole) // 5


def test_of_a_corrupt_gzip_file_every_byte_before_the_damage_is_read(tmp_path: Path) -> None:
    before = b"".join(b"%d\n" % number for number in range(1000))
    packer = gzip.GzipFile(fileobj=(buffer := io.BytesIO()), mode="wb")
    packer.write(before)
    packer.flush()
    (tmp_path / "a.log.gz").write_bytes(buffer.getvalue() + b"\xff" * 100)

    got, error = until_damage(tmp_path / "a.log.gz")

    assert got == before
    assert str(error) == (
        f"after {len(before)} bytes: Error -3 while decompressing data: invalid block type"
    )


def test_blocks_are_those_between_two_places(tmp_path: Path) -> None:
    (tmp_path / "plain.log").write_bytes(b"0123456789")
    (tmp_path / "packed.log").write_bytes(gzip.compress(b"0123456789"))

    with opened([str(tmp_path)]) as logs:
        for source in logs.sources:
            assert b"".join(blocks(source, 3, 7)) == b"3456"
            assert b"".join(blocks(source, 8)) == b"89"


def test_an_unfinished_line_is_read_to_its_end(tmp_path: Path) -> None:
    path = tmp_path / "a.log"
    path.write_bytes(b"one\ntw")

    with opened([str(path)]) as logs, path.open("ab") as file:
        file.write(b"o\nthree\n")
        file.flush()

        assert text_of(logs.sources[0]) == "one\ntwo\n"


def test_other_files_of_a_folder_are_passed_over(tmp_path: Path) -> None:
    text = write(tmp_path / "keystone.log", "a")
    unnamed = write(tmp_path / "what", "with times")
    (tmp_path / "keystone.conf").write_text("[token]\n", encoding="utf-8")
    (tmp_path / "keystone.db").write_bytes(b"SQLite format 3\0")
    (tmp_path / ".keystone.log.swp").write_bytes(b"10:00:00")

    assert read(tmp_path) == [("", "keystone.log", text), ("", "what", unnamed)]


def test_what_may_be_no_log_is_named_once_for_a_folder(tmp_path: Path) -> None:
    write(tmp_path / "keystone.log", "a")
    (tmp_path / "blob").write_bytes(b"\0\1")
    (tmp_path / "notes").write_text("nothing", encoding="utf-8")

    assert gaps(tmp_path) == (
        Gap(
            str(tmp_path),
            "2 files are no logs by name or text and were passed over: blob, notes",
            "give those that are logs by their own paths",
            required=False,
        ),
    )


def test_a_folder_without_a_log_is_a_gap(tmp_path: Path) -> None:
    assert gaps(tmp_path) == (
        Gap(
            str(tmp_path),
            "there is no log in it",
            "give the folder that keystone or its web server writes its log to",
            required=True,
        ),
    )


def test_a_glob_means_what_matches_it(tmp_path: Path) -> None:
    text = write(tmp_path / "keystone" / "keystone.log", "a")
    write(tmp_path / "nova" / "nova.log", "b")

    assert read(tmp_path / "key*" / "*.log") == [("", "keystone/keystone.log", text)]


@pytest.mark.parametrize(
    ("word", "said"),
    [
        ("nothing.log", "no such file or folder; give the path of a log"),
        ("*.log", "no file matches; look at what is in its folder"),
    ],
)
def test_a_word_that_means_nothing_is_an_error(tmp_path: Path, word: str, said: str) -> None:
    with pytest.raises(LogError) as caught, opened([str(tmp_path / word)]):
        pass

    assert str(caught.value) == f"{tmp_path / word}: {said}"


def test_an_empty_word_is_an_error_and_not_the_folder_one_stands_in() -> None:
    with pytest.raises(LogError) as caught, opened([""]):
        pass

    assert str(caught.value) == "the name of a log is empty; see whether a variable of the shell is"


def test_a_log_in_a_closed_folder_is_not_told_to_be_missing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(_: Path) -> None:
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr(Path, "lstat", refuse)
    with pytest.raises(LogError) as caught, opened([f"{tmp_path}/keystone.log"]):
        pass

    assert str(caught.value) == (
        f"{tmp_path}/keystone.log: permission denied to its folder; run kslint as a user that may "
        "read it, such as root"
    )


def test_a_closed_folder_that_a_glob_means_is_a_gap(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    write(tmp_path / "nova" / "nova.log", "a")
    (tmp_path / "keystone").mkdir()
    monkeypatch.setattr(os, "access", lambda path, _: Path(path).name != "keystone")

    remedy = "run kslint as a user that may read it, or give the logs themselves"
    assert gaps(tmp_path / "*" / "*.log") == (
        Gap("keystone", "Permission denied", remedy, required=True),
    )


def test_the_same_file_is_read_once(tmp_path: Path) -> None:
    text = write(tmp_path / "a.log", "a")
    (tmp_path / "hard.log").hardlink_to(tmp_path / "a.log")
    (tmp_path / "soft.log").symlink_to(tmp_path / "a.log")
    (tmp_path / "loop").symlink_to(tmp_path)

    with opened([str(tmp_path / "a.log"), str(tmp_path), str(tmp_path / "a.log")]) as logs:
        assert [text_of(source) for source in logs.sources] == [text]


def test_a_number_that_is_left_out_is_a_gap(tmp_path: Path) -> None:
    for name in ("keystone.log", "keystone.log.1", "keystone.log.3"):
        write(tmp_path / name, name)

    assert gaps(tmp_path) == (
        Gap(
            "keystone.log.2",
            "it is missing between keystone.log.1 and keystone.log.3",
            "give it as well, or find out why it was deleted",
            required=False,
        ),
    )


def test_a_fifo_is_never_waited_for(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "keystone.log")

    assert gaps(tmp_path / "keystone.log") == (
        Gap(
            "keystone.log",
            "it is no regular file",
            "put a regular file there or remove it",
            required=True,
        ),
    )


def test_a_link_to_nothing_is_a_gap(tmp_path: Path) -> None:
    (tmp_path / "keystone.log").symlink_to("gone")

    assert [(gap.what, gap.why) for gap in gaps(tmp_path / "keystone.log")] == [
        ("keystone.log", "it is a link to a file that does not exist")
    ]


def test_a_named_log_that_may_not_be_read_is_a_required_gap(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    write(tmp_path / "some.log", "a")
    path = tmp_path / "some.log"
    really = os.open

    def refuse(name: Path | str, *flags: int) -> int:
        if name == path:
            raise PermissionError(13, "Permission denied")
        return really(name, *flags)

    monkeypatch.setattr(os, "open", refuse)

    remedy = "run kslint as a user that may read it, such as root"
    assert gaps(path) == (Gap("some.log", "permission denied", remedy, required=True),)


def test_lz4_is_a_gap_with_the_command_that_unpacks_it(tmp_path: Path) -> None:
    (tmp_path / "keystone.log.1.lz4").write_bytes(b"\x04\x22\x4d\x18rest")

    assert gaps(tmp_path) == (
        Gap(
            "keystone.log.1.lz4",
            "it is packed in a way that kslint does not read (lz4)",
            "unpack it: lz4 -dc keystone.log.1.lz4 | kslint logs -",
            required=True,
        ),
    )


def test_hosts_are_named_after_their_folders(tmp_path: Path) -> None:
    one = write(tmp_path / "ctl1" / "keystone.log", "one")
    two = write(tmp_path / "ctl2" / "keystone.log", "two")

    assert read(tmp_path) == [("ctl1", "keystone.log", one), ("ctl2", "keystone.log", two)]


def test_logs_of_one_name_from_two_words_are_not_one(tmp_path: Path) -> None:
    one = write(tmp_path / "apache2" / "error.log", "one")
    two = write(tmp_path / "nginx" / "error.log", "two")

    assert read(tmp_path / "apache2", tmp_path / "nginx") == [
        ("", "apache2/error.log", one),
        ("", "nginx/error.log", two),
    ]


@pytest.mark.parametrize("pack", [bytes, *PACKERS.values()], ids=["plain", *PACKERS])
def test_stdin_is_read_packed_or_not(
    stdin: Callable[[bytes], None], pack: Callable[[bytes], bytes]
) -> None:
    text = LINE.format("a") * 500
    stdin(pack(text.encode()))

    assert read("-", "-") == [("", "stdin", text)]


def archive(path: Path, files: dict[str, bytes], mode: str = "w:xz") -> None:
    with tarfile.open(path, mode) as tar:  # type: ignore[call-overload]
        for name, content in files.items():
            info = tarfile.TarInfo(name)
            info.size = len(content)
            tar.addfile(info, io.BytesIO(content))


def test_of_an_archive_of_a_host_the_logs_of_keystone_are_read(tmp_path: Path) -> None:
    root = "sosreport-ctl1-2026-01-01-abcdefg"
    live, old = LINE.format("live"), LINE.format("old")
    files = {
        f"{root}/var/log/keystone/keystone.log": live.encode(),
        f"{root}/var/log/keystone/keystone.log.1.gz": gzip.compress(old.encode()),
        f"{root}/var/log/nova/nova-api.log": b"x",
        f"{root}/etc/keystone/keystone.conf": b"x",
    }
    archive(tmp_path / f"{root}.tar.xz", files)

    assert read(tmp_path / f"{root}.tar.xz") == [
        ("", f"{root}.tar.xz/{root}/var/log/keystone/keystone.log.1.gz", old),
        ("", f"{root}.tar.xz/{root}/var/log/keystone/keystone.log", live),
    ]


def test_archives_of_several_hosts_are_named_after_them(tmp_path: Path) -> None:
    for host in ("ctl1", "ctl2"):
        root = f"sosreport-{host}-2026-01-01-abcdefg"
        archive(tmp_path / f"{root}.tar.xz", {f"{root}/var/log/messages": host.encode()})

    assert read(tmp_path) == [
        ("ctl1", "var/log/messages", "ctl1"),
        ("ctl2", "var/log/messages", "ctl2"),
    ]


def test_an_archive_comes_through_a_pipe_as_well(
    tmp_path: Path, stdin: Callable[[bytes], None]
) -> None:
    archive(tmp_path / "a.tar", {"keystone/keystone.log": b"one\n"}, "w")
    stdin(zstd.compress((tmp_path / "a.tar").read_bytes()))

    assert read("-") == [("", "stdin/keystone/keystone.log", "one\n")]


def test_of_a_truncated_archive_everything_before_the_end_is_read(tmp_path: Path) -> None:
    body = LINE.format("a").encode() * 1000
    archive(tmp_path / "a.tar", {"keystone/1.log": body, "keystone/2.log": body}, "w")
    whole = (tmp_path / "a.tar").read_bytes()
    second = 512 + len(body) + -len(body) % 512
    (tmp_path / "a.tar").write_bytes(whole[: second + 512 + 4096])

    with opened([str(tmp_path / "a.tar")]) as logs:
        texts = [text_of(source).encode() for source in logs.sources]
        said = [(gap.what, gap.why, gap.required) for gap in logs.gaps]

    assert texts == [body, body[:4096]]
    assert said == [
        ("a.tar", "the archive is damaged after entry 2: unexpected end of data", False)
    ]


def test_an_archive_without_logs_is_a_gap(tmp_path: Path) -> None:
    archive(tmp_path / "a.tar.xz", {"etc/keystone/keystone.conf": b"x"})

    assert gaps(tmp_path / "a.tar.xz") == (
        Gap(
            "a.tar.xz",
            "no log of keystone is in it",
            "give an archive with keystone's logs, or the logs themselves",
            required=True,
        ),
    )


def journalctl(folder: Path, script: str, monkeypatch: pytest.MonkeyPatch) -> None:
    program = folder / "journalctl"
    program.write_text(f"#!/bin/sh\n{script}\n", encoding="utf-8")
    program.chmod(program.stat().st_mode | stat.S_IXUSR)
    monkeypatch.setenv("PATH", f"{folder}:{os.defpath}")


def test_the_journal_of_a_unit_is_what_journalctl_prints(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    journalctl(tmp_path, 'echo "MESSAGE=$*"', monkeypatch)

    assert read("journal:keystone") == [
        ("", "journal:keystone", "MESSAGE=--no-pager --output=export --unit=keystone\n")
    ]


def test_a_binary_journal_is_read_by_journalctl(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    journalctl(tmp_path, 'echo "MESSAGE=${3#*/}"', monkeypatch)
    path = tmp_path / "system.journal"
    path.write_bytes(b"LPKSHHRH" + bytes(100))

    assert read(path) == [("", "system.journal", f"MESSAGE={str(path)[1:]}\n")]


def test_a_journal_that_cannot_be_read_is_a_gap_with_the_command(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    remedy = (
        "where journalctl can read it: journalctl --no-pager --output=export > journal.export, "
        "and give that"
    )
    monkeypatch.setenv("PATH", str(tmp_path))
    missing = gaps("journal:")
    journalctl(tmp_path, "echo torn >&2; exit 1", monkeypatch)

    assert missing == (Gap("journal:", "journalctl cannot be started here", remedy, required=True),)
    assert gaps("journal:") == (
        Gap("journal:", "journalctl could not read all of it: torn", remedy, required=True),
    )


def test_of_a_folder_of_a_whole_host_the_logs_of_keystone_are_read(tmp_path: Path) -> None:
    text = write(tmp_path / "var" / "log" / "keystone" / "keystone.log", "a")
    write(tmp_path / "var" / "log" / "nova" / "nova-api.log", "b")
    write(tmp_path / "sos_commands" / "process" / "ps", "c")

    assert read(tmp_path) == [("", "var/log/keystone/keystone.log", text)]


def test_of_the_pods_of_a_host_those_of_keystone_are_read(tmp_path: Path) -> None:
    uid = "0a1b2c3d-4e5f-6071-8293-a4b5c6d7e8f9"
    pods = [f"openstack_{name}-api-7f9c_{uid}" for name in ("keystone", "nova")]
    texts = [write(tmp_path / pod / "api" / "0.log", pod) for pod in pods]

    assert read(tmp_path) == [("", f"{pods[0]}/api/0.log", texts[0])]
    assert read(tmp_path / pods[1]) == [("", "api/0.log", texts[1])]


def test_an_archive_of_something_else_in_a_folder_is_a_lesser_gap(tmp_path: Path) -> None:
    write(tmp_path / "some.log", "a")
    archive(tmp_path / "backup.tar.xz", {"etc/hosts": b"x"})

    assert [(gap.what, gap.why, gap.required) for gap in gaps(tmp_path)] == [
        ("backup.tar.xz", "no log of keystone is in it", False)
    ]


def test_a_folder_as_stdin_is_an_error(tmp_path: Path) -> None:
    before, folder = os.dup(0), os.open(tmp_path, os.O_RDONLY)
    os.dup2(folder, 0)
    try:
        with pytest.raises(LogError) as caught, opened(["-"]):
            pass
    finally:
        os.dup2(before, 0)
        os.close(before)
        os.close(folder)

    said = "it could not be read: Is a directory; pipe a log in, or name one"
    assert str(caught.value) == f"-: {said}"


def test_every_descriptor_is_closed_at_the_end(tmp_path: Path) -> None:
    write(tmp_path / "keystone.log", "a")
    (tmp_path / "blob").write_bytes(b"\0\1")
    archive(tmp_path / "logs.tar.xz", {"keystone/keystone.log": b"x"})
    before = len(list(Path("/proc/self/fd").iterdir()))

    gaps(tmp_path)

    assert len(list(Path("/proc/self/fd").iterdir())) == before


def test_an_empty_packed_file_is_a_gap(tmp_path: Path) -> None:
    (tmp_path / "keystone.log.1.gz").touch()

    assert [(gap.what, gap.why) for gap in gaps(tmp_path)] == [
        (
            "keystone.log.1.gz",
            "it is empty, although its name says that something was packed into it",
        )
    ]


def test_more_files_than_can_be_open_are_a_gap(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for number in range(5):
        write(tmp_path / f"keystone.log.{number + 1}", str(number))
    monkeypatch.setattr(resource, "getrlimit", lambda _: (103, 103))

    assert gaps(tmp_path) == (
        Gap(
            str(tmp_path),
            "only 3 files can be open at a time, and further ones were not read",
            "allow more by `ulimit -n`, or give fewer at a time",
            required=True,
        ),
    )


def test_no_more_files_are_opened_when_they_are_looked_for_again(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for number in range(50):
        write(tmp_path / f"keystone-{number}.log", str(number))
    monkeypatch.setattr(resource, "getrlimit", lambda _: (103, 103))
    with opened([str(tmp_path)]) as logs:
        first = len(logs.sources)
        later = len(logs.again({source: source.size for source in logs.sources}))

    assert (first, later) == (3, 30)


@pytest.mark.parametrize("pack", [bytes, *PACKERS.values()], ids=["plain", *PACKERS])
def test_whatever_is_damaged_in_an_archive_raises_nothing_else(
    tmp_path: Path, pack: Callable[[bytes], bytes]
) -> None:
    chance = random.Random(1)  # noqa: S311  the same damages every time
    path = tmp_path / "keystone.tar"
    archive(path, {"keystone/1.log": chance.randbytes(2000), "../2.log": b"x" * 2000}, "w")
    whole = path.read_bytes()
    for _ in range(40):
        before = bytearray(whole)
        before[chance.randrange(len(before))] ^= 1 << chance.randrange(8)
        after = bytearray(pack(bytes(before)))
        after[chance.randrange(len(after))] ^= 1 << chance.randrange(8)
        path.write_bytes(after[: chance.randrange(len(after) // 2, len(after))])

        with opened([str(path)]) as logs:
            for source in logs.sources:
                with suppress(BrokenSourceError):
                    list(blocks(source))
            assert all(f"{gap.what}{gap.why}{gap.remedy}".isprintable() for gap in logs.gaps)
