"""A waiver has effect on what it names, up to its day, and one without effect is said."""

import datetime as dt

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as some

from linter.model.finding import Finding, Gap, Severity, Witness
from linter.model.location import Location
from linter.model.verdict import Decision, decide
from linter.model.waiver import FaultKind, Lines, Waiver, WaiverFault, Waivers
from linter.waivers.applying import Waived, fits, waived
from tests.waivers.made import LATER, RULES, TODAY, UPGRADE, finding

AT = Location(path=".kslint/waivers.yaml", line=1)
WORDS = "waived by Ada until 2027-03-01: known"


def waiver(
    rule: str = "config/dead",
    *,
    until: dt.date = LATER,
    subject: str = "",
    path: str = "",
    target: str = "",
    lines: Lines | None = None,
    at: Location = AT,
) -> Waiver:
    return Waiver((rule,), "known", until, "Ada", subject, path, target=target, lines=lines, at=at)


def applied(found: list[Finding], *waivers: Waiver) -> Waived:
    return waived(found, Waivers(waivers), RULES, UPGRADE, TODAY)


def words(found: Waived) -> list[str]:
    return [each.waiver for each in found.findings]


def fault(kind: FaultKind, why: str, rule: str = "config/dead") -> tuple[WaiverFault, ...]:
    return (WaiverFault(kind, AT, (rule,), why),)


UNUSED = "what it is about is not there"


@pytest.mark.parametrize(
    "one",
    [
        waiver(),
        waiver(subject="[token] provider"),
        waiver(subject="[token] *"),
        waiver(path="keystone.conf"),
        waiver("config/*", subject="[token] provider"),
        waiver("config/d?ad", path="*.conf"),
        waiver(target="2025.1"),
        waiver(target="epoxy"),
        waiver(until=TODAY),
    ],
)
def test_what_a_waiver_names_is_waived(one: Waiver) -> None:
    found = finding()

    assert applied([found], one) == Waived(
        (msgspec.structs.replace(found, waiver=one.words()),), ()
    )


@pytest.mark.parametrize(
    "one",
    [
        waiver("config/removed"),
        waiver(subject="[token] provide"),
        waiver(subject="t"),
        waiver(path="other.conf"),
        waiver("config/*", subject="[fernet_tokens] *"),
    ],
)
def test_a_waiver_of_something_else_is_unused(one: Waiver) -> None:
    assert applied([finding()], one) == Waived((finding(),), fault("unused", UNUSED, one.rules[0]))


NAMES_TWO = "'config/*' names 2 rules: say of which `subject` or `path`"


@pytest.mark.parametrize(
    ("one", "kind", "why"),
    [
        (
            waiver(until=TODAY - dt.timedelta(1)),
            "expired",
            "it ended on 2026-11-22, and what it is about is still there",
        ),
        (
            waiver("config/removed", until=TODAY - dt.timedelta(1)),
            "expired",
            "it ended on 2026-11-22, and what it is about is not there",
        ),
        (waiver("config/*"), "too-broad", NAMES_TWO),
        (waiver("config/*", subject="*"), "too-broad", NAMES_TWO),
        (waiver("config/*", subject="[*] *"), "too-broad", NAMES_TWO),
        (waiver("config/*", path="*o*"), "too-broad", NAMES_TWO),
        (waiver("config/*", path="*/*.conf"), "too-broad", NAMES_TWO),
        (
            waiver("*", subject="[token] provider"),
            "too-broad",
            "'*' names rules of more than one group",
        ),
        (
            waiver("config/daed"),
            "malformed",
            "no rule is called 'config/daed' (did you mean config/dead?)",
        ),
        (waiver(target="epoxi"), "malformed", "'epoxi' is no release (did you mean epoxy?)"),
    ],
)
def test_a_void_waiver_leaves_the_finding_open_and_is_said(
    one: Waiver, kind: FaultKind, why: str
) -> None:
    assert applied([finding()], one) == Waived((finding(),), fault(kind, why, one.rules[0]))


def test_a_waiver_for_another_target_is_silent_history() -> None:
    past = waiver("config/gone-since", target="ussuri", until=dt.date(2021, 1, 1))

    assert applied([finding()], past) == Waived((finding(),), ())


def test_what_cannot_be_waived_stays_open() -> None:
    found = finding("upgrade/impossible", severity=Severity.BLOCKER)
    why = "what upgrade/impossible finds cannot be waived"

    assert applied([found], waiver("upgrade/impossible", subject="[token] provider")) == Waived(
        (found,), fault("not-waivable", why, "upgrade/impossible")
    )


def test_a_blocker_is_waived_only_by_subject_or_path() -> None:
    blocker = finding(severity=Severity.BLOCKER)
    lesser = finding(subject="[token] expiration")
    why = "a blocker is waived only by its `subject` or `path`, and there is one about "

    found = applied([blocker, lesser], waiver())

    assert (words(found), found.faults) == (
        ["", WORDS],
        fault("too-broad", f"{why}[token] provider"),
    )
    assert words(applied([blocker], waiver(subject="[token] provider"))) == [WORDS]


