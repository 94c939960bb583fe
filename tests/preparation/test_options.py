"""What becomes of the lines that a deployment sets, fate by fate."""

from collections.abc import Mapping

import pytest

from linter.model.preparation import Choice
from tests.preparation.cases import case_of
from tests.preparation.written import prepared

CONF = "keystone.conf"
DROP_IN = "keystone.conf.d/a.conf"
NEXT = ("2024.1", "2025.1")
TRAIN = ("train", "ussuri")
FAR = ("queens", "2025.1")
KEEPING = (
    Choice("keep", "the line stays as it is, and keystone itself does not read it"),
    Choice("default", "comment it out"),
)


def carried(files: Mapping[str, str], between: tuple[str, str]) -> dict[str, str]:
    """The files as they are prepared; preparing them again changes nothing."""
    part, node = prepared(case_of(files, between))
    assert part.gaps == ()
    new = {file.path: file.content.decode() for file in (*node.configuration, *node.domains)}
    again, _ = prepared(case_of(new, between))
    assert again.files == ()
    later, _ = prepared(case_of(new, (between[1], between[1])))
    assert later.files == ()
    return new


def one(text: str, between: tuple[str, str] = NEXT) -> str:
    """One file as it is prepared."""
    return carried({CONF: text}, between)[CONF]


def told(text: str, between: tuple[str, str] = NEXT) -> list[tuple[str, str, int, str]]:
    """Each change: what was done to which option on which line, and why."""
    part, _ = prepared(case_of({CONF: text}, between))
    return [(each.action, each.subject, each.at.line, each.why) for each in part.changes]


@pytest.mark.parametrize("between", [NEXT, TRAIN, FAR])
def test_what_the_target_reads_as_it_is_written_stays(between: tuple[str, str]) -> None:
    text = "# ours\n[Token]\nexpiration=7200   \n\n[ldap]\n# two\nurl = ldap://a,\n  ldap://b\n"
    assert one(text, between) == text
    assert told(text, between) == []


def test_an_old_name_gives_way_to_the_new_one_in_its_group() -> None:
    text = "[DEFAULT]\n# why\npolicy_file = p.yaml\n[oslo_policy]\nenforce_scope = true\n"
    assert one(text) == (
        "[DEFAULT]\n[oslo_policy]\nenforce_scope = true\n# why\npolicy_file = p.yaml\n"
    )
    why = "the option is now [oslo_policy] policy_file, and its old name is not read from 2025.1 on"
    assert told(text) == [("renamed", "[DEFAULT] policy_file", 3, why)]


def test_an_old_name_that_is_still_read_gives_way_as_well() -> None:
    text = "[cache]\nmemcache_socket_timeout = 3.0\n"
    assert one(text, ("2025.1", "2026.2")) == "[cache]\nsocket_timeout = 3.0\n"
    why = "the option is now [cache] socket_timeout"
    renamed = ("renamed", "[cache] memcache_socket_timeout", 2, why)
    assert told(text, ("2025.1", "2026.2")) == [renamed]


def test_an_option_that_went_is_commented_out_with_the_release() -> None:
    text = "[catalog]\ndriver = sql\ntemplate_file = /etc/a\n"
    assert one(text) == (
        "[catalog]\ndriver = sql\n# kslint prepare: removed in 2025.1\n#template_file = /etc/a\n"
    )
    assert told(text) == [("commented out", "[catalog] template_file", 3, "removed in 2025.1")]


def test_a_line_that_was_dead_already_is_commented_out() -> None:
    text = "[database]\nidle_timeout = 30\n"
    assert one(text) == "[database]\n# kslint prepare: not read since xena\n#idle_timeout = 30\n"


def test_a_name_that_no_release_knows_is_kept_unless_somebody_says_otherwise() -> None:
    text = "[token]\nexpirationn = 1\n"
    assert one(text) == text
    part, _ = prepared(case_of({CONF: text}, NEXT))
    [decision] = part.decisions
    assert (decision.id, decision.usual, decision.choices) == (
        "[token] expirationn", "keep", KEEPING,
    )  # fmt: skip


def test_names_in_a_group_that_the_target_closed_are_commented_out() -> None:
    text = "[cors.horizon]\nmax_age = 3600\n"
    assert one(text, ("2025.1", "2026.1")) == (
        "[cors.horizon]\n# kslint prepare: removed in 2026.1 with its group\n#max_age = 3600\n"
    )
    why = "removed in 2026.1 with its group"
    gone = ("commented out", "[cors.horizon] max_age", 2, why)
    assert told(text, ("2025.1", "2026.1")) == [gone]


def test_every_value_of_a_multi_valued_option_moves_in_its_order() -> None:
    text = (
        "[DEFAULT]\nnotification_driver = log\nnotification_driver = messaging\n"
        "[oslo_messaging_notifications]\ndriver = noop\n"
    )
    assert one(text) == (
        "[DEFAULT]\n[oslo_messaging_notifications]\n"
        "driver = log\ndriver = messaging\ndriver = noop\n"
    )


