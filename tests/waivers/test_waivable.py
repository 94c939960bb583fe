"""What no consent changes cannot be waived."""

from linter.ruleset import load_rules


def test_a_migration_that_stops_cannot_be_waived() -> None:
    assert {rule.id for rule in load_rules() if not rule.waivable} >= {
        "database/newer-than-target",
        "upgrade/database-stop-skipped",
    }
