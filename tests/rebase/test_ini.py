"""A configuration file is edited by option; nothing else in it changes."""

import pytest

from linter.model.facts import FileKind, SourceFile
from linter.rebase.ini import edited
from linter.rebase.ini_edits import (
    Add,
    Applied,
    CommentOut,
    DropSection,
    Edit,
    Refused,
    Rename,
    SetValue,
)
from linter.waivers.inline import inline_waivers

DEBUG = ("DEFAULT", "debug")
PROVIDER = ("token", "provider")
OLD = ("DEFAULT", "old")
NEW = ("token", "new")
GROUPS = ("DEFAULT", "cache", "token")


def after(text: str, *edits: Edit) -> str:
    """The file after edits of which each is made, and made once."""
    content = text.encode()
    result = edited(content, edits, order=GROUPS)
    assert result.refused == ()
    again = edited(result.content, edits, order=GROUPS)
    assert (again.content, again.applied) == (result.content, ())
    assert all(refused.is_done for refused in again.refused)
    return result.content.decode()


def why(text: str | bytes, *edits: Edit) -> tuple[Refused, ...]:
    """Why edits are refused, none of which changes anything."""
    content = text if isinstance(text, bytes) else text.encode()
    result = edited(content, edits)
    assert (result.content, result.applied) == (content, ())
    return result.refused


def test_an_option_gets_its_new_name_in_place() -> None:
    text = "[token]\n# ours\nexpire\t:  1 ; x\n\n[Token]\nexpire=a,\n\tb  \n"
    assert after(text, Rename((("token", "expire"),), ("token", "expiration"))) == (
        "[token]\n# ours\nexpiration\t:  1 ; x\n\n[Token]\nexpiration=a,\n\tb  \n"
    )


def test_an_option_moves_with_its_comments_behind_what_its_new_group_sets() -> None:
    text = (
        "[token]\nprovider = a\n[Token]\nprovider = fernet\n#x = 1\n\n"
        "[DEFAULT]\n# general\n\n# ours,\n; since 2019\nold= a,\n  b\ndebug = true\n"
    )
    assert after(text, Rename((OLD,), NEW)) == (
        "[token]\nprovider = a\n[Token]\nprovider = fernet\n# ours,\n; since 2019\nnew= a,\n  b\n"
        "#x = 1\n\n[DEFAULT]\n# general\n\ndebug = true\n"
    )


def test_comments_about_another_option_stay() -> None:
    text = "[DEFAULT]\n# about other\n#other = 1,\n#   2\n# about old\n#old = 3\nold = 4\n[token]\n"
    assert after(text, Rename((OLD,), NEW)) == (
        "[DEFAULT]\n# about other\n#other = 1,\n#   2\n[token]\n# about old\n#old = 3\nnew = 4\n"
    )


def test_a_group_that_only_has_comments_gets_the_line_at_its_end() -> None:
    text = "[DEFAULT]\nold = 1\n[token]\n\n#provider = fernet\n\n\n# ---- cache\n[cache]\n"
    assert after(text, Rename((OLD,), NEW)) == (
        "[DEFAULT]\n[token]\n\n#provider = fernet\nnew = 1\n\n\n# ---- cache\n[cache]\n"
    )


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("[DEFAULT]\na = 1\n\n[token]\n", "[DEFAULT]\na = 1\n\n[cache]\nx = 1\n\n[token]\n"),
        ("[DEFAULT]\n[token]\n", "[DEFAULT]\n\n[cache]\nx = 1\n\n[token]\n"),
        ("[token]\na = 1\n", "[token]\na = 1\n\n[cache]\nx = 1\n"),
        ("", "[cache]\nx = 1\n"),
        ("# nothing", "# nothing\n\n[cache]\nx = 1"),
        ("[DEFAULT]\r\n\r\n[token]\r\n", "[DEFAULT]\r\n\r\n[cache]\r\nx = 1\r\n\r\n[token]\r\n"),
    ],
)
def test_a_new_section_stands_where_the_sample_has_it(text: str, expected: str) -> None:
    assert after(text, Add(("cache", "x"), "1")) == expected


