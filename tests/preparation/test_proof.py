import pytest
from msgspec.structs import replace

from linter.catalog import store
from linter.catalog.entries import Name
from linter.difference.effective import ValueChange, effective_after
from linter.model.finding import Gap
from linter.model.location import Location
from linter.model.preparation import Action, Answer, Change, Choice, Decision
from linter.preparation.explaining import explained
from linter.preparation.planning import planned
from linter.preparation.proof import Proof
from tests.preparation.cases import case_of
from tests.preparation.results import CONF, PLAIN, decided, proof_of, result_of, told

WAY = ("2024.1", "2025.1")
OLD = PLAIN + "[DEFAULT]\nnotification_driver = messagingv2\n"
NEW = PLAIN + "[oslo_messaging_notifications]\ndriver = messagingv2\n"
DRIVER: Name = ("oslo_messaging_notifications", "driver")
RENAMED = told(Action.RENAMED, "[DEFAULT] notification_driver")


def proof(before: str, after: str, *changes: Change, way: tuple[str, str] = WAY) -> Proof:
    case = case_of({CONF: before}, way)
    return proof_of(case, result_of(case, {CONF: after}, changes, decided(changes)))


def answered(before: str, after: str, *answers: Answer, way: tuple[str, str] = WAY) -> Proof:
    case = case_of({CONF: before}, way, answers=answers)
    return proof_of(case, result_of(case, {CONF: after}))


def reasons(found: Proof) -> dict[Name, str]:
    """Why each option that is set at one end differs; one that nobody explains has no reason."""
    told = {each.change.option: each.why for each in found.explained if _is_set(each.change)}
    return told | {change.option: "" for change in found.unexplained}


def _is_set(change: ValueChange) -> bool:
    return bool(change.before.at or change.after.at)


def test_what_says_the_same_is_proved() -> None:
    found = proof(OLD, NEW, RENAMED)
    assert (found.holds, reasons(found), found.left) == (True, {}, ())


def test_defaults_that_change_are_explained_by_the_release_that_changed_them() -> None:
    found = proof(PLAIN, PLAIN, way=("stein", "2025.1"))
    why = {each.change.option: each.why for each in found.explained}
    assert found.unexplained == ()
    assert why["DEFAULT", "logging_user_identity_format"] == "the default changed in yoga"
    assert why["DEFAULT", "pydev_debug_host"] == "2024.1 has no such option any more"


BREAKS = {
    "the line is dropped": (PLAIN, (RENAMED,), DRIVER),
    "the value is another": (NEW.replace("v2", ""), (RENAMED,), DRIVER),
    "another option got the value": (NEW.replace("driver =", "topics ="), (RENAMED,), DRIVER),
    "a second line outweighs it": (NEW + "driver = log\n", (RENAMED,), DRIVER),
    "it stands in a section that nobody reads": (
        NEW.replace("[oslo_messaging_notifications]", "[oslo_messaging]"),
        (RENAMED,),
        DRIVER,
    ),
    "a rename is told of what is set otherwise": (
        NEW.replace("v2", ""),
        (told(Action.RENAMED, "[oslo_messaging_notifications] driver"),),
        DRIVER,
    ),
    "a drop is told of what is not the default": (
        PLAIN,
        (told(Action.DROPPED, "[oslo_messaging_notifications] driver"),),
        DRIVER,
    ),
    "what is told is told of another option": (
        PLAIN,
        (told(Action.COMMENTED_OUT, "[oslo_messaging_notifications] topics"),),
        DRIVER,
    ),
    "what is told is told of a domain": (
        PLAIN,
        (told(Action.COMMENTED_OUT, "[DEFAULT] notification_driver", "domains/keystone.a.conf"),),
        DRIVER,
    ),
    "one more option is set": (NEW + "[token]\nexpiration = 90\n", (), ("token", "expiration")),
}


@pytest.mark.parametrize("name", BREAKS)
def test_a_break_of_a_result_is_named(name: str) -> None:
    after, changes, option = BREAKS[name]
    case = case_of({CONF: OLD, "domains/keystone.a.conf": "[ldap]\nurl = ldap://a\n"}, WAY)
    found = proof_of(case, result_of(case, {CONF: after}, changes))
    assert not found.holds
    assert option in {change.option for change in found.unexplained}


