from collections.abc import Mapping

from linter.catalog.mentions import Known
from linter.model.notes import Note, NoteSection
from linter.notes.compose import note
from linter.notes.reno_files import Item, NoteFault, NoteFile, Source
from linter.notes.series import SeriesNotes, series_notes

KNOWN = Known()
OLD = "old-0000000000000000"
FIRST = "first-1111111111111111"
SECOND = "second-2222222222222222"
BACKPORT = "backport-3333333333333333"


def item(text: str, misspelt: str = "") -> Item:
    return Item(NoteSection.FIXES, 1, text, misspelt)


def source(version: str, notes: Mapping[str, str], *faults: NoteFault) -> Source:
    files = tuple(NoteFile(note_id, (item(text),)) for note_id, text in notes.items())
    return Source(version, files, faults)


def made(version: str, note_id: str, text: str) -> Note:
    return note("yoga", version, NoteSection.FIXES, 1, text, KNOWN, note_id)


BEFORE = source("20.0.0", {OLD: "a"})
BEFORE_NOTES = (made("20.0.0", OLD, "a"),)


def test_a_note_came_with_the_first_version_that_holds_it() -> None:
    sources = [
        source("21.0.0", {OLD: "a", FIRST: "b"}),
        source("21.0.10", {OLD: "a", FIRST: "b", SECOND: "c", BACKPORT: "d"}),
        source("21.0.2", {OLD: "a", FIRST: "b", SECOND: "c"}),
    ]
    read = series_notes("yoga", BEFORE, sources, KNOWN)
    assert read == SeriesNotes(
        newest="21.0.10",
        notes=(
            made("21.0.10", BACKPORT, "d"), made("21.0.2", SECOND, "c"), made("21.0.0", FIRST, "b")
        ),
        before=read.before,
    )  # fmt: skip
    assert read.before() == BEFORE_NOTES


def test_an_edited_note_says_what_the_newest_version_says() -> None:
    sources = [source("21.0.0", {FIRST: "b"}), source("21.0.1", {FIRST: "c"})]
    assert series_notes("yoga", BEFORE, sources, KNOWN).notes == (made("21.0.0", FIRST, "c"),)


def test_a_renamed_note_is_the_same_and_a_deleted_one_is_none() -> None:
    renamed = "renamed-1111111111111111"
    sources = [source("21.0.0", {FIRST: "b", SECOND: "c"}), source("21.0.1", {renamed: "b"})]
    assert series_notes("yoga", BEFORE, sources, KNOWN).notes == (made("21.0.0", renamed, "b"),)


def test_what_only_the_branch_before_had_at_first_is_new_when_it_comes() -> None:
    before = source("20.0.2", {OLD: "a", BACKPORT: "d"})
    sources = [source("21.0.0", {OLD: "a"}), source("21.0.1", {OLD: "a", BACKPORT: "d"})]
    assert series_notes("yoga", before, sources, KNOWN).notes == (made("21.0.1", BACKPORT, "d"),)


def test_a_section_that_reno_passes_over_is_kept_apart() -> None:
    file = NoteFile(FIRST, (item("b", "fix"),))
    read = series_notes("yoga", BEFORE, [Source("21.0.0", (file,))], KNOWN)
    assert (read.notes, read.passed_over) == ((), (made("21.0.0", FIRST, "b"),))


def test_faults_of_new_notes_are_told_and_those_of_old_ones_are_not() -> None:
    old, new = (NoteFault(f"{note_id}.yaml", "is empty") for note_id in (OLD, FIRST))
    read = series_notes("yoga", BEFORE, [source("21.0.0", {}, old, new)], KNOWN)
    assert read == SeriesNotes("21.0.0", (), before=read.before, faults=(new,))


def test_a_note_that_could_not_be_read_at_first_came_with_its_first_version() -> None:
    fault = NoteFault(f"{FIRST}.yaml", "is empty")
    sources = [source("21.0.0", {}, fault), source("21.0.1", {FIRST: "b"})]
    assert series_notes("yoga", BEFORE, sources, KNOWN).notes == (made("21.0.0", FIRST, "b"),)
