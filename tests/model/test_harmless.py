import time

import pytest

from linter.model.harmless import harmless

LOGGED = {
    "X-Auth-Token: gAAAAABjQ1Zsecretsecretsecret_-abc==": "X-Auth-Token: ***",
    "x-subject-token=0123456789abcdef0123456789abcdef": "x-subject-token=***",
    "Authorization: Basic aHVudGVyMg==, next": "Authorization: Basic ***, next",
    "{'password': 'hunter2', 'user': 'x'}": "{'password': '***', 'user': 'x'}",
    '{"token_id": "0123 4567"}': '{"token_id": "***"}',
    r'"{\"admin_token\": \"hunter2\"}"': r'"{\"admin_token\": \"***\"}"',
    "password = hunter2": "password = ***",
    "admin_token = hunter2": "admin_token = ***",
    "memcache_secret_key: hunter2": "memcache_secret_key: ***",
    "AWS_SECRET_ACCESS_KEY=hunter2": "AWS_SECRET_ACCESS_KEY=***",
    "{u'adminPass': u'hunter2'}": "{u'adminPass': u'***'}",
    'totp passcode=hunter2, password "hunter2"': 'totp passcode=***, password "***"',
    "openstack --os-password hunter2 token issue": "openstack --os-password *** token issue",
    "bindpw=hunter2 on": "bindpw=*** on",
    "URL 'mysql://keystone:hun@ter2@db/keystone' is": "URL 'mysql://keystone:***@db/keystone' is",
    "got gAAAAABjQ1Zsecretsecretsecret here": "got *** here",
    "got eyJhbGciOiJFUzI1.eyJzdWIiOiIx.c2lnbmF0dXJl": "got ***",
    "hash $2b$12$abcdefghijklmnopqrstuv/ABC.": "hash ***",
}
ABOUT_SECRETS = (
    'Policy "identity:change_password":"rule:owner" was deprecated',
    'UUID Token Provider "[token] provider=uuid" is deprecated',
    'Option "admin_token" from group "DEFAULT" is deprecated for removal',
    "Truncating password to algorithm specific maximum length 72 characters.",
    "http://keystone:5000/v3/auth/tokens is deprecated",
    "`secret` <...> [token] expiration",
)
HOSTILE = (":/:", "password=", "eyJ", "gAAAA", "'a", "\x1b", "$2$", '"password":', "a:/b:", "<")


@pytest.mark.parametrize(("text", "shown"), LOGGED.items())
def test_what_a_program_logs_of_a_secret_is_masked(text: str, shown: str) -> None:
    assert harmless(text) == shown


@pytest.mark.parametrize("text", ABOUT_SECRETS)
def test_what_speaks_of_secrets_stays(text: str) -> None:
    assert harmless(text) == text


@pytest.mark.parametrize("text", LOGGED)
def test_a_harmless_text_stays_as_it_is(text: str) -> None:
    assert harmless(harmless(text)) == harmless(text)


def test_what_commands_a_terminal_is_written_out() -> None:
    assert harmless("a\x1b[31m\x00\u202e\n\tb\udcff") == r"a\x1b[31m\x00\u202e\n b\udcff"


def test_a_long_text_is_cut() -> None:
    assert harmless("x" * 1_000_000, 10) == "xxxxxxxxx…"


def test_a_password_without_its_end_is_masked() -> None:
    assert harmless("mysql://keystone:" + "hunter2" * 100, 40) == "mysql://keystone:***"


@pytest.mark.parametrize("piece", HOSTILE)
def test_no_text_takes_long(piece: str) -> None:
    begin = time.process_time()
    harmless(piece * 300_000)
    assert time.process_time() - begin < 1
