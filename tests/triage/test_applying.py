from pathlib import Path

import pytest

from linter.model.finding import Witness
from linter.model.location import Location
from linter.model.logs import EventKind, LogEvent, LogTally, Sample
from linter.model.triage import Triage
from tests.triage.deployed import deployed, item, judged, said

APPLIES = Triage.APPLIES


def test_an_option_that_is_set_is_shown_by_its_line(tmp_path: Path) -> None:
    context = deployed(tmp_path, "[token]\ninfer_roles = false\n")
    found = judged(context, item("The option ``[token] infer_roles`` was removed."))

    assert (found.triage, found.reason) == (APPLIES, "[token] infer_roles is set here")
    at = Location("", "keystone.conf", 4, 4, 1)
    assert found.witnesses == (Witness("config", "infer_roles = false", at),)


def test_an_option_is_known_by_an_older_name(tmp_path: Path) -> None:
    context = deployed(tmp_path, "[DEFAULT]\npublic_port = 5001\n")

    assert said(context, "The option ``[eventlet_server] public_port`` is deprecated.") == (
        APPLIES,
        "[eventlet_server] public_port is set here",
    )


def test_an_option_is_known_without_its_group_where_only_one_has_it(tmp_path: Path) -> None:
    context = deployed(tmp_path, "[token]\ninfer_roles = false\n")

    assert said(context, "The option `infer_roles` was removed.") == (
        APPLIES,
        "[token] infer_roles is set here",
    )


def test_a_whole_group_is_shown_by_any_option_of_it(tmp_path: Path) -> None:
    context = deployed(tmp_path, "[signing]\ncertfile = /etc/keystone/cert.pem\n")

    assert said(context, "The options in `signing` are removed.") == (
        APPLIES,
        "options of [signing] are set here",
    )


def test_a_secret_in_the_line_is_not_shown(tmp_path: Path) -> None:
    context = deployed(tmp_path)
    found = judged(context, item("The meaning of ``[database] connection`` changes."))

    assert found.triage is APPLIES
    assert "canary" not in found.witnesses[0].text


def test_a_rule_that_is_overridden_is_shown_by_its_line(tmp_path: Path) -> None:
    context = deployed(tmp_path, policy__json='{"identity:list_trusts": ""}')
    found = judged(context, item("The rule ``identity:list_trusts`` is deprecated."))

    assert (found.triage, found.reason) == (APPLIES, "identity:list_trusts is overridden here")
    assert found.witnesses[0].at == Location("", "policy.json", 1, 0, 2)


def test_rules_that_another_item_of_the_note_names_count_for_policies(tmp_path: Path) -> None:
    context = deployed(tmp_path, policy__json='{"identity:list_trusts": ""}')
    text = "See whether your policies differ."
    other = item("The rule ``identity:list_trusts`` is deprecated.", "deprecations")

    assert judged(context, item(text), other).reason == "identity:list_trusts is overridden here"
    assert judged(context, item(text)).triage is Triage.READ_IT


def test_a_default_of_a_rule_that_changes_is_relied_on(tmp_path: Path) -> None:
    context = deployed(tmp_path)
    found = judged(context, item("The rule ``identity:get_policy`` has another default."))

    assert found.reason == "the default of identity:get_policy changes"
    text = (
        "identity:get_policy is `rule:admin_required` by default, and "
        "`role:reader and system_scope:all` then"
    )
    assert found.witnesses == (Witness("catalog", text, reference="train"),)


def test_a_default_of_an_option_that_changes_is_relied_on(tmp_path: Path) -> None:
    context = deployed(tmp_path, between=("victoria", "wallaby"))
    text = "``[oslo_policy] policy_file`` has another default."
    found = judged(context, item(text, series="wallaby"))

    assert found.reason == "the default of [oslo_policy] policy_file changes"
    text = "[oslo_policy] policy_file is policy.json by default, and policy.yaml then"
    assert found.witnesses == (Witness("catalog", text, reference="wallaby"),)


def test_a_file_that_is_there_is_shown(tmp_path: Path) -> None:
    (tmp_path / "keystone-paste.ini").touch()
    context = deployed(tmp_path)
    found = judged(context, item("The file ``keystone-paste.ini`` is not read any more."))

    assert (found.triage, found.reason) == (APPLIES, "keystone-paste.ini is here")
    at = Location("", "keystone-paste.ini")
    assert found.witnesses == (Witness("config", "keystone-paste.ini", at),)


