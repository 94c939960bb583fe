"""A baseline lets pass what was there before, and nothing else."""

import json
from collections.abc import Sequence

import jsonschema
import msgspec
import pytest
from hypothesis import given, settings
from hypothesis import strategies as some

from linter.baseline import (
    Baseline,
    BaselineError,
    KnownFinding,
    against,
    read_baseline,
    schema,
    write_baseline,
)
from linter.model.finding import Finding, Severity
from linter.model.location import Location
from linter.model.report import Report, Tool
from linter.model.verdict import Decision, decide
from linter.model.waiver import KNOWN
from tests.waivers.made import RULES, UPGRADE, finding

OTHER = Location(path="policy.yaml", line=1)


def report(*found: Finding) -> Report:
    verdict = decide(found, (), Severity.BLOCKER)
    return Report(Tool("kslint", "", "", ""), UPGRADE, "gate", (), verdict, found, (), 0)


def baseline(*found: Finding) -> Baseline:
    return read_baseline(write_baseline(report(*found)).encode())


def waivers(before: Sequence[Finding], now: Sequence[Finding]) -> list[str]:
    found = against(now, baseline(*before), RULES, UPGRADE).findings
    assert [msgspec.structs.replace(each, waiver="") for each in found] == [
        msgspec.structs.replace(each, waiver="") for each in now
    ]
    return [each.waiver for each in found]


def test_a_baseline_is_sorted_and_says_what_it_holds_without_lines() -> None:
    found = (
        finding("policy/removed", subject="identity:list", at=OTHER, fingerprint="b"),
        finding(fingerprint="a"),
    )
    text = write_baseline(report(*found))

    assert text == write_baseline(report(*reversed(found)))
    assert text == (
        """\
{
  "schema_version": 1,
  "source": "2024.1",
  "target": "2025.1",
  "count": 2,
  "findings": [
    {
      "rule": "config/dead",
      "path": "keystone.conf",
      "subject": "[token] provider",
      "severity": "warning",
      "fingerprint": "a"
    },
    {
      "rule": "policy/removed",
      "path": "policy.yaml",
      "subject": "identity:list",
      "severity": "warning",
      "fingerprint": "b"
    }
  ]
}
"""
    )
    jsonschema.validate(json.loads(text), schema())


def test_what_never_counts_or_is_lived_with_for_a_time_is_left_out() -> None:
    waived = msgspec.structs.replace(finding(), waiver="waived by Ada until 2027-03-01: known")
    known = msgspec.structs.replace(finding("config/removed"), waiver=KNOWN)
    written = baseline(waived, known, finding("policy/removed", severity=Severity.INFO))

    assert [each.rule for each in written.findings] == ["config/removed"]


def test_what_was_there_is_known_wherever_it_stands_now() -> None:
    moved = finding(at=Location("ctl2", "keystone.conf", 99), message="in other words")

    assert waivers([finding()], [moved]) == [KNOWN]


@pytest.mark.parametrize(
    "new",
    [finding("config/removed"), finding(subject="[token] expiration"), finding(fingerprint="x")],
)
def test_what_was_not_there_is_new(new: Finding) -> None:
    assert waivers([finding()], [new]) == [""]


def test_as_many_are_known_as_there_were() -> None:
    one, two = finding(message="first"), finding(message="second")

    assert waivers([one], [one, two]) == [KNOWN, ""]
    assert waivers([one, two], [one, two]) == [KNOWN, KNOWN]


def test_what_grew_graver_is_new_and_what_is_less_grave_is_known() -> None:
    blocker, warning = finding(severity=Severity.BLOCKER), finding()

    assert waivers([warning], [blocker]) == [""]
    assert waivers([blocker], [warning]) == [KNOWN]
    assert waivers([warning, blocker], [blocker, warning]) == [KNOWN, KNOWN]


def test_what_cannot_be_waived_is_never_known() -> None:
    found = finding("upgrade/impossible", severity=Severity.BLOCKER)

    assert waivers([found], [found]) == [""]


