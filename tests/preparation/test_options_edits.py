"""The edits of all planners made in one go: rivals, refusals, and what is told of each line."""

from linter.model.finding import Gap
from linter.model.location import Location
from linter.model.preparation import Action, Answer, Change
from linter.preparation.case import FileEdit, Part
from linter.preparation.options_edits import edited_files
from linter.rebase.ini_edits import Add, CommentOut, Edit, Rename, SetValue
from tests.preparation.cases import case_of
from tests.preparation.written import prepared

CONF = "keystone.conf"
NEXT = ("2024.1", "2025.1")
OLD, NEW = ("DEFAULT", "policy_file"), ("oslo_policy", "policy_file")
SUBJECT = "[oslo_policy] policy_file"
TEXT = "[DEFAULT]\npolicy_file = a.json\n"


def edit(what: Edit, *, decision: str = "", path: str = CONF) -> FileEdit:
    change = Change(Action.SET, SUBJECT, Location(), "a reason", decision=decision)
    return FileEdit(path, what, change)


def made(text: str | bytes, *edits: FileEdit, answers: tuple[Answer, ...] = ()) -> Part:
    return edited_files(case_of({CONF: text}, NEXT, answers=answers), edits)


def text_of(part: Part) -> str:
    [file] = part.files
    assert file.content is not None
    return file.content.decode()


def test_a_value_for_the_old_name_is_given_to_the_new_one() -> None:
    rename = edit(Rename((NEW, OLD), NEW))
    value = edit(SetValue(OLD, "a.yaml"))
    for edits in ((rename, value), (value, rename)):
        expected = "[DEFAULT]\n\n[oslo_policy]\npolicy_file = a.yaml\n"
        assert text_of(made(TEXT, *edits)) == expected


def test_an_option_to_be_added_under_the_name_that_is_renamed_gets_the_value() -> None:
    part = made(TEXT, edit(Add(NEW, "a.yaml")), edit(Rename((NEW, OLD), NEW)))
    assert text_of(part) == "[DEFAULT]\n\n[oslo_policy]\npolicy_file = a.yaml\n"


def test_of_two_edits_of_one_line_the_first_planned_is_made() -> None:
    part = made(TEXT, edit(CommentOut(OLD, "special")), edit(Rename((NEW, OLD), NEW)))
    assert text_of(part) == "[DEFAULT]\n# kslint prepare: special\n#policy_file = a.json\n"
    assert part.gaps == ()


def test_what_a_person_asked_for_comes_before_what_was_planned() -> None:
    part = made(
        TEXT,
        edit(SetValue(OLD, "special.yaml")),
        edit(SetValue(OLD, "asked.yaml"), decision=SUBJECT),
        answers=(Answer(SUBJECT, "set", "asked.yaml"),),
    )
    assert text_of(part) == "[DEFAULT]\npolicy_file = asked.yaml\n"


def test_an_edit_that_is_asked_for_twice_is_made_and_told_once() -> None:
    part = made(TEXT, edit(SetValue(OLD, "b")), edit(SetValue(OLD, "b")))
    assert part.changes == (Change(Action.SET, SUBJECT, Location("", CONF, 2, 2, 1), "a reason"),)


def test_an_edit_with_nothing_to_do_is_no_change_and_no_gap() -> None:
    assert made(TEXT, edit(SetValue(OLD, "a.json")), edit(CommentOut(NEW, "gone"))) == Part()


def test_each_line_of_a_rename_is_told_where_it_stood() -> None:
    text = "[oslo_policy]\npolicy_file = new\n[DEFAULT]\npolicy_file = old\n"
    part = made(text, edit(Rename((NEW, OLD), NEW)))
    assert part.changes == (
        Change(
            Action.COMMENTED_OUT,
            "[DEFAULT] policy_file",
            Location("", CONF, 4, 4, 1),
            "[oslo_policy] policy_file was read instead of it",
        ),
    )


def test_a_file_that_cannot_be_read_is_one_gap_and_stays() -> None:
    text = "[DEFAULT]\npolicy_file = a\n[catalog]\ntemplate_file = b\nno assignment\n"
    part, _ = prepared(case_of({CONF: text}, NEXT))
    assert (part.files, part.changes) == ((), ())
    assert part.gaps == (
        Gap(
            "keystone.conf: [catalog] template_file, [DEFAULT] policy_file",
            "the file was not edited: oslo.config refuses the file: no-assignment",
            "edit it by hand: removed in 2025.1; the option is now [oslo_policy] policy_file, and "
            "its old name is not read from 2025.1 on",
            required=True,
            at=Location("", CONF, 5),
        ),
    )


def test_a_file_in_utf_16_is_one_gap_and_stays() -> None:
    part = made("[DEFAULT]\na = 1\n".encode("utf-16"), edit(Add(NEW, "b")), edit(Add(OLD, "b")))
    assert part.files == ()
    assert [(gap.why, gap.required) for gap in part.gaps] == [
        ("the file was not edited: the file is UTF-16; convert it to UTF-8", True)
    ]


def test_a_line_that_a_template_fills_stays_in_every_file() -> None:
    files = {
        CONF: "[DEFAULT]\npolicy_file = a\n",
        "keystone.conf.d/a.conf": "[DEFAULT]\npolicy_file = {{ b }}\n",
    }
    part, _ = prepared(case_of(files, NEXT))
    assert part.files == ()
    assert [(gap.what, gap.required) for gap in part.gaps] == [
        ("keystone.conf.d/a.conf: [DEFAULT] policy_file", True)
    ]


def test_a_file_that_was_not_collected_is_a_gap() -> None:
    part = made(TEXT, edit(Add(NEW, "b"), path="elsewhere.conf"))
    assert [(gap.what, gap.required) for gap in part.gaps] == [("elsewhere.conf", True)]
