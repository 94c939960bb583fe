"""Digests of lines: they tell what changed, and help nobody to guess a secret."""

import pytest

from linter.model.facts import FileKind
from linter.parse.line_digests import line_digests

SECRETS = frozenset({("database", "connection"), ("DEFAULT", "transport_url")})
CONFIGURATION = b"""\
# keystone
[token]
provider = fernet

[database]
connection = mysql://keystone:canary@db/keystone
    ?charset=utf8
"""


def of(content: str, kind: FileKind = FileKind.CONFIGURATION) -> str:
    return line_digests(content.encode(), kind, SECRETS)


def test_lines_that_say_something_have_four_digits_each() -> None:
    digests = line_digests(CONFIGURATION, FileKind.CONFIGURATION, SECRETS)

    assert digests == "+1 dd7c 47d7 +1 f0ee 5fa2"


def test_a_file_without_a_word_has_no_digests() -> None:
    assert of("\n# nothing\n") == ""


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("connection = sqlite://", "connection = mysql://u:p@h/d"),
        ("connection = a\n  canary", "connection = a\n  another"),
        ("admin_password = canary", "admin_password = another"),
        ("  my_password = canary", "  my_password = another"),
        ("url = http://u:canary@host/", "url = http://u:another@host/"),
        ("# the password is canary", "# the password is another"),
        ("canary", "another"),
        ("[token] canary", "[token] another"),
    ],
)
def test_what_may_be_secret_does_not_count(one: str, other: str) -> None:
    assert of(one) == of(other)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("provider = uuid", "provider = fernet"),
        ("[token]", "[cache]"),
        ("methods = password,\n  token", "methods = password,\n  totp"),
        ("# kslint: ignore[a/b]", "# kslint: ignore[a/c]"),
        ("url = http://u:canary@host/", "url = http://u:canary@other/"),
    ],
)
def test_everything_else_counts(one: str, other: str) -> None:
    assert of(one) != of(other)


def test_every_rule_of_a_policy_counts() -> None:
    rules = ["identity:create_credential: role:admin", "identity:create_credential: role:reader"]

    assert of(rules[0], FileKind.POLICY) != of(rules[1], FileKind.POLICY)


@pytest.mark.parametrize("line", ["SetEnv OS_PASSWORD {}", "* * * * * run --token {}"])
def test_no_line_of_a_web_server_that_may_hold_a_secret_counts(line: str) -> None:
    assert of(line.format("canary"), FileKind.WEB) == ""


def test_other_lines_of_a_web_server_count() -> None:
    assert of("WSGIProcessGroup keystone-public", FileKind.WEB) != ""
