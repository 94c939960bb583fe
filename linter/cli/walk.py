"""`kslint notes --walk`: the open release notes one by one, and what somebody says of each."""

import webbrowser
from contextlib import suppress
from typing import Protocol

from linter.acknowledgements import AcknowledgementError
from linter.acknowledging.whole_notes import Statement, WholeNote, whole_notes
from linter.cli import output
from linter.cli.ack_options import said
from linter.cli.acknowledge import Book
from linter.cli.failure import UsageError
from linter.model.verdict import EXIT_OK
from linter.model.visible import visible
from linter.notes.documents import link_of
from linter.report.notes_answer import NotesAnswer
from linter.report.notes_terminal import render_note

QUESTION = "[a]cknowledge, [s]kip, [b]ack, [o]pen link, [q]uit: "


class Desk(Protocol):
    """Where somebody sits who reads and answers."""

    color: bool

    def show(self, text: str) -> None:
        """Lines to read."""

    def ask(self, question: str) -> str:
        """The answer to a question, in one line. Raises EOFError where there will be none."""

    def browse(self, address: str) -> bool:
        """Whether a browser took the address."""


class Terminal:
    """The terminal that the program was started at."""

    def __init__(self) -> None:
        self.color = output.wants_color()
        with suppress(ImportError):
            # What edits a line for input().
            import readline  # noqa: F401, PLC0415

    def show(self, text: str) -> None:
        """Lines to read."""
        output.put(text)

    def ask(self, question: str) -> str:
        """The answer to a question, "" for one in no known letters. Raises EOFError on Ctrl-D."""
        try:
            return input(question)
        except UnicodeDecodeError:
            return ""

    def browse(self, address: str) -> bool:
        """Whether a browser took the address."""
        try:
            return webbrowser.open(address)
        except webbrowser.Error:
            return False


def walk(answer: NotesAnswer, given: Statement, book: Book, desk: Desk) -> int:
    """Shows every open note and does what is answered; what was written stays, however it ends."""
    notes = [note for note in whole_notes(answer.reading.notes) if note.is_open]
    if not notes:
        desk.show("No release note is left to read.\n")
        return EXIT_OK
    round_ = _Round(notes, answer, given, book, desk)
    try:
        round_.go()
    except EOFError:
        desk.show("\n")
    except KeyboardInterrupt:
        desk.show("\n")
        raise
    finally:
        desk.show(round_.tally())
    return EXIT_OK


class _Round:
    """How far somebody has come; the name is asked for once."""

    def __init__(
        self, notes: list[WholeNote], answer: NotesAnswer, given: Statement, book: Book, desk: Desk
    ) -> None:
        self.notes, self.answer, self.given = notes, answer, given
        self.book, self.desk = book, desk
        self.seen: set[str] = set()
        self.read: set[str] = set()

    def go(self) -> None:
        """Goes from note to note until the last one, or until somebody leaves."""
        at = 0
        while at < len(self.notes):
            self._show(at)
            at = self._after(at)

    def tally(self) -> str:
        """What became of all the notes."""
        skipped = len(self.seen - self.read)
        unseen = len(self.notes) - len(self.seen)
        return f"acknowledged {len(self.read)}, skipped {skipped}, {unseen} not seen\n"

    def _show(self, at: int) -> None:
        note = self.notes[at]
        self.seen.add(note.id)
        again = ", acknowledged just now" if note.id in self.read else ""
        self.desk.show(f"\nRelease note {at + 1} of {len(self.notes)}{again}\n")
        for item in note.items:
            self.desk.show(render_note(item, self.answer, color=self.desk.color))
        self.desk.show("\n")

    def _after(self, at: int) -> int:
        """The number of the note to go on with once this one is done with."""
        note = self.notes[at]
        while True:
            match self.desk.ask(f"{at + 1} of {len(self.notes)}: {QUESTION}").strip().lower():
                case "a" | "acknowledge" if self._acknowledge(note):
                    return at + 1
                case "a" | "acknowledge":
                    continue
                case "s" | "skip":
                    return at + 1
                case "b" | "back" if at:
                    return at - 1
                case "b" | "back":
                    self.desk.show("This is the first one.\n")
                case "o" | "open":
                    self._open(note)
                case "q" | "quit":
                    return len(self.notes)
                case _:
                    self.desk.show("Answer with one of the letters in brackets.\n")

    def _acknowledge(self, note: WholeNote) -> bool:
        by = self.given.by or self._asked("Your name", "the name")
        if not by:
            return False
        self.given = Statement(by, "", self.given.ticket, self.given.until)
        reason = self._asked("Why the upgrade can go on", "the reason")
        if not reason:
            return False
        statement = Statement(by, reason, self.given.ticket, self.given.until)
        try:
            self.desk.show(self.book.enter(note, statement) + "\n")
        except AcknowledgementError as error:
            self.desk.show(f"{visible(str(error))}\n")
            return False
        self.read.add(note.id)
        return True

    def _asked(self, question: str, what: str) -> str:
        """The words of an answer; "" where it cannot be used, which is said."""
        try:
            return said(self.desk.ask(f"{question}: "), what)
        except UsageError as error:
            self.desk.show(f"Not acknowledged: {error}\n")
            return ""

    def _open(self, note: WholeNote) -> None:
        address = link_of(note.items[0].note)
        self.desk.show(f"{visible(address)}\n")
        if not self.desk.browse(address):
            self.desk.show("There is no browser here: open the address elsewhere.\n")
