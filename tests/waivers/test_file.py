"""A file of waivers says who lives with what; what is no waiver is a fault with its line."""

import datetime as dt

import pytest

from linter.model.location import Location
from linter.model.waiver import Waiver, WaiverFault, Waivers
from linter.waivers.file import WaiverError, read_waivers

FILE = ".kslint/waivers.yaml"
ENTRY = """\
- rule: config/option-for-removal
  owner: Ada Example
  reason: goes with the next release
  until: 2027-03-01
"""
LEAST = Waiver(
    ("config/option-for-removal",),
    "goes with the next release",
    dt.date(2027, 3, 1),
    owner="Ada Example",
    at=Location(path=FILE, line=1),
)


def fault(why: str, rule: str = "config/option-for-removal", line: int = 1) -> WaiverFault:
    return WaiverFault("malformed", Location(path=FILE, line=line), (rule,) if rule else (), why)


def test_an_entry_has_at_least_a_rule_an_owner_a_reason_and_an_end() -> None:
    assert read_waivers(ENTRY.encode(), FILE) == Waivers((LEAST,))


def test_every_text_is_taken_as_it_is_written() -> None:
    content = """\
# who lives with what
- {rule: config/*, subject: "[token] *", path: keystone.conf, owner: Ada, reason: 'yes',
   ticket: 0042, until: 2027-03-01, target: 2025.1}
"""
    (waiver,) = read_waivers(content.encode(), FILE).waivers

    assert waiver == Waiver(
        ("config/*",),
        "yes",
        dt.date(2027, 3, 1),
        owner="Ada",
        subject="[token] *",
        path="keystone.conf",
        ticket="0042",
        target="2025.1",
        at=Location(path=FILE, line=2),
    )
    assert waiver.words() == "waived by Ada until 2027-03-01: yes (0042)"


@pytest.mark.parametrize("content", ["", "# nothing yet\n", "---\n", "[]\n", "~\n"])
def test_a_file_may_hold_no_waiver(content: str) -> None:
    assert read_waivers(content.encode(), FILE) == Waivers()


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ("owner", "ower", "unknown field `ower` (did you mean owner?)"),
        ("  owner: Ada Example\n", "", "it has no `owner`"),
        ("Ada Example", "", "it has no `owner`"),
        ("Ada Example", "null", "it has no `owner`"),
        ("goes with the next release", "''", "it has no `reason`"),
        ("  until: 2027-03-01\n", "", "it has no `until`"),
        ("2027-03-01", "2027-02-30", "`until` is no date such as 2027-03-01, but '2027-02-30'"),
        ("2027-03-01", "20270301", "`until` is no date such as 2027-03-01, but '20270301'"),
        ("2027-03-01", "next year", "`until` is no date such as 2027-03-01, but 'next year'"),
        ("Ada Example", "[Ada]", "`owner` is not a text"),
        ("  reason:", "  owner: Bo\n  reason:", "`owner` stands twice"),
    ],
)
def test_what_is_wrong_with_an_entry_is_said_and_the_others_count(
    old: str, new: str, said: str
) -> None:
    content = ENTRY.replace(old, new) + ENTRY
    line = 1 + ENTRY.replace(old, new).count("\n")
    other = Waiver(
        LEAST.rules, LEAST.reason, LEAST.until, LEAST.owner, at=Location(path=FILE, line=line)
    )

    assert read_waivers(content.encode(), FILE) == Waivers((other,), (fault(said),))


@pytest.mark.parametrize(
    ("content", "found"),
    [
        ("- just a text\n", fault("it has no fields, such as `rule: ...`", "")),
        ("- owner: Ada\n", fault("it has no `rule`", "")),
        (
            ENTRY.replace("config/option-for-removal", "'a rule'"),
            fault("'a rule' is neither a rule nor a pattern such as config/*", "a rule"),
        ),
        ("- [a, b]: c\n", fault("the name of a field is not a text", "")),
        (
            ENTRY.replace("owner", '"\\e[31m"'),
            fault("unknown field `\\x1b[31m` (known: rule, owner, reason, until, subject, path, "
                  "ticket, target)"),
        ),
    ],
)  # fmt: skip
def test_an_entry_that_is_none_is_a_fault(content: str, found: WaiverFault) -> None:
    assert read_waivers(content.encode(), FILE) == Waivers((), (found,))


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"- rule: [\n", "is not YAML at line 2: did not find expected node content"),
        (b"rule: a\n", "is not a list of entries, each `- rule: ...`"),
        (b"text\n", "is not a list of entries, each `- rule: ...`"),
        (b"\xff\xfe- rule", "is not UTF-8 at byte 0"),
        (b"[" * 100_000, "is nested deeper than 3"),
        (b"- &a {rule: *a}\n", "repeats a part of itself at line 1"),
        (b"- a: b\n---\n- c: d\n", "is not YAML at line 2: but found another document"),
    ],
)
def test_a_file_that_is_no_list_is_refused(content: bytes, said: str) -> None:
    with pytest.raises(WaiverError) as error:
        read_waivers(content, FILE)

    assert str(error.value) == f"{FILE} {said}"


def test_words_are_short_and_hold_no_password_and_nothing_that_a_terminal_obeys() -> None:
    reason = "see mysql://u:canary@db \x1b[31m" + "x" * 1000
    words = Waiver(("config/a",), reason, dt.date(2027, 3, 1), owner="Ada").words()

    assert words.startswith("waived by Ada until 2027-03-01: see mysql://u:***@db \\x1b[31mx")
    assert len(words) == 500