def test_the_first_waiver_gives_the_words_and_every_one_that_fits_is_used() -> None:
    second = msgspec.structs.replace(waiver(path="*.conf"), owner="Bo")

    assert applied([finding()], waiver(), second) == applied([finding()], waiver())


def test_an_answer_keeps_its_words_and_the_waiver_is_used() -> None:
    answered = msgspec.structs.replace(finding(), waiver="acknowledged by Bo")

    assert applied([answered], waiver()) == Waived((answered,), ())


def test_a_waived_blocker_is_a_condition_and_a_gap_stays() -> None:
    (found,) = applied([finding(severity=Severity.BLOCKER)], waiver(subject="[token] *")).findings
    gap = Gap("keystone.conf", "unreadable", "read it", required=True)

    assert decide([found], [], Severity.BLOCKER).decision is Decision.GO_WITH_CONDITIONS
    assert decide([found], [gap], Severity.BLOCKER).decision is Decision.INCOMPLETE


def beside(node: str = "", line: int = 3, text: str = "provider = x") -> Waiver:
    at = Location(node, "keystone.conf", line - 1, line - 1, 1)
    return waiver(lines=Lines(node, "keystone.conf", line, line + 1, text), at=at)


def placed(node: str, line: int, *nodes: str) -> Finding:
    return finding(at=Location(node, "keystone.conf", line, line, 1), nodes=nodes or (node,))


@pytest.mark.parametrize(("line", "is_waived"), [(2, False), (3, True), (4, True), (5, False)])
def test_a_comment_waives_what_is_found_in_its_lines(line: int, is_waived: bool) -> None:
    found = applied([placed("", line)], beside())

    assert words(found) == [WORDS if is_waived else ""]
    assert [each.kind for each in found.faults] == ([] if is_waived else ["unused"])


def test_a_comment_waives_a_blocker_of_its_line() -> None:
    found = finding(severity=Severity.BLOCKER)

    assert words(applied([found], beside())) == [WORDS]


def test_a_comment_beside_the_second_of_two_lines_counts() -> None:
    witness = Witness("config", "provider = x", Location("", "keystone.conf", 9, 9, 1))
    found = msgspec.structs.replace(finding(), witnesses=(witness,))

    assert words(applied([found], beside(line=9))) == [WORDS]


def test_a_comment_counts_where_every_node_that_shows_the_fault_has_it() -> None:
    found = placed("ctl1", 3, "ctl1", "ctl2")
    alone = applied([found], beside("ctl1"))
    why = "the same stands on ctl2 without it"

    assert (words(alone), [(each.kind, each.why) for each in alone.faults]) == (
        [""],
        [("unused", why)],
    )
    both = applied([found], beside("ctl1"), beside("ctl2", line=7))
    assert (words(both), both.faults) == ([WORDS], ())
    other = applied([found], beside("ctl1"), beside("ctl2", text="expiration = 1"))
    assert words(other) == [""]


def test_a_waiver_that_is_over_leaves_another_one_to_count() -> None:
    over = waiver(until=TODAY - dt.timedelta(1))

    assert words(applied([finding()], over, waiver(path="*.conf"))) == [WORDS]


def test_a_fault_in_a_file_that_several_nodes_have_is_said_once() -> None:
    found = applied([], beside("ctl1"), beside("ctl2"), beside("ctl2", line=9))

    assert [(each.at.node, each.at.line) for each in found.faults] == [("ctl1", 2), ("ctl2", 8)]


def test_a_comment_that_is_over_on_one_node_counts_on_none() -> None:
    found = placed("ctl1", 3, "ctl1", "ctl2")
    over = msgspec.structs.replace(beside("ctl2", line=7), until=TODAY - dt.timedelta(1))
    got = applied([found], beside("ctl1"), over)

    assert words(got) == [""]
    assert [(each.kind, each.why) for each in got.faults] == [
        ("unused", "the same stands on ctl2 without it"),
        ("expired", "it ended on 2026-11-22, and what it is about is still there"),
    ]


def test_a_comment_beside_the_line_of_another_node_counts_for_that_one_alone() -> None:
    there = Witness("config", "provider = x", Location("ctl2", "keystone.conf", 7, 7, 1))
    found = msgspec.structs.replace(placed("ctl1", 3, "ctl1", "ctl2"), witnesses=(there,))

    assert words(applied([found], beside("ctl2", line=7))) == [""]


def test_a_comment_that_is_over_leaves_another_one_to_count() -> None:
    over = msgspec.structs.replace(beside(), until=TODAY - dt.timedelta(1))

    assert words(applied([finding()], over, beside())) == [WORDS]


def test_faults_come_in_the_order_of_their_places() -> None:
    second = waiver("config/removed", at=Location(path=AT.path, line=9))
    read = WaiverFault("malformed", Location(path=AT.path, line=5), (), "it names no rule")
    found = waived([], Waivers((second, waiver()), (read,)), RULES, UPGRADE, TODAY)

    assert [each.at.line for each in found.faults] == [1, 5, 9]


@given(text=some.text(max_size=20))
def test_a_text_is_its_own_pattern_but_for_stars_and_question_marks(text: str) -> None:
    pattern = text.replace("*", "").replace("?", "")

    assert fits(pattern, pattern)
    assert not fits(pattern + "x", pattern)
