"""What holds whatever is set: nothing changes within a release, and no secret is told."""

from functools import cache

import msgspec
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from linter.catalog import store
from linter.checks.context import Context
from linter.cli.ends import series_with
from linter.difference.differences import differences
from linter.difference.effective import effective_after
from linter.difference.options import Taken
from linter.difference.told import ToldDeployment
from linter.engine import Knowledge, contexts_of
from linter.inference import upgrade_between
from linter.model.facts import SourceFile
from linter.model.snapshot import Node
from linter.parse.deployment import read_deployment
from linter.report.differences_document import differences_shape, value_change_shape
from linter.ruleset import Ruleset, load_rules

SERIES = ("queens", "train", "yoga", "2024.1", "2025.1", "2026.2")


@cache
def rules() -> Ruleset:
    return load_rules()


def context_of(texts: list[str], domain: str, between: tuple[str, str]) -> Context:
    """A deployment of these files in reading order and one domain, nothing of it on disk."""
    files = [
        SourceFile("", f"keystone.conf.d/{number}.conf", text.encode(), "")
        for number, text in enumerate(texts)
    ]
    overlay = SourceFile("", "domains/keystone.sales.conf", domain.encode(), "")
    node = Node("", tuple(files), (overlay,), (), "")
    source, target = (store.release_by_name(series) for series in between)
    upgrade = upgrade_between(source, target, store.releases(), ("given", "given"))
    deployment = read_deployment(node, (), store.secret_names())
    return next(contexts_of([deployment], upgrade, Knowledge(store.load, series_with)))


@cache
def names(series: str) -> list[tuple[str, str]]:
    """Every name that a release reads, current and old, and some that none does."""
    entries = store.load(series).options
    found = {(entry.group, entry.name) for entry in entries}
    found |= {name for entry in entries for name in entry.aliases}
    return [*sorted(found), ("our_plugin", "mode"), ("token", "expirationn"), ("openid", "a")]


VALUES = st.sampled_from(
    [
        "",
        "1",
        "0",
        "-1",
        "true",
        "a,b",
        "a:b",
        "$nothing",
        "$$",
        "canary",
        "ldap://me:canary@a",
        "%",
    ]
) | st.text(st.characters(codec="utf-8", exclude_characters="\r\n\x85\u2028\u2029"), max_size=12)


@st.composite
def configurations(draw: st.DrawFn) -> tuple[str, str, str]:
    series = draw(st.sampled_from(SERIES))
    some = st.lists(st.tuples(st.sampled_from(names(series)), VALUES), max_size=12)
    one, other = (
        "".join(f"[{group}]\n{name} = {value}\n" for (group, name), value in draw(some))
        for _ in range(2)
    )
    return series, one, other


def nothing_changes(series: str, one: str, other: str) -> None:
    context = context_of([one, other], one, (series, series))
    assert effective_after(context, context.deployment).changes == ()
    found = differences(context, rules())
    assert (found.defaults, found.new) == ((), ())
    moving = {Taken.STARTS, Taken.GONE}
    assert [each for each in found.options if each.changes or each.taken in moving] == []
    document = msgspec.json.encode(differences_shape(ToldDeployment(("",), (), found)))
    assert msgspec.convert(
        msgspec.json.decode(document), type(differences_shape(ToldDeployment(("",), (), found)))
    )


@pytest.mark.thorough
@settings(max_examples=6, deadline=None)
@given(configurations())
def test_nothing_changes_from_a_release_to_itself(drawn: tuple[str, str, str]) -> None:
    nothing_changes(*drawn)


@pytest.mark.thorough
@settings(max_examples=300, deadline=None)
@given(configurations())
def test_nothing_changes_from_a_release_to_itself_in_many_forms(
    drawn: tuple[str, str, str],
) -> None:
    nothing_changes(*drawn)


@pytest.mark.thorough
@settings(max_examples=200, deadline=None)
@given(configurations(), configurations(), st.sampled_from(["train", "2025.1", "2026.2"]))
def test_every_upgrade_can_be_told_without_a_secret(
    drawn: tuple[str, str, str], new: tuple[str, str, str], target: str
) -> None:
    series, one, other = drawn
    ranks = [release.series for release in store.releases()]
    between = (series, max(series, target, key=ranks.index))
    context = context_of([one, other, "[ldap]\npassword = canary-of-ldap\n"], one, between)
    found = differences_shape(ToldDeployment(("",), (), differences(context, rules())))
    after = context_of([new[1]], new[2], between).deployment
    changes = list(map(value_change_shape, effective_after(context, after).changes))
    told = msgspec.json.encode([found, changes]).decode()
    assert "canary-of-ldap" not in told
    assert "me:canary" not in told
