import gzip
import os
from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path

import pytest

from linter.logs.files.checkpoint import (
    NO_CHECKPOINT,
    Checkpoint,
    CheckpointError,
    read_checkpoint,
    write_checkpoint,
)
from linter.logs.files.resuming import checkpoint_of, gaps_since, resumed
from linter.logs.files.source import LogSource, blocks
from linter.logs.reading import LogRequest, read_logs
from linter.model.finding import Gap
from linter.model.logs import LogFile

OLD = b"".join(b"2026-11-22 15:%02d:00.000 1 INFO keystone [-] old\n" % n for n in range(60)) * 2
NEW = b"2026-11-22 16:00:00.000 1 INFO keystone [-] after\n"
OTHER = b"2026-11-22 14:00:00.000 2 INFO keystone [-] another log\n"


class Folder:
    """Writes logs and opens them as the reader does."""

    def __init__(self, path: Path, stack: ExitStack) -> None:
        self.path = path
        self._stack = stack

    def source(self, name: str, text: bytes, node: str = "", packing: str = "") -> LogSource:
        path = self.path / name
        path.write_bytes(text)
        descriptor = os.open(path, os.O_RDONLY)
        self._stack.callback(os.close, descriptor)
        return LogSource(node, name, "keystone.log", descriptor, len(text), packing)


@pytest.fixture
def folder(tmp_path: Path) -> Iterator[Folder]:
    with ExitStack() as stack:
        yield Folder(tmp_path, stack)


def file_of(source: LogSource, first: str = "", last: str = "") -> LogFile:
    return LogFile(source.node, source.path, source.family, "oslo", source.size, first, last)


def after(*sources: LogSource, last: str = "2026-11-22T15:00:49.000") -> Checkpoint:
    """What is remembered when these were read to their ends."""
    read = {source: source.size for source in sources}
    return checkpoint_of(read, [file_of(source, last=last) for source in sources], NO_CHECKPOINT)


def new_text(source: LogSource, checkpoint: Checkpoint) -> bytes:
    (again,) = resumed((source,), checkpoint)
    return b"".join(blocks(again))


def test_only_what_was_written_since_is_read(folder: Folder) -> None:
    checkpoint = after(folder.source("keystone.log", OLD))

    assert new_text(folder.source("keystone.log", OLD + NEW), checkpoint) == NEW
    assert new_text(folder.source("keystone.log", OLD), checkpoint) == b""


def test_a_log_is_known_again_renamed_and_packed(folder: Folder) -> None:
    checkpoint = after(folder.source("keystone.log", OLD))
    packed = folder.source("keystone.log.2.gz", gzip.compress(OLD + NEW), packing="gzip")

    assert new_text(folder.source("keystone.log.1", OLD + NEW), checkpoint) == NEW
    assert new_text(packed, checkpoint) == NEW


def test_a_small_log_is_known_again_when_it_has_grown(folder: Folder) -> None:
    checkpoint = after(folder.source("keystone.log", OLD[:96]))

    assert new_text(folder.source("keystone.log", OLD), checkpoint) == OLD[96:]


def test_a_log_that_was_new_or_empty_then_is_read_whole(folder: Folder) -> None:
    checkpoint = after(folder.source("keystone.log", OLD), folder.source("empty.log", b""))

    assert new_text(folder.source("other.log", OTHER), checkpoint) == OTHER


def test_a_log_that_was_truncated_is_read_whole(folder: Folder) -> None:
    checkpoint = after(folder.source("keystone.log", OLD * 2))

    assert new_text(folder.source("keystone.log", OLD), checkpoint) == OLD


def test_logs_that_begin_alike_are_told_apart_by_node_and_name(folder: Folder) -> None:
    checkpoint = after(
        folder.source("a.log", OLD, node="one"),
        folder.source("a.log", OLD + NEW, node="two"),
        folder.source("b.log", OLD + NEW + NEW, node="two"),
    )
    grown = OLD + NEW + NEW + OTHER

    assert new_text(folder.source("a.log", grown, node="one"), checkpoint) == NEW + NEW + OTHER
    assert new_text(folder.source("b.log", grown, node="two"), checkpoint) == OTHER
    assert new_text(folder.source("c.log", grown, node="two"), checkpoint) == NEW + OTHER
    assert new_text(folder.source("a.log", grown, node="three"), checkpoint) == grown


def test_the_rest_of_a_line_that_was_being_written_is_not_lost(folder: Folder) -> None:
    checkpoint = after(folder.source("keystone.log", OLD + NEW[:30]))

    assert new_text(folder.source("keystone.log", OLD + NEW), checkpoint) == NEW


def test_a_stream_is_not_remembered(folder: Folder) -> None:
    source = folder.source("-", OLD)
    stream = LogSource("", "-", "-", source.descriptor, 0, is_stream=True, head=OLD)

    assert checkpoint_of({stream: len(OLD)}, [], NO_CHECKPOINT).files == ()
    assert resumed((stream,), after(folder.source("-", OLD))) == (stream,)


def test_it_is_said_what_is_not_counted(folder: Folder) -> None:
    checkpoint = after(folder.source("keystone.log", OLD))
    sources = resumed((folder.source("keystone.log", OLD + NEW),), checkpoint)
    files = [file_of(sources[0], "2026-11-22T16:00:00.000", "2026-11-22T16:00:00.000")]

    assert gaps_since(checkpoint, sources, files) == (
        Gap(
            "logs before the checkpoint",
            "what was logged before it, 2026-11-22T15:00:49.000, was read then and is not counted "
            "again",
            "leave --since-checkpoint out to count all",
            required=False,
        ),
    )


