from collections.abc import Mapping, Sequence

from linter.catalog import store
from linter.model.location import Location
from linter.model.preparation import Answer, Choice, Decision
from linter.preparation.answering import AnswersError
from linter.preparation.preparation import PreparedDeployment, idle_answers, prepared
from linter.preparation.remaining import with_remaining
from tests.preparation.cases import KNOWLEDGE, case_of
from tests.preparation.results import CONF, PLAIN, proof_of, result_of

WAY = ("queens", "rocky")
UUID = PLAIN + "[token]\nprovider = uuid\n"
LEAVE = Choice("keep", "leave it: the finding stays, and the proof does not hold")


def made(
    files: Mapping[str, str],
    *answers: Answer,
    way: tuple[str, str] = WAY,
    said: Sequence[Decision] = (),
) -> tuple[Decision, ...]:
    """What is to be decided where every file is carried over as it is."""
    case = case_of(files, way, answers=answers)
    planned = result_of(case, {}, decisions=said)
    proof = proof_of(case, planned)
    return with_remaining(case, planned, proof.remaining, proof.left)


def run(text: str, *answers: Answer, way: tuple[str, str] = WAY) -> PreparedDeployment:
    case = case_of({CONF: text}, way, answers=answers)
    return prepared([case], KNOWLEDGE, store.secret_names())[0]


def test_a_blocker_of_an_option_asks_for_one_of_the_values_that_the_target_takes() -> None:
    (decision,) = made({CONF: UUID})
    assert decision == Decision(
        "[token] provider",
        decision.question,
        (
            Choice("set", "give it a value that rocky takes", takes_value=True, values=("fernet",)),
            Choice("default", "comment it out: rocky then uses its default"),
            LEAVE,
        ),
        Location("", CONF, 4, 4, 1),
        ("config/token-provider-uuid-removed",),
    )
    assert decision.question.startswith(
        "[token] provider = uuid: UUID tokens were removed in Rocky. Before the upgrade set"
    )
    assert decision.is_open


def test_two_blockers_of_one_option_are_one_decision() -> None:
    text = PLAIN + "[auth]\nmethods = saml2,nonsense,password\n"
    decisions = made({CONF: text}, way=("2024.1", "2025.1"))
    assert len(decisions) == len({decision.id for decision in decisions})
    assert [decision.id for decision in decisions if len(decision.rules) != 1] == []


def test_an_option_of_a_domain_is_decided_for_the_domain() -> None:
    files = {
        CONF: PLAIN + "[identity]\ndomain_specific_drivers_enabled = true\n",
        "domains/keystone.staff.conf": "[identity]\ndriver = keystone.identity.backends.x.Y\n",
    }
    (decision,) = made(files, way=("2024.1", "2025.1"))
    assert decision.id == "[identity] driver of domain staff"
    assert decision.at == Location("", "domains/keystone.staff.conf", 2, 2, 1)
    assert decision.choices[0].values == ("ldap", "sql")


def test_what_is_no_option_is_decided_as_a_file() -> None:
    (decision,) = made({CONF: PLAIN + "[token\nprovider = fernet\n"})
    assert (decision.id, decision.choices) == (f"file {CONF}", (LEAVE,))
    assert decision.is_open


def test_a_rule_of_a_policy_is_decided_under_its_name() -> None:
    check = '"rule:admin_required and not is_delegated_auth:True"'
    text = f'{{\n"identity:create_credential": {check}}}\n'
    (decision,) = made({CONF: PLAIN, "policy.json": text}, way=("rocky", "stein"))
    assert decision.id == "policy identity:create_credential"
    assert [choice.name for choice in decision.choices] == ["set", "default", "keep"]
    assert decision.at.line == 2


def test_a_decision_of_a_planner_is_not_repeated_and_loses_what_is_usual() -> None:
    own = Decision("[token] provider", "what now?", (LEAVE,), Location(), usual="keep")
    other = Decision("[token] expiration", "what now?", (LEAVE,), Location(), usual="keep")
    decisions = made({CONF: UUID}, said=(own, other))
    assert decisions == (
        Decision("[token] provider", "what now?", (LEAVE,), Location()),
        other,
    )


def test_a_name_that_is_left_is_not_kept_by_itself() -> None:
    own = Decision("[cors.horizon] max_age", "what now?", (LEAVE,), Location(), usual="keep")
    files = {CONF: PLAIN + "[cors.horizon]\nmax_age = 3\n"}
    (decision,) = made(files, way=("2025.1", "2026.1"), said=(own,))
    assert decision.is_open


def test_a_blocker_that_somebody_keeps_is_decided_and_still_breaks_the_proof() -> None:
    found = run(UUID, Answer("[token] provider", "keep"))
    assert [(each.id, each.chosen) for each in found.part.decisions] == [
        ("[token] provider", "keep")
    ]
    assert found.open_decisions == ()
    assert [finding.rule for finding in found.proof.remaining] == [
        "config/token-provider-uuid-removed"
    ]
    assert not found.proof.holds


def test_a_blocker_that_is_answered_is_gone() -> None:
    found = run(UUID, Answer("[token] provider", "set", "fernet"))
    assert (found.open_decisions, found.proof.remaining, found.proof.holds) == ((), (), True)


def test_an_answer_without_such_a_choice_is_refused() -> None:
    try:
        run(UUID, Answer("[token] provider", "drop", at=Location(path="answers.yaml", line=1)))
    except AnswersError as error:
        said = str(error)
    assert said == (
        "answers.yaml:1: [token] provider cannot be decided by `choose: drop`"
        " (known: set, default, keep)"
    )


def test_answers_that_answer_nothing_are_told() -> None:
    answers = (
        Answer("[token] provider", "set", "fernet"),
        Answer("[token] nonsense\x1b", "keep"),
        Answer("[token] provider", "set", "fernet", ("ctl9",)),
        Answer("[token] expiration", "set", "90", ("", "ctl9")),
    )
    found = run(UUID, *answers)
    assert list(idle_answers(answers, [found])) == [
        "[token] nonsense\\x1b",
        "[token] provider of ctl9",
        "[token] expiration of ctl9",
    ]


def test_an_answer_that_was_not_followed_is_no_answer_to_nothing() -> None:
    at = Location(path="answers.yaml", line=4)
    answer = Answer("[token] nothing", "set", "90", at=at)
    found = run(UUID, answer)
    assert [(gap.what, gap.at) for gap in found.part.gaps] == [
        ("answer to [token] nothing", at),
    ]
    assert list(idle_answers([answer], [found])) == []


def test_names_in_a_group_that_the_target_closed_need_no_decision() -> None:
    text = PLAIN + "[cors.horizon]\nmax_age = 3600\n"
    found = run(text, way=("2025.1", "2026.1"))
    assert (found.part.decisions, found.proof.left, found.proof.unexplained) == ((), (), ())


def test_the_questions_show_no_secret() -> None:
    files = {CONF: "[database]\nconnection = mysql+nonsense://k:canary@db/keystone\n"}
    decisions = made(files, way=("2024.1", "2025.1"))
    assert decisions
    assert "canary" not in repr(decisions)


def test_to_keep_a_line_that_a_blocker_is_about_is_said_to_be_no_proof() -> None:
    found = run(PLAIN + "[cache]\nenabled = maybe\n", way=("2024.1", "2025.1"))
    (decision,) = (each for each in found.part.decisions if each.is_open)
    assert (decision.id, decision.choices[-1]) == ("[cache] enabled", LEAVE)