def test_a_new_section_of_an_unknown_group_stands_at_the_end() -> None:
    assert after("[DEFAULT]\n[token]\n", Add(("site", "x"), "1")) == (
        "[DEFAULT]\n[token]\n\n[site]\nx = 1\n"
    )


def test_the_name_that_was_read_keeps_its_value() -> None:
    text = "[DEFAULT]\nold = 1\nold = 2\nolder = 3\n[token]\nnew = 4\n"
    names = (OLD, ("DEFAULT", "older"))
    assert after(text, Rename((NEW, *names), NEW)) == (
        "[DEFAULT]\n"
        "# kslint prepare: overridden by [token] new, which was read instead\n#old = 1\n"
        "# kslint prepare: overridden by [token] new, which was read instead\n#old = 2\n"
        "# kslint prepare: overridden by [token] new, which was read instead\n#older = 3\n"
        "[token]\nnew = 4\n"
    )
    assert after(text, Rename(names, NEW)) == (
        "[DEFAULT]\n"
        "# kslint prepare: overridden by [DEFAULT] old, which was read instead\n#older = 3\n"
        "[token]\n"
        "# kslint prepare: overridden by [DEFAULT] old, which was read instead\n#new = 4\n"
        "new = 1\nnew = 2\n"
    )


def test_a_multi_valued_option_keeps_the_values_of_all_its_names_in_their_order() -> None:
    text = "[token]\n# own\nnew = 3\n[DEFAULT]\nold = 1\nold = 2\n"
    assert after(text, Rename((NEW, OLD), NEW, multi=True)) == (
        "[token]\nnew = 1\nnew = 2\n# own\nnew = 3\n[DEFAULT]\n"
    )


def test_an_order_of_values_that_would_change_is_refused() -> None:
    text = "[token]\nold = 1\nolder = 2\n"
    assert why(text, Rename((("token", "old"), ("token", "older")), NEW, multi=True)) == (
        Refused(
            0,
            "[token] old",
            "oslo.config would not read the result as intended; edit it by hand",
        ),
    )


def test_an_option_is_commented_out_below_the_reason() -> None:
    text = "[DEFAULT]\n# ours\nold = a,\n\tb\nold = c\n"
    reason = "removed in 2025.1 (config/option-removed): nothing reads " + "x" * 60
    edit = CommentOut(OLD, reason, only="c")
    lines = (
        "# kslint prepare: removed in 2025.1 (config/option-removed): nothing reads\n"
        f"#   {'x' * 60}\n"
    )
    assert after(text, edit) == f"[DEFAULT]\n# ours\nold = a,\n\tb\n{lines}#old = c\n"
    assert after(text, CommentOut(OLD, reason)) == (
        f"[DEFAULT]\n# ours\n{lines}#old = a,\n#\tb\n{lines}#old = c\n"
    )


def test_a_reason_stays_a_comment_and_is_no_waiver() -> None:
    result = after("[DEFAULT]\nold = 1\n", CommentOut(OLD, "a\n[b]\x1b\n"))
    assert result == "[DEFAULT]\n# kslint prepare: a [b]\\x1b\n#old = 1\n"
    source = SourceFile("", "keystone.conf", result.encode(), "")
    assert inline_waivers(source, FileKind.CONFIGURATION).faults == ()


