import io
import threading

import pytest

from linter.cli.progress import drawn
from tests.cli.screens import Screen


@pytest.fixture(autouse=True)
def wide(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TERM", "xterm")
    monkeypatch.setenv("COLUMNS", "100")


def test_nothing_is_drawn_off_a_terminal() -> None:
    stream = io.StringIO()
    with drawn(stream) as draw:
        draw(1_000_000, 2_000_000)
    assert stream.getvalue() == ""


def test_nothing_is_drawn_on_a_dumb_terminal(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TERM", "dumb")
    stream = Screen()
    with drawn(stream) as draw:
        draw(1_000_000, 2_000_000)
    assert stream.getvalue() == ""


def test_a_terminal_shows_how_far_reading_is() -> None:
    stream = Screen()
    with drawn(stream) as draw:
        draw(500_000, 2_000_000)
        draw(1_000_000, 2_000_000)
    assert "reading logs" in stream.getvalue()
    assert "1.0/2.0 MB" in stream.getvalue()


def test_the_size_of_a_stream_need_not_be_known() -> None:
    stream = Screen()
    with drawn(stream) as draw:
        draw(500_000, 0)
    assert "500.0/? kB" in stream.getvalue()


def test_nothing_drawn_stays_behind() -> None:
    stream = Screen()
    with drawn(stream) as draw:
        draw(1, 2)
    hide, show, up, clear = "\x1b[?25l", "\x1b[?25h", "\x1b[1A", "\x1b[2K"
    assert stream.getvalue().startswith(hide)
    assert show in stream.getvalue()
    assert stream.getvalue().endswith(up + clear)


def test_no_thread_draws() -> None:
    before = threading.active_count()
    with drawn(Screen()) as draw:
        draw(1, 2)
        assert threading.active_count() == before


def test_nothing_is_drawn_before_the_first_news() -> None:
    stream = Screen()
    with drawn(stream):
        pass
    assert stream.getvalue() == ""