def test_of_an_old_and_a_new_name_in_one_file_the_one_that_was_read_stays() -> None:
    text = "[DEFAULT]\npolicy_file = old.yaml\n[oslo_policy]\npolicy_file = new.yaml\n"
    assert one(text) == (
        "[DEFAULT]\n"
        "# kslint prepare: overridden by [oslo_policy] policy_file, which was read instead\n"
        "#policy_file = old.yaml\n[oslo_policy]\npolicy_file = new.yaml\n"
    )


def test_the_file_that_is_read_last_wins_as_before() -> None:
    files = {
        CONF: "[oslo_policy]\npolicy_file = a.yaml\n",
        DROP_IN: "[DEFAULT]\npolicy_file = b.yaml\n",
    }
    assert carried(files, NEXT) == {
        CONF: files[CONF],
        DROP_IN: "[DEFAULT]\n\n[oslo_policy]\npolicy_file = b.yaml\n",
    }


def test_a_new_name_that_was_not_read_does_not_begin_to_count_beside_the_old_one() -> None:
    files = {
        CONF: "[cache]\nmemcache_socket_timeout = 3.0\n",
        DROP_IN: "[cache]\nsocket_timeout = 9.0\n",
    }
    assert carried(files, ("2025.1", "2026.2")) == {
        CONF: "[cache]\nsocket_timeout = 3.0\n",
        DROP_IN: "[cache]\n# kslint prepare: the source release did not read it, and the option is "
        "set under its old name\n#socket_timeout = 9.0\n",
    }


def test_a_new_name_alone_stays_and_is_asked_about() -> None:
    text = "[cache]\nsocket_timeout = 9.0\n"
    assert one(text, ("2025.1", "2026.2")) == text
    part, _ = prepared(case_of({CONF: text}, ("2025.1", "2026.2")))
    [decision] = part.decisions
    question = (
        "the source release ignores it and the target reads it: is [cache] socket_timeout to be "
        "set?"
    )
    assert (decision.id, decision.usual) == ("[cache] socket_timeout", "keep")
    assert decision.question == question


def test_options_that_became_one_are_left_to_a_person_where_they_differ() -> None:
    text = "[cache]\nmemcache_socket_timeout = 3.0\nredis_socket_timeout = 4.0\n"
    part, node = prepared(case_of({CONF: text}, ("2025.1", "2026.2")))
    assert node.configuration[0].content.decode() == text
    [decision] = part.decisions
    question = (
        "[cache] memcache_socket_timeout, [cache] redis_socket_timeout became one option, "
        "[cache] socket_timeout, and differ: what is it to be?"
    )
    assert (decision.id, decision.is_open) == ("[cache] socket_timeout", True)
    assert decision.question == question


def test_options_that_became_one_are_one_where_they_agree() -> None:
    text = "[cache]\nmemcache_socket_timeout = 3.0\nredis_socket_timeout = 3\n"
    assert one(text, ("2025.1", "2026.2")) == (
        "[cache]\nsocket_timeout = 3.0\n"
        "# kslint prepare: [cache] socket_timeout takes its place and has the same value\n"
        "#redis_socket_timeout = 3\n"
    )


def test_an_overlay_is_carried_over_on_its_own() -> None:
    files = {
        CONF: "[cache]\nmemcache_socket_timeout = 3.0\n",
        "domains/keystone.sales.conf": "[cache]\nsocket_timeout = 4.0\n",
    }
    assert carried(files, ("2025.1", "2026.2")) == {
        CONF: "[cache]\nsocket_timeout = 3.0\n",
        "domains/keystone.sales.conf": "[cache]\nsocket_timeout = 4.0\n",
    }
    part, _ = prepared(case_of(files, ("2025.1", "2026.2")))
    assert [each.id for each in part.decisions] == ["[cache] socket_timeout of domain sales"]


def test_sections_that_stand_twice_and_lines_that_repeat_are_all_carried_over() -> None:
    text = "[DEFAULT]\npolicy_file = a\n[token]\n[DEFAULT]\npolicy_file = b\n"
    assert one(text) == (
        "[DEFAULT]\n[token]\n[DEFAULT]\n\n[oslo_policy]\npolicy_file = a\npolicy_file = b\n"
    )
    assert [(subject, line) for _, subject, line, _ in told(text)] == [
        ("[DEFAULT] policy_file", 2),
        ("[DEFAULT] policy_file", 5),
    ]


def test_a_jump_over_many_releases_goes_to_the_last_name() -> None:
    text = "[DATABASE]\nsql_connection = sqlite://\nidle_timeout = 30\n"
    assert one(text, FAR) == "[DATABASE]\nconnection = sqlite://\nconnection_recycle_time = 30\n"


def test_an_old_name_of_two_options_is_given_to_both() -> None:
    text = "[DEFAULT]\nbind_host = 10.0.0.1\n"
    assert one(text, ("pike", "queens")) == (
        "[DEFAULT]\n\n[eventlet_server]\nadmin_bind_host = 10.0.0.1\npublic_bind_host = 10.0.0.1\n"
    )
