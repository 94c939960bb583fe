"""A database on PostgreSQL that a real release made."""

import time

import pytest

from linter.collect.live.connection import UnaskedError, connected
from linter.collect.live.database import ask_database
from linter.model.live import Schema, Trigger
from tests.real.database.asked import asked
from tests.real.database.databases import change
from tests.real.database.servers import Server

pytestmark = pytest.mark.release


def test_database_of_2024_1_can_go_to_2025_1(
    postgresql_server: Server, capsys: pytest.CaptureFixture[str]
) -> None:
    answer = asked(capsys, postgresql_server.url("caracal", driver="psycopg2"), "2024.1", "2025.1")

    assert (answer.findings, answer.gaps) == (("info database/sync-check-blind",), ())


def test_everything_is_answered(postgresql_server: Server) -> None:
    change(
        postgresql_server,
        "caracal",
        "CREATE FUNCTION refuse() RETURNS trigger LANGUAGE plpgsql AS "
        "$$ BEGIN RAISE EXCEPTION 'read only'; END $$",
        "CREATE TRIGGER idp_insert_read_only BEFORE INSERT ON identity_provider "
        "FOR EACH ROW EXECUTE FUNCTION refuse()",
    )
    found, gaps = ask_database(postgresql_server.url("caracal"), 10)

    assert gaps == ()
    assert found is not None
    assert (found.dialect, found.version.partition(".")[0].isdigit()) == ("postgresql", True)
    assert found.schema == Schema(alembic=("47147121", "c88cdce8f248"))
    assert found.triggers == (Trigger("idp_insert_read_only", "identity_provider"),)
    assert found.tables is not None
    assert {table.name: table.rows for table in found.tables}["revocation_event"] == 0
    assert (found.hashes, found.roles) == ((), ())
    assert (found.null_key_credentials, found.too_deep_projects) == (0, 0)


def test_nothing_can_be_written(postgresql_server: Server) -> None:
    with (
        pytest.raises(UnaskedError, match="read-only transaction"),
        connected(postgresql_server.url("caracal"), 10) as connection,
    ):
        connection.exec_driver_sql("DELETE FROM token")


def test_a_slow_answer_is_given_up(postgresql_server: Server) -> None:
    begun = time.monotonic()
    with (
        pytest.raises(UnaskedError, match="statement timeout"),
        connected(postgresql_server.url("caracal"), 1) as connection,
    ):
        connection.exec_driver_sql("SELECT pg_sleep(20)")
    assert time.monotonic() - begun < 10


def test_a_wrong_password_is_a_gap_without_it(
    postgresql_server: Server, capsys: pytest.CaptureFixture[str]
) -> None:
    url = postgresql_server.url("caracal").replace(":canary@", ":wrong-canary@")
    answer = asked(capsys, url, "2024.1", "2025.1")

    assert answer.decision == "INCOMPLETE"
    assert len(answer.gaps) == 1
    assert 'password authentication failed for user "keystone"' in answer.gaps[0]
