"""Whatever is done to the text of a plan, reading it gives a plan or a sentence with the place."""

import re

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from linter.plan.failure import PlanError
from linter.plan.making import plans
from linter.plan.reading import read_plan
from linter.plan.site_reading import read_site
from linter.plan.writing import written
from tests.plan.orders import order
from tests.plan.sites import ONE

TEXT = written(*plans(order("train", "ussuri", "rolling", ONE)))
LINES = TEXT.splitlines(keepends=True)
WORDS = st.sampled_from("[]{}'\"|>%#~\t\0\x1b\x85\u2028\ufeff") | st.sampled_from(
    (": ", "- ", "&a ", "*a", "!!", "!x ", "? ", "<<: ", "---\n", "...\n", "9" * 30, "1e999", "-1")
)
SENTENCE = re.compile(r"plan\.yaml(, line [1-9]\d*: | is | holds | repeats )")


def judge(content: bytes) -> None:
    told = ""
    try:
        plan = read_plan(content, "plan.yaml")
    except PlanError as error:
        told = str(error)
    else:
        assert read_plan(written(plan).encode(), "plan.yaml") == plan
    assert not told or SENTENCE.match(told), told


@st.composite
def edited(draw: st.DrawFn) -> str:
    """The text with some words put in and some lines changed."""
    lines = list(LINES)
    for _ in range(draw(st.integers(1, 3))):
        at = draw(st.integers(0, len(lines) - 1))
        line = lines[at]
        match draw(st.sampled_from(["word", "value", "drop", "twice", "swap", "indent"])):
            case "word":
                column = draw(st.integers(0, len(line)))
                lines[at] = line[:column] + draw(WORDS | st.text(max_size=4)) + line[column:]
            case "value":
                key, colon, _ = line.partition(": ")
                lines[at] = f"{key}{colon}{draw(WORDS | st.text(max_size=8))}\n"
            case "drop":
                lines[at] = ""
            case "twice":
                lines[at] = line * 2
            case "swap":
                lines[at], lines[at - 1] = lines[at - 1], lines[at]
            case _:
                lines[at] = "  " + line
    return "".join(lines)


@settings(max_examples=4, deadline=None)
@given(edited())
@example(TEXT)
def test_an_edited_plan_is_a_plan_or_a_sentence(text: str) -> None:
    judge(text.encode("utf-8", "surrogatepass"))


@pytest.mark.thorough
@settings(max_examples=500, deadline=None)
@given(edited())
def test_many_edited_plans_are_plans_or_sentences(text: str) -> None:
    judge(text.encode("utf-8", "surrogatepass"))


@settings(max_examples=4, deadline=None)
@given(st.binary(max_size=60))
@example(b"\xff\xfe")
@example(b"a: " + b"{" * 2000)
@example(b"\xef\xbb\xbf")
def test_bytes_are_a_sentence(content: bytes) -> None:
    judge(content)


@settings(max_examples=20, deadline=None)
@given(st.sampled_from(["site.toml", "site.yaml"]), st.binary(max_size=60))
@example("site.toml", b"machines = 1979-05-27")
@example("site.toml", b"site = 1")
@example("site.toml", b'[site]\nstate = "\\u0000"\nmachines = [{name = 1}]')
def test_bytes_are_no_site(name: str, content: bytes) -> None:
    with pytest.raises(PlanError, match=name):
        read_site(content, name)
