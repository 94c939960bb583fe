"""Somebody goes through the open release notes, and what was acknowledged is written at once."""

import datetime as dt
from collections.abc import Callable
from pathlib import Path

import pytest
from msgspec.structs import replace

from linter.acknowledging.whole_notes import Statement
from linter.cli.acknowledge import Book
from linter.cli.walk import QUESTION, walk
from linter.report.notes_answer import NotesAnswer
from tests.report.note_answers import EMPTY, FULL, LATE, PROVIDER, UPGRADE, hostile

TODAY = dt.date(2026, 11, 23)
ADA = Statement("Ada", "")
FIRST, SECOND = PROVIDER.note.id, LATE.note.id


class Desk:
    """Somebody with answers prepared, who hangs up after the last one."""

    color = False

    def __init__(self, *answers: str | Callable[[], str], has_browser: bool = False) -> None:
        self.answers = list(answers)
        self.shown = ""
        self.asked: list[str] = []
        self.browsed: list[str] = []
        self.has_browser = has_browser

    def show(self, text: str) -> None:
        self.shown += text

    def ask(self, question: str) -> str:
        self.asked.append(question)
        if not self.answers:
            raise EOFError
        answer = self.answers.pop(0)
        return answer if isinstance(answer, str) else answer()

    def browse(self, address: str) -> bool:
        self.browsed.append(address)
        return self.has_browser


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / ".kslint" / "acknowledgements.yaml"


def walked(
    path: Path, desk: Desk, *, given: Statement = ADA, answer: NotesAnswer = FULL
) -> tuple[str, list[str]]:
    """The last line that was shown, and the lines of the file that say who read what why."""
    assert walk(answer, given, Book(path, UPGRADE, TODAY), desk) == 0
    lines = path.read_text(encoding="utf-8").splitlines() if path.exists() else []
    said = [line for line in lines if line.startswith(("- id:", "  by:", "  reason:"))]
    return desk.shown.splitlines()[-1], said


def entry(id_: str, by: str, reason: str) -> list[str]:
    return [f"- id: {id_}", f"  by: {by}", f"  reason: {reason}"]


def test_only_open_notes_are_shown_in_their_order(path: Path) -> None:
    desk = Desk("s", "skip")

    assert walked(path, desk) == ("acknowledged 0, skipped 2, 0 not seen", [])
    assert desk.asked == [f"1 of 2: {QUESTION}", f"2 of 2: {QUESTION}"]
    heads = [line for line in desk.shown.splitlines() if "[" in line and line[:3] == "  ["]
    assert heads == [f"  [applies] {FIRST}", f"  [read it] {SECOND}"]


def test_the_name_is_asked_once_and_the_reason_every_time(path: Path) -> None:
    desk = Desk("a", "Ada", "not used", "A", "tried it")

    assert walked(path, desk, given=Statement("", "")) == (
        "acknowledged 2, skipped 0, 0 not seen",
        entry(FIRST, "Ada", "not used") + entry(SECOND, "Ada", "tried it"),
    )
    assert [question for question in desk.asked if QUESTION not in question] == [
        "Your name: ",
        "Why the upgrade can go on: ",
        "Why the upgrade can go on: ",
    ]


def test_ticket_and_day_are_written_with_every_note(path: Path) -> None:
    walked(path, Desk("a", "fine"), given=replace(ADA, ticket="OPS-1", until=dt.date(2027, 1, 31)))

    lines = path.read_text().splitlines()
    assert [line for line in lines if "ticket" in line or "until" in line] == [
        "  ticket: OPS-1",
        "  until: 2027-01-31",
    ]


def test_what_is_acknowledged_is_written_before_the_next_question(path: Path) -> None:
    written: list[bool] = []

    def look() -> str:
        written.append(FIRST in path.read_text())
        return "q"

    assert walked(path, Desk("a", "fine", look))[0] == "acknowledged 1, skipped 1, 0 not seen"
    assert written == [True]


@pytest.mark.parametrize("reason", ["", "  ", "a\x1b[2Jb", "see https://ada:hunter2@db/"])
def test_a_reason_that_says_nothing_fit_to_write_is_refused(reason: str, path: Path) -> None:
    desk = Desk("a", reason, "q")

    assert walked(path, desk) == ("acknowledged 0, skipped 1, 1 not seen", [])
    assert "Not acknowledged: the reason " in desk.shown
    assert "\x1b" not in desk.shown
    assert "hunter2" not in desk.shown


def test_going_back_and_acknowledging_again_renews_the_entry(path: Path) -> None:
    desk = Desk("b", "a", "one", "b", "a", "two", "q")

    assert walked(path, desk) == (
        "acknowledged 1, skipped 1, 0 not seen",
        entry(FIRST, "Ada", "two"),
    )
    assert "This is the first one.\n" in desk.shown
    assert "Release note 1 of 2, acknowledged just now\n" in desk.shown


@pytest.mark.parametrize(
    ("has_browser", "said"),
    [(True, ""), (False, "There is no browser here: open the address elsewhere.\n")],
)
def test_a_link_is_printed_and_opened(has_browser: bool, said: str, path: Path) -> None:
    desk = Desk("o", "q", has_browser=has_browser)
    link = (
        "https://docs.openstack.org/releasenotes/keystone/train.html#relnotes-16-0-0-stable-train"
    )

    walked(path, desk)

    assert desk.browsed == [link]
    assert f"\n{link}\n{said}acknowledged 0" in desk.shown


def test_any_other_answer_is_asked_again(path: Path) -> None:
    desk = Desk("", "what?", "\x1b[A", "q")

    assert walked(path, desk)[0] == "acknowledged 0, skipped 1, 1 not seen"
    assert desk.shown.count("Answer with one of the letters in brackets.\n") == 3


@pytest.mark.parametrize("answers", [(), ("a",), ("a", "fine")])
def test_no_further_answer_ends_in_good_order(answers: tuple[str, ...], path: Path) -> None:
    last, said = walked(path, Desk(*answers))

    done = len(answers) // 2
    assert last == f"acknowledged {done}, skipped 1, {1 - done} not seen"
    assert said == entry(FIRST, "Ada", "fine") * done


def test_an_interrupt_says_what_was_done_and_goes_on(path: Path) -> None:
    def interrupt() -> str:
        raise KeyboardInterrupt

    desk = Desk("a", "fine", interrupt)

    with pytest.raises(KeyboardInterrupt):
        walked(path, desk)

    assert desk.shown.splitlines()[-1] == "acknowledged 1, skipped 1, 0 not seen"
    assert FIRST in path.read_text()


def test_a_file_that_cannot_be_written_is_said_and_the_note_stays_open(path: Path) -> None:
    path.parent.mkdir()
    path.write_text("id: nothing\n")
    desk = Desk("a", "fine", "q")

    assert walked(path, desk)[0] == "acknowledged 0, skipped 1, 1 not seen"
    assert f"{path} is not a list of entries, each `- id: ...`\n" in desk.shown


def test_where_nothing_is_open_nothing_is_asked(path: Path) -> None:
    desk = Desk()

    assert walked(path, desk, answer=EMPTY) == ("No release note is left to read.", [])
    assert desk.asked == []


def test_hostile_notes_cannot_speak_to_the_terminal(path: Path) -> None:
    desk = Desk("o", "a", "fine", "q")

    last, _ = walked(path, desk, answer=hostile())

    assert last == "acknowledged 1, skipped 0, 0 not seen"
    assert [character for character in desk.shown if not character.isprintable()] == [
        "\n"
    ] * desk.shown.count("\n")
