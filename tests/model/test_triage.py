import pytest

from linter.model.notes import Note, NoteSection
from linter.model.triage import Triage, TriagedNote


def triaged(section: NoteSection, triage: Triage = Triage.READ_IT) -> TriagedNote:
    note = Note("a-note", "train", "16.0.0", section, 1, "Text.", "0" * 32)
    return TriagedNote(note, triage, "a reason")


def test_sections_are_ranked_by_what_they_can_break() -> None:
    ranked = sorted(NoteSection, key=lambda section: triaged(section).rank)

    assert [section.value for section in ranked] == [
        "critical",
        "upgrade",
        "security",
        "deprecations",
        "other",
        "issues",
        "prelude",
        "features",
        "fixes",
    ]


@pytest.mark.parametrize("section", list(NoteSection))
def test_features_and_fixes_alone_ask_for_nothing(section: NoteSection) -> None:
    assert triaged(section).asks is (section not in {NoteSection.FEATURES, NoteSection.FIXES})


def test_what_does_not_apply_asks_for_nothing() -> None:
    assert not triaged(NoteSection.UPGRADE, Triage.DOES_NOT_APPLY).asks
    assert triaged(NoteSection.UPGRADE, Triage.APPLIES).asks
