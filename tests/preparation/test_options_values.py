"""Values that the target refuses or reads otherwise, defaults that change, and answers."""

from collections.abc import Sequence

from msgspec.structs import replace

from linter.checks.option_defaults import default_changed  # noqa: F401  registers its check
from linter.model.finding import Confidence, Finding, Gap, Severity
from linter.model.location import Location
from linter.model.preparation import Answer, Choice, Decision
from linter.preparation.case import Part
from tests.preparation.cases import case_of
from tests.preparation.written import prepared

CONF = "keystone.conf"
NEXT = ("2024.1", "2025.1")
AT = Location("", "answers.yaml", 3)
EXPIRATION = (
    Choice("set", "set it to a whole number, at least 0", takes_value=True),
    Choice("default", "comment it out: the target's default is 3600"),
    Choice("keep", "leave it: the target refuses it as the source does"),
)


def answered(
    text: str,
    *answers: Answer,
    between: tuple[str, str] = NEXT,
    findings: Sequence[Finding] = (),
) -> tuple[str, Part]:
    """The file as it is prepared with these answers; prepared again with them nothing changes."""
    answers = tuple(replace(answer, at=AT) for answer in answers)
    case = case_of({CONF: text}, between, answers=answers, findings=findings)
    part, node = prepared(case)
    new = node.configuration[0].content.decode()
    again, _ = prepared(case_of({CONF: new}, between, answers=answers, findings=findings))
    assert again.files == ()
    return new, part


def test_a_refused_value_is_left_and_the_question_names_what_is_taken() -> None:
    text = "[token]\nexpiration = soon\n"
    new, part = answered(text)
    assert new == text
    question = "the target refuses soon; it takes a whole number, at least 0: what is it to be?"
    at = Location("", CONF, 2, 2, 1)
    assert part.decisions == (Decision("[token] expiration", question, EXPIRATION, at),)


def test_an_answer_sets_the_line_that_wins() -> None:
    text = "[token]\nexpiration = 1\n# last\nexpiration = soon\n"
    new, part = answered(text, Answer("[token] expiration", "set", "600"))
    assert new == "[token]\nexpiration = 1\n# last\nexpiration = 600\n"
    [decision] = part.decisions
    assert (decision.chosen, decision.is_open) == ("set", False)
    [change] = part.changes
    assert (change.action, change.at.line, change.decision) == ("set", 4, "[token] expiration")


def test_an_answer_comments_out_every_line_under_every_name() -> None:
    text = "[DEFAULT]\npolicy_file = a\n[oslo_policy]\npolicy_file = b\n"
    new, _ = answered(text, Answer("[oslo_policy] policy_file", "default"))
    lead = "# kslint prepare: the default was chosen\n"
    assert new == f"[DEFAULT]\n{lead}#policy_file = a\n[oslo_policy]\n{lead}#policy_file = b\n"


def test_an_answer_keeps_a_line_that_would_be_renamed_or_commented_out() -> None:
    text = "[DEFAULT]\npolicy_file = a\n[catalog]\ntemplate_file = b\n"
    new, _ = answered(
        text,
        Answer("[DEFAULT] policy_file", "keep"),
        Answer("[catalog] template_file", "keep"),
    )
    assert new == text


def test_a_renamed_option_is_set_under_its_new_name() -> None:
    new, _ = answered(
        "[DEFAULT]\npolicy_file = a\n", Answer("[DEFAULT] policy_file", "set", "b.yaml")
    )
    assert new == "[DEFAULT]\n\n[oslo_policy]\npolicy_file = b.yaml\n"


def test_an_option_that_is_not_set_is_added_to_its_section() -> None:
    text = "[token]\nexpiration = 1\n[cache]\nenabled = true\n"
    new, part = answered(text, Answer("[token] allow_rescope_scoped_token", "set", "false"))
    assert new == (
        "[token]\nexpiration = 1\nallow_rescope_scoped_token = false\n[cache]\nenabled = true\n"
    )
    assert [(each.action, each.subject) for each in part.changes] == [
        ("added", "[token] allow_rescope_scoped_token")
    ]