def test_a_log_that_goes_back_before_the_checkpoint_is_said(folder: Folder) -> None:
    checkpoint = after(folder.source("keystone.log", OLD))
    known, other = resumed(
        (folder.source("keystone.log", OLD + NEW), folder.source("other.log", OTHER)), checkpoint
    )
    files = [
        file_of(known, "2026-11-22T16:00:00.000", "2026-11-22T16:00:00.000"),
        file_of(other, "2026-11-22T14:00:00.000", "2026-11-22T16:00:00.000"),
    ]

    assert gaps_since(checkpoint, (known, other), files)[1:] == (
        Gap(
            "log other.log",
            "the checkpoint does not know it, and it begins 1 hour before it: what stands there "
            "was counted as well",
            "set the checkpoint with all logs",
            required=False,
        ),
    )


def test_a_stream_that_is_counted_whole_is_said(folder: Folder) -> None:
    checkpoint = after(folder.source("keystone.log", OLD))
    (known,) = resumed((folder.source("keystone.log", OLD),), checkpoint)
    stream = LogSource("", "-", "-", known.descriptor, 0, is_stream=True)

    assert gaps_since(checkpoint, (known, stream), [file_of(stream)])[1:] == (
        Gap(
            "log -",
            "a stream cannot be known again, and all of it was counted",
            "give a file, or only what came since, as by `journalctl --since`",
            required=False,
        ),
    )


def test_a_checkpoint_of_other_logs_is_said(folder: Folder) -> None:
    checkpoint = after(folder.source("keystone.log", OLD))
    sources = resumed((folder.source("other.log", OTHER),), checkpoint)

    assert gaps_since(checkpoint, sources, [file_of(sources[0])]) == (
        Gap(
            "logs before the checkpoint",
            "none of the logs is among those that the checkpoint knows, and all was counted",
            "give the logs that it was set with, or set it anew",
            required=False,
        ),
    )


def test_a_checkpoint_is_read_as_it_was_written(folder: Folder) -> None:
    path = folder.path / "new" / "checkpoint.json"
    checkpoint = after(folder.source("keystone.log", OLD, node="one"))

    write_checkpoint(path, checkpoint)
    write_checkpoint(path, checkpoint)

    assert read_checkpoint(path) == checkpoint
    assert [item.name for item in path.parent.iterdir()] == ["checkpoint.json"]


@pytest.mark.parametrize(
    ("text", "why"),
    [
        (b"", "Input data was truncated"),
        (b"{", "Input data was truncated"),
        (b"\xff\xfe", "JSON is malformed: invalid character (byte 0)"),
        (b"{}", "Object missing required field `log_checkpoint`"),
        (
            b'{"log_checkpoint": 2, "files": [], "nodes": {}}',
            "Expected `int` <= 1 - at `$.log_checkpoint`",
        ),
        (
            b'{"schema_version": 1, "events": []}',
            "Object contains unknown field `schema_version`",
        ),
    ],
)
def test_a_file_that_is_no_checkpoint_is_refused(tmp_path: Path, text: bytes, why: str) -> None:
    path = tmp_path / "checkpoint.json"
    path.write_bytes(text)

    with pytest.raises(CheckpointError) as caught:
        read_checkpoint(path)

    assert str(caught.value) == (
        f"{path}: it is no checkpoint that this kslint wrote: {why}; set a new one with "
        "--set-checkpoint"
    )


def test_a_checkpoint_that_is_missing_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "checkpoint.json"

    with pytest.raises(CheckpointError) as caught:
        read_checkpoint(path)

    assert str(caught.value) == (
        f"{path}: there is no checkpoint: set one first, with `kslint logs --set-checkpoint`"
    )


def test_a_checkpoint_that_cannot_be_written_is_an_error(tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    path = tmp_path / "file" / "checkpoint.json"

    with pytest.raises(CheckpointError, match="cannot be written: File exists"):
        write_checkpoint(path, Checkpoint(1, (), {}))


def counts(request: LogRequest) -> list[tuple[str, int]]:
    return [(event.subject, event.count) for event in read_logs(request).events]


def test_a_run_since_a_checkpoint_counts_only_what_came_after(tmp_path: Path) -> None:
    line = (
        "2026-11-22 15:{}:00.000 1 WARNING oslo_config.cfg [-] Deprecated: Option "
        '"{}" from group "assignment" is deprecated. Use option "{}" from group "resource".\n'
    )
    log, at = tmp_path / "logs" / "keystone.log", tmp_path / "checkpoint.json"
    words = (str(log.parent),)
    log.parent.mkdir()
    log.write_text("".join(line.format(n, "cache_time", "cache_time") for n in range(10, 50)))
    old, new = ("[assignment] cache_time", 40), ("[assignment] list_limit", 1)

    assert counts(LogRequest(words, checkpoint=at)) == [old]
    assert counts(LogRequest(words, since=at)) == []

    with log.open("a") as more:
        more.write(line.format(50, "list_limit", "list_limit"))
    assert counts(LogRequest(words, since=at)) == [new]

    log.with_name("keystone.log.1.gz").write_bytes(gzip.compress(log.read_bytes()))
    log.write_text(line.format(51, "list_limit", "list_limit"))
    assert counts(LogRequest(words, since=at)) == [("[assignment] list_limit", 2)]

    assert counts(LogRequest(words, since=at, checkpoint=at)) == [("[assignment] list_limit", 2)]
    assert counts(LogRequest(words, since=at, checkpoint=at)) == []
    assert counts(LogRequest(words, since=at)) == []
    assert counts(LogRequest(words)) == [old, ("[assignment] list_limit", 2)]
