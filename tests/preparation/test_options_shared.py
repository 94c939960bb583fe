"""Answers about one of two options that a single line sets."""

import pytest

from linter.model.preparation import Action, Answer
from linter.preparation.case import FileEdit
from linter.preparation.options_edits import edited_files
from linter.rebase.ini_edits import CommentOut, Rename
from tests.preparation.cases import case_of
from tests.preparation.results import told
from tests.preparation.written import prepared

CONF = "keystone.conf"
WAY = ("pike", "queens")
BOTH = "[DEFAULT]\nbind_host = 10.0.0.1\n"
ADMIN, PUBLIC = "[eventlet_server] admin_bind_host", "[eventlet_server] public_bind_host"
LEAD = "# kslint prepare: the default was chosen\n"


def answered(text: str, *answers: Answer) -> tuple[str, list[tuple[str, str]]]:
    """The file as it is prepared, and why answers were not followed; twice is once."""
    part, node = prepared(case_of({CONF: text}, WAY, answers=answers))
    new = node.configuration[0].content.decode()
    again, _ = prepared(case_of({CONF: new}, WAY, answers=answers))
    assert again.files == ()
    return new, [(gap.what, gap.why) for gap in part.gaps]


@pytest.mark.parametrize(
    ("chosen", "other"), [(ADMIN, "public_bind_host"), (PUBLIC, "admin_bind_host")]
)
def test_the_default_for_one_leaves_the_other_its_value(chosen: str, other: str) -> None:
    new, gaps = answered(BOTH, Answer(chosen, "default"))
    assert [line for line in new.splitlines() if line and line[0] not in "#["] == [
        f"{other} = 10.0.0.1"
    ]
    assert gaps == []


def test_the_default_for_both_comments_the_line_out() -> None:
    answers = Answer(ADMIN, "default"), Answer(PUBLIC, "default")
    expected = f"[DEFAULT]\n{LEAD}#bind_host = 10.0.0.1\n"
    assert answered(BOTH, *answers) == (expected, [])
    assert answered(BOTH, Answer("[DEFAULT] bind_host", "default")) == (expected, [])


def test_one_name_of_both_is_one_decision() -> None:
    answer = Answer("[DEFAULT] bind_host", "default")
    part, _ = prepared(case_of({CONF: BOTH}, WAY, answers=[answer]))
    assert [(each.id, each.chosen) for each in part.decisions] == [
        ("[DEFAULT] bind_host", "default")
    ]


def test_a_line_that_was_to_stay_for_one_cannot_be_taken_from_the_other() -> None:
    new, gaps = answered(BOTH, Answer(ADMIN, "keep"), Answer(PUBLIC, "default"))
    assert new == f"{BOTH}\n[eventlet_server]\npublic_bind_host = 10.0.0.1\n"
    why = (
        "it was not followed: the target reads [DEFAULT] bind_host for it too, and that line is "
        "another option's as well"
    )
    assert gaps == [(f"answer to {PUBLIC}", why)]


def test_a_line_that_the_target_reads_for_two_is_not_taken_from_one() -> None:
    text = "[DEFAULT]\nrpc_poll_timeout = 5\n"
    main, other = "[DEFAULT] rpc_poll_timeout", "[oslo_messaging_zmq] rpc_poll_timeout"
    new, gaps = answered(text, Answer(main, "default"))
    assert new == text
    why = f"it was not followed: {other} would lose its value with it"
    assert gaps == [(f"answer to {main}", why)]
    new, gaps = answered(text, Answer(other, "default"))
    assert new == text
    why = (
        f"it was not followed: the target reads {main} for it too, and that line is another "
        "option's as well"
    )
    assert gaps == [(f"answer to {other}", why)]
    new, gaps = answered(text, Answer(other, "set", "7"))
    assert (new, gaps) == (f"{text}\n[oslo_messaging_zmq]\nrpc_poll_timeout = 7\n", [])


def test_a_line_that_is_to_be_kept_for_one_is_not_taken_from_it() -> None:
    text = "[DEFAULT]\nrpc_poll_timeout = 5\n"
    main, other = "[DEFAULT] rpc_poll_timeout", "[oslo_messaging_zmq] rpc_poll_timeout"
    new, gaps = answered(text, Answer(main, "default"), Answer(other, "keep"))
    assert new == text
    why = f"it was not followed: {other} would lose its value with it"
    assert gaps == [(f"answer to {main}", why)]


def test_a_reference_in_a_line_of_two_options_is_followed_once() -> None:
    text = "[DEFAULT]\nrpc_zmq_bind_address = a$sql_max_pool_size\n"
    new, gaps = answered(f"{text}[DEFAULT]\nsql_max_pool_size = 7\n")
    assert new == (
        "[DEFAULT]\nrpc_zmq_bind_address = a${database.max_pool_size}\n"
        "[DEFAULT]\n\n[database]\nmax_pool_size = 7\n"
    )
    assert gaps == []


def test_a_value_for_one_is_set_where_the_line_of_both_is_read() -> None:
    late = "keystone.conf.d/a.conf"
    files = {CONF: "", late: "[DEFAULT]\nrpc_poll_timeout = 5\n"}
    answer = Answer("[oslo_messaging_zmq] rpc_poll_timeout", "set", "7")
    part, node = prepared(case_of(files, WAY, answers=[answer]))
    new = {file.path: file.content.decode() for file in node.configuration}
    assert new == {CONF: "", late: f"{files[late]}\n[oslo_messaging_zmq]\nrpc_poll_timeout = 7\n"}
    assert part.gaps == ()


def test_an_edit_for_another_option_that_is_kept_out_is_a_gap() -> None:
    line, to = ("DEFAULT", "bind_host"), ("eventlet_server", "admin_bind_host")
    chosen = told(Action.COMMENTED_OUT, "[DEFAULT] bind_host", decision=PUBLIC)
    renamed = told(Action.RENAMED, "[DEFAULT] bind_host")
    edits = (
        FileEdit(CONF, Rename((to, line), to), renamed),
        FileEdit(CONF, CommentOut(line, "chosen"), chosen),
    )
    part = edited_files(case_of({CONF: BOTH}, WAY, answers=[Answer(PUBLIC, "default")]), edits)
    assert [(gap.what, gap.why, gap.required) for gap in part.gaps] == [
        (
            "keystone.conf: [DEFAULT] bind_host",
            f"it was not edited for {ADMIN}: another edit is about the same line",
            True,
        )
    ]


def test_what_the_target_refuses_of_a_line_for_its_new_option_is_an_open_question() -> None:
    text = "[keystone_authtoken]\nauth_uri = a$nothing\n"
    part, _ = prepared(case_of({CONF: text}, WAY))
    asked = {each.id: each.is_open for each in part.decisions}
    assert asked["[keystone_authtoken] www_authenticate_uri"]
