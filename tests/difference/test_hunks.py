"""Where a deployed text and the samples of both releases differ, and who changed it."""

import pytest

from linter.difference.hunks import Hunk, TextLine, hunks


def lines(letters: str) -> list[TextLine]:
    """A line for each letter; what is shown of it is the letter in brackets."""
    return [TextLine(letter, f"<{letter}>") for letter in letters]


def told(source: str, deployed: str, target: str) -> list[Hunk]:
    return list(hunks(lines(source), lines(deployed), lines(target)))


def test_equal_texts_have_no_hunks() -> None:
    assert told("abc", "abc", "abc") == []


@pytest.mark.parametrize(
    ("texts", "hunk"),
    [
        (("abc", "axc", "abc"), Hunk("site", 2, ("<b>",), ("<x>",), ("<b>",))),
        (("abc", "abc", "ayc"), Hunk("release", 2, ("<b>",), ("<b>",), ("<y>",))),
        (("abc", "axc", "ayc"), Hunk("both", 2, ("<b>",), ("<x>",), ("<y>",))),
        (("abc", "axc", "axc"), Hunk("agreed", 2, ("<b>",), ("<x>",), ("<x>",))),
        (("ac", "axyc", "ac"), Hunk("site", 2, (), ("<x>", "<y>"), ())),
        (("abc", "ac", "abc"), Hunk("site", 2, ("<b>",), (), ("<b>",))),
        (("ab", "ab", "abz"), Hunk("release", 3, (), (), ("<z>",))),
    ],
)
def test_a_difference_is_of_who_changed_the_lines_of_the_source(
    texts: tuple[str, str, str], hunk: Hunk
) -> None:
    assert told(*texts) == [hunk]


def test_lines_are_told_apart_by_what_they_hold_and_not_by_what_is_shown() -> None:
    mine, theirs = TextLine("password = a", "***"), TextLine("password = b", "***")
    assert list(hunks([theirs], [mine], [theirs])) == [
        Hunk("site", 1, ("***",), ("***",), ("***",))
    ]