@pytest.mark.parametrize(
    ("command", "triage"), [("bootstrap", APPLIES), ("doctor", Triage.READ_IT)]
)
def test_a_command_that_a_script_runs_is_shown(
    tmp_path: Path, command: str, triage: Triage
) -> None:
    script = "#!/bin/sh\nkeystone-manage bootstrap --bootstrap-region-id one\n"
    context = deployed(tmp_path, setup__sh=script)

    assert said(context, f"``keystone-manage {command}`` does more.")[0] is triage


def test_a_subject_of_the_logs_is_shown(tmp_path: Path) -> None:
    at = Location("", "keystone.log", 7)
    event = LogEvent(
        EventKind.POLICY_REMOVAL,
        "identity:revocation_list",
        "Policy identity:revocation_list is deprecated",
        2,
        samples=(Sample(at, "text"),),
    )
    context = deployed(tmp_path, logs=LogTally((event,)))
    found = judged(context, item("``identity:revocation_list`` will go.", "deprecations"))

    assert found.reason == "the logs speak of identity:revocation_list"
    text = "seen 2 times: Policy identity:revocation_list is deprecated"
    assert found.witnesses == (Witness("log", text, at),)


def test_a_driver_in_use_by_default_is_shown_by_the_catalog(tmp_path: Path) -> None:
    found = judged(deployed(tmp_path), item("Fernet tokens are longer now."))

    assert (found.triage, found.reason) == (APPLIES, "fernet tokens is in use here")
    text = "[token] provider is not set: fernet by default"
    assert found.witnesses[0] == Witness("catalog", text, reference="stein")


def test_a_driver_of_a_domain_is_in_use_where_domains_have_drivers(tmp_path: Path) -> None:
    (tmp_path / "domains").mkdir()
    domain = tmp_path / "domains" / "keystone.staff.conf"
    domain.write_text("[identity]\ndriver = ldap\n", encoding="utf-8")
    lines = f"[identity]\ndomain_config_dir = {tmp_path}/domains\n"
    with_drivers = deployed(tmp_path, f"{lines}domain_specific_drivers_enabled = true\n")
    without = deployed(tmp_path, lines)

    assert said(with_drivers, "LDAP users get new ids.") == (APPLIES, "LDAP is in use here")
    assert said(without, "LDAP users get new ids.")[0] is Triage.DOES_NOT_APPLY


def test_an_option_of_a_group_whose_driver_is_in_use_counts(tmp_path: Path) -> None:
    text = "A new option ``[ldap] randomize_urls`` was added."

    assert said(deployed(tmp_path, "[identity]\ndriver = ldap\n"), text)[0] is APPLIES
    assert said(deployed(tmp_path), text)[0] is Triage.READ_IT


def test_an_option_that_goes_is_nothing_to_who_uses_the_driver_without_it(tmp_path: Path) -> None:
    context = deployed(tmp_path, "[identity]\ndriver = ldap\n")

    assert said(context, "The option ``[ldap] debug_level`` has been removed.") == (
        Triage.DOES_NOT_APPLY,
        "[ldap] debug_level is not set",
    )


def test_options_that_went_are_nothing_to_who_sets_none_of_their_group(tmp_path: Path) -> None:
    # No release from the deployed one on knows these names.
    text = "These options of ``[memcache]`` have been removed: ``gone_retry`` and ``gone_size``."
    memcached = "[cache]\nbackend = dogpile.cache.memcached\n"

    assert said(deployed(tmp_path / "a", memcached), text) == (
        Triage.DOES_NOT_APPLY,
        "[memcache] is not set",
    )
    assert said(deployed(tmp_path / "b", f"{memcached}[memcache]\ngone_retry = 3\n"), text) == (
        APPLIES,
        "options of [memcache] are set here",
    )


def test_an_option_that_goes_and_is_not_named_must_be_read(tmp_path: Path) -> None:
    context = deployed(tmp_path, "[cache]\nbackend = dogpile.cache.memcached\n")

    assert said(context, "An option for memcached was removed.")[0] is Triage.READ_IT
