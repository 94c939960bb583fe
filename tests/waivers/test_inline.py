"""A waiver may stand as a comment above what it is about, where it is a comment."""

import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as some

from linter.model.facts import FileKind, SourceFile
from linter.model.location import Location
from linter.model.snapshot import Node, OtherFile, Snapshot
from linter.model.waiver import Lines, Waiver, WaiverFault, Waivers
from linter.waivers.inline import inline_waivers, waivers_in

IGNORE = 'kslint: ignore[config/dead] until=2027-03-01 reason="it is known"'
NOTHING = "nothing stands directly below it"
IN_VALUE = "it is part of the value here: put it on a line of its own above"


def source(text: str, path: str = "keystone.conf") -> SourceFile:
    return SourceFile("ctl1", path, text.encode(), "")


def read(text: str, kind: FileKind = FileKind.CONFIGURATION) -> Waivers:
    return inline_waivers(source(text), kind)


def covered(found: Waivers) -> list[tuple[int, int]]:
    assert found.faults == ()
    return [(one.lines.first, one.lines.last) for one in found.waivers if one.lines]


def faults(found: Waivers) -> list[tuple[int, int, str]]:
    assert found.waivers == ()
    assert {fault.kind for fault in found.faults} == {"malformed"}
    return [(fault.at.line, fault.at.column, fault.why) for fault in found.faults]


def test_a_comment_names_rules_an_end_and_a_reason() -> None:
    text = (
        "[token]\n"
        "; kslint: ignore[config/dead, config/removed] until=2027-03-01 ticket=OPS-7 owner='Ada E'"
        ' reason="it\'s known" target=epoxy\n'
        "provider = uuid\n"
    )

    assert read(text).waivers == (
        Waiver(
            ("config/dead", "config/removed"),
            "it's known",
            dt.date(2027, 3, 1),
            owner="Ada E",
            ticket="OPS-7",
            target="epoxy",
            lines=Lines("ctl1", "keystone.conf", 3, 3, "provider = uuid"),
            at=Location("ctl1", "keystone.conf", 2, 2, 1),
        ),
    )


def test_a_waiver_without_an_owner_says_where_it_stands() -> None:
    (waiver,) = read(f"# {IGNORE}\na = b\n").waivers

    assert waiver.words() == "waived in keystone.conf until 2027-03-01: it is known"


@pytest.mark.parametrize(
    ("kind", "text", "lines"),
    [
        (FileKind.CONFIGURATION, f"# {IGNORE}\na = b\n  c\n\td\ne = f\n", [(2, 4)]),
        (FileKind.CONFIGURATION, f"# {IGNORE}\na = b\n\n  c\n", [(2, 2)]),
        (FileKind.CONFIGURATION, f"#{IGNORE}\n# why\n;{IGNORE}\na = b", [(4, 4), (4, 4)]),
        (FileKind.CONFIGURATION, f"# {IGNORE}\r\na = b\r\n", [(2, 2)]),
        (FileKind.DOMAIN, f"# {IGNORE}\n[ldap]\nurl = x\n", [(2, 2)]),
        (FileKind.PASTE, f"  # {IGNORE}\na = b\n  c\n\n # why\n  d\ne = f\n", [(2, 6)]),
        (FileKind.LOGGING, f"; {IGNORE}\na = b", [(2, 2)]),
        (FileKind.POLICY, f'# {IGNORE}\n"a": "b"\n"c": "d"\n', [(2, 2)]),
        (FileKind.POLICY, f'"a": "b"  # {IGNORE}\n"c": "d"\n', [(1, 1)]),
        (FileKind.POLICY, f'"a":\n  # {IGNORE}\n  - b\n  - c\n"c": "d"\n', [(3, 4)]),
        (FileKind.POLICY, f'# {IGNORE}\n"a": >\n  b\n  c\n"c": "d"\n', [(2, 4)]),
        (FileKind.POLICY, f'# {IGNORE}\n"a":\n- b\n- c\n"c": "d"\n', [(2, 4)]),
        (FileKind.POLICY, f'"a": >\n  b\n# {IGNORE}\n"c": "d"\n', [(4, 4)]),
        (FileKind.WEB, f"<VirtualHost *:5000>\n  # {IGNORE}\n  A b \\\n  c\n  D e\n", [(3, 4)]),
        (FileKind.WEB, f"# {IGNORE}\n<VirtualHost *:5000>\n  A b\n</VirtualHost>\n", [(2, 2)]),
        (FileKind.SCRIPT, f"# {IGNORE}\nkeystone-manage \\\n  db_sync", [(2, 3)]),
    ],
)
def test_a_waiver_is_about_the_line_below_and_what_goes_on_from_it(
    kind: FileKind, text: str, lines: list[tuple[int, int]]
) -> None:
    assert covered(read(text, kind)) == lines