def test_a_secret_that_differs_is_named_and_not_shown() -> None:
    found = proof(PLAIN, PLAIN.replace("canary", "parrot"))
    assert [change.option for change in found.unexplained] == [("database", "connection")]
    assert "canary" not in repr(found)
    assert "parrot" not in repr(found)


def test_a_line_left_under_an_old_name_is_left() -> None:
    found = proof(OLD, OLD)
    assert found.left == ("[DEFAULT] notification_driver",)
    assert not found.holds


def test_an_option_that_went_must_be_told_or_left_in_its_place() -> None:
    text = PLAIN + "[DEFAULT]\nrpc_conn_pool_size = 3\n"
    gone = ("DEFAULT", "rpc_conn_pool_size")
    way = ("stein", "2025.1")
    case = case_of({CONF: text}, way)
    assert case.context.source.find(gone)
    silent = proof(text, PLAIN, way=way)
    out = proof(text, PLAIN, told(Action.COMMENTED_OUT, "[DEFAULT] rpc_conn_pool_size"), way=way)
    assert (silent.holds, len(silent.unexplained)) == (False, 1)
    assert (out.holds, out.unexplained) == (True, ())


def test_what_a_planner_did_by_a_decision_explains_that_option() -> None:
    text = PLAIN + "[token]\nexpiration = 90\n"
    by, why = "[token] expiration", "it was asked for"
    out = told(Action.COMMENTED_OUT, by, why=why, decision=by)
    other = told(Action.SET, by, why=why, decision=by)
    asked = {("token", "expiration"): why}
    unasked = {("token", "expiration"): ""}
    assert reasons(proof(text, PLAIN, out)) == asked
    assert reasons(proof(text, text.replace("90", "80"), other)) == asked
    assert reasons(proof(text, PLAIN, other)) == unasked
    assert reasons(proof(text, text.replace("90", "80"), out)) == unasked
    assert reasons(proof(text, PLAIN, replace(out, decision=""))) == unasked
    assert reasons(proof(text, text.replace("90", "80"), replace(other, decision=""))) == unasked


def test_a_change_for_a_decision_that_is_open_is_not_explained() -> None:
    text = PLAIN + "[token]\nexpiration = 90\n"
    by = "[token] expiration"
    case = case_of({CONF: text}, WAY)
    question = Decision(by, "?", (), Location())
    change = told(Action.COMMENTED_OUT, by, decision=by)
    planned = result_of(case, {CONF: PLAIN}, [change], [question])
    assert reasons(proof_of(case, planned)) == {("token", "expiration"): ""}


def test_options_that_became_one_wait_for_the_decision_that_is_open() -> None:
    text = PLAIN + "[cache]\nmemcache_password = canary\nredis_password = parrot\n"
    case = case_of({CONF: text}, ("2025.1", "2026.1"))
    question = Decision("[cache] password", "which?", (), Location())
    waits = "it waits for the decision about [cache] password"
    found = proof_of(case, result_of(case, {}, decisions=[question]))
    assert (found.unexplained, set(reasons(found).values())) == ((), {waits})
    assert not found.holds
    lost = proof_of(case, result_of(case, {CONF: PLAIN}, decisions=[question]))
    assert len(lost.unexplained) == 2


def test_a_file_that_cannot_be_edited_explains_the_value_that_it_stands_in_the_way_of() -> None:
    lines = "[cache]\nhashclient_retry_delay = 1.5\nhashclient_retry_timeout = 2\n"
    case = case_of({CONF: f"{PLAIN}{lines}no assignment\n"}, ("2025.1", "2026.1"))
    result = planned(case, store.secret_names())
    why = "the file was not edited: oslo.config refuses the file: no-assignment"
    assert [(gap.why, gap.required) for gap in result.part.gaps] == [(why, True)]
    assert reasons(proof_of(case, result)) == {("cache", "hashclient_retry_delay"): why}


def test_a_file_that_is_left_out_must_be_told() -> None:
    case = case_of({CONF: PLAIN, "logging.conf": "[loggers]\nkeys = root\n"}, WAY)
    silent = proof_of(case, result_of(case, {"logging.conf": None}))
    assert silent.untold == ("logging.conf is left out, and nothing says why",)
    assert not silent.holds
    out = told(Action.LEFT_OUT, "logging.conf", "logging.conf")
    assert proof_of(case, result_of(case, {"logging.conf": None}, [out])).untold == ()


