"""Policy files are read as oslo.policy reads them, each rule with its place."""

import json
import time

import pytest

from linter.model.facts import SourceFile
from linter.model.location import Location
from linter.model.policy import Alternatives, PolicyEntry, PolicyFile
from linter.parse.policy import parse_policy


def read(text: str | bytes) -> PolicyFile:
    content = text if isinstance(text, bytes) else text.encode()
    return parse_policy(SourceFile("", "policy.yaml", content, "digest"))


def checks(file: PolicyFile) -> dict[str, str]:
    return {entry.name: entry.check for entry in file.entries}


def flaws(file: PolicyFile) -> list[tuple[str, int, bool]]:
    return [(flaw.kind, flaw.at.line, flaw.fatal) for flaw in file.flaws]


def test_a_rule_has_its_place_and_its_line() -> None:
    file = read('# users\n  "identity:list_users":  "role:reader"  \n')

    line = '  "identity:list_users":  "role:reader"'
    at = Location("", "policy.yaml", 2, column=3)
    entry = PolicyEntry("identity:list_users", "role:reader", at, line, "role:reader")
    assert file == PolicyFile("", "policy.yaml", "digest", (entry,))


def test_json_has_the_same_places() -> None:
    rules = {"a": "role:x", 'quo"ted': [["role:y", "role:z"]], "b:c": ""}
    file = read(json.dumps(rules, indent=4))

    assert file.is_json
    assert [(entry.name, entry.at.line, entry.at.column) for entry in file.entries] == [
        ("a", 2, 5),
        ('quo"ted', 3, 5),
        ("b:c", 9, 5),
    ]


@pytest.mark.parametrize(
    "text",
    ["", "# only\n# comments\n", "#\tcomment with a tab\n", "{}", "[]", "null", "---\n", '""'],
)
def test_a_file_that_says_nothing_has_no_rules_and_no_flaws(text: str) -> None:
    assert (read(text).entries, read(text).flaws) == ((), ())


@pytest.mark.parametrize(
    ("value", "check", "alternatives"),
    [
        ('[["role:a"], ["b:c", "d:e"]]', "role:a or (b:c and d:e)", (("role:a",), ("b:c", "d:e"))),
        ('["role:a", "role:b"]', "role:a or role:b", (("role:a",), ("role:b",))),
        ('[["role:a b"]]', "role:a b", (("role:a b",),)),
        ("[[], [null, 1, role:a]]", "! and ! and role:a", (("!", "!", "role:a"),)),
        ("[[]]", "!", (("!",),)),
        ('{"role:a": x}', "role:a", (("role:a",),)),
        ("[]", "", ()),
        ("{}", "", ()),
        ("0", "", ()),
        ("false", "", ()),
        ("''", "", ()),
        ("'@'", "@", ()),
        ("'!'", "!", ()),
    ],
)
def test_what_a_value_comes_to(value: str, check: str, alternatives: Alternatives) -> None:
    (entry,) = read(f"rule: {value}\n").entries

    assert (entry.check, entry.alternatives) == (check, alternatives)


def test_null_opens_a_rule_and_is_told() -> None:
    file = read("a: role:x\nb:\n")

    assert checks(file) == {"a": "role:x", "b": ""}
    assert flaws(file) == [("value-null", 2, False)]


@pytest.mark.parametrize("value", ["5", "true", "1.5", "2024-01-01", "[5]", "[true]"])
def test_a_value_that_is_no_rule_ends_the_file(value: str) -> None:
    file = read(f"a: role:x\nb: {value}\n")

    assert flaws(file) == [("value-unusable", 2, True)]
    assert file.refusal(takes_json=True) == file.flaws[0]


@pytest.mark.parametrize("text", ["a: role:x\na: role:y\n", '{"a": "role:x",\n"a": "role:y"}'])
def test_of_two_rules_of_one_name_the_last_wins(text: str) -> None:
    file = read(text)

    assert checks(file) == {"a": "role:y"}
    assert flaws(file) == [("name-repeated", 2, False)]


def test_merged_rules_stand_behind_those_of_the_file() -> None:
    file = read("<<: {a: role:x, b: role:x}\nb: role:y\nc: &c role:z\nd: *c\n")

    assert checks(file) == {"a": "role:x", "b": "role:y", "c": "role:z", "d": "role:z"}


def test_tabs_are_refused_by_yaml_and_taken_in_json() -> None:
    file = read('{\n\t"a": "role:x"\n}\n')

    assert checks(file) == {"a": "role:x"}
    assert file.refusal(takes_json=True) is None
    assert file.refusal(takes_json=False) == file.flaws[0]
    assert flaws(file) == [("not-yaml", 2, True)]


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        (b"a: \xff\n", "encoding"),
        (b"- a\n", "not-mapping"),
        (b'["a"]', "not-mapping"),
        (b"text", "not-mapping"),
        (b"a: 'b\n", "not-yaml"),
        (b"a: b: c\n", "not-yaml"),
        (b"a: !!python/object:os.system x\n", "not-yaml"),
        (b"a: 2001-99-99\n", "not-yaml"),
        (b"a: b\n---\nc: d\n", "not-yaml"),
        (b"a: &a [*a]\n", "not-yaml"),
        (b"? [a]\n: b\n", "not-yaml"),
        (b"a: \x00\n", "not-yaml"),
        (b"a:\t\x00\n", "not-yaml"),
        (b"[" * 100_000, "too-large"),
        (b'{"a":' * 100_000, "too-large"),
        (b"- " * 50_000, "too-large"),
    ],
)
def test_what_oslo_policy_cannot_load_is_fatal(text: bytes, kind: str) -> None:
    assert [flaw.kind for flaw in read(text).flaws if flaw.fatal] == [kind]


def test_a_byte_order_mark_does_no_harm() -> None:
    assert checks(read(b"\xef\xbb\xbfa: role:x\n")) == {"a": "role:x"}
    assert not read(b'\xef\xbb\xbf{"a": "role:x"}').is_json


def test_aliases_cannot_blow_up() -> None:
    merges = "".join(
        f"m{number}: &m{number} {{<<: [{', '.join([f'*m{number - 1}'] * 9)}]}}\n"
        for number in range(1, 12)
    )
    began = time.process_time()

    file = read(f"m0: &m0 {{a: b}}\n{merges}")

    assert flaws(file) == [("too-large", 0, True)]
    assert time.process_time() - began < 1


def test_a_name_that_is_no_text_names_no_rule() -> None:
    file = read("1: role:x\nnull: role:x\na: role:y\n")

    assert checks(file) == {"a": "role:y"}
    assert flaws(file) == [("name-unusable", 1, False), ("name-unusable", 2, False)]


def test_a_template_is_left_to_its_rendering() -> None:
    file = read('{% if admin %}\n"a": "{{ rule }}"\n{% endif %}\n')

    assert (file.template, file.entries, file.flaws) == ("jinja", (), ())


def test_passwords_and_control_characters_are_not_shown() -> None:
    (entry,) = read('"a": "http://user:canary@host/\\e[31m"\n').entries

    assert entry.check == "http://user:canary@host/\x1b[31m"
    assert "canary" not in entry.shown + entry.line_text
    assert "\x1b" not in entry.shown + entry.line_text


def test_a_rule_behind_a_line_end_that_only_yaml_knows() -> None:
    file = read("a: role:x\u2028b: role:y\n")

    assert checks(file) == {"a": "role:x", "b": "role:y"}
