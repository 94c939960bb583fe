from pathlib import Path

import pytest

from linter.model.location import Location
from linter.model.preparation import Answer, Choice, Decision
from linter.preparation.answering import (
    AnswersError,
    parsed_answers,
    read_answers,
    require_choices,
)

PROVIDER = """\
- decision: "[token] provider"
  choose: set
  value: fernet
  nodes: ctl1, ctl2
"""


def faults(text: str | bytes) -> list[str]:
    content = text.encode() if isinstance(text, str) else text
    with pytest.raises(AnswersError) as refused:
        parsed_answers(content, "answers.yaml")
    return list(refused.value.args)


def test_answers_are_read_in_their_order(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    Path("answers.yaml").write_text(
        f"# decided on Monday\n{PROVIDER}- decision: policy identity:get_user\n  choose: keep\n"
        '- decision: "[a] b of domain staff"\n  choose: default\n',
        encoding="utf-8",
    )
    assert read_answers(Path("answers.yaml")) == (
        Answer(
            "[token] provider", "set", "fernet", ("ctl1", "ctl2"), Location("", "answers.yaml", 2)
        ),
        Answer("policy identity:get_user", "keep", at=Location("", "answers.yaml", 6)),
        Answer("[a] b of domain staff", "default", at=Location("", "answers.yaml", 8)),
    )


def test_a_value_in_quotes_keeps_its_blanks() -> None:
    text = '- {decision: "[a] b", choose: set, value: "  two  "}\n'
    (answer,) = parsed_answers(text.encode(), "answers.yaml")
    assert answer.value == "  two  "


@pytest.mark.parametrize("text", ["", "# nothing yet\n", "[]\n", "~\n"])
def test_a_file_without_entries_answers_nothing(text: str) -> None:
    assert parsed_answers(text.encode(), "answers.yaml") == ()


def test_every_fault_is_told_at_once_with_its_line() -> None:
    text = """\
- decision: "[token] provider"
  chose: set
  value: s3cret-one
- decision:
  choose: keep
- decision: "[a] b"
  choose: set
- decision: "[a] c"
  choose: default
  value: s3cret-two
- decision: "[a] d"
  choose: keep
  nodes: " , "
- just a text
"""
    assert faults(text) == [
        "answers.yaml:1: it has no `choose`",
        "answers.yaml:1: unknown field `chose` (did you mean choose?)",
        "answers.yaml:4: `decision` is empty",
        "answers.yaml:6: `choose: set` needs a `value`",
        "answers.yaml:8: `choose: default` takes no `value`; take it away, or choose set",
        "answers.yaml:11: `nodes` is empty; name some, or take it away to answer for all",
        "answers.yaml:14: it has no fields, such as `decision: ...`",
    ]


def test_a_decision_is_answered_once_for_each_node() -> None:
    one = '- decision: "[a] b"\n  choose: keep\n'
    ctl1, both = one + "  nodes: ctl1\n", one + "  nodes: ctl2, ctl1\n"
    assert len(parsed_answers((one + ctl1).encode(), "answers.yaml")) == 2
    assert faults(one + ctl1 + one + both) == [
        "answers.yaml:6: [a] b is answered at line 1 already; leave one of the two",
        "answers.yaml:8: [a] b is answered at line 3 already; leave one of the two",
    ]


@pytest.mark.parametrize(
    ("content", "why"),
    [
        (b"decision: x\n", "answers.yaml: is not a list of entries, each `- decision"),
        (b"- \xff\n", "answers.yaml: is not UTF-8 at byte 2"),
        (b"- a: 's3cret\n  b: [\n", "answers.yaml: is not YAML at line 3"),
        (b"#" * (2**21 + 1), "answers.yaml: is larger than 2097152 bytes"),
        (b"- a: &x s3cret\n  b: *x\n", "answers.yaml: repeats a part of itself at line 2"),
    ],
)
def test_what_is_no_list_is_refused(content: bytes, why: str) -> None:
    assert faults(content) == [why]


def test_a_file_that_is_not_there_is_refused_without_the_folders_of_a_machine(
    tmp_path: Path,
) -> None:
    with pytest.raises(AnswersError, match=r"^none\.yaml: cannot be read: No such file"):
        read_answers(tmp_path / "none.yaml")
    with pytest.raises(AnswersError, match=r"cannot be read: Is a directory$"):
        read_answers(tmp_path)
    with pytest.raises(AnswersError, match=r"cannot be read: "):
        read_answers(Path("a\0b"))


def test_a_hostile_name_is_escaped() -> None:
    text = '- "de\\e[31mcision": "x"\n  decision: "[a] \\e[31m"\n'
    assert all("\x1b" not in fault for fault in faults(text))


def test_a_choice_that_is_not_offered_is_refused() -> None:
    set_it, keep = Choice("set", "", takes_value=True), Choice("keep", "")
    option = Decision("[a] b", "?", (set_it, keep), Location())
    policy = Decision("policy identity:x", "?", (keep, Choice("drop", "")), Location())
    at = Location("", "answers.yaml", 7)
    require_choices([Answer("[a] b", "keep"), Answer("[other] x", "anything")], [option, policy])
    with pytest.raises(AnswersError) as refused:
        require_choices(
            [
                Answer("[a] b", "kep", at=at),
                Answer("policy identity:x", "set", "s3cret", at=at),
                Answer("policy identity:x", "drop", "s3cret", at=at),
            ],
            [option, policy],
        )
    assert list(refused.value.args) == [
        "answers.yaml:7: [a] b cannot be decided by `choose: kep` (did you mean keep?)",
        "answers.yaml:7: policy identity:x cannot be decided by `choose: set` (known: keep, drop)",
        "answers.yaml:7: `choose: drop` takes no `value`; take it away",
    ]
