import pytest

from linter.model.notes import NoteSection
from linter.notes.reno_files import (
    Item,
    NoteFault,
    NoteFile,
    Source,
    read_note,
    source_of,
    unique,
)


def test_each_item_of_each_section_is_read() -> None:
    content = b"""\
---
prelude: >
    One
    line.
fixes:
  - |
    Two,
    three.
  - 2024.1
upgrade: alone
features:
"""
    assert read_note("a-0123456789abcdef.yaml", content) == NoteFile(
        "a-0123456789abcdef",
        (
            Item(NoteSection.PRELUDE, 1, "One line."),
            Item(NoteSection.FIXES, 1, "Two,\nthree."),
            Item(NoteSection.FIXES, 2, "2024.1"),
            Item(NoteSection.UPGRADE, 1, "alone"),
        ),
    )


def test_a_section_that_reno_passes_over_is_read_as_what_it_was_meant_for() -> None:
    assert read_note("a.yaml", b"feature: [b]\nupgrades: [c]") == NoteFile(
        "a",
        (
            Item(NoteSection.FEATURES, 1, "b", misspelt="feature"),
            Item(NoteSection.UPGRADE, 1, "c", misspelt="upgrades"),
        ),
    )


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        (b"", "is empty"),
        (b"# nothing\n", "is empty"),
        (b"fixes: [a\n", "is not YAML at line 2: did not find expected ',' or ']'"),
        (b"a\n---\nb\n", "is not YAML at line 2: but found another document"),
        (b"fixes: [\x07]\n", "is not YAML: it holds a character that YAML does not allow"),
        (b"fixes: [\xff]\n", "is not UTF-8 at byte 8"),
        (b"- a\n", "is not a mapping of sections"),
        (b"text", "is not a mapping of sections"),
        (b"fixes:\n  a: b\n", "has a section 'fixes' that is not a list of texts"),
        (b"prelude: [a]\n", "has a section 'prelude' that is not one text"),
        (b"fixes:\n  - a\n  - b: c\n", "has something else than a text in 'fixes' at line 3"),
        (b"fixes:\n  - a\n  -\n", "has something else than a text in 'fixes' at line 3"),
        (b"fixes: [a]\nfixes: [b]\n", "has two sections 'fixes'"),
        (b"fixes: [a]\nfix: [b]\n", "has two sections 'fixes'"),
        (b'"miscellany\\e": [a]', r"has a section 'miscellany\x1b', which reno does not know"),
        (b"? [a]\n: b\n", "has a section '?', which reno does not know"),
        (b"fixes: &a [b]\nother: *a\n", "repeats a part of itself at line 2"),
        (b"a: &a [*a]\n", "repeats a part of itself at line 1"),
        (b"[" * 100_000, "is nested deeper than 3"),
        (b"fixes: [" + b"a" * 2**18 + b"]", "is larger than 262144 bytes"),
    ],
)  # fmt: skip
def test_what_is_no_note_is_a_fault_that_names_the_file(content: bytes, reason: str) -> None:
    assert read_note("a.yaml", content) == NoteFault("a.yaml", reason)


@pytest.mark.parametrize(
    ("note_id", "expected"),
    [
        ("bug-1-0123456789abcdef", "0123456789abcdef"),
        ("0123456789abcdef-bug-1", "0123456789abcdef"),
        ("short", "short"),
    ],
)
def test_a_renamed_note_is_known_by_what_reno_knows_it_by(note_id: str, expected: str) -> None:
    assert unique(note_id) == expected


def test_a_source_has_notes_and_faults() -> None:
    files = {"a": "other: [c]", "b": "fixes: [c]", "broken": "fixes: {\n"}
    read = [read_note(f"{name}.yaml", text.encode()) for name, text in files.items()]

    assert source_of("1.0.0", read) == Source(
        "1.0.0",
        (
            NoteFile("a", (Item(NoteSection.OTHER, 1, "c"),)),
            NoteFile("b", (Item(NoteSection.FIXES, 1, "c"),)),
        ),
        (NoteFault("broken.yaml", "is not YAML at line 2: did not find expected node content"),),
    )


def test_a_source_without_notes_is_a_fault() -> None:
    assert source_of("1.0.0", ()) == NoteFault("releasenotes/notes", "of 1.0.0 holds no notes")