def test_an_answer_for_a_multi_valued_option_replaces_all_values() -> None:
    text = "[DEFAULT]\nnotification_driver = log\n[oslo_messaging_notifications]\ndriver = noop\n"
    new, _ = answered(text, Answer("[oslo_messaging_notifications] driver", "set", "messagingv2"))
    assert new == (
        "[DEFAULT]\n# kslint prepare: another value was chosen\n#notification_driver = log\n"
        "[oslo_messaging_notifications]\ndriver = messagingv2\n"
    )


def test_an_answer_decides_between_options_that_became_one() -> None:
    text = "[cache]\nmemcache_socket_timeout = 3.0\nredis_socket_timeout = 4.0\n"
    new, _ = answered(
        text, Answer("[cache] socket_timeout", "set", "5.0"), between=("2025.1", "2026.2")
    )
    lead = "# kslint prepare: another value was chosen\n"
    assert new == (
        f"[cache]\n{lead}#memcache_socket_timeout = 3.0\n{lead}#redis_socket_timeout = 4.0\n"
        "socket_timeout = 5.0\n"
    )


def test_a_value_that_the_target_refuses_is_no_answer_and_is_not_shown() -> None:
    text = "[token]\nexpiration = soon\n"
    new, part = answered(text, Answer("[token] expiration", "set", "canary"))
    assert new == text
    assert part.gaps == (
        Gap(
            "answer to [token] expiration",
            "it was not followed: the option takes a whole number, at least 0",
            "mend the entry in the answers file",
            required=True,
            at=AT,
        ),
    )
    assert [decision.is_open for decision in part.decisions] == [True]


def test_an_option_that_the_target_lacks_cannot_be_set() -> None:
    _, part = answered("[token]\n", Answer("[token] nothing", "set", "1"))
    assert [gap.why for gap in part.gaps] == ["it was not followed: the target has no such option"]


def test_an_answer_is_not_followed_in_some_files_where_another_cannot_be_edited() -> None:
    late = "keystone.conf.d/a.conf"
    files = {CONF: "[token]\nexpiration = 1\n", late: "[token]\nexpiration = 2\nno assignment\n"}
    answer = Answer("[token] expiration", "default", at=AT)
    part, _ = prepared(case_of(files, NEXT, answers=[answer]))
    assert part.files == ()
    assert part.gaps == (
        Gap(
            f"{late}: [token] expiration",
            "the file was not edited: oslo.config refuses the file: no-assignment",
            "edit it by hand: the default was chosen",
            required=True,
            at=Location("", late, 3),
        ),
    )


def test_a_reference_follows_the_option_that_moves() -> None:
    text = "[DEFAULT]\npolicy_file = p.yaml\n[ldap]\nurl = ldap://$policy_file/\n"
    new, part = answered(text)
    assert new == (
        "[DEFAULT]\n[ldap]\nurl = ldap://${oslo_policy.policy_file}/\n\n"
        "[oslo_policy]\npolicy_file = p.yaml\n"
    )
    assert part.decisions == ()


def test_a_reference_to_an_option_that_went_becomes_its_text() -> None:
    text = "[catalog]\ntemplate_file = /a$$b\n[ldap]\nurl = ldap://x${catalog.template_file}\n"
    new, _ = answered(text)
    assert new == (
        "[catalog]\n# kslint prepare: removed in 2025.1\n#template_file = /a$$b\n"
        "[ldap]\nurl = ldap://x/a$$b\n"
    )


def test_a_reference_to_what_went_stays_where_its_text_is_refused_too() -> None:
    text = "[catalog]\ntemplate_file = b\n[token]\nexpiration = ${catalog.template_file}\n"
    new, part = answered(text)
    assert new == (
        "[catalog]\n# kslint prepare: removed in 2025.1\n#template_file = b\n"
        "[token]\nexpiration = ${catalog.template_file}\n"
    )
    assert [(each.id, each.is_open) for each in part.decisions] == [("[token] expiration", True)]


