"""What oslo.config and oslo.policy really write is understood."""

import logging
import warnings
from collections.abc import Callable
from pathlib import Path

import pytest
from oslo_config import cfg
from oslo_policy import policy

from linter.logs.formats.layout import Record
from linter.logs.meaning.understanding import Meaning, meaning_of
from linter.model.logs import EventKind


def _meanings(records: list[logging.LogRecord]) -> list[Meaning | None]:
    return [
        meaning_of(Record(record.getMessage(), "", record.levelname, record.name))
        for record in records
    ]


def _conf(tmp_path: Path, text: str) -> cfg.ConfigOpts:
    file = tmp_path / "keystone.conf"
    file.write_text(text)
    conf = cfg.ConfigOpts()
    conf(args=[], default_config_files=[str(file)], project="keystone")
    return conf


def _option(kind: EventKind, subject: str, message: str, replacement: str = "") -> Meaning:
    return Meaning(kind, subject, message, "oslo_config.cfg", "WARNING", replacement=replacement)


@pytest.mark.parametrize(
    ("reason", "said"),
    [("", ""), ("It has been\nsuperseded (twice).", " (It has been superseded (twice).)")],
)
def test_an_option_that_is_to_go(
    reason: str, said: str, tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    conf = _conf(tmp_path, "[token]\ncache_on_issue = true\n")
    option = cfg.BoolOpt("cache_on_issue", deprecated_for_removal=True, deprecated_reason=reason)
    conf.register_opt(option, group="token")
    assert conf.token.cache_on_issue is True
    assert _meanings(caplog.records) == [
        _option(
            EventKind.OPTION_REMOVAL,
            "[token] cache_on_issue",
            f'Option "cache_on_issue" from group "token" is deprecated for removal{said}.  Its '
            "value may be silently ignored in the future.",
        )
    ]


def test_an_option_by_its_old_name(tmp_path: Path, caplog: pytest.LogCaptureFixture) -> None:
    conf = _conf(tmp_path, "[DEFAULT]\nnotification_driver = log\n")
    old = cfg.DeprecatedOpt("notification_driver", group="DEFAULT")
    conf.register_opt(cfg.MultiStrOpt("driver", deprecated_opts=[old]), group="notifications")
    assert conf.notifications.driver == ["log"]
    assert _meanings(caplog.records) == [
        _option(
            EventKind.OPTION_RENAMED,
            "[DEFAULT] notification_driver",
            'Option "notification_driver" from group "DEFAULT" is deprecated. Use option "driver" '
            'from group "notifications".',
            "[notifications] driver",
        )
    ]


def test_an_old_name_in_the_default_group(tmp_path: Path, caplog: pytest.LogCaptureFixture) -> None:
    conf = _conf(tmp_path, "[DEFAULT]\nold_name = 1\n")
    conf.register_opt(cfg.IntOpt("new_name", deprecated_name="old_name"))
    assert conf.new_name == 1
    assert [(meaning.subject, meaning.replacement) for meaning in _known(caplog.records)] == [
        ("[DEFAULT] old_name", "[DEFAULT] new_name")
    ]


def test_an_old_name_that_code_reads(tmp_path: Path, caplog: pytest.LogCaptureFixture) -> None:
    conf = _conf(tmp_path, "")
    old = cfg.DeprecatedOpt("memcache_socket_timeout", group="cache")
    conf.register_opt(cfg.FloatOpt("socket_timeout", deprecated_opts=[old]), group="cache")
    assert conf.cache.memcache_socket_timeout is None
    assert _meanings(caplog.records) == [
        _option(
            EventKind.OPTION_RENAMED,
            "[cache] memcache_socket_timeout",
            "Config option cache.memcache_socket_timeout  is deprecated. Use option "
            "cache.socket_timeout instead.",
            "[cache] socket_timeout",
        )
    ]


def test_an_option_that_cannot_change_while_running(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    conf = _conf(tmp_path, "[token]\nprovider = fernet\n")
    conf.register_opt(cfg.StrOpt("provider"), group="token")
    (tmp_path / "keystone.conf").write_text("[token]\nprovider = jws\n")
    conf.mutate_config_files()
    assert _option(
        EventKind.OPTION_IMMUTABLE,
        "[token] provider",
        "Ignoring change to immutable option token.provider",
    ) in _meanings(caplog.records)


def test_a_value_that_is_refused(tmp_path: Path) -> None:
    conf = _conf(tmp_path, "[token]\nexpiration = soon\n")
    conf.register_opt(cfg.IntOpt("expiration"), group="token")
    with pytest.raises(cfg.ConfigFileValueError) as failure:
        _ = conf.token.expiration
    message = f"Unhandled error: oslo_config.cfg.ConfigFileValueError: {failure.value}"
    assert meaning_of(Record(message, "", "CRITICAL", "keystone")) == Meaning(
        EventKind.OPTION_VALUE, "expiration", message, "keystone", "CRITICAL"
    )


def _enforced(tmp_path: Path, text: str, *rules: policy.RuleDefault) -> policy.Enforcer:
    (tmp_path / "policy.yaml").write_text(text)
    conf = _conf(tmp_path, "")
    enforcer = policy.Enforcer(conf, policy_file=str(tmp_path / "policy.yaml"))
    enforcer.register_defaults(list(rules))
    # As services had it before oslo.policy 4.4, and as old defaults are still let in beside new.
    conf.set_override("enforce_new_defaults", False, group="oslo_policy")
    enforcer.load_rules()
    return enforcer


def _warned(act: Callable[[], object]) -> list[Meaning]:
    """What `act` warns of, as Python's logging writes it for keystone."""
    with warnings.catch_warnings(record=True) as caught:
        warnings.simplefilter("always")
        act()
    texts = [
        warnings.formatwarning(warning.message, warning.category, warning.filename, warning.lineno)
        for warning in caught
    ]
    records = [Record(text, "", "WARNING", "py.warnings") for text in texts]
    return [meaning for meaning in map(meaning_of, records) if meaning]


def test_a_policy_whose_default_changes(tmp_path: Path) -> None:
    old = policy.DeprecatedRule(
        "identity:list_users",
        "rule:admin_required",
        deprecated_reason="\nThe API understands scopes.\n",
        deprecated_since="Stein",
    )
    rule = policy.RuleDefault("identity:list_users", "role:reader", deprecated_rule=old)
    assert _warned(lambda: _enforced(tmp_path, "", rule)) == [
        Meaning(
            EventKind.POLICY_DEFAULT,
            "identity:list_users",
            'Policy "identity:list_users":"rule:admin_required" was deprecated in Stein in favor '
            'of "identity:list_users":"role:reader". Reason: The API understands scopes. . Either '
            "ensure your deployment is ready for the new default or copy/paste the deprecated "
            "policy into your policy file and maintain it manually.",
            "py.warnings",
            "WARNING",
            since="Stein",
            replacement='"identity:list_users":"role:reader"',
        )
    ]


def test_a_policy_that_is_to_go(tmp_path: Path) -> None:
    rule = policy.RuleDefault(
        "identity:revocation_list",
        "role:reader",
        deprecated_for_removal=True,
        deprecated_reason="It is gone",
        deprecated_since="Train",
    )
    assert _warned(lambda: _enforced(tmp_path, "identity:revocation_list: 'role:x'\n", rule)) == [
        Meaning(
            EventKind.POLICY_REMOVAL,
            "identity:revocation_list",
            'Policy "identity:revocation_list":"role:reader" was deprecated for removal in Train. '
            "Reason: It is gone. Its value may be silently ignored in the future.",
            "py.warnings",
            "WARNING",
            since="Train",
        )
    ]


def test_policies_that_oslo_policy_complains_of(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    same = policy.RuleDefault("identity:get_user", "role:reader")
    text = "identity:get_user: role:reader\nidentity:x: rule:none\nidentity:y: rule:identity:y\n"
    enforcer = _enforced(tmp_path, text, same)
    enforcer.check_rules()
    redundant = (
        "Policy Rules ['identity:get_user'] specified in policy files are the same as the "
        "defaults provided by the service. You can remove these rules from policy files which will "
        "make maintenance easier. You can detect these redundant rules by "
        "``oslopolicy-list-redundant`` tool also."
    )
    assert {(meaning.kind, meaning.message) for meaning in _known(caplog.records)} == {
        (EventKind.POLICY_FLAW, "Policies ['identity:x'] reference a rule that is not defined."),
        (EventKind.POLICY_FLAW, "Policies ['identity:y'] are part of a cyclical reference."),
        (EventKind.POLICY_FLAW, redundant),
    }


def _known(records: list[logging.LogRecord]) -> list[Meaning]:
    return [meaning for meaning in _meanings(records) if meaning]