def test_a_waiver_keeps_its_words_and_what_is_waived_is_not_gone() -> None:
    waived = msgspec.structs.replace(finding(), waiver="waived by Ada")
    found = against([waived], baseline(finding()), RULES, UPGRADE)

    assert (found.findings, found.gone) == ((waived,), ())


def test_what_is_found_no_more_is_gone() -> None:
    found = against([], baseline(finding(fingerprint="a")), RULES, UPGRADE)

    assert found.gone == (
        KnownFinding("config/dead", "keystone.conf", "[token] provider", Severity.WARNING, "a"),
    )


def test_a_known_blocker_still_makes_conditions() -> None:
    blocker = finding(severity=Severity.BLOCKER)
    found = against([blocker], baseline(blocker), RULES, UPGRADE).findings

    verdict = decide(found, (), Severity.BLOCKER)
    assert (verdict.decision, verdict.exit_code) == (Decision.GO_WITH_CONDITIONS, 0)


def test_a_baseline_of_another_upgrade_is_refused() -> None:
    with pytest.raises(BaselineError) as error:
        against([], Baseline(1, "2023.1", "2024.1", 0, ()), RULES, UPGRADE)

    assert str(error.value) == (
        "it is of an upgrade from 2023.1 to 2024.1 and this one is from 2024.1 to 2025.1: "
        "write it anew with --write-baseline"
    )


GOOD = write_baseline(report(finding(fingerprint="a")))
BADLY = "it was cut or merged badly; write it anew with --write-baseline"
ANEW = ": write it anew with --write-baseline"


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("", f"no baseline (Input data was truncated){ANEW}"),
        ("[]", f"no baseline (Expected `object`, got `array`){ANEW}"),
        ("{}", f"no baseline (Object missing required field `schema_version`){ANEW}"),
        (
            GOOD.replace('"schema_version": 1', '"schema_version": 2'),
            f"a baseline of version 2, and this kslint reads version 1{ANEW}",
        ),
        (
            GOOD.replace('"rule"', '"role"'),
            f"no baseline (Object contains unknown field `role` - at `$.findings[0]`){ANEW}",
        ),
        (
            GOOD.replace("warning", "wrong"),
            f"no baseline (Invalid enum value 'wrong' - at `$.findings[0].severity`){ANEW}",
        ),
        (
            GOOD.replace('"count": 1', '"count": 2'),
            f"it says that it has 2 findings and has 1: {BADLY}",
        ),
        ("[" * 100_000, None),
        ("<<<<<<< HEAD\n", f"no baseline (JSON is malformed: invalid character (byte 0)){ANEW}"),
    ],
)
def test_what_is_no_baseline_is_refused(text: str, said: str | None) -> None:
    with pytest.raises(BaselineError) as error:
        read_baseline(text.encode())

    assert said is None or str(error.value) == said


def test_bytes_that_are_no_text_are_refused() -> None:
    with pytest.raises(BaselineError):
        read_baseline(GOOD.encode().replace(b"dead", b"\xff\xfe"))


found_ones = some.lists(
    some.builds(
        finding,
        some.sampled_from(["config/dead", "config/removed", "policy/removed"]),
        subject=some.sampled_from(["[a] b", "\x1b", "</script>"]),
        severity=some.sampled_from([Severity.BLOCKER, Severity.CONDITION, Severity.WARNING]),
        message=some.sampled_from(["so", "otherwise"]),
    )
)


@settings(max_examples=40)
@given(before=found_ones)
def test_whatever_was_there_is_known_and_nothing_is_gone(before: list[Finding]) -> None:
    found = against(before, baseline(*before), RULES, UPGRADE)

    assert ({each.waiver for each in found.findings} <= {KNOWN}, found.gone) == (True, ())


@settings(max_examples=40)
@given(before=found_ones, more=found_ones)
def test_never_more_is_known_than_was_there(before: list[Finding], more: list[Finding]) -> None:
    now = [*before, *more]
    found = against(now, baseline(*before), RULES, UPGRADE)

    assert [each.waiver for each in found.findings].count(KNOWN) <= len(before)
    assert found.gone == ()