@pytest.mark.parametrize(
    ("kind", "text", "said"),
    [
        (FileKind.CONFIGURATION, f"a = b  # {IGNORE}\n", (1, 8, IN_VALUE)),
        (FileKind.CONFIGURATION, f"a = b ; {IGNORE}\n", (1, 7, IN_VALUE)),
        (
            FileKind.CONFIGURATION,
            f"a = b\n  # {IGNORE}\nc = d\n",
            (2, 3, "indented, it is part of the value above: let it begin the line"),
        ),
        (FileKind.PASTE, f"a = b  # {IGNORE}\n", (1, 8, IN_VALUE)),
        (FileKind.WEB, f"A b # {IGNORE}\n", (1, 5, IN_VALUE)),
        (
            FileKind.WEB,
            f"A b \\\n# {IGNORE}\nC d\n",
            (2, 1, "the line above goes on here: put it above that line"),
        ),
        (
            FileKind.POLICY,
            f'"a": >\n  b\n  # {IGNORE}\n  c\n',
            (3, 3, "it is part of a value here and no comment: put it above the rule"),
        ),
        (
            FileKind.POLICY,
            f'"a": "b # {IGNORE[:-14]}"\n',
            (1, 9, "it is part of a value here and no comment: put it above the rule"),
        ),
        (FileKind.CONFIGURATION, f"# {IGNORE}\n\na = b\n", (1, 1, NOTHING)),
        (FileKind.CONFIGURATION, f"# {IGNORE}", (1, 1, NOTHING)),
    ],
)  # fmt: skip
def test_what_is_no_comment_where_it_stands_has_no_effect(
    kind: FileKind, text: str, said: tuple[int, int, str]
) -> None:
    assert faults(read(text, kind)) == [said]


NO_IGNORE = "`kslint:` is not followed by `ignore[RULE]`"


@pytest.mark.parametrize(
    ("comment", "said"),
    [
        ("kslint: ignore", NO_IGNORE),
        ("kslint: ignor[config/dead]", NO_IGNORE),
        ("kslint: ignore[config/dead", NO_IGNORE),
        ("kslint:", NO_IGNORE),
        ("kslint: ignore[] until=2027-03-01 reason=known", "it names no rule"),
        ("kslint: ignore[config/dead] until=2027-03-01", "it has no `reason`"),
        ("kslint: ignore[config/dead] reason=known", "it has no `until`"),
        (
            "kslint: ignore[config/dead] untl=2027-03-01 reason=known",
            "unknown field `untl` (did you mean until?)",
        ),
        (
            "kslint: ignore[config/dead] until=2027-03-01 reason=it is known",
            "'is' is no NAME=VALUE; texts stand in quotes",
        ),
        (
            'kslint: ignore[config/dead] until=2027-03-01 reason="known',
            "a quote is not closed",
        ),
        (
            "kslint: ignore[config/dead] until=2027-03-01 reason=a reason=b",
            "`reason` stands twice",
        ),
        (
            "kslint: ignore[config/dead] until=2027-3-1 reason=known",
            "`until` is no date such as 2027-03-01, but '2027-3-1'",
        ),
        (
            "kslint: ignore[the rule] until=2027-03-01 reason=known",
            "'the rule' is neither a rule nor a pattern such as config/*",
        ),
    ],
)
def test_what_is_wrong_with_a_comment_is_said(comment: str, said: str) -> None:
    assert faults(read(f"# {comment}\na = b\n")) == [(1, 1, said)]


@pytest.mark.parametrize(
    ("kind", "text"),
    [
        (FileKind.CONFIGURATION, f"# checked with kslint: fine\n# a = b # {IGNORE}\n"),
        (FileKind.CONFIGURATION, "note = see kslint: the page\n"),
        (FileKind.KEY, f"# {IGNORE}\na\n"),
        (FileKind.COPY, f"# {IGNORE}\na = b\n"),
        (FileKind.POLICY, '{"a": "kslint: none"}'),
    ],
)
def test_other_text_is_no_waiver(kind: FileKind, text: str) -> None:
    assert read(text, kind) == Waivers()


def test_a_fault_shows_nothing_that_a_terminal_obeys() -> None:
    (fault,) = read("# kslint: ignore[\x1b[31m\na = b\n").faults

    assert fault == WaiverFault(
        "malformed", Location("ctl1", "keystone.conf", 1, 1, 1), (), NO_IGNORE
    )


def test_every_file_of_every_node_is_read() -> None:
    domain = source(f"# {IGNORE}\n[ldap]\n", "domains/keystone.a.conf")
    policy = source(f'# {IGNORE}\n"a": "b"\n', "policy.yaml")
    others = (
        OtherFile("policy.yaml", FileKind.POLICY, policy),
        OtherFile("0", FileKind.KEY),
    )
    main = source(f"# {IGNORE}\na = b\n# kslint: off\n")
    found = waivers_in(Snapshot((Node("ctl1", (main,), (domain,), others, ""),), ()))

    assert [waiver.at.path for waiver in found.waivers] == [
        "keystone.conf",
        "domains/keystone.a.conf",
        "policy.yaml",
    ]
    assert [str(fault.at) for fault in found.faults] == ["ctl1:keystone.conf:3:1"]


@given(
    lines=some.lists(
        some.sampled_from(
            [f"# {IGNORE}", f"  # {IGNORE}", f"a: b # {IGNORE}", "a = b", "  c", "", '"a": >', "\\",
             "# kslint: \x00", "{", "'"]
        )
    ),
    kind=some.sampled_from(FileKind),
)  # fmt: skip
def test_any_text_is_read(lines: list[str], kind: FileKind) -> None:
    found = read("\n".join(lines), kind)

    for waiver in found.waivers:
        assert waiver.lines
        assert waiver.at.line <= waiver.lines.first <= waiver.lines.last <= len(lines)
