import io
import threading
from collections.abc import Iterator

import pytest

from linter.cli.steps import stepping
from tests.cli.screens import Screen


@pytest.fixture(autouse=True)
def wide(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TERM", "xterm")
    monkeypatch.setenv("COLUMNS", "100")


def taken(stream: io.StringIO, total: int) -> list[int]:
    with stepping(range(total), total, "preparing", stream) as stepped:
        return list(stepped)


def test_a_terminal_shows_how_many_are_done() -> None:
    stream = Screen()

    assert taken(stream, 3) == [0, 1, 2]
    assert "preparing" in stream.getvalue()
    assert "2/3" in stream.getvalue()


def test_nothing_drawn_stays_behind() -> None:
    stream = Screen()
    taken(stream, 3)

    assert stream.getvalue().endswith("\x1b[1A\x1b[2K")


@pytest.mark.parametrize(("stream", "total"), [(io.StringIO(), 3), (Screen(), 1), (Screen(), 0)])
def test_nothing_is_drawn_off_a_terminal_or_for_one_thing(stream: io.StringIO, total: int) -> None:
    assert taken(stream, total) == list(range(total))
    assert stream.getvalue() == ""


def test_the_bar_is_gone_when_something_fails() -> None:
    def failing() -> Iterator[int]:
        yield 0
        raise LookupError

    stream = Screen()
    with pytest.raises(LookupError), stepping(failing(), 2, "preparing", stream) as stepped:
        list(stepped)

    assert stream.getvalue().endswith("\x1b[1A\x1b[2K")


def test_no_thread_draws() -> None:
    before = threading.active_count()
    with stepping(range(2), 2, "preparing", Screen()):
        assert threading.active_count() == before
