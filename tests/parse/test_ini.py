"""Configuration files are read with every place, and no fault in one stops the reading."""

import pytest

from linter.model.facts import ConfigFile, Flaw, Section, Setting, SourceFile
from linter.model.location import Location
from linter.parse.ini import parse_config
from tests.parse.inputs import FIXTURES
from tests.parse.oslo import read

PATH = "keystone.conf"


def at(first: int, last: int | None = None, column: int = 1) -> Location:
    return Location("", PATH, first, last or first, column)


def found(text: str | bytes) -> list[tuple[str, int, int, bool, str]]:
    flaws = read(text).flaws
    return [(flaw.kind, flaw.at.line, flaw.at.column, flaw.fatal, flaw.text) for flaw in flaws]


def assigned(text: str | bytes) -> list[tuple[str, str, str, int]]:
    return [(item.group, item.name, item.value, item.at.line) for item in read(text).settings]


def fixture(name: str) -> ConfigFile:
    return read((FIXTURES / name).read_bytes())


def test_a_file_is_its_settings_and_sections_with_their_places() -> None:
    content = b"[auth]\n# c\nmethods = password,\n  token\n\n[auth]\n#external = x\n[a]\n"
    source = SourceFile("ctl1", PATH, content, "abc", 0o640)
    here = Location("ctl1", PATH, 3, 4, 1)
    assert parse_config(source, frozenset()) == ConfigFile(
        node="ctl1",
        path=PATH,
        sha256="abc",
        settings=(
            Setting(
                "auth",
                "methods",
                "password,\ntoken",
                "password,\\ntoken",
                here,
                "methods = password,",
            ),
        ),
        sections=(
            Section("auth", Location("ctl1", PATH, 1, 1, 1)),
            Section("auth", Location("ctl1", PATH, 6, 6, 1)),
            Section("a", Location("ctl1", PATH, 8, 8, 1)),
        ),
        commented=(("auth", "external"),),
        mode=0o640,
    )


def test_a_faulty_file_is_read_to_its_end() -> None:
    file = fixture("faulty.conf")
    assert [(item.group, item.name, item.value) for item in file.settings] == [
        ("DEFAULT", "log_dir", "/var/log/keystone"),
        ("token", "provider", "fernet # not uuid"),
        ("cache", "enabled", "true"),
        (
            "fernet_tokens",
            "key_repository",
            "/etc/keystone/fernet-keys/\nmax_active_keys = 5\n[trust]",
        ),
        ("Token", "Expiration", "3600"),
        ("token", "expiration", "3600"),
        ("token", "expiration", "7200"),
    ]
    keys = "fernet_tokens"
    assert file.flaws == (
        Flaw("no-section", "debug = true", at(1), fatal=True),
        Flaw(
            "unexpected-continuation", "  log_dir = /var/log/keystone", at(3, column=3), fatal=True
        ),
        Flaw("no-assignment", "***", at(4), fatal=True),
        Flaw("empty-key", "***", at(5), fatal=True),
        Flaw("section-unclosed", "[token", at(6), fatal=True),
        Flaw(
            "inline-comment", "provider = fernet # not uuid", at(7, column=19), fatal=False,
            group="token", name="provider",
        ),
        Flaw("text-after-section", "[cache] # memcached", at(8), fatal=True),
        Flaw("section-unnamed", "[]", at(10), fatal=True),
        Flaw(
            "continued-assignment", "  max_active_keys = 5", at(13, column=3), fatal=False,
            group=keys, name="max_active_keys",
        ),
        Flaw(
            "continued-section", "  [trust]", at(14, column=3), fatal=False,
            group=keys, name="key_repository",
        ),
    )  # fmt: skip


def test_the_samples_comments_name_its_options() -> None:
    file = fixture("sample.conf")
    assert file.commented == (
        ("DEFAULT", "admin_token"),
        ("DEFAULT", "public_endpoint"),
        ("DEFAULT", "debug"),
        ("token", "expiration"),
    )
    assert [(item.name, item.value, item.at.line) for item in file.settings] == [
        ("debug", "true", 22)
    ]
    assert file.flaws == ()


