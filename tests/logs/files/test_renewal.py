"""Logs that grow and are rotated while they are read: nothing is lost, nothing is read twice."""

import gzip
import itertools
import lzma
import os
import shutil
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path

import pytest

from linter.logs.files.arguments import Argument, Candidate, candidates_on_disk
from linter.logs.files.source import BrokenSourceError, LogSource, blocks
from linter.logs.files.sources import OpenLogs, opened
from linter.logs.reading import LogRequest, read_logs
from linter.model.finding import Gap
from tests.logs.service import Service

Step = Callable[[Service], None]


def read_all(
    folder: Path, between: Sequence[Callable[[], None]] = (), *, rounds: int = 3
) -> list[str]:
    """Every line as it is read, with something happening before each of the first sources."""
    happenings = iter(between)
    lines: list[str] = []
    with opened([str(folder)]) as logs:
        read: dict[LogSource, int] = {}
        sources: Sequence[LogSource] = logs.sources
        for _ in range(rounds):
            for source in sources:
                next(happenings, lambda: None)()
                read[source] = _read(source, lines)
            for happening in happenings:
                happening()
            sources = logs.again(read)
        assert _named(logs) == []
    return lines


def _read(source: LogSource, lines: list[str]) -> int:
    taken = bytearray()
    try:
        for block in blocks(source):
            taken += block
    except BrokenSourceError as error:
        raise AssertionError(str(error)) from error
    lines += taken.decode().splitlines()
    return source.begin + len(taken)


def _named(logs: OpenLogs) -> list[str]:
    return [gap.what for gap in logs.gaps]


@pytest.fixture
def service(tmp_path: Path) -> Service:
    return Service(tmp_path / "keystone.log")


def ten_rotated(service: Service) -> None:
    for _ in range(10):
        service.write(20)
        service.rotate(pack=gzip.compress)
    service.write(20)


ROTATIONS: dict[str, Step] = {
    "rename and create": lambda service: service.rotate(),
    "rename, and write to the old file for a while": lambda service: service.rotate(reopen=False),
    "rename and pack at once": lambda service: service.rotate(pack=gzip.compress),
    "rename and pack the one before": lambda service: service.rotate(delayed=lzma.compress),
    "copy and truncate": lambda service: service.rotate(copy=True),
    "copy, truncate and pack": lambda service: service.rotate(copy=True, pack=gzip.compress),
    "rename to a date": lambda service: service.rotate(name="keystone.log-20260101"),
    "rename to a date and pack": lambda service: service.rotate(
        name="keystone.log-20260101", pack=gzip.compress
    ),
    "move to another folder": lambda service: service.rotate(name="old/keystone.log-20260101"),
}


@pytest.mark.thorough
@pytest.mark.parametrize("rotation", ROTATIONS.values(), ids=ROTATIONS)
@pytest.mark.parametrize("before", range(0, 12, 3))
def test_ten_rotated_files_and_a_live_one_that_is_rotated_while_read(
    service: Service, rotation: Step, before: int
) -> None:
    def happening() -> None:
        service.write(7)
        rotation(service)
        service.write(5)

    ten_rotated(service)
    idle = [lambda: None] * before
    lines = read_all(service.path.parent, [*idle, happening])

    assert sorted(lines) == service.written


@pytest.mark.parametrize("rotation", ROTATIONS.values(), ids=ROTATIONS)
def test_a_log_may_grow_at_every_step(service: Service, rotation: Step) -> None:
    ten_rotated(service)
    happenings = [lambda: service.write(3)] * 11

    def last() -> None:
        service.write(2)
        rotation(service)

    assert sorted(read_all(service.path.parent, [*happenings, last])) == service.written


