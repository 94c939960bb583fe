from pathlib import Path

from linter.difference.effective import Comparison, ValueChange, effective_after
from linter.difference.held import Held
from linter.model.finding import Gap
from linter.model.location import Location
from linter.report.differences_document import value_change_shape
from tests.triage.deployed import deployed

CONF = "keystone.conf"


def compared(
    folder: Path, text: str, new: str | None = None, between: tuple[str, str] = ("2025.1", "2026.1")
) -> Comparison:
    """The text deployed and, as files for the target, `new`; the options that are set in one."""
    folder.mkdir(exist_ok=True)
    before = deployed(folder / "before", text, between=between)
    after = deployed(folder / "after", text if new is None else new, between=between)
    found = effective_after(before, after.deployment)
    told = tuple(each for each in found.changes if each.before.at or each.after.at)
    return Comparison(told, found.gaps)


def held(shown: str, line: int, origin: str = "set") -> Held:
    return Held(shown, origin, (Location("", CONF, line, line, 1),))


def test_files_that_say_the_same_change_nothing(tmp_path: Path) -> None:
    text = "[token]\nexpiration = 1800\n[cache]\nenabled = on\n"
    assert compared(tmp_path, text) == Comparison((), ())


def test_another_spelling_of_a_value_changes_nothing(tmp_path: Path) -> None:
    found = compared(tmp_path, "[cache]\nenabled = on\n", "[cache]\nenabled = True\n")
    assert found == Comparison((), ())


def test_another_value_is_told_with_both_lines(tmp_path: Path) -> None:
    found = compared(tmp_path, "[token]\nexpiration = 1800\n", "[token]\n\nexpiration = 900\n")
    change = ValueChange(
        ("token", "expiration"), "", "set-otherwise", held("1800", 4), held("900", 5)
    )
    assert found == Comparison((change,), ())


def test_a_value_carried_to_the_new_name_changes_nothing(tmp_path: Path) -> None:
    old = "[DEFAULT]\nnotification_driver = messagingv2\n"
    new = "[oslo_messaging_notifications]\ndriver = messagingv2\n"
    assert compared(tmp_path, old, new, ("2024.1", "2025.1")) == Comparison((), ())


def test_a_value_left_under_a_name_that_is_read_no_more_is_told(tmp_path: Path) -> None:
    old = "[DEFAULT]\nnotification_driver = messagingv2\n"
    change = ValueChange(
        ("oslo_messaging_notifications", "driver"),
        "",
        "no-longer-set",
        held("messagingv2", 4),
        Held("(empty)", "default"),
    )
    assert compared(tmp_path, old, None, ("2024.1", "2025.1")) == Comparison((change,), ())


def test_an_option_that_went_is_told_while_it_is_set(tmp_path: Path) -> None:
    text = "[catalog]\ntemplate_file = /etc/a\n"
    change = ValueChange(
        ("catalog", "template_file"), "", "gone", held("/etc/a", 4), Held("", "unread")
    )
    assert compared(tmp_path, text, None, ("2024.1", "2025.1")) == Comparison((change,), ())


def test_a_secret_that_differs_is_told_and_not_shown(tmp_path: Path) -> None:
    one, other = ("[ldap]\npassword = canary" + end for end in ("1\n", "2\n"))
    change = ValueChange(("ldap", "password"), "", "set-otherwise", held("***", 4), held("***", 4))
    found = compared(tmp_path, one, other)
    assert found == Comparison((change,), ())
    assert "canary" not in repr(found)


def test_what_a_reference_leads_to_counts_and_is_not_shown(tmp_path: Path) -> None:
    text = "[ldap]\npassword = canary{0}\nurl = ldap://$password\n"
    (url,) = (
        each
        for each in compared(tmp_path, text.format(1), text.format(2)).changes
        if each.option == ("ldap", "url")
    )
    line = held("ldap://$password", 5)
    assert url == ValueChange(("ldap", "url"), "", "read-otherwise", line, line)


def test_an_option_set_by_the_new_files_alone_is_told(tmp_path: Path) -> None:
    change = ValueChange(
        ("token", "expiration"), "", "set-now", Held("3600", "default"), held("900", 4)
    )
    assert compared(tmp_path, "", "[token]\nexpiration = 900\n") == Comparison((change,), ())


def test_a_default_written_out_changes_nothing(tmp_path: Path) -> None:
    found = compared(tmp_path, "", "[token]\nexpiration = 3600\n")
    assert found == Comparison((), ())


def test_the_text_of_a_default_is_converted_as_that_of_a_line(tmp_path: Path) -> None:
    text = "[security_compliance]\nreport_invalid_password_hash =\n"
    assert compared(tmp_path, "", text, ("2026.1", "2026.1")) == Comparison((), ())


def test_a_default_that_changes_is_told_unless_the_old_one_is_written_out(tmp_path: Path) -> None:
    between = ("2024.1", "2025.1")
    left_alone = deployed(tmp_path / "a", between=between)
    pinned = deployed(tmp_path / "b", "[oslo_policy]\nenforce_scope = false\n", between=between)
    scope = ("oslo_policy", "enforce_scope")
    change = ValueChange(
        scope, "", "default-changed", Held("false", "default"), Held("true", "default")
    )
    found = effective_after(left_alone, left_alone.deployment).changes
    assert [each for each in found if each.option == scope] == [change]
    found = effective_after(left_alone, pinned.deployment).changes
    assert [each for each in found if each.option == scope] == []


