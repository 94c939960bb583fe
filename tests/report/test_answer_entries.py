import pytest
from hypothesis import given
from hypothesis import strategies as some

from linter.model.location import Location
from linter.model.preparation import Answer, Choice
from linter.preparation.answering import AnswersError, parsed_answers
from linter.report.answer_entries import entry

NAME = "answers.yaml"
SET = Choice("set", "", takes_value=True)


def read(text: str) -> tuple[Answer, ...]:
    return parsed_answers(text.encode(), NAME)


def test_a_choice_without_a_value_is_ready() -> None:
    text = entry("[token] provider", Choice("default", "it"))

    assert text == '- {decision: "[token] provider", choose: default}'
    assert read(text) == (Answer("[token] provider", "default", at=Location("", NAME, 1)),)


def test_the_only_value_stands_in_it() -> None:
    text = entry("[token] provider", Choice("set", "", takes_value=True, values=("fernet",)))

    assert text == '- {decision: "[token] provider", choose: set, value: fernet}'
    assert read(text) == (Answer("[token] provider", "set", "fernet", at=Location("", NAME, 1)),)


@pytest.mark.parametrize("values", [(), ("fernet", "jws")])
def test_an_entry_whose_value_nobody_wrote_is_refused(values: tuple[str, ...]) -> None:
    text = entry("[token] provider", Choice("set", "", takes_value=True, values=values))

    assert text == '- {decision: "[token] provider", choose: set, value: }'
    with pytest.raises(AnswersError, match="needs a `value`"):
        read(text)


def test_nodes_are_named() -> None:
    text = entry("file a.conf", Choice("keep", ""), ("ctl1", "ctl2"))

    assert text == '- {decision: "file a.conf", choose: keep, nodes: "ctl1, ctl2"}'
    assert read(text) == (
        Answer("file a.conf", "keep", nodes=("ctl1", "ctl2"), at=Location("", NAME, 1)),
    )


@pytest.mark.parametrize("word", ["yes", "no", "null", "12", "a b", "é", "#x", "{", "'"])
def test_no_word_is_taken_for_something_else(word: str) -> None:
    text = entry("x", Choice("set", "", takes_value=True, values=(word,)))

    assert [answer.value for answer in read(text)] == [word]


@given(some.text(some.characters(exclude_categories=["Cs"]), min_size=1))
def test_every_id_is_read_back(decision: str) -> None:
    # The reader evens out blanks, as a person may have wrapped the line.
    wanted = " ".join(decision.split())
    text = entry(decision, Choice("keep", ""))

    assert "\n" not in text
    if wanted:
        assert [answer.decision for answer in read(text)] == [wanted]
