from pathlib import Path

import pytest

from linter.difference.differences import Differences, differences
from linter.difference.held import Held
from linter.difference.options import SetOption, Taken, UnsetOption
from linter.model.finding import Confidence, Finding, Severity
from linter.model.location import Location
from linter.ruleset import load_rules
from tests.triage.deployed import deployed

CONF = "keystone.conf"
UNREAD = Held("", "unread")


def found(
    folder: Path,
    text: str,
    between: tuple[str, str] = ("2024.1", "2025.1"),
    findings: tuple[Finding, ...] = (),
) -> Differences:
    return differences(deployed(folder, text, between=between), load_rules(), findings)


def the_option(folder: Path, text: str, between: tuple[str, str]) -> SetOption:
    """The last option that is set; the others are as the helper writes them."""
    return found(folder, text, between).options[-1]


def held(shown: str, origin: str = "set", line: int = 5) -> Held:
    return Held(shown, origin, (Location("", CONF, line, line, 1),))


def told(rule: str, subject: str, at: Location, severity: Severity) -> Finding:
    return Finding(rule, "", severity, Confidence.CERTAIN, "", subject, at, "", nodes=("",))


def test_an_option_that_stays_is_the_same_with_its_value_at_both_ends(tmp_path: Path) -> None:
    text = "[token]\n\nexpiration = 1800\n"
    assert the_option(tmp_path, text, ("2024.1", "2025.1")) == SetOption(
        "[token] expiration",
        "",
        Taken.SAME,
        is_read=True,
        successor="",
        before=held("1800"),
        after=held("1800"),
        changes=False,
        at=(Location("", CONF, 5, 5, 1),),
        rules=(),
        shown="1800",
        defaults=(Held("3600", "default"), Held("3600", "default")),
        is_redundant=False,
    )


@pytest.mark.parametrize(
    ("line", "redundant"),
    [
        pytest.param("expiration = 3600", True, id="the same text"),
        pytest.param("expiration = 03600", True, id="the same value in another text"),
        pytest.param("expiration = 60", False, id="another value"),
        pytest.param("expiration = hour", False, id="no value at all"),
        pytest.param("expiration = {{ hour }}", False, id="a template"),
        pytest.param("hash_algorithm =", False, id="an option that the target lacks"),
    ],
)
def test_a_line_that_sets_the_default_of_the_target_is_redundant(
    line: str, redundant: bool, tmp_path: Path
) -> None:
    option = the_option(tmp_path, f"[token]\n\n{line}\n", ("2024.1", "2025.1"))
    assert option.is_redundant is redundant


@pytest.mark.parametrize(
    ("text", "between", "wanted"),
    [
        pytest.param(
            "[DEFAULT]\n\nrpc_thread_pool_size = 32\n",
            ("2024.1", "2025.1"),
            (
                Taken.RENAMED,
                True,
                "[DEFAULT] executor_thread_pool_size",
                held("32"),
                held("32"),
            ),
            id="renamed",
        ),
        pytest.param(
            "[database]\n\nsql_max_retries = -1\n",
            ("train", "2025.1"),
            (
                Taken.RENAMED,
                False,
                "[database] max_retries",
                held("-1"),
                Held("10", "default"),
            ),
            id="renamed, and the old name not read any more",
        ),
        pytest.param(
            "[DEFAULT]\n\nnotification_driver = log\n",
            ("2024.1", "2025.1"),
            (
                Taken.MOVED,
                False,
                "[oslo_messaging_notifications] driver",
                held("log"),
                Held("(empty)", "default"),
            ),
            id="moved",
        ),
        pytest.param(
            "[catalog]\n\ntemplate_file = /etc/a\n",
            ("2024.1", "2025.1"),
            (
                Taken.GONE,
                False,
                "",
                held("/etc/a"),
                UNREAD,
            ),
            id="gone",
        ),
        pytest.param(
            "[ldap]\n\npool_retry_max = 0\n",
            ("rocky", "yoga"),
            (
                Taken.REFUSED,
                True,
                "",
                held("0"),
                held("0", "refused"),
            ),
            id="refused",
        ),
        pytest.param(
            "[DEFAULT]\n\nmax_db_limit = 50\n",
            ("2024.1", "2025.1"),
            (
                Taken.STARTS,
                True,
                "",
                UNREAD,
                held("50"),
            ),
            id="read from now on",
        ),
    ],
)
def test_what_becomes_of_an_option(
    tmp_path: Path,
    text: str,
    between: tuple[str, str],
    wanted: tuple[Taken, bool, str, Held, Held],
) -> None:
    each = the_option(tmp_path, text, between)
    assert (each.taken, each.is_read, each.successor, each.before, each.after) == wanted
    assert each.changes is (each.before != each.after)


