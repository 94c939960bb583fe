"""What rules say of options is about options that exist."""

import re
from collections.abc import Iterator

import pytest

from linter.catalog import store
from linter.checks.names import is_among, written
from linter.ruleset import Rule, load_rules

RULES = load_rules()
SUBJECT = re.compile(r"\[(\w+)\] (\w+)")
UNCATALOGUED = {
    "config/option-unknown",
    "config/database-connection-under-old-name",
    "identity/password-expiry-exemption-removed",
    # The groups of federation protocols are named by the site.
    "identity/federated-ids-derived",
    "identity/remote-id-attribute-per-protocol",
}


# Names that ended before the first release there is a catalog of.
ENDED = RULES.rules["config/option-unknown"].params["older"]


def subjects(value: object) -> Iterator[tuple[str, str]]:
    """Every option that stands in a rule's parameters as it is written."""
    if isinstance(value, dict):
        for key, item in value.items():
            yield from subjects(key)
            yield from subjects(item)
    elif isinstance(value, list | tuple):
        for item in value:
            yield from subjects(item)
    elif isinstance(value, str) and (match := SUBJECT.fullmatch(value)):
        yield match[1], match[2]


@pytest.mark.parametrize("rule", list(RULES), ids=lambda rule: rule.id)
def test_every_option_in_a_rules_parameters_is_known_to_some_release(rule: Rule) -> None:
    named = set(subjects(rule.params)) if rule.id not in UNCATALOGUED else set()
    unknown = [name for name in sorted(named) if not store.appearances(*name)]
    assert [name for name in unknown if not is_among(written(name), ENDED)] == []


def test_every_replacement_is_of_an_option_that_went() -> None:
    last = store.load(store.releases()[-1].series)
    groups = {entry.group for entry in last.options}
    names = {(entry.group, entry.name) for entry in last.options}
    removed = set(subjects(RULES.rules["config/option-removed"].params["replacements"]))
    grouped = set(subjects(RULES.rules["config/group-removed"].params["replacements"]))
    assert {name for name in removed if name in names or name[0] not in groups} == set()
    assert {name for name in grouped if name[0] in groups} == set()
