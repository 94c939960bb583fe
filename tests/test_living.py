"""What a site says of findings is applied in one order."""

import datetime as dt

import msgspec
from hypothesis import given, settings
from hypothesis import strategies as some

from linter.baseline import Baseline, KnownFinding
from linter.living import Consent, Lived, lived_with
from linter.model.finding import Finding, Gap, Severity, Witness
from linter.model.location import Location
from linter.model.verdict import Decision, decide
from linter.model.waiver import KNOWN, Waiver, WaiverFault, Waivers
from linter.selection import Selection
from tests.waivers.made import LATER, RULES, TODAY, UPGRADE, finding

AT = Location(path=".kslint/waivers.yaml", line=1)
WAIVER = Waiver(("config/dead",), "known", LATER, "Ada", path="keystone.conf", at=AT)
OVER = msgspec.structs.replace(WAIVER, until=TODAY - dt.timedelta(1))


def lived(found: list[Finding], consent: Consent) -> Lived:
    return lived_with(found, consent, RULES, UPGRADE, TODAY)


def known(found: Finding) -> KnownFinding:
    return KnownFinding(found.rule, found.at.path, found.subject, found.severity, found.fingerprint)


def test_where_nothing_is_said_nothing_changes() -> None:
    assert lived([finding()], Consent()) == Lived((finding(),))


def test_a_finding_made_graver_is_waived_as_what_it_is_then() -> None:
    wide = msgspec.structs.replace(WAIVER, path="")
    consent = Consent({"config/dead": Severity.BLOCKER}, Waivers((wide,)))
    found = lived([finding()], consent)

    assert [(each.severity, each.waiver) for each in found.findings] == [(Severity.BLOCKER, "")]
    assert [fault.kind for fault in found.faults] == ["too-broad"]


def test_findings_come_in_the_order_of_what_settings_make_of_them() -> None:
    found = lived(
        [finding(), finding("policy/removed")], Consent({"policy": Severity.BLOCKER})
    ).findings

    assert [(each.rule, each.witnesses) for each in found] == [
        (
            "policy/removed",
            (Witness("settings", "warning by its rule, blocker by settings for policy"),),
        ),
        ("config/dead", ()),
    ]


def test_a_waiver_outweighs_the_baseline_and_its_end_is_said_beside_it() -> None:
    baseline = Baseline(1, "2024.1", "2025.1", 1, (known(finding()),))

    waived = lived([finding()], Consent(waivers=Waivers((WAIVER,)), baseline=baseline))
    assert [each.waiver for each in waived.findings] == [WAIVER.words()]
    ended = lived([finding()], Consent(waivers=Waivers((OVER,)), baseline=baseline))
    assert [each.waiver for each in ended.findings] == [KNOWN]
    why = "it ended on 2026-11-22, and what it is about is still there"
    assert ended.faults == (WaiverFault("expired", AT, ("config/dead",), why),)
    assert (waived.gone, ended.gone) == ((), ())


def test_what_is_left_out_was_waived_before_and_uses_its_waiver() -> None:
    blocker = finding(severity=Severity.BLOCKER)
    consent = Consent(waivers=Waivers((WAIVER,)), selection=Selection(ignore=("config",)))

    assert lived([blocker], consent) == Lived(
        (),
        (
            Gap(
                "what --ignore config leaves out",
                "found and not shown: 1 blocker",
                "run without it to see them",
                required=False,
            ),
        ),
    )


found_ones = some.lists(
    some.builds(
        finding,
        some.sampled_from([rule.id for rule in RULES]),
        subject=some.sampled_from(["[a] b", "[c] d"]),
        severity=some.sampled_from(Severity),
    ),
    max_size=5,
)
patterns = some.sampled_from([*(rule.id for rule in RULES), "config/*", "policy", "upgrade"])
consents = some.builds(
    Consent,
    some.dictionaries(patterns, some.sampled_from(Severity), max_size=2),
    some.builds(
        Waivers,
        some.lists(
            some.builds(
                lambda rule, until, subject: Waiver((rule,), "known", until, "Ada", subject),
                patterns,
                some.sampled_from([LATER, TODAY - dt.timedelta(1)]),
                some.sampled_from(["", "[a] b", "*"]),
            ),
            max_size=3,
        ).map(tuple),
    ),
    selection=some.builds(
        Selection, some.lists(patterns, max_size=1).map(tuple), some.lists(patterns).map(tuple)
    ),
)


@settings(max_examples=60)
@given(found=found_ones, consent=consents)
def test_no_blocker_ever_becomes_a_go(found: list[Finding], consent: Consent) -> None:
    made = lived(found, consent)
    verdict = decide(made.findings, made.gaps, Severity.BLOCKER)

    if any(each.severity is Severity.BLOCKER for each in found):
        waived_away = any(
            each.severity is Severity.BLOCKER and each.waiver for each in made.findings
        )
        left_out = any("blocker" in gap.why for gap in made.gaps)
        assert verdict.decision is not Decision.GO or left_out
        assert waived_away or left_out or verdict.decision is Decision.NO_GO
    if any(
        each.rule == "upgrade/impossible" and each.severity is Severity.BLOCKER for each in found
    ):
        assert verdict.decision is Decision.NO_GO
