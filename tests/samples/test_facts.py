"""Samples from facts hold what a catalog knows of each option and rule, and all of it commented."""

import msgspec
import pytest
from msgspec.structs import replace

from linter.catalog.entries import (
    Catalog,
    OptionEntry,
    OptionType,
    PolicyDeprecation,
    PolicyRule,
)
from linter.catalog.store import load, releases
from linter.samples.facts import facts_policy, facts_sample, facts_samples
from linter.samples.files import Samples
from tests.catalog.samples import catalog

HEAD = """\
# Every option of keystone 30.0.0 (2026.2) with its default.
# Made from what kslint knows of the release: its help texts are missing here.
# The release's own sample: kslint catalog build 2026.2 --samples
"""
POLICY_HEAD = """\
# Every policy rule of keystone 30.0.0 (2026.2) with its default.
# Made from what kslint knows of the release: its descriptions are missing here.
# The release's own sample: kslint catalog build 2026.2 --samples
"""


def entry(
    group: str,
    name: str,
    default: object = None,
    kind: OptionType = OptionType("string"),  # noqa: B008 - frozen
    **facts: object,
) -> OptionEntry:
    plain = OptionEntry(group, name, kind, default=msgspec.Raw(msgspec.json.encode(default)))
    return replace(plain, **facts)


def of(*options: OptionEntry) -> Catalog:
    return catalog("2026.2", 30, *options)


def default_lines(option: OptionEntry) -> list[str]:
    lines = facts_sample(of(option)).splitlines()
    return [line for line in lines if line.startswith("#") and line[1:2] not in {"", " "}]


def test_options_stand_by_group_and_owner_and_default_comes_first() -> None:
    sample = facts_sample(
        of(
            entry("auth", "methods", ["password", "token"], OptionType("list")),
            entry("DEFAULT", "use_stderr", False, OptionType("boolean"), namespace="oslo.log"),
            entry("DEFAULT", "list_limit", kind=OptionType("integer", min=0)),
        )
    )

    assert sample == (
        f"{HEAD}\n[DEFAULT]\n"
        "\n#\n# From keystone\n#\n"
        "\n# (integer value)\n# Minimum value: 0\n#list_limit = <None>\n"
        "\n#\n# From oslo.log\n#\n"
        "\n# (boolean value)\n#use_stderr = false\n"
        "\n[auth]\n"
        "\n#\n# From keystone\n#\n"
        "\n# (list value)\n#methods = password,token\n"
    )


def test_an_option_tells_its_limits_its_old_names_and_its_end() -> None:
    kind = OptionType("float", min=0.5, max=2**31, choices=("1", ""))
    option = entry(
        "token", "expiration", 1.5, kind,
        aliases=(("DEFAULT", "expire"), ("token", "expires")),
        for_removal=True, deprecated_since="2025.1",
    )  # fmt: skip

    assert facts_sample(of(option)).partition("[token]")[2] == (
        "\n\n#\n# From keystone\n#\n"
        "\n# (float value)\n# Minimum value: 0.5\n# Maximum value: 2147483648\n"
        "# Possible values: 1, ''\n"
        "# Deprecated group/name - [DEFAULT]/expire\n"
        "# Deprecated group/name - [token]/expires\n"
        "# Deprecated for removal since 2025.1\n"
        "#expiration = 1.5\n"
    )


def test_options_outside_the_sample_are_left_out() -> None:
    assert facts_sample(of(entry("auth", "hidden", sampled=False))) == HEAD


@pytest.mark.parametrize(
    ("default", "facts", "lines"),
    [
        ("", {}, ["#name ="]),
        (" a ", {}, ['#name = " a "']),
        ("<prefix>/share", {}, ["#name = /usr/share"]),
        ("one\ntwo", {}, ["#name = one"]),
        ({"a": 1, "b": "c"}, {}, ["#name = a:1,b:c"]),
        (["a", "b"], {"multi": True}, ["#name = a", "#name = b"]),
        ([], {"multi": True}, ["#name ="]),
        (None, {"multi": True}, ["#name = <None>"]),
    ],
)
def test_a_default_is_written_as_it_would_be_set(
    default: object, facts: dict[str, bool], lines: list[str]
) -> None:
    option = replace(entry("g", "name", default), **facts)

    assert default_lines(option) == lines


def test_rules_stand_with_their_calls_their_scopes_and_what_they_replace() -> None:
    rules = (
        PolicyRule("admin_required", 'role:admin or "x"'),
        PolicyRule(
            "identity:get_user", "rule:reader", scopes=("system", "project"),
            operations=("GET /v3/users/{user_id}",),
            deprecated=PolicyDeprecation("identity:show_user", "rule:admin_required", "S"),
            for_removal_since="T",
        ),
        PolicyRule("old", "", deprecated=PolicyDeprecation("older", "!")),
    )  # fmt: skip

    assert facts_policy(replace(of(), policy_rules=rules)) == (
        f"{POLICY_HEAD}\n"
        '#"admin_required": "role:admin or \\"x\\""\n'
        "\n"
        "# GET /v3/users/{user_id}\n"
        "# Intended scope(s): system, project\n"
        '# Replaces, deprecated since S: "identity:show_user": "rule:admin_required"\n'
        "# Deprecated for removal since T\n"
        '#"identity:get_user": "rule:reader"\n'
        "\n"
        '# Replaces: "older": "!"\n'
        '#"old": ""\n'
    )


def test_samples_from_facts_name_the_files_that_they_cannot_give() -> None:
    bare = of()
    expected = Samples(
        "2026.2", "30.0.0", real=False, keystone_conf=HEAD, policy_yaml=POLICY_HEAD,
        unknown=("logging.conf.sample", "sso_callback_template.html"),
    )  # fmt: skip

    assert facts_samples(bare) == expected
    assert facts_samples(replace(bare, paste_pipelines={"api_v3": ()})).unknown == (
        "keystone-paste.ini", "logging.conf.sample", "sso_callback_template.html",
    )  # fmt: skip


@pytest.mark.thorough
def test_no_release_has_a_line_that_sets_something() -> None:
    samples = [facts_samples(load(release.series)) for release in releases()]
    lines = [line for found in samples for line in found.keystone_conf.splitlines()]
    rules = [line for found in samples for line in found.policy_yaml.splitlines()]

    assert [line for line in lines if line and line[0] not in "#["] == []
    assert [line for line in rules if line and line[0] != "#"] == []