@pytest.mark.parametrize(
    ("content", "flaws", "settings"),
    [
        (b"\xef\xbb\xbf[a]\nb = 1", [("byte-order-mark", 1)], [("a", "b", "1", 2)]),
        (b"[a]\nb = 1\n# caf\xe9\nc = \xe9", [("not-utf-8", 3)],
         [("a", "b", "1", 2), ("a", "c", "�", 4)]),
        ("[a]\nb = 1".encode("utf-16"), [("not-utf-8", 1)],
         [("a", "b", "1", 2)]),
        (b"[a]\r\nb = 1\r\n\r\nc = 2", [], [("a", "b", "1", 2), ("a", "c", "2", 4)]),
        (b"[a]\rb = 1\rc = \xff", [("not-utf-8", 3)], [("a", "b", "1", 2), ("a", "c", "�", 3)]),
        (b"[a]\nb = 1\x0b2\x0c3", [("control-character", 2)], [("a", "b", "1\x0b2\x0c3", 2)]),
        (b"", [], []),
    ],
)  # fmt: skip
def test_lines_are_those_of_a_text_file(
    content: bytes, flaws: list[tuple[str, int]], settings: list[tuple[str, str, str, int]]
) -> None:
    file = read(content)
    assert [(flaw.kind, flaw.at.line) for flaw in file.flaws] == flaws
    assert assigned(content) == settings


def test_every_line_of_an_indented_section_is_read_for_one_flaw() -> None:
    text = "[a]\n  b = 1\n  c = 2\n\n  [d]\n  e = 3\nf = 4\n  g = 5"
    assert assigned(text) == [
        ("a", "b", "1", 2), ("a", "c", "2", 3), ("d", "e", "3", 6), ("d", "f", "4\ng = 5", 7),
    ]  # fmt: skip
    assert found(text) == [
        ("unexpected-continuation", 2, 3, True, "  b = 1"),
        ("unexpected-continuation", 5, 3, True, "  [d]"),
    ]


@pytest.mark.parametrize(
    ("continuation", "kinds"),
    [
        ("max_active_keys = 5", ["continued-assignment"]),
        ("debug = true", ["continued-assignment"]),
        ("log_dir=/var/log", ["continued-assignment"]),
        ("[token]", ["continued-section"]),
        ("ou=users,dc=example,dc=org", []),
        ("(&(objectClass=person)(uid=*))", []),
        ("http://host/?key=value", []),
        ("a == b", []),
        ("token,", []),
    ],
)
def test_an_indented_line_is_doubted_only_where_it_looks_meant(
    continuation: str, kinds: list[str]
) -> None:
    assert [flaw.kind for flaw in read(f"[a]\nb = c\n  {continuation}").flaws] == kinds


@pytest.mark.parametrize(
    ("value", "column"),
    [("1 # c", 7), ("1\t;c", 7), ("a#b", None), ("#c", None), ("a; b", None), ("%23 #", 9)],
)
def test_a_comment_behind_a_value_is_noted(value: str, column: int | None) -> None:
    columns = [place for kind, _, place, _, _ in found(f"[a]\nb = {value}")]
    assert columns == ([] if column is None else [column])


def test_invisible_characters_are_noted_and_shown() -> None:
    assert found("[a]\nb = x\u202ey\nc = \x1b[31mred\nd = caf\u00e9\ne = a\tb\nf = a\u00a0b") == [
        ("control-character", 2, 6, False, "b = x\\u202ey"),
        ("control-character", 3, 5, False, "c = \\x1b[31mred"),
        ("control-character", 6, 6, False, "f = a\\xa0b"),
    ]


def test_no_secret_leaves_the_reader() -> None:
    text = (
        "[DEFAULT]\nadmin_token = hunter2 # hunter2\ntransport_url = rabbit://u:hunter2@h:5672/\n"
        "password hunter2\npassword: hunter2\n  hunter2 = hunter2\n  [hunter2]\nhunter2\n"
        "= hunter2\n"
        "[ldap]\n  password = hunter2\x1b\n[x] password = hunter2\n"
        "key = -----BEGIN PRIVATE KEY-----\n  hunter2\n\n  hunter2\n"
    )
    file = read(text)
    printed = [item.shown + item.line_text for item in file.settings]
    printed += [flaw.text for flaw in file.flaws]
    assert [text for text in printed if "hunter2" in text] == []
    assert len(file.flaws) == 10


def test_secret_names_mask_whatever_they_are_called() -> None:
    source = SourceFile("", PATH, b"[Database]\nconnection = sqlite://\ndriver = a", "")
    secrets = frozenset({("database", "connection")})
    shown = [(item.shown, item.line_text) for item in parse_config(source, secrets).settings]
    assert shown == [("***", "connection = ***"), ("a", "driver = a")]


@pytest.mark.parametrize("length", [2_000_000])
def test_a_line_of_megabytes_is_read_at_once(length: int) -> None:
    for line in ("a" * length, "[" * length, "b = " + "x@" * (length // 2), "b = " + "{{" * length):
        file = read(f"[a]\n{line}\n[b]\nc = 1")
        assert file.settings[-1].value == "1"


def test_all_of_a_full_sample_is_read() -> None:
    options = [f"# About option {number}. (string value)\n#option_{number} = {number}\n\n"
               for number in range(2000)]  # fmt: skip
    file = read("[DEFAULT]\n" + "".join(options))
    assert len(file.commented) == 2000
    assert file.flaws == ()
