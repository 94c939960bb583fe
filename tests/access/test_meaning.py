"""Rules are compared by what they mean."""

import itertools
from collections.abc import Mapping

import pytest
from hypothesis import given
from hypothesis import strategies as st

from linter.access.checkstring import And, Check, Never, Not, Or, Role, parsed
from linter.access.meaning import (
    MOST,
    Lookup,
    atoms_of,
    attributes,
    compare,
    is_always_true,
    is_never_true,
)

ROLES = ("a", "b", "c")


def defined(rules: Mapping[str, str]) -> Lookup:
    checks = {name: parsed(text).check for name, text in rules.items()}
    return checks.get


@pytest.mark.parametrize(
    ("before", "after", "relation"),
    [
        ("role:a", "role:A", "same"),
        ("role:a or role:b", "role:b or role:a", "same"),
        ("role:a and (role:b or role:c)", "role:a and role:b or role:a and role:c", "same"),
        ("", "@", "same"),
        ("!", "no colon", "same"),
        ("not not role:a", "role:a", "same"),
        ("role:a", "role:a or role:b", "wider"),
        ("role:a and role:b", "role:b", "wider"),
        ("!", "role:a", "wider"),
        ("role:a", "@", "wider"),
        ("role:a or role:b", "role:a", "narrower"),
        ("@", "not role:a", "narrower"),
        ("role:a", "role:b", "different"),
        ("user_id:%(a)s", "user_id:%(A)s", "different"),
        ("role:%(a)s", "role:%(A)s", "different"),
        ((("role:a", "role:b"), ("role:c",)), "(role:a and role:b) or role:c", "same"),
        ((("role:a b",),), (("role:A B",),), "same"),
    ],
)
def test_relations(before: str, after: str, relation: str) -> None:
    assert compare(before, after) == relation


def test_references_are_read_with_the_rules_of_their_own_release() -> None:
    source = defined({"admin": "role:a", "owner": "rule:admin or user_id:%(user_id)s"})
    target = defined({"admin": "role:a or role:b"})

    assert compare("rule:admin", "rule:admin", source, source) == "same"
    assert compare("rule:admin", "rule:admin", source, target) == "wider"
    assert compare("rule:owner", "role:a or user_id:%(user_id)s", source) == "same"
    assert compare("rule:nothing", "!", source, target) == "same"


def test_circles_are_never_allowed() -> None:
    circle = defined({"a": "rule:b", "b": "rule:a", "c": "role:a or rule:a"})

    assert is_never_true("rule:a", circle)
    assert compare("rule:c", "role:a", circle, circle) == "same"


def test_long_rules_are_the_same_in_any_order() -> None:
    many = [f"role:r{number}" for number in range(MOST + 1)]
    rule = " or ".join(many)

    assert compare(rule, " or ".join(reversed(many))) == "same"
    assert compare(rule, f"{rule} or role:other") == "different"
    assert not is_always_true(f"@ or {rule}")


def test_rules_that_lead_on_and_on_are_compared_at_once() -> None:
    doubling = defined({f"r{n}": f"rule:r{n + 1} and rule:r{n + 1}" for n in range(90)})

    assert compare("rule:r0", "rule:r1", doubling, doubling) == "same"
    assert (
        compare("rule:r0", "!", defined({f"r{n}": f"rule:r{n + 1}" for n in range(9000)})) == "same"
    )


def test_attributes_are_those_of_all_that_a_rule_leads_to() -> None:
    lookup = defined({"owner": "user_id:%(target.user.id)s or rule:owner"})

    assert attributes("rule:owner and role:%(x)s", lookup) == ("x", "target.user.id")


def checkstrings() -> st.SearchStrategy[str]:
    leaf = st.sampled_from([*(f"role:{role}" for role in ROLES), "@", "!"])
    return st.recursive(
        leaf,
        lambda inner: st.one_of(
            st.tuples(inner, st.sampled_from([" and ", " or "]), inner)
            .map("".join)
            .map("({})".format),
            inner.map("not {}".format),
        ),
        max_leaves=8,
    )


def holds(check: Check, roles: frozenset[str]) -> bool:
    """A second, plain evaluation."""
    match check:
        case And():
            return all(holds(part, roles) for part in check.rules)
        case Or():
            return any(holds(part, roles) for part in check.rules)
        case Not():
            return not holds(check.rule, roles)
        case Role():
            return check.match in roles
        case _:
            return not isinstance(check, Never)


@given(checkstrings(), checkstrings())
def test_relations_are_those_of_every_combination_of_roles(before: str, after: str) -> None:
    worlds = [
        frozenset(roles)
        for count in range(len(ROLES) + 1)
        for roles in itertools.combinations(ROLES, count)
    ]
    was = {world for world in worlds if holds(parsed(before).check, world)}
    will_be = {world for world in worlds if holds(parsed(after).check, world)}
    expected = (
        "same" if was == will_be
        else "wider" if was < will_be
        else "narrower" if will_be < was
        else "different"
    )  # fmt: skip

    assert compare(before, after) == expected
    assert is_always_true(before) == (len(was) == len(worlds))
    assert is_never_true(before) == (not was)
    assert set(atoms_of(before)) <= {f"role:{role}" for role in ROLES}