@pytest.mark.parametrize(
    ("line", "value", "expected"),
    [
        ("debug=1", "0", "debug=0"),
        ("debug\t:  1", "0", "debug\t:  0"),
        ("debug =", "0", "debug = 0"),
        ("debug=", "0", "debug=0"),
        ("debug = 1", "", "debug ="),
        ("debug = '1'", "0", "debug = '0'"),
        ("debug = 1", " 0", 'debug = " 0"'),
        ("debug = 1", "'0'", "debug = \"'0'\""),
        ("debug = 1", '"', 'debug = """'),
        ("debug = 1,\n\t2\n  3", "4,\n5\n6\n7", "debug = 4,\n\t5\n  6\n    7"),
        ("debug = 1,\n\t2", "3", "debug = 3"),
        ("debug = 1\ndebug = 2", "3", "debug = 1\ndebug = 3"),
    ],
)
def test_a_value_is_exchanged_in_its_style(line: str, value: str, expected: str) -> None:
    text = f"[DEFAULT]\n{line}\n# end"
    assert after(text, SetValue(DEBUG, value)) == f"[DEFAULT]\n{expected}\n# end"


def test_one_of_several_values_is_exchanged() -> None:
    text = "[DEFAULT]\nold = a\nold = b\n"
    edits = (SetValue(OLD, "c", only="a"), Add(OLD, "d", multi=True))
    assert after(text, *edits) == "[DEFAULT]\nold = c\nold = b\nold = d\n"


def test_what_was_renamed_can_be_given_a_value() -> None:
    edits = (Rename((OLD,), NEW), SetValue(NEW, "2"), DropSection("DEFAULT"))
    assert after("[DEFAULT]\nold= 1\n\n[token]\n", *edits) == "[token]\nnew= 2\n"


def test_a_section_is_dropped_where_nothing_stands_below_it() -> None:
    text = "[token]\n\n[Token]\n# ours\n[a]\n[TOKEN]\n"
    assert after(text, DropSection("token")) == "[Token]\n# ours\n[a]\n"


def test_bytes_that_are_not_understood_are_kept() -> None:
    content = b"\xef\xbb\xbf[DEFAULT]\r\n# \xff\r\nold = \xe9\t\r\n\x0bdebug\x0c= 1\r# end\n[cache]"
    result = edited(content, (Rename((OLD,), NEW), SetValue(DEBUG, "2")), order=GROUPS)
    assert result.content == (
        b"\xef\xbb\xbf[DEFAULT]\r\n\x0bdebug\x0c= 2\r# end\n[cache]\r\n"
        b"\r\n[token]\r\n# \xff\r\nnew = \xe9\t"
    )
    assert result.applied == (
        Applied(0, "[DEFAULT] old", (3,)),
        Applied(1, "[DEFAULT] debug", (2,)),
    )


def test_what_is_as_it_should_be_needs_no_edit() -> None:
    edits = (
        Rename((OLD,), NEW),
        CommentOut(("DEFAULT", "older"), "gone", only="x"),
        SetValue(DEBUG, "true"),
        Add(PROVIDER, "fernet"),
        DropSection("token"),
    )
    nothing = "there is nothing to edit"
    assert why("[DEFAULT]\ndebug = true\n[token]\nprovider = fernet", *edits) == (
        Refused(0, "[DEFAULT] old", nothing, is_done=True),
        Refused(1, "[DEFAULT] older", nothing, is_done=True),
        Refused(2, "[DEFAULT] debug", nothing, is_done=True),
        Refused(3, "[token] provider", nothing, is_done=True),
        Refused(4, "[token]", "no section of this name is empty", is_done=True),
    )


@pytest.mark.parametrize(
    ("edit", "reason"),
    [
        (Add(DEBUG, "hunter2"), "it is set already"),
        (SetValue(PROVIDER, "hunter2"), "it is not set in this file"),
        (SetValue(DEBUG, "hun\n\nter2"), "oslo.config would not read the result as intended"),
        (SetValue(DEBUG, "hun\rter2"), "oslo.config would not read the result as intended"),
        (SetValue(DEBUG, "hunter2\ud800"), "what should be written cannot be encoded as UTF-8"),
        (Rename((DEBUG,), ("token", "a\nb")), "oslo.config would not read the result as intended"),
        (Rename((DEBUG,), ("a]\n[b", "c")), "oslo.config would not read the result as intended"),
        (Rename((DEBUG,), ("token", "#a")), "oslo.config would not read the result as intended"),
    ],
)
def test_what_cannot_be_written_is_refused(edit: Edit, reason: str) -> None:
    (refused,) = why("[DEFAULT]\ndebug = 1\n", edit)
    assert refused.why.removesuffix("; edit it by hand") == reason
    assert "hun" not in repr(refused)


