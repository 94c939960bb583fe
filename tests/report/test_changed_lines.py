"""Which lines changed, told from digests alone."""

import pytest

from linter.report.changed_lines import Span, changed_lines, in_words

BEFORE = "+2 0001 0002 0003 +1 0004"


@pytest.mark.parametrize(
    ("after", "spans"),
    [
        (BEFORE, ()),
        ("+2 0001 ffff 0003 +1 0004", (Span("changed", 4, 4),)),
        ("+2 0001 0002 0003 +1 eeee ffff", (Span("changed", 7, 8),)),
        ("+2 0001 0002 aaaa 0003 +1 0004", (Span("added", 5, 5),)),
        ("+2 0001 +1 0004", (Span("removed", 4, 5),)),
        ("aaaa +2 0001 0002 0003", (Span("added", 1, 1), Span("removed", 7, 7))),
        ("", (Span("removed", 3, 7),)),
    ],
)
def test_lines_count_as_the_file_is_now(after: str, spans: tuple[Span, ...]) -> None:
    assert changed_lines(BEFORE, after) == spans


@pytest.mark.parametrize("before", ["", "+4", "+x"])
def test_nothing_is_said_of_a_file_without_digests(before: str) -> None:
    assert changed_lines(before, BEFORE) == ()


def test_lines_that_repeat_do_not_hide_a_change() -> None:
    many = " ".join(["0001"] * 500)

    assert changed_lines(f"{many} 0002", f"{many} 0003") == (Span("changed", 501, 501),)


def test_a_file_in_which_everything_differs_is_told_at_once() -> None:
    before = " ".join(f"{number:04x}" for number in range(30_000))
    after = " ".join(f"{number:04x}" for number in reversed(range(30_000)))

    assert changed_lines(before, after) == (Span("changed", 1, 30_000),)


@pytest.mark.parametrize(
    ("spans", "said"),
    [
        ((Span("changed", 4, 4),), "line 4"),
        ((Span("added", 4, 6), Span("removed", 9, 9)), "new lines 4-6, former line 9, now gone"),
        (
            tuple(Span("changed", number, number) for number in range(1, 9)),
            "line 1, line 2, line 3, line 4, line 5 and 3 more places",
        ),
        ((), "no line of which a digest is kept, so in comments, in blank lines or in a secret"),
    ],
)
def test_changes_in_words(spans: tuple[Span, ...], said: str) -> None:
    assert in_words(spans) == said