def test_the_last_of_options_that_became_one_counts_alone(tmp_path: Path) -> None:
    text = "[cache]\nmemcache_password = canary\n"
    new = "[cache]\npassword = canary\n"
    assert compared(tmp_path, text, new, ("2025.1", "2026.2")) == Comparison((), ())


def test_every_value_of_a_multi_valued_option_counts(tmp_path: Path) -> None:
    two = "[oslo_messaging_notifications]\ndriver = log\ndriver = messagingv2\n"
    one = "[oslo_messaging_notifications]\ndriver = messagingv2\n"
    lines = tuple(Location("", CONF, line, line, 1) for line in (4, 5))
    change = ValueChange(
        ("oslo_messaging_notifications", "driver"),
        "",
        "set-otherwise",
        Held("log, messagingv2", "set", lines),
        held("messagingv2", 4),
    )
    assert compared(tmp_path, two, one) == Comparison((change,), ())


def test_a_value_that_the_target_refuses_is_told(tmp_path: Path) -> None:
    text = "[ldap]\npool_retry_max = 0\n"
    change = ValueChange(
        ("ldap", "pool_retry_max"), "", "refused", held("0", 4), held("0", 4, "refused")
    )
    assert compared(tmp_path, text, None, ("rocky", "yoga")) == Comparison((change,), ())


def test_names_that_no_catalog_knows_are_compared_as_text(tmp_path: Path) -> None:
    name = ("our_plugin", "mode")
    change = ValueChange(name, "", "no-longer-set", held("***", 4), Held("", "unread"))
    assert compared(tmp_path, "[our_plugin]\nmode = a\n", "") == Comparison((change,), ())


def test_what_the_source_reads_no_more_may_be_left_out(tmp_path: Path) -> None:
    assert compared(tmp_path, "[token]\ninfer_roles = true\n", "") == Comparison((), ())


def test_a_template_is_a_gap_and_so_is_a_value_of_it_that_is_written_otherwise(
    tmp_path: Path,
) -> None:
    text = "[token]\nexpiration = {{ lifetime }}\n"
    remedy = "render both and compare the results"
    file = Gap(
        CONF,
        "it is a template: only its literal text was compared",
        remedy,
        required=True,
        at=Location("", CONF),
    )
    value = Gap(
        "[token] expiration",
        "it is known only once the template is rendered, and the two sides write it differently",
        remedy,
        required=True,
        at=Location("", CONF, 4, 4, 1),
    )
    assert compared(tmp_path / "a", text) == Comparison((), (file,))
    new = "[token]\nexpiration = 5\n"
    assert compared(tmp_path / "b", text, new) == Comparison((), (file, value))


def test_a_file_that_is_refused_is_a_gap(tmp_path: Path) -> None:
    found = compared(tmp_path, "", "[token\n")
    gap = Gap(
        CONF,
        "oslo.config refuses the file, so no value of it is known",
        "mend the file",
        required=True,
        at=Location("", CONF, 3, 3, 1),
    )
    assert found.gaps == (gap,)


def with_domain(folder: Path, text: str | None, series: str = "2025.1"):  # noqa: ANN201
    if text is not None:
        (folder / "domains").mkdir(parents=True)
        (folder / "domains" / "keystone.sales.conf").write_text(text)
    on = "[identity]\ndomain_specific_drivers_enabled = true\n"
    return deployed(folder, on, between=(series, series))


def test_a_domain_is_compared_by_itself(tmp_path: Path) -> None:
    before = with_domain(tmp_path / "a", "[ldap]\nurl = ldap://a\n")
    after = with_domain(tmp_path / "b", "[ldap]\nurl = ldap://b\n")
    at = (Location("", "domains/keystone.sales.conf", 2, 2, 1),)
    change = ValueChange(
        ("ldap", "url"),
        "sales",
        "set-otherwise",
        Held("ldap://a", "set", at),
        Held("ldap://b", "set", at),
    )
    assert effective_after(before, after.deployment) == Comparison((change,), ())


def test_a_domain_without_its_file_is_a_gap(tmp_path: Path) -> None:
    before = with_domain(tmp_path / "a", "[ldap]\nuse_tls = false\n")
    after = with_domain(tmp_path / "b", None)
    gap = Gap(
        "domains/keystone.sales.conf",
        "the new files have no configuration of this domain",
        "carry the file over, or see that the domain may have what the service has",
        required=True,
        at=Location("", "domains/keystone.sales.conf"),
    )
    assert effective_after(before, after.deployment) == Comparison((), (gap,))


def test_a_template_that_is_not_carried_over_is_a_change(tmp_path: Path) -> None:
    found = compared(tmp_path, "[token]\nexpiration = {{ lifetime }}\n", "")
    change = ValueChange(
        ("token", "expiration"),
        "",
        "no-longer-set",
        held("{{ lifetime }}", 4, "template"),
        Held("3600", "default"),
    )
    assert found.changes == (change,)


def test_what_a_file_calls_a_group_is_printed_as_findings_print_it(tmp_path: Path) -> None:
    text = "[our\x1b[31m]\nmode = a\n[http://me:canary@host]\nmode = b\n"
    before = deployed(tmp_path / "a", text, between=("yoga", "yoga"))
    after = deployed(tmp_path / "b", between=("yoga", "yoga"))
    found = effective_after(before, after.deployment)
    assert [value_change_shape(each).subject for each in found.changes] == [
        "[http://me:***@host] mode",
        r"[our\x1b[31m] mode",
    ]
