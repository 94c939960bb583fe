"""What records mean whose message is broken, unknown, idle, or somebody else's."""

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from linter.logs.formats.layout import Record
from linter.logs.known.templates import TEMPLATES
from linter.logs.meaning.normalising import constant
from linter.logs.meaning.understanding import Meaning, meaning_of
from linter.model.logs import EventKind, Origin

_RENAMED = (
    'Deprecated: Option "list_limit" from group "assignment" is deprecated. Use option '
    '"list_limit" from group "resource".'
)


def _logged(message: str, logger: str = "oslo_config.cfg", program: str = "") -> Meaning:
    meaning = meaning_of(Record(message, "", "WARNING", logger, program))
    assert meaning
    return meaning


@pytest.mark.parametrize(
    "message",
    [
        f"{_RENAMED}\x1b[00m",
        f"\x1b[01;33m{_RENAMED}\x1b[00m",
        f"{_RENAMED}\\x1b[00m",
        f"{_RENAMED}#033[00m",
        f"{_RENAMED}  ",
        f"{_RENAMED} {{{{(pid=31) __logging__ /opt/stack/oslo_config/cfg.py:5}}}}",
        f"{_RENAMED}: KeyError: 'req-1'",
    ],
)
def test_what_a_format_adds_is_not_of_the_message(message: str) -> None:
    assert _logged(message).message == _RENAMED


@pytest.mark.parametrize("width", range(20, len(_RENAMED), 7))
def test_a_message_that_a_terminal_broke_at_its_edge(width: int) -> None:
    broken = "\n".join(_RENAMED[at : at + width] for at in range(0, len(_RENAMED), width))
    meaning = _logged(broken)
    assert (meaning.kind, meaning.subject) == (
        EventKind.OPTION_RENAMED,
        "[assignment] list_limit",
    )


def test_a_message_behind_what_no_layout_knows() -> None:
    meaning = meaning_of(Record(f"site-collector|7| {_RENAMED}"))
    assert meaning == Meaning(
        EventKind.OPTION_RENAMED,
        "[assignment] list_limit",
        _RENAMED,
        replacement="[resource] list_limit",
    )


def test_a_message_within_what_a_user_said_is_not_taken_for_the_message() -> None:
    text = f"Could not find user: {_RENAMED}"
    assert _logged(text, "keystone.auth") == Meaning(
        EventKind.OTHER, "keystone.auth", text, "keystone.auth", "WARNING"
    )


@pytest.mark.parametrize(
    "record",
    [
        Record("fatal_deprecations             = False", "", "DEBUG", "oslo_config.cfg"),
        Record("profiler.es_doc_type = deprecated", "", "DEBUG", "keystone"),
        Record("GET http://10.0.0.7/v3/deprecated", "", "INFO", "keystone.common.wsgi"),
        Record('10.0.0.7 - - [22/Nov/2026:15:29:18 +0000] "GET /v3/deprecated HTTP/1.1" 404 9'),
        Record("[pid: 12|app: 0|req: 1/1] 10.0.0.7 () {30 vars} GET /v3/deprecated => 404"),
        Record('  File "oslo_log/versionutils.py", line 3, in deprecated', "", "ERROR", "keystone"),
        Record("    raise DeprecatedConfig(msg=stdmsg)", "", "ERROR", "keystone"),
        Record("  warnings.warn(deprecated_msg)"),
        Record("    @versionutils.deprecated(as_of=versionutils.deprecated.QUEENS,"),
        Record("    from debtcollector import deprecate", "", "ERROR", "keystone"),
        Record("Traceback (most recent call last):\n  deprecated()", "", "ERROR", "keystone"),
        Record(
            "/usr/lib/python3/dist-packages/oslo_service/_i18n.py:1: EventletDeprecationWarning: \n"
            "Eventlet is deprecated. It is currently being maintained in bugfix mode, and\n"
        ),
        Record("Eventlet is deprecated. It is currently being maintained in bugfix mode, and"),
        Record(
            "/usr/lib/python3/dist-packages/pycadf/identifier.py:71: UserWarning: Invalid uuid: "
            "RegionOne.\n  warnings.warn(('Invalid uuid'\n",
            logger="py.warnings",
        ),
        Record(
            "DB error: Lost connection\nTraceback (most recent call last):\n"
            '  File "/x/sqlalchemy/util/deprecations.py", line 281, in warned\n'
            "    return fn(*args, **kwargs)\npymysql.err.OperationalError: Lost connection",
            level="ERROR",
            logger="keystone.server.flask.application",
        ),
        Record("Created domain default", "", "INFO", "keystone.cmd.bootstrap"),
    ],
)
def test_what_only_holds_the_word_is_of_no_interest(record: Record) -> None:
    assert meaning_of(record) is None


