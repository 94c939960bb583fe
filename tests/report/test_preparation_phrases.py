import pytest

from linter.difference.effective import ValueChange
from linter.difference.held import Held
from linter.report.preparation_phrases import shortly, unshown

LONG = ",".join(f"library{number}=WARN" for number in range(20))


def change(before: str, after: str) -> ValueChange:
    ends = Held(before, "default"), Held(after, "default")
    return ValueChange(("DEFAULT", "default_log_levels"), "", "default-changed", *ends)


@pytest.mark.parametrize(
    ("before", "after", "shown"),
    [
        ("100", "64", ("100", "64")),
        ("", "64", ("", "64")),
        (LONG, f"{LONG},dogpile=INFO", (f"{LONG[:60]}…", "…,dogpile=INFO")),
        (f"{LONG},amqp=INFO", f"{LONG},dogpile=INFO", ("…,amqp=INFO", "…,dogpile=INFO")),
        ("x" * 70, "y" * 70, (f"{'x' * 60}…", f"{'y' * 60}…")),
    ],
)
def test_of_long_values_that_is_shown_which_differs(
    before: str, after: str, shown: tuple[str, str]
) -> None:
    assert shortly(change(before, after)) == shown


def test_values_that_look_alike_are_said_to_differ() -> None:
    assert unshown(change("***", "***")) == ", and what differs is not shown"
    assert unshown(change("1", "2")) == ""
