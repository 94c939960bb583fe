import io

import pytest

from linter.cli.fetching import drawn
from tests.cli.screens import Screen

PLACE = "https://index.example.org/files/keystone-17.0.0.tar.gz"


@pytest.fixture(autouse=True)
def wide(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TERM", "xterm")
    monkeypatch.setenv("COLUMNS", "100")


@pytest.mark.parametrize(("stream", "term"), [(io.StringIO(), "xterm"), (Screen(), "dumb")])
def test_nothing_is_drawn_where_nobody_can_see_it(
    stream: io.StringIO, term: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("TERM", term)
    with drawn(stream) as draw:
        assert draw is None
    assert stream.getvalue() == ""


def test_a_terminal_shows_how_many_documents_are_done() -> None:
    stream = Screen()
    with drawn(stream) as draw:
        assert draw is not None
        draw(PLACE, 2, 7, 1_200_000, 1_800_000)
    assert "2/7" in stream.getvalue()
    assert "keystone-17.0.0.tar.gz 1.2 of 1.8 MB" in stream.getvalue()


def test_names_are_no_markup() -> None:
    stream = Screen()
    with drawn(stream) as draw:
        assert draw is not None
        draw("https://index.example.org/[bold]simple/", 0, 1, 0, None)
    assert "[bold]simple" in stream.getvalue()


def test_nothing_drawn_stays_behind_and_nothing_is_drawn_later() -> None:
    stream = Screen()
    with drawn(stream) as draw:
        assert draw is not None
        draw(PLACE, 0, 1, 0, None)
    left = stream.getvalue()
    draw(PLACE, 1, 1, 0, None)

    assert left.startswith("\x1b[?25l")
    assert "\x1b[?25h" in left
    assert left.endswith("\x1b[1A\x1b[2K")
    assert stream.getvalue() == left
