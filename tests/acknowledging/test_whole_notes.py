"""A release note is acknowledged as a whole, and only where somebody has to read it."""

import datetime as dt

import pytest
from msgspec.structs import replace

from linter.acknowledgements import acknowledged
from linter.acknowledging.whole_notes import Statement, WholeNote, named, whole_notes
from linter.catalog import store
from linter.model.acknowledgement import Acknowledgement, Answers
from linter.model.notes import Note, NoteSection, content_digest
from linter.model.release import Upgrade
from linter.model.triage import Triage, TriagedNote
from linter.notes.words import digest

ID = "wsgi-scripts-gone-00ff00ff00ff00ff"
TODAY = dt.date(2026, 11, 23)
UPGRADE = Upgrade(
    store.release_by_name("2024.1"), store.release_by_name("2024.2"), store.releases()
)
SAID = Statement("Ada Example", "nothing to do", "OPS-1", dt.date(2027, 1, 31))


def item(
    text: str,
    section: str = "upgrade",
    triage: Triage = Triage.READ_IT,
    *,
    series: str = "2024.2",
    id_: str = ID,
) -> TriagedNote:
    note = Note(id_, series, "26.0.0", NoteSection(section), 1, text, digest(text))
    return TriagedNote(note, triage, "keystone runs behind mod_wsgi")


SCRIPTS = item("The scripts are gone.")
FIX = item("A fix.", "fixes")
OTHER = item("Something else.", id_="other-1234123412341234")


def test_items_of_a_note_come_together_where_the_first_stands() -> None:
    assert whole_notes((SCRIPTS, OTHER, FIX)) == (
        WholeNote(ID, (SCRIPTS, FIX)),
        WholeNote(OTHER.note.id, (OTHER,)),
    )


def test_what_two_series_have_is_there_once() -> None:
    older = item("The scripts are gone.", series="2024.1")

    assert whole_notes((SCRIPTS, older)) == (WholeNote(ID, (SCRIPTS,)),)


def test_an_item_is_found_by_what_the_page_calls_it() -> None:
    assert named(FIX.note.page_key, (SCRIPTS, FIX)) == WholeNote(FIX.note.page_key, (FIX,))
    assert named("nothing", (SCRIPTS, FIX)) is None


@pytest.mark.parametrize(
    ("items", "refusal"),
    [
        ((SCRIPTS, FIX), ""),
        ((FIX,), "new features and bug fixes ask for no acknowledgement"),
        (
            (item("Gone.", triage=Triage.DOES_NOT_APPLY), FIX),
            "it does not apply: keystone runs behind mod_wsgi",
        ),
    ],
)
def test_what_nobody_has_to_read_is_told(items: tuple[TriagedNote, ...], refusal: str) -> None:
    assert WholeNote(ID, items).refusal == refusal


def test_the_entry_says_who_read_which_words() -> None:
    entry = WholeNote(ID, (SCRIPTS, FIX)).acknowledged(SAID, UPGRADE, TODAY)

    assert entry == Acknowledgement(
        ID,
        "2024.2",
        "Ada Example",
        TODAY,
        "nothing to do",
        ticket="OPS-1",
        digest=content_digest((SCRIPTS.note, FIX.note)),
        until=dt.date(2027, 1, 31),
    )


@pytest.mark.parametrize("key", [ID, SCRIPTS.note.page_key])
def test_the_entry_counts(key: str) -> None:
    notes = (SCRIPTS, FIX, OTHER, item("The scripts are gone.", series="2024.1"))
    note = named(key, notes)
    assert note is not None
    entry = note.acknowledged(SAID, UPGRADE, TODAY)

    found = acknowledged(notes, Answers((entry,), today=TODAY), UPGRADE)

    assert found[0] == replace(notes[0], acknowledgement=entry.waiver())
    assert found[2] == OTHER