def test_an_answer_explains_just_what_it_asks_for() -> None:
    text = PLAIN + "[token]\nexpiration = 90\n"
    at = Location(path="answers.yaml", line=3)
    to_80 = Answer("[token] expiration", "set", "80", at=at)
    out = Answer("[token] expiration", "default", at=at)
    name = ("token", "expiration")
    after = text.replace("90", "80")
    assert reasons(answered(text, after, to_80)) == {name: "answered `set` at answers.yaml:3"}
    assert reasons(answered(text, PLAIN, out)) == {name: "answered `default` at answers.yaml:3"}
    assert reasons(answered(text, after, out)) == {name: ""}
    assert reasons(answered(text, PLAIN, to_80)) == {name: ""}
    assert reasons(answered(text, text.replace("90", "70"), to_80)) == {name: ""}


def test_a_value_that_follows_what_somebody_decided_is_explained_by_it() -> None:
    before = PLAIN + "[DEFAULT]\npolicy_file = p.yaml\n[ldap]\nurl = ldap://$policy_file/\n"
    after = PLAIN + "[ldap]\nurl = ldap://{}/\n[oslo_policy]\npolicy_file = b.yaml\n"
    answer = Answer("[DEFAULT] policy_file", "set", "b.yaml", at=Location(path="answers.yaml"))
    followed = answered(before, after.format("${oslo_policy.policy_file}"), answer)
    why = "it refers to [oslo_policy] policy_file, which differs"
    assert reasons(followed)["ldap", "url"] == why
    other = answered(before, after.format("x${oslo_policy.policy_file}"), answer)
    assert reasons(other)["ldap", "url"] == ""


def test_a_value_whose_reference_has_another_text_is_explained_by_the_answer() -> None:
    text = PLAIN + "[DEFAULT]\ndebug = false\n[ldap]\nurl = ldap://$debug/\n"
    answer = Answer("[DEFAULT] debug", "default", at=Location(path="answers.yaml"))
    case = case_of({CONF: text}, WAY, answers=[answer])
    found = proof_of(case, planned(case, store.secret_names()))
    assert reasons(found)["ldap", "url"] == "it refers to [DEFAULT] debug, answered `default`"


def test_a_reference_by_an_old_name_is_explained_by_the_option_that_has_it() -> None:
    text = PLAIN + "[database]\nmin_pool_size = {}\n[ldap]\nurl = ldap://${{{}}}/\n"
    old = "database.sql_min_pool_size"
    answer = Answer("[database] min_pool_size", "set", "1", at=Location(path="answers.yaml"))
    before, after = (text.format(value, old) for value in (5, 1))
    found = answered(before, after, answer, way=("pike", "queens"))
    why = "it refers to [database] min_pool_size, which differs"
    assert reasons(found)["ldap", "url"] == why


def test_an_answer_about_another_option_of_the_same_line_is_not_asked() -> None:
    own, other = "www_authenticate_uri", "auth_uri"
    text = PLAIN + f"[keystone_authtoken]\n{other} = c\n{own} = b\n"
    after = PLAIN + f"[keystone_authtoken]\n{own} = a\n"
    at = Location(path="answers.yaml", line=3)
    answers = (
        Answer(f"[keystone_authtoken] {other}", "default", at=at),
        Answer(f"[keystone_authtoken] {own}", "set", "a", at=at),
    )
    assert reasons(answered(text, after, *answers)) == {
        ("keystone_authtoken", own): "answered `set` at answers.yaml:3",
        ("keystone_authtoken", other): "answered `default` at answers.yaml:3",
    }


def test_an_answer_that_asks_for_the_default_may_be_left_out() -> None:
    text = PLAIN + "[token]\nexpiration = 90\n"
    answer = Answer("[token] expiration", "set", "3600", at=Location(path="answers.yaml", line=3))
    name = ("token", "expiration")
    assert reasons(answered(text, PLAIN, answer)) == {name: "answered `set` at answers.yaml:3"}