def test_a_reference_by_an_old_name_means_the_line_that_has_this_name() -> None:
    text = (
        "[DEFAULT]\npublic_port = 80\n[eventlet_server]\npublic_port = 81\n"
        "[oslo_messaging_amqp]\nssl_key_file = /$public_port\n"
    )
    new, _ = answered(text, between=("yoga", "zed"))
    assert new == (
        "[DEFAULT]\n# kslint prepare: overridden by [eventlet_server] public_port, which was read "
        "instead\n#public_port = 80\n[eventlet_server]\npublic_port = 81\n"
        "[oslo_messaging_amqp]\nssl_key_file = /80\n"
    )


def test_a_reference_by_an_old_name_follows_the_line_that_had_it() -> None:
    text = "[DEFAULT]\npublic_port = 80\n[oslo_messaging_amqp]\nssl_key_file = /$public_port\n"
    new, _ = answered(text, between=("yoga", "zed"))
    assert new == (
        "[DEFAULT]\n\n[eventlet_server]\npublic_port = 80\n\n"
        "[oslo_messaging_amqp]\nssl_key_file = /${eventlet_server.public_port}\n"
    )


def test_a_reference_by_an_old_name_to_what_is_not_set_stays() -> None:
    text = "[oslo_messaging_amqp]\nssl_key_file = /$public_port\n"
    assert answered(text, between=("yoga", "zed"))[0] == text


def test_no_reference_is_followed_where_another_value_of_the_option_is_read_otherwise() -> None:
    text = (
        "[DEFAULT]\nnotification_driver = log\n[assignment]\ncaching = $nothing\n"
        "[oslo_messaging_notifications]\ndriver = $notification_driver\n"
        "driver = ${assignment.caching}\n"
    )
    new, part = answered(text, between=("zed", "2024.1"))
    assert new == (
        "[DEFAULT]\n[assignment]\n[oslo_messaging_notifications]\ndriver = log\n"
        "driver = $notification_driver\ndriver = ${assignment.caching}\n\n"
        "[resource]\ncaching = $nothing\n"
    )
    question = (
        "the source refuses it and the target reads log, $notification_driver, "
        "${assignment.caching}: is it to stay?"
    )
    asked = {each.id: (each.question, each.usual) for each in part.decisions}
    assert asked["[oslo_messaging_notifications] driver"] == (question, "keep")


def changed(subject: str, severity: Severity) -> Finding:
    at = Location("", CONF)
    told = ("a title", severity, Confidence.CERTAIN, "a message", subject, at, "fingerprint")
    return Finding("config/default-changed", *told)


def test_a_default_that_changes_gravely_can_be_set_to_the_old_one() -> None:
    subject = "[oslo_policy] enforce_scope"
    findings = [changed(subject, Severity.CONDITION)]
    new, part = answered("[token]\n", between=("2024.1", "2025.1"), findings=findings)
    assert new == "[token]\n"
    [decision] = part.decisions
    assert decision == Decision(
        subject,
        "its default changes from false to true: which is to hold?",
        (
            Choice("default", "the new default holds, true"),
            Choice(
                "set",
                "set it to true, false, 1, 0, yes, no, on or off",
                takes_value=True,
                values=("false",),
            ),
        ),
        Location("", CONF),
        ("config/default-changed",),
        "default",
    )
    answer = Answer(subject, "set", "false")
    new, _ = answered("[token]\n", answer, between=("2024.1", "2025.1"), findings=findings)
    assert new == "[token]\n\n[oslo_policy]\nenforce_scope = false\n"


def test_a_default_that_changes_harmlessly_is_no_question() -> None:
    findings = [changed("[oslo_policy] enforce_scope", Severity.WARNING)]
    _, part = answered("[token]\n", between=("2024.1", "2025.1"), findings=findings)
    assert part.decisions == ()
