from pathlib import Path

import pytest

from linter.model.finding import Gap, Witness
from linter.model.location import Location
from linter.model.triage import Triage
from linter.triage.judging import triaged
from tests.triage.deployed import deployed, item, judged, said

GONE, READ = Triage.DOES_NOT_APPLY, Triage.READ_IT
LDAP = "Users of LDAP get new ids."
REASON = "LDAP is not in use here: users are in SQL and no domain may have a driver of its own"


def test_a_driver_that_is_not_in_use_is_ruled_out_by_the_values_in_force(tmp_path: Path) -> None:
    found = judged(deployed(tmp_path, "[identity]\ndriver = sql\n"), item(LDAP))

    assert (found.triage, found.reason) == (GONE, REASON)
    at = Location("", "keystone.conf", 4, 4, 1)
    assert found.witnesses == (Witness("config", "driver = sql", at),)


@pytest.mark.parametrize(
    "lines",
    [
        "[identity]\ndriver = a_plugin\n",
        "[identity]\ndomain_specific_drivers_enabled = true\n",
        "[ldap]\nurl = ldap://example.org\n",
        "[identity]\ndriver = {{ driver }}\n",
        "[token]\nprovider = @provider@\n[identity]\ndriver = $driver\n",
    ],
)
def test_what_may_be_in_use_is_not_ruled_out(tmp_path: Path, lines: str) -> None:
    assert said(deployed(tmp_path, lines), LDAP)[0] is not GONE


def test_who_gives_assertions_needs_no_method_of_federation(tmp_path: Path) -> None:
    methods = "[auth]\nmethods = password,token\n"
    note = "SAML assertions have another signature."
    giving = deployed(tmp_path / "b", f"{methods}[saml]\nidp_entity_id = https://example.org/idp\n")

    assert said(deployed(tmp_path / "a", methods), note)[0] is GONE
    assert said(giving, note) == (Triage.APPLIES, "federation is in use here")


def test_nothing_is_proven_of_a_template(tmp_path: Path) -> None:
    lines = "{% if ldap %}\n[ldap]\nurl = {{ url }}\n{% endif %}\n"

    assert said(deployed(tmp_path, lines), LDAP)[0] is not GONE


def test_nothing_is_proven_where_something_required_was_not_looked_at(tmp_path: Path) -> None:
    context = deployed(tmp_path)
    required = Gap("keystone.conf.d", "it cannot be read", "give it", required=True)
    other = Gap("logs", "none were given", "give them", required=False)

    assert judged(context, item(LDAP), gaps=(required,)).triage is READ
    assert judged(context, item(LDAP), gaps=(other,)).triage is GONE


def test_nothing_is_proven_without_a_deployment() -> None:
    assert [each.triage for each in triaged((), (item(LDAP),), ())] == [READ]


def test_it_must_be_out_of_use_in_all_deployments(tmp_path: Path) -> None:
    plain = deployed(tmp_path / "a")
    unsure = deployed(tmp_path / "b", "[identity]\ndriver = a_plugin\n")
    other = deployed(tmp_path / "c", "[identity]\ndriver = ldap\n")

    assert triaged((plain, plain), (item(LDAP),), ())[0].triage is GONE
    assert triaged((plain, unsure), (item(LDAP),), ())[0].triage is READ
    assert triaged((plain, other), (item(LDAP),), ())[0].triage is Triage.APPLIES


@pytest.mark.parametrize(
    "beyond",
    [
        "Users of LDAP get new ids. Roles are cleaned up.",
        "Users of LDAP get new ids.\n\nRoles are cleaned up.",
        "Users of LDAP get new ids, as do all users.",
        "A column grows for the names of LDAP groups.",
        "Users of LDAP get new ids. Run ``keystone-manage mapping_purge`` for LDAP.",
        "Users of LDAP get new ids, see ``keystone-paste.ini``.",
        "Users of LDAP get new ids, those of OAuth2 too.",
        "Users of LDAP get new ids, as a trust does.",
    ],
)
def test_a_note_that_goes_beyond_the_feature_is_to_be_read(tmp_path: Path, beyond: str) -> None:
    assert said(deployed(tmp_path), beyond)[0] is not GONE


