"""Nothing secret and nothing that a terminal obeys is shown."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from linter.parse.masking import is_secret, shown, shown_fragment, shown_line, visible

SECRETS = frozenset({("ldap", "password"), ("database", "connection"), ("amqp1", "ssl_thing")})


@pytest.mark.parametrize(
    ("value", "text"),
    [
        ("mysql://keystone:hunter2@db/keystone", "mysql://keystone:***@db/keystone"),
        ("mysql+pymysql://u:p%40ss%2F@db/k?ssl_ca=/ca", "mysql+pymysql://u:***@db/k?ssl_ca=/ca"),
        ("mysql://u:p@ss/w:rd@db/k", "mysql://u:***@db/k"),
        ("mysql://u:p ss@db/k", "mysql://u:***@db/k"),
        ("mysql://u:p#ss?@db/k", "mysql://u:***@db/k"),
        ("rabbit://a:1@h1:5672,b:2@h2:5672/v", "rabbit://a:***@h2:5672/v"),
        ("redis://:hunter2@h:6379", "redis://:***@h:6379"),
        ("redis://hunter2@h:6379", "redis://***@h:6379"),
        ("url:redis://:hunter2@h", "url:redis://:***@h"),
        ("//u:hunter2@h", "//u:***@h"),
        ("u:hunter2@tcp(h)/k", "u:***@tcp(h)/k"),
        ("http%3A%2F%2Fu%3Ahunter2%40h", "http%3A%2F%2F***%40h"),
        ("postgresql://h/k?user=u&password=hunter2&sslmode=on",
         "postgresql://h/k?user=u&password=***&sslmode=on"),
        ("db+sasl_password:hunter2", "db+sasl_password:***"),
        ("-----BEGIN RSA PRIVATE KEY-----\nMIIE\n-----END RSA PRIVATE KEY-----",
         "-----BEGIN RSA PRIVATE KEY-----***"),
        ("ldap://h1,ldaps://h2:636", "ldap://h1,ldaps://h2:636"),
        ("http://h:5000/v3", "http://h:5000/v3"),
        ("password,token", "password,token"),
        ("admin@example.org", "admin@example.org"),
        ("", ""),
    ],
)  # fmt: skip
def test_credentials_inside_values_are_masked(value: str, text: str) -> None:
    assert shown("a", "b", value, frozenset()) == text


@pytest.mark.parametrize(
    ("group", "name"),
    [
        ("ldap", "password"), ("LDAP", "password"), ("Ldap", "PASSWORD"),
        ("database", "connection"),
        ("amqp1", "ssl_thing"), ("x", "admin_token"), ("x", "db_passwd"), ("x", "sslkey_password"),
        ("x", "client_secret"), ("x", "memcache_secret_key"), ("x", "api_key"),
        ("x", "rabbit_pass"),
        ("DEFAULT", "export OS_PASSWORD"), ("x", "hmac_keys"), ("x", "passphrase"), ("x", "token"),
    ],
)  # fmt: skip
def test_secrets_are_known_or_told_by_their_names(group: str, name: str) -> None:
    assert is_secret(group, name, SECRETS)
    assert shown(group, name, "hunter2", SECRETS) == "***"
    assert shown(group, name, "", SECRETS) == ""


@pytest.mark.parametrize(
    ("group", "name"),
    [
        ("auth", "password"), ("auth", "token"), ("auth", "application_credential"),
        ("identity", "password_hash_algorithm"), ("identity", "max_password_length"),
        ("security_compliance", "password_regex"), ("security_compliance", "minimum_password_age"),
        ("security_compliance", "unique_last_password_count"), ("token", "expiration"),
        ("security_compliance", "change_password_upon_first_use"), ("token", "provider"),
        ("token", "allow_rescope_scoped_token"), ("DEFAULT", "strict_password_check"),
        ("cors", "allow_credentials"), ("ldap", "user_pass_attribute"),
        ("DEFAULT", "max_token_size"),
        ("fernet_tokens", "key_repository"), ("signing", "keyfile"), ("ldap", "user"),
    ],
)  # fmt: skip
def test_what_is_no_secret_is_shown(group: str, name: str) -> None:
    assert shown(group, name, "md5", SECRETS) == "md5"


@pytest.mark.parametrize(
    ("name", "line", "text"),
    [
        ("password", "password = hunter2", "password = ***"),
        ("password", "password:hunter2 # old", "password:***"),
        ("password", "password =", "password ="),
        ("password", "password", "password"),
        ("url", "url = http://u:hunter2@h\r", "url = http://u:***@h"),
        ("password_regex", "password_regex = ^a", "password_regex = ^a"),
        ("a", "a = \x1b[31m", "a = \\x1b[31m"),
    ],
)
def test_lines_are_masked_behind_the_delimiter(name: str, line: str, text: str) -> None:
    expected = "***" if line == "password" else text
    assert shown_line("ldap", name, line, SECRETS) == expected


@pytest.mark.parametrize(
    ("line", "text"),
    [
        ("password hunter2", "password ***"),
        ("hunter2", "***"),
        ("hunter two", "hunter ***"),
        ("  hunter2 two", "  ***"),
        ("allow_rescope_scoped_token", "allow_rescope_scoped_token"),
        ("enable_thing true", "enable_thing ***"),
        ("MIIEpAIBAAKCAQEA", "***"),
        ("[token", "[token"),
        ("[token] # comment", "[token] # comment"),
        ("[ldap] password = hunter2", "[ldap] password = ***"),
        ("", ""),
    ],
)
def test_of_a_fragment_only_option_names_are_shown(line: str, text: str) -> None:
    assert shown_fragment(line) == text


def test_what_a_terminal_obeys_is_escaped() -> None:
    text = "a\x00b\x1b[31mc\u202ed\u200be\u00a0f\r\ng\th\x7f\ud800é🔑\\"
    escaped = "a\\x00b\\x1b[31mc\\u202ed\\u200be\\xa0f\\r\\ng h\\x7f\\ud800é🔑\\"
    assert visible(text) == escaped


def test_a_long_text_is_cut() -> None:
    assert visible("x" * 200) == "x" * 200
    assert visible("x" * 201) == "x" * 199 + "…"


def test_a_password_of_megabytes_is_masked_in_time() -> None:
    assert shown("a", "b", "mysql://u:" + "p" * 5_000_000 + "@h/k", frozenset()) == "mysql://u:***@"
    assert len(shown("a", "b", "password" * 1_000_000, frozenset())) == 200


@given(st.text(), st.sampled_from(["mysql", "rabbit", "http+unix"]), st.text())
def test_no_password_in_a_url_is_shown(before: str, scheme: str, after: str) -> None:
    line = before.replace("\n", "") + f"{scheme}://user:hunter2@host" + after.replace("\n", "")
    assert "hunter2" not in shown("a", "b", line, frozenset())


@given(st.text())
def test_all_that_is_shown_can_be_printed(text: str) -> None:
    assert shown("a", "b", text, frozenset()).isprintable()
    assert shown_fragment(text).isprintable()
