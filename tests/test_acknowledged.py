"""A release note counts as read in the words, and for the upgrade, that somebody answered for."""

import datetime as dt
from collections.abc import Iterator

import pytest
from msgspec.structs import replace

from linter.acknowledgements import acknowledged
from linter.catalog import store
from linter.model.acknowledgement import Acknowledgement, Answers
from linter.model.notes import Note, NoteSection, content_digest
from linter.model.release import Upgrade
from linter.model.triage import Triage, TriagedNote
from linter.notes.words import digest

ID = "wsgi-scripts-gone-00ff00ff00ff00ff"
TODAY = dt.date(2026, 11, 20)
UPGRADE = Upgrade(
    store.release_by_name("2024.1"), store.release_by_name("2024.2"), store.releases()
)


def item(
    text: str, number: int = 1, *, id_: str = ID, section: NoteSection = NoteSection.UPGRADE
) -> Note:
    return Note(id_, "2024.2", "26.0.0", section, number, text, digest(text))


SCRIPTS = item("The scripts are gone.")
SERVER = item("Name the module to the server.", 2)
OTHER = item("Something else.", id_="other-1234123412341234")
NOTES = (SCRIPTS, SERVER, OTHER)
READ = Acknowledgement(
    ID, "2024.2", "Ada Example", TODAY, "nothing to do", digest=content_digest((SCRIPTS, SERVER))
)
WORDS = "acknowledged by Ada Example on 2026-11-20: nothing to do"


def said(*entries: Acknowledgement, notes: tuple[Note, ...] = NOTES) -> list[str]:
    triaged = [TriagedNote(note, Triage.READ_IT, "") for note in notes]
    found = acknowledged(triaged, Answers(entries, today=TODAY), UPGRADE)
    assert [each.note for each in found] == list(notes)
    return [each.acknowledgement for each in found]


def test_an_entry_counts_for_every_item_of_its_note_and_for_no_other() -> None:
    assert said(READ) == [WORDS, WORDS, ""]


def test_a_codename_names_the_target() -> None:
    assert said(replace(READ, target="dalmatian")) == [WORDS, WORDS, ""]


def _not_counting() -> Iterator[Acknowledgement]:
    yield replace(READ, target="2025.1")
    yield replace(READ, id="other-1234123412341234")
    yield replace(READ, digest=content_digest((SCRIPTS,)))
    yield replace(READ, digest="")
    yield replace(READ, until=dt.date(2026, 11, 19))


@pytest.mark.parametrize("entry", list(_not_counting()))
def test_other_words_another_upgrade_and_a_day_that_is_over_do_not_count(
    entry: Acknowledgement,
) -> None:
    assert said(entry) == ["", "", ""]


def test_the_last_day_counts() -> None:
    assert said(replace(READ, until=TODAY)) == [WORDS, WORDS, ""]


def test_a_note_that_gets_an_item_asks_again() -> None:
    more = item("Clean the crontab.", 1, section=NoteSection.OTHER)

    assert said(READ, notes=(*NOTES, more)) == ["", "", "", ""]


def test_what_was_read_on_the_page_alone_counts_for_that_item_once_the_id_is_known() -> None:
    of_page = replace(SERVER, id="", item=7)
    entry = replace(READ, id=of_page.key, digest=content_digest((of_page,)))

    assert said(entry, notes=(replace(SCRIPTS, id=""), of_page)) == ["", WORDS]
    assert said(entry) == ["", WORDS, ""]


def test_a_note_that_came_to_an_older_series_too_is_one_note() -> None:
    backport = replace(SCRIPTS, series="2024.1", version="25.0.1")

    assert said(READ, notes=(*NOTES, backport)) == [WORDS, WORDS, "", WORDS]


def test_whoever_else_read_it_is_named() -> None:
    both = said(READ, replace(READ, by="Bob", ticket="CHG-7"))

    assert both[0] == f"{WORDS}; acknowledged by Bob on 2026-11-20: nothing to do (CHG-7)"