def test_an_answer_that_is_not_followed_is_not_explained_by_what_is_told() -> None:
    text = PLAIN + "[token]\nexpiration = 90\n"
    answer = Answer("[token] expiration", "set", "80")
    case = case_of({CONF: text}, WAY, answers=[answer])
    change = told(Action.SET, "[token] expiration")
    found = proof_of(case, result_of(case, {CONF: text.replace("90", "70")}, [change]))
    assert reasons(found) == {("token", "expiration"): ""}


def test_an_answer_that_is_not_followed_leaves_its_question_open() -> None:
    text = PLAIN + "[cache]\nexpiration_time = -2\n"
    by = "[cache] expiration_time"
    case = case_of({CONF: text}, ("2024.1", "2026.1"), answers=[Answer(by, "set", "soon")])
    question = Decision(by, "?", (), Location())
    assert proof_of(case, result_of(case, {}, decisions=[question])).unexplained == ()
    assert len(proof_of(case, result_of(case, {CONF: PLAIN}, decisions=[question])).unexplained)


def test_a_line_that_only_the_target_reads_is_explained_if_it_was_there() -> None:
    text = PLAIN + "[security_compliance]\ninvalid_password_hash_max_chars = 5\n"
    name = ("security_compliance", "invalid_password_hash_max_chars")
    way = ("2023.2", "2026.1")
    there = "the line is there already, and 2023.2 does not read it so"
    assert reasons(proof(text, text, way=way)) == {name: there}
    assert reasons(proof(PLAIN, text, way=way)) == {name: ""}
    assert reasons(proof(text, text.replace("= 5", "= 6"), way=way)) == {name: ""}


def test_a_line_that_only_the_target_reads_may_get_its_new_name() -> None:
    old = PLAIN + "[oslo_messaging_rabbit]\nrabbit_quroum_max_memory_bytes = 5\n"
    new = old.replace("quroum", "quorum")
    name = ("oslo_messaging_rabbit", "rabbit_quorum_max_memory_bytes")
    there = "the line is there already, and yoga does not read it so"
    assert reasons(proof(old, new, way=("yoga", "2023.1"))) == {name: there}
    assert reasons(proof(old, new.replace("5", "6"), way=("yoga", "2023.1"))) == {name: ""}


def domains(before: str, after: str | None, *changes: Change) -> Proof:
    path = "domains/keystone.staff.conf"
    case = case_of({CONF: PLAIN, path: before}, WAY)
    return proof_of(case, result_of(case, {path: after}, changes, decided(changes)))


def test_a_domain_is_held_against_itself() -> None:
    text = "[ldap]\nurl = ldap://staff\n"
    found = domains(text, text.replace("staff", "staf"))
    assert [(each.domain, each.option) for each in found.unexplained] == [
        ("staff", ("ldap", "url"))
    ]
    other = told(Action.SET, "[ldap] url", CONF, decision="[ldap] url")
    path, by = "domains/keystone.staff.conf", "[ldap] url of domain staff"
    own = told(Action.SET, "[ldap] url", path, decision=by)
    assert not domains(text, text.replace("staff", "staf"), other).holds
    assert domains(text, text.replace("staff", "staf"), own).holds


def test_a_domain_that_is_dropped_is_named_and_a_gap() -> None:
    found = domains("[ldap]\nurl = ldap://staff\n", None)
    assert [(each.domain, each.option) for each in found.unexplained] == [
        ("staff", ("ldap", "url"))
    ]
    assert [(gap.what, gap.required) for gap in found.gaps if gap.required] == [
        ("domains/keystone.staff.conf", True)
    ]


def test_a_blocker_of_the_target_and_one_of_the_way_both_remain() -> None:
    text = PLAIN + "[token]\nprovider = uuid\n[cache]\nenabled = maybe\n"
    found = proof(text, text, way=("queens", "rocky"))
    assert [finding.rule for finding in found.remaining] == [
        "config/token-provider-uuid-removed",
        "config/value-already-refused",
    ]


def test_a_value_that_the_target_refuses_is_explained_by_its_blocker_alone() -> None:
    text = PLAIN + "[cache]\nexpiration_time = -2\n"
    way = ("2024.1", "2026.1")
    found = proof(text, text, way=way)
    assert reasons(found) == {
        ("cache", "expiration_time"): "2026.1 refuses it (config/value-refused)"
    }
    assert [finding.rule for finding in found.remaining] == ["config/value-refused"]
    assert reasons(proof(text, text.replace("-2", "-3"), way=way)) == {
        ("cache", "expiration_time"): ""
    }


