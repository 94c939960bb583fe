"""Rules whose answers change alike stand in one row."""

from linter.model.policy import AccessChange
from linter.report.access import Row, rows

ROLES = ("admin", "manager", "member", "reader", "service")


def change(rule: str, persona: str, owner: str = "other", *, gained: bool = True) -> AccessChange:
    return AccessChange(rule, persona, owner, source=not gained, target=gained)  # type: ignore[arg-type]


def both(rule: str, persona: str, *, gained: bool = True) -> list[AccessChange]:
    return [change(rule, persona, owner, gained=gained) for owner in ("own", "other")]


def test_nothing_changes() -> None:
    assert rows(()) == ()


def test_rules_that_change_alike_stand_together_those_of_most_first() -> None:
    changes = [
        *both("identity:a", "project-admin"),
        *both("identity:b", "domain-admin", gained=False),
        *both("identity:c", "domain-admin", gained=False),
    ]

    assert rows(changes) == (
        Row("", "domain admin", ("identity:b", "identity:c")),
        Row("project admin", "", ("identity:a",)),
    )


def test_gain_and_loss_of_one_rule_stand_in_one_row() -> None:
    changes = [
        *both("identity:a", "project-admin"),
        change("identity:a", "system-reader", gained=False),
    ]

    assert rows(changes) == (
        Row("project admin", "system reader on others' objects", ("identity:a",)),
    )


def test_every_role_of_a_scope_needs_no_names() -> None:
    changes = [found for role in ROLES for found in both("identity:a", f"domain-{role}")]

    assert rows(changes) == (Row("domain of any role", "", ("identity:a",)),)


def test_objects_are_named_where_only_one_kind_is_meant() -> None:
    changes = [
        change("identity:a", "domain-reader", "own"),
        change("identity:a", "domain-member", "own"),
        change("identity:a", "project-reader", "other"),
    ]

    (row,) = rows(changes)
    assert (
        row.gain == "domain reader, member on their own objects; project reader on others' objects"
    )


def test_most_rules_of_a_row_are_counted() -> None:
    row = Row("", "", tuple(f"identity:{name}" for name in "abcde"))

    assert row.subjects == "identity:a, identity:b, identity:c and 2 more"
