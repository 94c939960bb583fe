"""What real releases and servers printed when db_sync failed."""

import pytest

from linter.execute.sync_failures import meaning_of


@pytest.mark.parametrize(
    ("text", "begins"),
    [
        ("(1061, \"Duplicate key name 'idx_project_id'\")", "an earlier try was stopped"),
        ("Can't locate revision identified by '742c857f1dfb'", "the schema is of a newer release"),
        ("Database schema file with version 72 doesn't exist.", "the schema is older than this"),
        ("(1050, \"Table 'access_token' already exists\")", "the schema is older than this"),
        ("(sqlite3.OperationalError) table access_token already exists", "the schema is older"),
        ("(1045, \"Access denied for user 'keystone'@'localhost'", "the database refuses the user"),
        ('password authentication failed for user "keystone"', "the database refuses the user"),
        ("(2003, \"Can't connect to MySQL server on '10.0.0.1'", "the database server did not"),
        ("(1114, \"The table 'project' is full\")", "the disk of the database server is full"),
        ("(1205, 'Lock wait timeout exceeded; try restarting", "somebody else holds the tables"),
        (
            "(1142, \"ALTER command denied to user 'keystone'",
            "the user of [database] connection may",
        ),
        ("(1419, 'You do not have the SUPER privilege and", "the server lets no ordinary user"),
    ],
)
def test_a_failure_that_is_known_is_explained(text: str, begins: str) -> None:
    assert meaning_of(text).startswith(begins)


def test_of_others_nothing_is_said() -> None:
    assert meaning_of("KeyError: 'x'") == ""