@pytest.mark.parametrize(
    "text",
    [
        "  deprecated as of Icehouse in favor of v3 API and may be removed in K.",
        "load_json(path) is deprecated.",
        "warn() is deprecated.",
        "import of drivers is deprecated",
    ],
)
def test_a_message_is_no_code(text: str) -> None:
    meaning = meaning_of(Record(text))
    assert meaning == Meaning(EventKind.OTHER, "log", text.strip())


@pytest.mark.parametrize(
    ("program", "logger", "origin", "service"),
    [
        ("", "oslo_config.cfg", Origin.KEYSTONE, ""),
        ("keystone-manage", "oslo_config.cfg", Origin.KEYSTONE, ""),
        ("apache2", "oslo_config.cfg", Origin.KEYSTONE, ""),
        ("nova_api", "oslo_config.cfg", Origin.SERVICE, "nova"),
        ("neutron-server.service", "oslo_config.cfg", Origin.SERVICE, "neutron"),
        ("openstack-glance-api", "oslo_config.cfg", Origin.SERVICE, "glance"),
        ("devstack@n-cpu.service", "oslo_config.cfg", Origin.SERVICE, "nova"),
        ("devstack@keystone.service", "oslo_config.cfg", Origin.KEYSTONE, ""),
        ("", "heat.common.config", Origin.SERVICE, "heat"),
        ("", "openstack_auth.utils", Origin.SERVICE, "horizon"),
        ("keystone", "keystonemiddleware.auth_token", Origin.KEYSTONE, ""),
    ],
)
def test_whose_log_it_is(program: str, logger: str, origin: Origin, service: str) -> None:
    meaning = _logged(_RENAMED, logger, program)
    assert (meaning.origin, meaning.service) == (origin, service)


@pytest.mark.parametrize(
    ("program", "logger", "service"),
    [
        ("", "oslo_config.cfg", "nova"),
        ("uwsgi", "oslo_config.cfg", "nova"),
        ("neutron-server", "oslo_config.cfg", "neutron"),
        ("keystone", "oslo_config.cfg", ""),
        ("", "keystone.server", ""),
        ("", "cinder.volume", "cinder"),
    ],
)
def test_a_log_is_of_the_service_of_its_path_where_nothing_else_tells(
    program: str, logger: str, service: str
) -> None:
    meaning = meaning_of(Record(_RENAMED, "", "WARNING", logger, program), "nova")
    assert meaning
    assert meaning.service == service


def test_what_a_library_says_of_itself() -> None:
    text = "Converting in non strict mode is deprecated."
    assert _logged(text, "oslo_utils.netutils").origin is Origin.LIBRARY
    assert _logged(text, "site.plugin").origin is Origin.KEYSTONE