def test_edits_that_depend_on_their_order_are_refused() -> None:
    edits = (
        Rename((OLD,), NEW),
        Rename((NEW,), PROVIDER),
        Rename((DEBUG,), NEW),
        SetValue(OLD, "1"),
        CommentOut(NEW, "gone"),
    )
    rival = "an edit before this one is about the same option; decide for one"
    result = edited(b"[DEFAULT]\nold = 1\ndebug = 1\n", edits)
    assert result.content == b"[DEFAULT]\ndebug = 1\n\n[token]\nnew = 1\n"
    assert result.refused == (
        Refused(1, "[token] new", rival),
        Refused(2, "[DEFAULT] debug", rival),
        Refused(3, "[DEFAULT] old", rival),
        Refused(4, "[token] new", rival),
    )


@pytest.mark.parametrize(
    ("content", "reason", "line"),
    [
        (b"debug = 1\n", "oslo.config refuses the file: no-section", 1),
        (b"[DEFAULT]\nold = 1\nhunter2\n", "oslo.config refuses the file: no-assignment", 3),
        ("[DEFAULT]\nold = 1\n".encode("utf-16"), "the file is UTF-16; convert it to UTF-8", 1),
    ],
)
def test_a_file_that_oslo_config_refuses_is_left_alone(
    content: bytes, reason: str, line: int
) -> None:
    assert why(content, Rename((OLD,), NEW)) == (Refused(0, "[DEFAULT] old", reason, line),)


def test_a_template_is_edited_where_its_text_is_literal() -> None:
    text = "# {{ managed }}\n[DEFAULT]\nold = 1\n[token]\nprovider = {{ provider }}\n"
    assert after(text, Rename((OLD,), NEW)) == (
        "# {{ managed }}\n[DEFAULT]\n[token]\nprovider = {{ provider }}\nnew = 1\n"
    )
    assert why(text, Rename((PROVIDER,), NEW), SetValue(DEBUG, "1"), SetValue(OLD, "{{ a }}")) == (
        Refused(0, "[token] provider", "the line is filled in by a template", 5),
        Refused(1, "[DEFAULT] debug", "it is not set in this file"),
        Refused(
            2,
            "[DEFAULT] old",
            "the file is a template, which would replace a part of the value",
        ),
    )


def test_a_template_with_conditions_is_edited_in_place_only() -> None:
    text = (
        "[DEFAULT]\n{% if a %}\ndebug = 1\n{% else %}\ndebug = 2\n{% endif %}\nold = 1\n[cache]\n"
    )
    unknown = "the file is a template; which lines will stand together is not known"
    assert why(
        text,
        SetValue(DEBUG, "3"),
        Rename((OLD,), NEW),
        Add(PROVIDER, "1"),
        CommentOut(("token", "a"), "gone"),
        DropSection("cache"),
    ) == (
        Refused(0, "[DEFAULT] debug", unknown),
        Refused(1, "[DEFAULT] old", unknown),
        Refused(2, "[token] provider", unknown),
        Refused(3, "[token] a", "the file is a template; its literal text has nothing to edit"),
        Refused(4, "[cache]", "the file is a template, which may fill it", 8),
    )
    result = edited(text.encode(), (Rename((DEBUG,), ("DEFAULT", "verbose")),))
    assert result.content == text.replace("debug", "verbose").encode()
