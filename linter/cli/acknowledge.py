"""What `kslint notes` does where somebody says that notes were read."""

import argparse
import datetime as dt
import difflib
from collections.abc import Iterator, Sequence
from pathlib import Path

import msgspec

from linter.acknowledgements import USUAL
from linter.acknowledging.whole_notes import Statement, WholeNote, named, targets_of, whole_notes
from linter.acknowledging.writing import acknowledge as write
from linter.cli import output
from linter.cli.ack_options import statement_of
from linter.cli.analysis import usable
from linter.cli.failure import UsageError
from linter.model.notes import RELEASE_NOTES
from linter.model.release import Upgrade
from linter.model.triage import ReadingList
from linter.model.verdict import EXIT_OK
from linter.model.visible import visible
from linter.report.notes_answer import NotesAnswer
from linter.report.quantities import counted

_NEAREST = 3
# The digits at the end make all ids somewhat alike.
_LIKE = 0.8


class Book(msgspec.Struct, frozen=True):
    """The file in which it stands who read what for an upgrade."""

    path: Path
    upgrade: Upgrade
    today: dt.date

    def enter(self, note: WholeNote, statement: Statement) -> str:
        """Writes that a note was read, and says so. Raises AcknowledgementError."""
        entry = note.acknowledged(statement, self.upgrade, self.today)
        done = "renewed" if write(self.path, entry, targets_of(self.upgrade)) else "added"
        return visible(f"{self.path}: {done} {note.id} for {self.upgrade.target}")


def acknowledge(arguments: argparse.Namespace, answer: NotesAnswer, today: dt.date) -> int:
    """Does what --ack or --walk asks for among the notes that were gathered.

    Raises UsageError for a note that is not there or that nobody has to acknowledge, and for a
    file that cannot be written.
    """
    book = Book(Path(arguments.acknowledgements or USUAL), answer.upgrade, today)
    statement = statement_of(arguments, today)
    if arguments.walk:
        # Only who walks pays for it.
        from linter.cli.walk import Terminal, walk  # noqa: PLC0415

        return walk(answer, statement, book, Terminal())
    ids = dict.fromkeys(id_.strip() for id_ in arguments.ack)
    found = [_found(id_, answer.reading, answer.upgrade) for id_ in ids]
    with usable():
        for note in found:
            output.put(book.enter(note, statement) + "\n")
    output.put(_left(found, answer.reading))
    return EXIT_OK


def _found(id_: str, reading: ReadingList, upgrade: Upgrade) -> WholeNote:
    note = named(id_, reading.notes)
    if note is None:
        between = f"between {upgrade.source} and {upgrade.target}"
        hints = "".join(_hints(id_, reading))
        raise UsageError(f"there is no release note {visible(id_)} {between}{hints}")
    if note.refusal:
        raise UsageError(f"{visible(id_)} needs no acknowledgement: {note.refusal}")
    return note


def _hints(id_: str, reading: ReadingList) -> Iterator[str]:
    ids = sorted({each.note.key for each in reading.notes if each.asks})
    holding = [each for each in ids if id_ and id_ in each]
    near = holding or difflib.get_close_matches(id_, ids, _NEAREST, _LIKE)
    if near:
        yield f"; nearest: {visible(', '.join(near[:_NEAREST]))}"
    if any(gap.what == RELEASE_NOTES for gap in reading.gaps):
        yield "; some release notes could not be read, `kslint notes` names them"


def _left(found: Sequence[WholeNote], reading: ReadingList) -> str:
    """How much is left to read; the list of notes counts their items."""
    done = {item for note in found for item in note.items}
    open_ = [note for note in whole_notes(reading.notes) if note.is_open]
    left = [note for note in open_ if not done.issuperset(note.items)]
    items = sum(item.is_open for note in left for item in note.items)
    of_items = f" with {items} items" if items > len(left) else ""
    return f"left to read: {counted(len(left), 'release note')}{of_items}\n"