def test_an_option_that_goes_and_is_not_set_does_not_matter(tmp_path: Path) -> None:
    text = "The option ``[DEFAULT] max_param_size`` is deprecated. This option did nothing."
    found = judged(deployed(tmp_path), item(text))

    assert (found.triage, found.reason) == (GONE, "[DEFAULT] max_param_size is not set")
    at = Location("", "keystone.conf")
    said_so = "[DEFAULT] max_param_size: no file sets it"
    assert found.witnesses == (Witness("config", said_so, at),)


@pytest.mark.parametrize(
    "text",
    [
        "The option ``[token] expiration`` means minutes now.",
        "A new option ``[token] expiration`` was added.",
        "The option ``[token] expiration`` is deprecated. Tokens end earlier.",
        "The option ``[DEFAULT] max_param_size`` goes. ``[token] expiration`` has been removed.",
        "These strings are not replaced in URLs any more: ``max_param_size``.",
    ],
)
def test_an_option_that_stays_is_to_be_read(tmp_path: Path, text: str) -> None:
    assert said(deployed(tmp_path), text)[0] is READ


def test_a_list_of_options_belongs_to_what_leads_to_it(tmp_path: Path) -> None:
    text = "Removed are options of ``[memcache]``.\n\n- ``dead_retry``\n- ``pool_maxsize``"

    assert said(deployed(tmp_path), text)[0] is GONE
    assert said(deployed(tmp_path, "[memcache]\ndead_retry = 9\n"), text) == (
        Triage.APPLIES,
        "[memcache] dead_retry is set here",
    )


def test_a_name_that_no_release_knows_is_judged_by_its_group(tmp_path: Path) -> None:
    text = "The option ``[eventlet_server] misspelt_port`` has been removed."

    assert said(deployed(tmp_path), text) == (GONE, "[eventlet_server] is not set")
    assert said(deployed(tmp_path, "[DEFAULT]\npublic_port = 5001\n"), text)[0] is not GONE


RULE = "The rule ``identity:check_token`` is for services."
STAYS = "identity:check_token is not overridden and its default stays"


def test_a_rule_that_stays_as_it_is_does_not_matter(tmp_path: Path) -> None:
    context = deployed(tmp_path, between=("ussuri", "victoria"), policy__json="{}")
    found = judged(context, item(RULE, series="victoria"))

    assert (found.triage, found.reason) == (GONE, STAYS)


@pytest.mark.parametrize(
    "policy", ["", '{"identity:check_token": ""}', '{"admin_required": "role:root"}', "{ broken"]
)
def test_a_rule_that_may_be_another_one_here_matters(tmp_path: Path, policy: str) -> None:
    others = {"policy__json": policy} if policy else {}
    context = deployed(tmp_path, between=("ussuri", "victoria"), **others)

    assert judged(context, item(RULE, series="victoria")).triage is not GONE


SAMPLE = "Rules in ``policy.v3cloudsample.json`` were removed."


def test_a_sample_of_policies_matters_to_who_overrides_some(tmp_path: Path) -> None:
    beside = {"policy__json": '{"cloud_admin": "role:admin"}'}
    other = {"policy__json": '{"identity:get_user": ""}'}
    logging = {"logging__conf": "[loggers]\nkeys = root\n"}

    assert said(deployed(tmp_path / "a", **beside), SAMPLE)[0] is Triage.APPLIES
    assert said(deployed(tmp_path / "b", **other), SAMPLE)[0] is READ
    assert said(deployed(tmp_path / "c", **logging), SAMPLE)[0] is GONE
    # A policy file may lie where nobody looked.
    named = "[oslo_policy]\npolicy_file = policy.json\n"
    assert said(deployed(tmp_path / "d"), SAMPLE)[0] is READ
    assert said(deployed(tmp_path / "e", named, **logging), SAMPLE)[0] is READ
