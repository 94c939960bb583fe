import pytest

from linter.notes.beginning import beginning


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("Plums\nare ``[fruit] plums``.\n", "Plums are [fruit] plums."),
        ("See `the plums <https://example.org/a>`_ now", "See the plums now"),
        ("[`bug 1234567 <https://example.org/1>`__] **Plums**", "[bug 1234567] Plums"),
        ("Set :oslo.config:option:`fruit.plums` anew", "Set fruit.plums anew"),
        ("A 2 ** 3 and snake_case_ stay", "A 2 ** 3 and snake_case_ stay"),
        ("", ""),
    ],
)
def test_marks_within_a_line_are_left_out(text: str, shown: str) -> None:
    assert beginning(text) == shown


def test_long_text_ends_with_a_whole_word() -> None:
    assert beginning("plums " * 100) == "plums " * 25 + "plums…"
    assert beginning("x" * 500) == "x" * 159 + "…"


def test_text_behind_what_is_read_leaves_an_ellipsis() -> None:
    assert beginning("Plums" + " " * 2000 + "ripen") == "Plums…"
    assert beginning("`" * 5000) == "…"


def test_what_others_wrote_is_harmless() -> None:
    assert beginning("\x1b[2J at mysql://u:canary@db") == "\\x1b[2J at mysql://u:***@db"