@pytest.mark.parametrize("rotation", ROTATIONS.values(), ids=ROTATIONS)
@pytest.mark.parametrize("is_copied", [True, False])
def test_a_log_may_be_rotated_again_while_looking_again(
    service: Service, rotation: Step, is_copied: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    looks = itertools.count()

    def found_later(argument: Argument) -> Iterator[Candidate | Gap]:
        if next(looks) == 1:
            rotation(service)
            service.write(2)
        return candidates_on_disk(argument)

    def happening() -> None:
        service.write(7)
        service.rotate(copy=is_copied)
        service.write(5)

    monkeypatch.setattr("linter.logs.files.sources.candidates_on_disk", found_later)
    ten_rotated(service)

    assert sorted(read_all(service.path.parent, [happening])) == service.written


def test_a_log_may_be_rotated_several_times(service: Service) -> None:
    def happening() -> None:
        service.write(3)
        service.rotate(delayed=gzip.compress)

    ten_rotated(service)

    assert sorted(read_all(service.path.parent, [happening] * 4)) == service.written


def test_a_log_may_be_rotated_between_listing_and_opening(
    service: Service, monkeypatch: pytest.MonkeyPatch
) -> None:
    ten_rotated(service)
    really, opens = os.open, itertools.count()

    def open_later(path: Path | str, *flags: int) -> int:
        if str(path).startswith(str(service.path)) and next(opens) == 5:
            service.rotate(pack=gzip.compress)
            service.write(4)
        return really(path, *flags)

    monkeypatch.setattr("linter.logs.files.opening.os.open", open_later)

    assert sorted(read_all(service.path.parent)) == service.written


def test_a_file_that_is_being_packed_is_read_once(service: Service) -> None:
    service.write(50)
    service.rotate()
    service.write(1)
    old = service.path.with_name("keystone.log.1")
    packed = gzip.compress(old.read_bytes())
    target = service.path.with_name("keystone.log.1.gz")
    target.write_bytes(packed[: len(packed) // 2])

    def finish() -> None:
        target.write_bytes(packed)
        old.unlink()

    assert sorted(read_all(service.path.parent, [finish])) == service.written


def test_a_copy_that_is_being_made_is_read_once(service: Service) -> None:
    service.write(200)
    copy = service.path.with_name("keystone.log.1")
    copy.write_bytes(service.path.read_bytes()[:6000])

    def finish() -> None:
        service.write(9)
        shutil.copyfile(service.path, copy)
        service.truncate()
        service.write(2)

    assert sorted(read_all(service.path.parent, [finish])) == service.written


def test_a_copy_that_is_made_while_looking_again_is_read_once(service: Service) -> None:
    service.write(200)
    copy = service.path.with_name("keystone.log.1")

    def begin() -> None:
        service.write(3)
        copy.write_bytes(service.path.read_bytes()[:6000])

    def finish() -> None:
        service.write(9)
        shutil.copyfile(service.path, copy)
        service.truncate()
        service.write(2)

    assert sorted(read_all(service.path.parent, [begin, finish])) == service.written


def test_files_that_only_begin_alike_are_all_read(tmp_path: Path) -> None:
    banner = "2026-01-01 10:00:00 the same\n" * 300
    (tmp_path / "a.log.1").write_text(banner + "one\n", encoding="utf-8")
    (tmp_path / "a.log").write_text(banner + "two\n", encoding="utf-8")

    lines = read_all(tmp_path)

    assert (len(lines), lines[-1], lines[300]) == (602, "two", "one")


def test_a_new_live_file_with_the_same_banner_is_read(tmp_path: Path) -> None:
    live = tmp_path / "uwsgi.log"
    live.write_text("*** Starting uWSGI\none\n", encoding="utf-8")

    def rotate() -> None:
        live.rename(tmp_path / "uwsgi.log.1")
        live.write_text("*** Starting uWSGI\n", encoding="utf-8")

    lines = read_all(tmp_path, [rotate])

    assert lines == ["*** Starting uWSGI", "one", "*** Starting uWSGI"]


def test_what_was_copied_out_of_a_single_log_is_found_beside_it(service: Service) -> None:
    service.write(100)

    def happening() -> None:
        service.write(3)
        service.rotate(copy=True)
        service.write(4)

    assert sorted(read_all(service.path, [happening])) == service.written


def test_what_was_emptied_out_of_a_log_before_it_was_read_is_a_gap(service: Service) -> None:
    service.write(100)

    with opened([str(service.path)]) as logs:
        size = logs.sources[0].size
        service.truncate()
        service.write(1)

        came = logs.again({logs.sources[0]: 0})

        assert [text for source in came for text in blocks(source)] == [
            f"{service.written[-1]}\n".encode()
        ]
        assert logs.gaps == (
            Gap(
                "keystone.log",
                f"it was emptied after 0 of {size} bytes were read",
                "run kslint once more, and give the rotated files of the log as well",
                required=True,
            ),
        )


def test_deleted_files_are_read_to_their_end(service: Service) -> None:
    ten_rotated(service)

    def delete() -> None:
        for path in service.path.parent.iterdir():
            path.unlink()

    assert sorted(read_all(service.path.parent, [delete])) == service.written


def test_logs_that_do_not_change_are_read_once(service: Service) -> None:
    ten_rotated(service)

    with opened([str(service.path.parent)]) as logs:
        read = dict.fromkeys(logs.sources, 0) | {
            source: source.size for source in logs.sources if source.is_plain
        }

        assert (logs.again(read), logs.again(read)) == ((), ())


class Disturbed:
    """Logs that something happens to whenever they are looked at again."""

    def __init__(self, logs: OpenLogs, happening: Callable[[], None]) -> None:
        self.sources = logs.sources
        self._logs = logs
        self._happening = happening

    @property
    def gaps(self) -> tuple[Gap, ...]:
        return self._logs.gaps

    def again(self, read: Mapping[LogSource, int]) -> tuple[LogSource, ...]:
        self._happening()
        return self._logs.again(read)


@pytest.mark.thorough
@pytest.mark.parametrize(("jobs", "segment"), [(1, 500), (2, 1 << 20)])
@pytest.mark.parametrize("rotation", ROTATIONS.values(), ids=ROTATIONS)
def test_every_warning_of_logs_that_are_rotated_while_read_is_counted_once(
    service: Service, rotation: Step, jobs: int, segment: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    rotations = iter([rotation])

    def happening() -> None:
        service.write(3)
        for rotate in rotations:
            rotate(service)
        service.write(2)

    @contextmanager
    def disturbed(words: Sequence[str]) -> Iterator[Disturbed]:
        with opened(words) as logs:
            yield Disturbed(logs, happening)

    monkeypatch.setattr("linter.logs.reading.opened", disturbed)
    ten_rotated(service)

    folder = str(service.path.parent)
    tally = read_logs(LogRequest((folder,), jobs=jobs, segment=segment))

    assert [(event.subject, event.count) for event in tally.events] == [
        ("[a] one", len(service.written))
    ]
    assert [gap.what for gap in tally.gaps] == []