def test_options_of_the_middleware_are_never_keystones() -> None:
    text = (
        'Option "auth_uri" from group "keystone_authtoken" is deprecated. Use option '
        '"www_authenticate_uri" from group "keystone_authtoken".'
    )
    assert _logged(text).origin is Origin.SERVICE


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("for req-8376d365-5620-426e-9d6e-ccd97930ace4:", "for <request>:"),
        ("id 8376d365-5620-426e-9d6e-ccd97930ace4", "id <id>"),
        ("user 9639099bb3b74a639076afa90a74b8ea", "user <id>"),
        ("<X object at 0x7f3a5c0011d0>", "<X object at <address>>"),
        ("from 10.0.0.7:4242, 10.0.0.8", "from <address>, <address>"),
        ("from [fe80::1ff:fe23:4567:890a]:80", "from [<address>]:80"),
        ("at 2026-11-22 15:29:18.651 and 15:29:18", "at <time> and <time>"),
        ("until 2026-11-22T15:29:18Z", "until <time>"),
        ("(pid=4711) after 123456 calls", "(pid=<number>) after <number> calls"),
        ("in 2025.1 as of the 1.7.0 release, 1.33", "in 2025.1 as of the 1.7.0 release, 1.33"),
        ("identity:list_users cafe::name [DEFAULT]", "identity:list_users cafe::name [DEFAULT]"),
        ("std::vector a::b 12:30", "std::vector a::b 12:30"),
        ("line 17 of 2026", "line 17 of 2026"),
    ],
)
def test_what_differs_between_occurrences_is_taken_away(text: str, said: str) -> None:
    assert constant(text) == said


words = st.sampled_from(
    [
        *(template.words for template in TEMPLATES),
        *("Deprecated: ", 'Option "', '" from group "', " is ", "...", "…", "/a.py:1: ", "\n  "),
        *("UserWarning: ", "Unhandled error: ", "\x1b[31m", "\u202e", "{{", "}}", "{subject}"),
    ]
)
texts = st.lists(words | st.text(max_size=20), max_size=12).map("".join)


@given(message=texts, logger=texts, level=st.sampled_from(["", "CRITICAL"]) | texts, program=texts)
def test_no_text_breaks_it_and_nothing_invisible_is_said(
    message: str, logger: str, level: str, program: str
) -> None:
    meaning = meaning_of(Record(message, "", level, logger, program))
    if meaning:
        said = "".join(str(getattr(meaning, field)) for field in meaning.__struct_fields__)
        assert {unicodedata.category(one) for one in said} & {"Cc", "Cf", "Zl", "Zp"} == set()
        assert meaning.subject


@pytest.mark.parametrize(
    "filling",
    [
        'Deprecated: Option "a" from group "b" is deprecated for removal (',
        'Policy "a":"b" was deprecated in c in favor of "d":"e". Reason:',
        "Deprecated: a is deprecated as of b in favor of ",
        "Deprecated: Remove x from the paste pipeline, the will be removed in ",
        "/a/b.py:1: UserWarning: ",
        "aaaa:bbbb:",
    ],
)
def test_a_text_of_any_length_is_understood(filling: str) -> None:
    message = (filling + " deprecated ") * 100_000
    meaning = meaning_of(Record(message))
    assert meaning
    assert len(meaning.message) <= 4000


def test_the_end_of_what_oslo_policy_says_tells_nothing_alone() -> None:
    text = (
        ". Either ensure your deployment is ready for the new default or copy/paste the deprecated "
        "policy into your policy file and maintain it manually."
    )
    assert meaning_of(Record(text, program="uwsgi")) is None


def test_a_fatal_deprecation_without_its_values_is_a_failure() -> None:
    text = (
        "Unhandled error: oslo_log.versionutils.DeprecatedConfig: Fatal call to deprecated config: "
        'Deprecated: Option "%(dep_option)s" from group "%(dep_group)s" is deprecated. Use option '
        '"%(option)s" from group "%(group)s".'
    )
    assert meaning_of(Record(text, "", "CRITICAL", "keystone")) == Meaning(
        EventKind.FAILURE, "DeprecatedConfig", text, "keystone", "CRITICAL"
    )