def test_a_refusal_that_no_blocker_speaks_of_is_not_explained() -> None:
    case = case_of({CONF: PLAIN + "[cache]\nexpiration_time = -2\n"}, ("2024.1", "2026.1"))
    result = result_of(case, {})
    changes = effective_after(case.context, result.after).changes
    refused = [each for each in changes if each.reason == "refused"]
    other = replace(proof_of(case, result).remaining[0], subject="[cache] backend")
    assert [each.option for each in refused] == [("cache", "expiration_time")]
    assert explained(case, result, refused, (other,)) == ((), tuple(refused))


def test_a_value_that_only_the_target_reads_and_refuses_waits_for_its_decision() -> None:
    text = PLAIN + "[security_compliance]\ninvalid_password_hash_max_chars = many\n"
    by = "[security_compliance] invalid_password_hash_max_chars"
    case = case_of({CONF: text}, ("2023.2", "2026.1"))
    question = Decision(by, "?", (), Location())
    waits = {
        ("security_compliance", "invalid_password_hash_max_chars"): (
            f"it waits for the decision about {by}"
        )
    }
    left = proof_of(case, result_of(case, {}, decisions=[question]))
    other = result_of(case, {CONF: text.replace("many", "more")}, decisions=[question])
    assert reasons(left) == waits
    assert set(reasons(proof_of(case, other)).values()) == {""}


def test_an_answer_lets_no_refused_value_be_proved() -> None:
    text = PLAIN + "[oslo_messaging_rabbit]\nrabbit_interval_max = -1\n"
    by = "[oslo_messaging_rabbit] rabbit_interval_max"
    case = case_of({CONF: text}, WAY, answers=[Answer(by, "keep")])
    found = proof_of(case, result := planned(case, store.secret_names()))
    assert (found.holds, reasons(found), found.remaining) == (
        False, {("oslo_messaging_rabbit", "rabbit_interval_max"): "answered `keep` at "}, ()
    )  # fmt: skip
    keep = Choice("keep", "leave it: the target refuses it, and the proof does not hold")
    assert [(each.id, each.choices[-1]) for each in result.part.decisions] == [(by, keep)]


def test_a_value_that_is_read_otherwise_stays_by_a_question_that_says_so() -> None:
    way, by = ("train", "ussuri"), "[eventlet_server] admin_bind_host"
    text = PLAIN + "[DEFAULT]\nadmin_bind_host = ${bind_host}\n"
    after = PLAIN + "[eventlet_server]\nadmin_bind_host = ${bind_host}\n"
    case = case_of({CONF: text}, way)
    question = Decision(by, "is it to stay?", (), Location(), usual="keep")
    stays = f"the line stays until somebody decides about {by}"
    name = ("eventlet_server", "admin_bind_host")
    told_of = result_of(case, {CONF: after}, decisions=[question])
    assert reasons(proof_of(case, told_of)) == {name: stays}
    assert reasons(proof_of(case, result_of(case, {CONF: after}))) == {name: ""}


def test_a_template_is_one_gap() -> None:
    text = PLAIN + "[token]\n{% if x %}\nexpiration = 90\n{% endif %}\n"
    found = proof(text, text)
    assert [(gap.what, gap.required) for gap in found.gaps if gap.required] == [(CONF, True)]


@pytest.mark.parametrize(("required", "told_again"), [(False, True), (True, False)])
def test_a_gap_is_told_again_only_where_it_is_graver(
    required: bool,
    told_again: bool,
) -> None:
    case = case_of({CONF: PLAIN + "[token]\n{% if x %}\nexpiration = 90\n{% endif %}\n"}, WAY)
    known = Gap(CONF, "why", "remedy", required=required, at=Location("", CONF))
    result = result_of(case, {})
    result = replace(result, part=replace(result.part, gaps=(known,)))
    found = [gap.required for gap in proof_of(case, result).gaps if gap.what == CONF]
    assert found == ([True] if told_again else [])


def test_a_deployment_that_is_at_its_target_is_proved() -> None:
    found = proof(NEW, NEW, way=("2025.1", "2025.1"))
    assert found == Proof(gaps=found.gaps)