@pytest.mark.parametrize(
    ("text", "taken", "value"),
    [
        ("[token]\n\ninfer_roles = true\n", Taken.IGNORED, UNREAD),
        ("[openid]\n\nremote_id_attribute = ISS\n", Taken.SITE, held("***")),
        ("[token]\n\nexpirationn = 5\n", Taken.UNKNOWN, held("***")),
    ],
)
def test_what_no_end_of_the_upgrade_knows_does_not_change(
    tmp_path: Path, text: str, taken: Taken, value: Held
) -> None:
    option = the_option(tmp_path, text, ("2024.1", "2025.1"))
    assert (option.taken, option.before, option.after) == (taken, value, value)
    assert not option.changes


def test_a_name_that_is_assigned_twice_is_one_with_both_lines(tmp_path: Path) -> None:
    option = the_option(tmp_path, "[token]\nexpiration = 5\nexpiration = 6\n", ("yoga", "zed"))
    assert option.at == (Location("", CONF, 4, 4, 1), Location("", CONF, 5, 5, 1))
    assert option.after == held("6")


def test_no_secret_is_shown(tmp_path: Path) -> None:
    text = (
        "[ldap]\npassword = canary\nurl = ldap://me:canary@a\n"
        "[cache]\nmemcache_password = canary\nbackend_argument = password:canary\n"
        "[our]\napi_key = canary\n"
    )
    assert "canary" not in repr(found(tmp_path, text, ("2025.1", "2026.2")))


def test_defaults_that_change_under_options_left_alone_are_told(tmp_path: Path) -> None:
    scope, new = (
        UnsetOption(
            f"[oslo_policy] {name}", "", Held("false", "default"), Held("true", "default"), ()
        )
        for name in ("enforce_scope", "enforce_new_defaults")
    )
    assert found(tmp_path / "a", "").defaults == (new, scope)
    pinned = found(tmp_path / "b", "[oslo_policy]\nenforce_scope = false\n")
    assert pinned.defaults == (new,)


def test_an_option_that_went_is_told_though_left_alone_where_a_rule_speaks_of_it(
    tmp_path: Path,
) -> None:
    subject = "[catalog] template_file"
    finding = told("site/catalog", subject, Location("", CONF), Severity.CONDITION)
    gone = [each for each in found(tmp_path, "", findings=(finding,)).defaults if each.rules]
    default = Held("default_catalog.templates", "default")
    assert gone == [UnsetOption(subject, "", default, UNREAD, ("site/catalog",))]


def test_new_options_are_told_of_the_groups_in_use(tmp_path: Path) -> None:
    quiet = found(tmp_path / "a", "")
    assert [each.subject for each in quiet.new] == [
        "[database] asyncio_connection",
        "[database] asyncio_slave_connection",
    ]
    using = found(tmp_path / "b", "[oslo_policy]\npolicy_file = a.yaml\n")
    assert using.new[-1] == UnsetOption(
        "[oslo_policy] remote_timeout", "", UNREAD, Held("60", "default"), ()
    )


def test_the_rules_that_say_more_are_named_gravest_first(tmp_path: Path) -> None:
    at = Location("", CONF, 5, 5, 1)
    subject = "[token] expiration"
    findings = (
        told("a/grave", subject, at, Severity.BLOCKER),
        told("a/light", subject, Location("", CONF), Severity.INFO),
        told("a/same-line", "something", at, Severity.INFO),
        told("b/other-file", subject, Location("", "other.conf", 5), Severity.INFO),
        told("b/other-option", "[token] provider", Location("", CONF, 9), Severity.INFO),
    )
    text = "[token]\n\nexpiration = 1800\n"
    assert found(tmp_path, text, findings=findings).options[-1].rules == (
        "a/grave",
        "a/light",
        "a/same-line",
    )


def test_findings_of_other_nodes_are_left_out(tmp_path: Path) -> None:
    text = "[token]\n\nexpiration = 1800\n"
    finding = Finding(
        "a/b",
        "",
        Severity.INFO,
        Confidence.CERTAIN,
        "",
        "[token] expiration",
        Location("node2", CONF, 5),
        "",
        nodes=("node2",),
    )
    assert found(tmp_path, text, findings=(finding,)).options[-1].rules == ()
