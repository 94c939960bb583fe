"""What a site leaves out stays counted, and a blocker is never made to vanish."""

from collections.abc import Sequence

import msgspec
import pytest

from linter.model.finding import Finding, Gap, Severity, Witness
from linter.model.verdict import Decision, decide
from linter.selection import Selected, Selection, SelectionError, regraded, selected
from tests.waivers.made import RULES, finding

DEAD = finding()
INFO = finding("config/removed", severity=Severity.INFO)
POLICY = finding("policy/removed", severity=Severity.CONDITION)
BLOCKER = finding("policy/removed", severity=Severity.BLOCKER, subject="identity:x")
IMPOSSIBLE = finding("upgrade/impossible", severity=Severity.BLOCKER)
FOUND = (DEAD, INFO, POLICY)


def gap(reason: str, counts: str) -> Gap:
    why = f"found and not shown: {counts}"
    return Gap(f"what {reason} leaves out", why, "run without it to see them", required=False)


def kept(select: Sequence[str] = (), ignore: Sequence[str] = ()) -> Selected:
    return selected(FOUND, Selection(tuple(select), tuple(ignore)), RULES)


def test_without_a_selection_everything_remains() -> None:
    assert kept() == Selected(FOUND)


@pytest.mark.parametrize("pattern", ["config", "config/*", "config/", "c*/*"])
def test_a_group_is_ignored_and_counted(pattern: str) -> None:
    assert kept(ignore=[pattern]) == Selected(
        (POLICY,), (gap(f"--ignore {pattern}", "1 warning, 1 worth knowing"),)
    )


def test_a_severity_is_ignored_and_counted() -> None:
    assert kept(ignore=["info"]) == Selected(
        (DEAD, POLICY), (gap("--ignore info", "1 worth knowing"),)
    )


def test_what_is_not_selected_is_counted() -> None:
    assert kept(["policy", "config/dead"]) == Selected(
        (DEAD, POLICY), (gap("--select policy,config/dead", "1 worth knowing"),)
    )


def test_what_is_ignored_is_taken_from_what_is_selected() -> None:
    assert kept(["config"], ["info"]) == Selected(
        (DEAD,),
        (gap("--ignore info", "1 worth knowing"), gap("--select config", "1 condition")),
    )


def test_nothing_is_said_where_nothing_is_left_out() -> None:
    assert kept(ignore=["upgrade"]) == Selected(FOUND)


def test_a_blocker_that_is_left_out_makes_the_check_incomplete() -> None:
    found = selected([BLOCKER], Selection(ignore=("policy",)), RULES)

    assert found == Selected(
        (),
        (
            Gap(
                "what --ignore policy leaves out",
                "found and not shown: 1 blocker",
                "see the blockers, and waive those that somebody answers for",
                required=True,
            ),
        ),
    )
    assert decide((), found.gaps, Severity.BLOCKER).decision is Decision.INCOMPLETE


@pytest.mark.parametrize("left", [DEAD, POLICY])
def test_who_approves_has_to_see_all_that_stands_open(left: Finding) -> None:
    selection = Selection(ignore=("config", "policy"), needed=Severity.WARNING)
    waived = msgspec.structs.replace(left, waiver="waived by Ada")

    *_, open_one = selected([INFO, left], selection, RULES).gaps
    remedy = "see the findings, and waive those that somebody answers for"
    assert (open_one.required, open_one.remedy) == (True, remedy)
    assert not any(gap.required for gap in selected([waived, INFO], selection, RULES).gaps)


def test_a_waived_blocker_can_be_left_out() -> None:
    waived = msgspec.structs.replace(BLOCKER, waiver="waived by Ada")
    found = selected([waived], Selection(ignore=("policy",)), RULES)

    assert found.gaps == (gap("--ignore policy", "1 blocker"),)


@pytest.mark.parametrize("selection", [Selection(("policy",)), Selection(ignore=("*",))])
def test_what_cannot_be_waived_cannot_be_left_out(selection: Selection) -> None:
    assert selected([IMPOSSIBLE], selection, RULES) == Selected((IMPOSSIBLE,))


@pytest.mark.parametrize(
    ("pattern", "said"),
    [
        ("config/daed", "'config/daed' names no rule (did you mean config/dead?)"),
        ("polcy", "'polcy' names no rule (did you mean policy?)"),
        ("waring", "'waring' names no rule (did you mean warning?)"),
    ],
)
def test_a_pattern_of_nothing_is_refused(pattern: str, said: str) -> None:
    for selection in (Selection((pattern,)), Selection(ignore=(pattern,))):
        with pytest.raises(SelectionError) as error:
            selected(FOUND, selection, RULES)
        assert str(error.value) == said


def graded(found: Finding, **severities: Severity) -> tuple[Severity, list[str]]:
    named = {name.replace("_", "/"): severity for name, severity in severities.items()}
    (made,) = regraded([found], named, RULES)
    assert made.witnesses == tuple(Witness("settings", each.text) for each in made.witnesses)
    assert msgspec.structs.replace(made, severity=found.severity, witnesses=()) == found
    return made.severity, [witness.text for witness in made.witnesses]


def test_settings_make_a_finding_graver_or_less_grave_and_a_witness_says_so() -> None:
    assert graded(DEAD, config_dead=Severity.BLOCKER) == (
        Severity.BLOCKER,
        ["warning by its rule, blocker by settings for config/dead"],
    )
    assert graded(DEAD, config=Severity.INFO) == (
        Severity.INFO,
        ["warning by its rule, info by settings for config"],
    )


def test_nothing_changes_where_settings_say_the_same_or_nothing() -> None:
    assert graded(DEAD, config_dead=Severity.WARNING) == (Severity.WARNING, [])
    assert graded(DEAD, policy=Severity.INFO) == (Severity.WARNING, [])


def test_the_id_of_a_rule_outweighs_its_group() -> None:
    assert graded(DEAD, config=Severity.INFO, config_dead=Severity.CONDITION) == (
        Severity.CONDITION,
        ["warning by its rule, condition by settings for config/dead"],
    )


def test_a_blocker_is_not_made_less_grave() -> None:
    assert graded(BLOCKER, policy=Severity.INFO) == (
        Severity.BLOCKER,
        ["blocker by its rule, info by settings for policy, in vain: a blocker needs a waiver"],
    )
    assert graded(IMPOSSIBLE, upgrade=Severity.INFO) == (
        Severity.BLOCKER,
        ["blocker by its rule, info by settings for upgrade, in vain: it cannot be waived"],
    )


def test_what_an_approval_needs_to_see_is_not_made_less_grave() -> None:
    (made,) = regraded([DEAD], {"config": Severity.INFO}, RULES, Severity.WARNING)

    said = "warning by its rule, info by settings for config, in vain: a warning needs a waiver"
    assert made == msgspec.structs.replace(DEAD, witnesses=(Witness("settings", said),))


@pytest.mark.parametrize(
    ("name", "said"),
    [
        ("info", "severity is set for rules or groups, and 'info' is a severity"),
        ("confg", "'confg' names no rule (did you mean config?)"),
    ],
)
def test_a_severity_of_nothing_is_refused(name: str, said: str) -> None:
    with pytest.raises(SelectionError) as error:
        regraded([DEAD], {name: Severity.INFO}, RULES)

    assert str(error.value) == said
