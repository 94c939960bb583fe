from msgspec.structs import replace

from linter.catalog.mentions import Known
from linter.model.notes import Note, NoteSection
from linter.notes.compose import note
from linter.notes.reconcile import Difference, Reason, Reconciled, reconcile
from linter.notes.series import SeriesNotes

KNOWN = Known()
LONG = "Tokens of a trust are now checked against the roles of the one who gave it."


def on_page(version: str, section: str, item: int, text: str) -> Note:
    return note("yoga", version, NoteSection(section), item, text, KNOWN)


def archived(version: str, section: str, note_id: str, text: str, item: int = 1) -> Note:
    return note("yoga", version, NoteSection(section), item, text, KNOWN, note_id)


def told(*notes: Note, before: tuple[Note, ...] = ()) -> SeriesNotes:
    return SeriesNotes("21.0.1", notes, before=lambda: before)


def test_equal_words_join_and_keep_the_id_and_the_text_of_the_archive() -> None:
    page = (
        on_page("21.0.1", "fixes", 1, "Two \u2013 ``b``."),
        on_page("21.0.0", "fixes", 1, "One\\ ."),
        on_page("21.0.0", "other", 1, "One\\ ."),
    )
    kept = (
        archived("21.0.1", "fixes", "b", "Two --\n``b``.", item=2),
        archived("21.0.0", "fixes", "a", "One."),
        archived("21.0.0", "other", "a", "One."),
    )
    assert reconcile(page, told(*reversed(kept))) == Reconciled(kept)


def test_equal_words_join_within_a_version_first() -> None:
    page = (on_page("21.0.1", "fixes", 1, "One."), on_page("21.0.0", "fixes", 1, "One."))
    kept = (archived("21.0.1", "fixes", "b", "One."), archived("21.0.0", "fixes", "a", "One."))
    assert reconcile(page, told(*reversed(kept))) == Reconciled(kept)


def test_a_note_of_both_leads_to_the_page() -> None:
    page = replace(on_page("21.0.0", "fixes", 1, "One."), place="yoga.html#relnotes-21-0-0")
    kept = archived("21.0.0", "fixes", "a", "One.")
    assert reconcile((page,), told(kept)) == Reconciled((replace(kept, place=page.place),))


def test_the_version_of_the_page_holds() -> None:
    joined = archived("21.0.0", "fixes", "a", "One.")
    assert reconcile(
        (on_page("21.0.0", "fixes", 1, "One."),), told(archived("21.0.1", "fixes", "a", "One."))
    ) == Reconciled((joined,), (Difference(joined, Reason.OTHER_VERSION),))


def test_an_edited_note_has_the_text_of_the_page() -> None:
    text = LONG.replace("now checked", "always checked")
    edited = archived("21.0.0", "fixes", "a", text, item=2)
    assert reconcile(
        (on_page("21.0.0", "fixes", 1, text),), told(archived("21.0.0", "fixes", "a", LONG, item=2))
    ) == Reconciled((edited,), (Difference(edited, Reason.EDITED),))


def test_preludes_are_parted_into_their_notes() -> None:
    kept = (
        archived("21.0.0", "prelude", "b", "One.\n\n- Two."),
        archived("21.0.0", "prelude", "a", "One."),
    )
    page = (on_page("21.0.0", "prelude", 1, "One.\n\n- Two.\n\nOne."),)
    assert reconcile(page, told(*reversed(kept))) == Reconciled(kept)


def test_a_prelude_can_be_of_a_note_of_the_series_before() -> None:
    own = archived("21.0.0", "prelude", "b", "Two.")
    old = archived("21.0.0", "prelude", "a", "One.")
    before = (archived("20.0.0", "prelude", "a", "One."),)
    assert reconcile(
        (on_page("21.0.0", "prelude", 1, "One.\n\nTwo."),), told(own, before=before)
    ) == Reconciled((old, own), (Difference(old, Reason.BEFORE_SERIES),))


def test_preludes_that_the_archives_do_not_hold_stay_as_one() -> None:
    one = on_page("21.0.2", "prelude", 1, "One.\n\nThree.")
    own = archived("21.0.0", "prelude", "b", "One.")
    assert reconcile((one,), told(own)) == Reconciled(
        (one, own),
        (Difference(one, Reason.AFTER_ARCHIVES), Difference(own, Reason.MISSING_ON_PAGE)),
    )


def test_what_the_archives_lack_is_explained() -> None:
    end = on_page("yoga-eom", "fixes", 1, "One.")
    late = on_page("21.0.1-3", "fixes", 1, "Two.")
    lost = on_page("21.0.1", "fixes", 1, "Three.")
    old = archived("21.0.0", "fixes", "a", "Four.", item=2)
    before = (archived("20.0.0", "fixes", "a", "Four.", item=2),)
    page = (end, late, lost, on_page("21.0.0", "fixes", 1, "Four."))
    assert reconcile(page, told(before=before)) == Reconciled(
        (end, late, lost, old),
        (
            Difference(old, Reason.BEFORE_SERIES),
            Difference(end, Reason.AFTER_ARCHIVES),
            Difference(late, Reason.AFTER_ARCHIVES),
            Difference(lost, Reason.MISSING_IN_ARCHIVE),
        ),
    )


def test_what_the_page_lacks_is_explained() -> None:
    page = (on_page("21.0.0", "fixes", 1, "One."),)
    shared = archived("21.0.0", "fixes", "a", "One.")
    late = archived("21.0.1", "fixes", "b", "Two.")
    lost = archived("21.0.0", "fixes", "c", "Three.")
    passed = archived("21.0.0", "features", "d", "Four.")
    kept = SeriesNotes("21.0.1", (late, shared, lost), passed_over=(passed,))
    assert reconcile(page, kept) == Reconciled(
        (shared, late, lost, passed),
        (
            Difference(late, Reason.AFTER_PAGE),
            Difference(lost, Reason.MISSING_ON_PAGE),
            Difference(passed, Reason.PASSED_OVER),
        ),
    )


def test_a_page_of_an_ended_branch_has_nothing_after_it() -> None:
    end = on_page("yoga-eol", "fixes", 1, "One.")
    kept = archived("21.0.1", "fixes", "a", "Two.")
    assert reconcile((end,), told(kept)) == Reconciled(
        (end, kept),
        (Difference(end, Reason.AFTER_ARCHIVES), Difference(kept, Reason.MISSING_ON_PAGE)),
    )
