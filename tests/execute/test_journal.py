from datetime import UTC, datetime
from pathlib import Path

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from linter.execute.journal import (
    Entry,
    History,
    JournalError,
    What,
    history_of,
    line_of,
    read_journal,
)

PATH = Path("state/journal")
NOON = datetime(2026, 11, 23, 12, tzinfo=UTC)
STORY: tuple[What, ...] = ("opened", "started", "running", "acted", "done", "closed")


def told(*story: What) -> tuple[list[Entry], list[bytes]]:
    entries: list[Entry] = []
    lines: list[bytes] = []
    for number, what in enumerate(story, 1):
        before = entries[-1].digest if entries else ""
        drafted = Entry(number, NOON, what, "4-database", 'a "line"\n', {"pid": "7"}, before)
        entry, line = line_of(drafted)
        entries.append(entry)
        lines.append(line)
    return entries, lines


ENTRIES, LINES = told(*STORY)
WHOLE = b"".join(LINES)


def test_a_journal_says_what_was_written() -> None:
    assert history_of(WHOLE, PATH) == History(tuple(ENTRIES), torn=False, length=len(WHOLE))


def test_no_journal_says_nothing(tmp_path: Path) -> None:
    assert read_journal(tmp_path / "journal") == History(())


def test_a_journal_that_cannot_be_read_is_an_error(tmp_path: Path) -> None:
    with pytest.raises(JournalError) as raised:
        read_journal(tmp_path)

    assert str(raised.value) == f"{tmp_path} cannot be read: Is a directory"


@given(st.integers(0, len(WHOLE)))
def test_what_was_cut_off_at_any_byte_is_the_entries_before(length: int) -> None:
    whole = WHOLE[:length].count(b"\n")
    kept = sum(map(len, LINES[:whole]))

    assert history_of(WHOLE[:length], PATH) == History(
        tuple(ENTRIES[:whole]), torn=length > kept, length=kept
    )


@given(st.integers(0, len(LINES[-1])))
def test_zeros_in_the_place_of_a_last_line_are_a_torn_line(length: int) -> None:
    before = b"".join(LINES[:-1])
    zeros = LINES[-1][:length] + bytes(len(LINES[-1]) - length)
    expected = History(tuple(ENTRIES[:-1]), torn=True, length=len(before))
    if length < len(LINES[-1]):
        assert history_of(before + zeros, PATH) == expected
        assert history_of(before + zeros + b"\n", PATH) == expected


@given(st.integers(0, len(WHOLE) - 2), st.integers(1, 255))
@example(WHOLE.index(b'"done"') + 1, 1)
def test_a_changed_byte_is_an_error_that_names_the_line(place: int, change: int) -> None:
    content = bytearray(WHOLE)
    content[place] ^= change
    number = WHOLE[:place].count(b"\n") + 1
    zero_in_the_last = content[place] == 0 and number == len(LINES)

    if zero_in_the_last:
        assert history_of(bytes(content), PATH).entries == tuple(ENTRIES[:-1])
    else:
        with pytest.raises(JournalError, match=f"^state/journal, line {number}, is not as it was"):
            history_of(bytes(content), PATH)


@pytest.mark.parametrize(
    ("order", "line"),
    [([1, 0, 2], 1), ([0, 2, 1], 2), ([0, 2], 2), ([0, 1, 1, 2], 3), ([1, 2], 1)],
)
def test_lines_in_another_order_are_an_error(order: list[int], line: int) -> None:
    content = b"".join(LINES[number] for number in order)

    with pytest.raises(JournalError) as raised:
        history_of(content, PATH)

    assert str(raised.value) == (
        f"state/journal, line {line}, is not as it was written, so the journal cannot be trusted: "
        "put the file back from a copy, or find out by hand how far the upgrade is"
    )


def test_the_lines_of_another_journal_do_not_continue_this_one() -> None:
    _, others = told("resumed", *STORY[1:])

    with pytest.raises(JournalError, match="line 3,"):
        history_of(b"".join((*LINES[:2], *others[2:])), PATH)


@pytest.mark.parametrize("line", [b"", b"{}", b"[]", b"\xff", b"null", b'{"number":1e999}'])
def test_what_is_no_entry_is_an_error(line: bytes) -> None:
    with pytest.raises(JournalError, match="line 1,"):
        history_of(line + b"\n", PATH)
