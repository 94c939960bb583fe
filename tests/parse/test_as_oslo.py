"""Every kind of mistake in a file has the effect that it has in the real oslo.config."""

from pathlib import Path

import pytest

from tests.parse import options as o
from tests.parse.options import Option, judged, real
from tests.parse.oslo import Refused, Value

PARSE = Refused("ConfigFileParseError")
WRONG = Refused("ConfigFileValueError")
UNKNOWN = Refused("NoSuchOptError")

ROWS: dict[str, tuple[Option, str | bytes, Value | Refused]] = {
    "nothing set": (o.EXPIRATION, "[token]\n", Value(3600)),
    "misspelt option": (o.DOMAIN, "[identity]\ndefualt_domain_id = a", Value("default")),
    "unknown group": (o.KEY_REPOSITORY, "[fernet_token]\nkey_repository = /k", Value(None)),
    "old name": (
        o.LOG_DIRECTORY, "[DEFAULT]\nlogdir = /var/log/keystone",
        Value("/var/log/keystone"),
    ),
    "old group": (o.CACHING, "[assignment]\ncaching = true", Value(value=True)),
    "dash in an old name": (o.LOG_DIRECTORY, "[DEFAULT]\nlog-dir = /var/log", Value(None)),
    "dash in a name": (o.DOMAIN, "[identity]\ndefault-domain-id = a", Value("default")),
    "old name that was declared with a dash": (
        o.LOG_FOLDER, "[DEFAULT]\nlog-folder = /l", Value("/l"),
    ),
    "both names": (
        o.LOG_DIRECTORY, "[DEFAULT]\nlog_directory = /new\nlogdir = /old",
        Value("/new"),
    ),
    "old name first": (
        o.LOG_DIRECTORY, "[DEFAULT]\nlogdir = /old\nlog_directory = /new",
        Value("/new"),
    ),
    "letter in a number": (o.EXPIRATION, "[token]\nexpiration = 1h", WRONG),
    "empty number": (o.EXPIRATION, "[token]\nexpiration =", Value(None)),
    "fraction": (o.MAX_ACTIVE_KEYS, "[fernet_tokens]\nmax_active_keys = 10.5", WRONG),
    "number with underscore": (o.EXPIRATION, "[token]\nexpiration = 3_600", Value(3600)),
    "number in spaces": (o.EXPIRATION, "[token]\nexpiration = ' 36 '", Value(36)),
    "wrong truth": (o.DEBUG, "[DEFAULT]\ndebug = yep", WRONG),
    "truth in capitals": (o.DEBUG, "[DEFAULT]\ndebug = ON", Value(value=True)),
    "empty truth": (o.DEBUG, "[DEFAULT]\ndebug =", WRONG),
    "truth with a space": (o.DEBUG, "[DEFAULT]\ndebug = 'true '", WRONG),
    "no choice": (o.HASH, "[identity]\npassword_hash_algorithm = md5", WRONG),
    "choice in capitals": (o.SCOPE, "[ldap]\nquery_scope = SUB", WRONG),
    "empty choice": (o.SCOPE, "[ldap]\nquery_scope =", WRONG),
    "misspelt backend": (o.BACKEND, "[cache]\nbackend = dogpile.cache.nul", WRONG),
    "no URI": (o.ENDPOINT, "[DEFAULT]\npublic_endpoint = not a url", WRONG),
    "URI without host": (o.ENDPOINT, "[DEFAULT]\npublic_endpoint = http:///v3", WRONG),
    "URI with a template": (o.ENDPOINT, "[DEFAULT]\npublic_endpoint = http://%(host)s/", WRONG),
    "URL that nobody checks": (
        o.CONNECTION, "[database]\nconnection = mysql:/k",
        Value("mysql:/k"),
    ),
    "LDAP URL": (o.LDAP_URL, "[ldap]\nurl = http://x", Value("http://x")),
    "below the minimum": (o.MAX_ACTIVE_KEYS, "[fernet_tokens]\nmax_active_keys = 0", WRONG),
    "negative": (o.EXPIRATION, "[token]\nexpiration = -1", WRONG),
    "minimum nobody declares": (o.ROUNDS, "[identity]\npassword_hash_rounds = 3", Value(3)),
    "driver without entry point": (o.DRIVER, "[identity]\ndriver = sqll", Value("sqll")),
    "provider that is gone": (o.PROVIDER, "[token]\nprovider = uuid", Value("uuid")),
    "method nobody has": (
        o.METHODS, "[auth]\nmethods = pasword,token",
        Value(["pasword", "token"]),
    ),
    "broken regular expression": (
        o.REGEX, "[security_compliance]\npassword_regex = [a-",
        Value("[a-"),
    ),
    "section twice": (
        o.EXPIRATION, "[token]\nexpiration = 1\n[a]\n[token]\nexpiration = 2",
        Value(2),
    ),
    "key twice": (o.EXPIRATION, "[token]\nexpiration = 1\nexpiration = 2", Value(2)),
    "key twice, first wrong": (o.EXPIRATION, "[token]\nexpiration = x\nexpiration = 2", Value(2)),
    "many values": (
        o.OPT_OUT, "[DEFAULT]\nnotification_opt_out = a\nnotification_opt_out = b",
        Value(["a", "b"]),
    ),
    "section in capitals": (o.EXPIRATION, "[Token]\nexpiration = 7200", Value(7200)),
    "sections of both cases": (
        o.EXPIRATION, "[TOKEN]\nexpiration = 1\n[token]\nexpiration = 2",
        Value(2),
    ),
    "key in capitals": (o.EXPIRATION, "[token]\nExpiration = 7200", Value(3600)),
    "small default": (o.DEBUG, "[default]\ndebug = true", Value(value=False)),
    "default in mixed case": (o.DEBUG, "[Default]\ndebug = true", Value(value=False)),
    "space in a header": (o.EXPIRATION, "[ token ]\nexpiration = 7200", Value(3600)),
    "interpolation of other programs": (
        o.TEMPLATES, "[catalog]\ntemplate_file = %(a)s/k",
        Value("%(a)s/k"),
    ),
    "unknown reference": (o.TEMPLATES, "[catalog]\ntemplate_file = $foo/k", UNKNOWN),
    "known reference": (
        o.TEMPLATES, "[catalog]\ntemplate_file = /var/${use_syslog}",
        Value("/var/False"),
    ),
    "reference to nothing": (o.TEMPLATES, "[catalog]\ntemplate_file = $log_dir/k", Value("/k")),
    "dollar in a password": (o.PASSWORD, "[ldap]\npassword = pa$word", UNKNOWN),
    "dollar before a digit": (o.PASSWORD, "[ldap]\npassword = pa$1word$", Value("pa$1word$")),
    "two dollars": (o.PASSWORD, "[ldap]\npassword = pa$$word", Value("pa$word")),
    "backslash before a dollar": (o.PASSWORD, "[ldap]\npassword = pa\\$word", Value("pa$word")),
    "open brace": (o.PASSWORD, "[ldap]\npassword = pa${word", Value("pa${word")),
    "byte order mark": (o.EXPIRATION, "\ufeff[token]\nexpiration = 1", PARSE),
    "byte order mark, comment": (o.EXPIRATION, "\ufeff# c: d\n[token]\nexpiration = 1", PARSE),
    "CRLF": (o.EXPIRATION, "[token]\r\nexpiration = 1\r\n", Value(1)),
    "CR": (o.EXPIRATION, "[token]\rexpiration = 1\r", Value(1)),
    "form feed is no line end": (o.PROVIDER, "[token]\nprovider = a\x0cb", Value("a\x0cb")),
    "next line is no line end": (o.PROVIDER, "[token]\nprovider = a\u0085b", Value("a\u0085b")),
    "continued list": (o.METHODS, "[auth]\nmethods = a,\n  b,\n\tc", Value(["a", "b", "c"])),
    "indented key": (
        o.KEY_REPOSITORY, "[fernet_tokens]\nkey_repository = /k\n  max_active_keys = 5",
        Value("/k\nmax_active_keys = 5"),
    ),
    "indented comment": (
        o.KEY_REPOSITORY, "[fernet_tokens]\nkey_repository = /k\n  # c",
        Value("/k\n# c"),
    ),
    "blank line ends a value": (
        o.KEY_REPOSITORY, "[fernet_tokens]\nkey_repository = /k\n\n  more",
        PARSE,
    ),
    "comment ends a value": (o.METHODS, "[auth]\nmethods = a,\n# b,\n  c", PARSE),
    "first key indented": (o.DRIVER, "[identity]\n  driver = sql", PARSE),
    "header indented": (o.DRIVER, "[identity]\n\n  [trust]\n", PARSE),
    "no delimiter": (o.DRIVER, "[identity]\ndriver", PARSE),
    "no key": (o.DRIVER, "[identity]\n= sql", PARSE),
    "colon": (o.EXPIRATION, "[token]\nexpiration: 7200", Value(7200)),
    "colon before equals": (o.EXPIRATION, "[token]\nexpiration: =7200", WRONG),
    "open header": (o.EXPIRATION, "[token\nexpiration = 1", PARSE),
    "key before any header": (o.EXPIRATION, "expiration = 1\n[token]", PARSE),
    "text after a header": (o.EXPIRATION, "[token] # tokens\nexpiration = 1", PARSE),
    "empty header": (o.EXPIRATION, "[token]\n[]\n", PARSE),
    "comment behind a number": (o.EXPIRATION, "[token]\nexpiration = 3600 # an hour", WRONG),
    "semicolon behind a number": (o.EXPIRATION, "[token]\nexpiration = 3600 ; an hour", WRONG),
    "comment behind a text": (
        o.LOG_DIRECTORY, "[DEFAULT]\nlog_directory = /l # logs",
        Value("/l # logs"),
    ),
    "quoted text": (o.PROVIDER, '[token]\nprovider = "fernet"', Value("fernet")),
    "quoted number": (o.EXPIRATION, '[token]\nexpiration = "3600"', Value(3600)),
    "one quote": (o.PROVIDER, '[token]\nprovider = "fernet', Value('"fernet')),
    "nothing but a quote": (o.PROVIDER, "[token]\nprovider = '", Value("")),
    "Latin-1 in a comment": (
        o.EXPIRATION, b"[token]\n# caf\xe9\nexpiration = 1",
        Refused("UnicodeDecodeError"),
    ),
    "Latin-1 in a value": (
        o.PROVIDER, b"[token]\nprovider = caf\xe9",
        Refused("UnicodeDecodeError"),
    ),
    "NUL": (o.PROVIDER, "[token]\nprovider = a\x00b", Value("a\x00b")),
    "tabs": (o.EXPIRATION, "[token]\nexpiration\t=\t1", Value(1)),
    "trailing comma": (o.METHODS, "[auth]\nmethods = a, b, , c,", Value(["a", "b", "", "c"])),
    "empty list": (o.METHODS, "[auth]\nmethods =", Value([])),
    "very many assignments": (o.EXPIRATION, "[token]\n" + "expiration = 1\n" * 5000, Value(1)),
}  # fmt: skip


@pytest.mark.parametrize("row", ROWS)
def test_a_file_means_what_oslo_config_makes_of_it(row: str, tmp_path: Path) -> None:
    option, text, expected = ROWS[row]
    content = text if isinstance(text, bytes) else text.encode()
    assert real(option, content, tmp_path) == expected
    assert judged(option, content) == expected
