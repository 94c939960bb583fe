"""Databases on MariaDB: what kslint says of them is what the target's db_sync then does."""

import time

import pytest

from linter.collect.live.connection import UnaskedError, connected
from linter.collect.live.database import NULL_KEY_HASH, ask_database
from linter.model.live import Database, Hashes, Role, Trigger
from tests.real.database.asked import asked
from tests.real.database.databases import bootstrap, change, copy, drop_foreign_keys, sync
from tests.real.database.servers import Server

pytestmark = pytest.mark.release

UNDER_WAY = "info database/sync-check-blind"
STOPS = "ussuri, victoria, wallaby or xena, then zed or 2023.1 (antelope)"

NEWER_HASH = """
INSERT INTO password (local_user_id, created_at, created_at_int, self_service, password_hash)
SELECT id, '2030-01-01', 1893456000000000, 0, '$6$rounds=1$canary$canary' FROM local_user
"""
CREDENTIAL = """
INSERT INTO credential (id, user_id, type, extra, key_hash, encrypted_blob)
VALUES ('1', 'u', 'ec2', '', '{key_hash}', 'canary')
"""
TRIGGER = """
CREATE TRIGGER idp_insert_read_only BEFORE INSERT ON identity_provider
FOR EACH ROW SIGNAL SQLSTATE '45000' SET MESSAGE_TEXT = 'read only'
"""


def database(server: Server, name: str) -> Database:
    found, gaps = ask_database(server.url(name), 10)
    assert gaps == ()
    assert found is not None
    return found


@pytest.mark.parametrize(
    ("source", "at", "stops"),
    [("train", "version 071", STOPS), ("yoga", "version 079", "zed or 2023.1 (antelope)")],
)
def test_database_needs_a_stop_before_2025_1(
    source: str, at: str, stops: str, mariadb_server: Server, capsys: pytest.CaptureFixture[str]
) -> None:
    answer = asked(capsys, mariadb_server.url(source), source, "2025.1")

    assert answer.decision == "NO_GO"
    assert answer.findings == ("blocker database/alembic-version-missing", UNDER_WAY)
    assert answer.messages[0] == (
        f"The database is at {at} and has no alembic version; first it needs the db_sync of {stops}"
    )
    refused = sync(mariadb_server, source, "2025.1")
    assert refused.returncode == 1
    assert "already exists" in refused.stdout


@pytest.mark.parametrize(
    ("name", "source", "others"),
    [
        ("zed", "zed", ("condition upgrade/jump-unsupported",)),
        ("caracal", "2024.1", ()),
    ],
)
def test_database_can_go_to_2025_1_at_once(
    name: str,
    source: str,
    others: tuple[str, ...],
    mariadb_server: Server,
    capsys: pytest.CaptureFixture[str],
) -> None:
    answer = asked(capsys, mariadb_server.url(name), source, "2025.1")

    assert answer.findings == (*others, UNDER_WAY)
    assert answer.gaps == ()
    copy(mariadb_server, name, f"{name}_copy")
    assert sync(mariadb_server, f"{name}_copy", "2025.1").returncode == 0


def test_train_is_too_old_for_zed(
    mariadb_server: Server, capsys: pytest.CaptureFixture[str]
) -> None:
    answer = asked(capsys, mariadb_server.url("train"), "train", "zed")

    assert answer.findings[0] == "blocker database/schema-before-squash"
    refused = sync(mariadb_server, "train", "zed")
    assert refused.returncode == 1
    assert "version 72 doesn't exist" in refused.stdout.replace("\\'", "'")


def test_yoga_goes_to_zed_and_on(
    mariadb_server: Server, capsys: pytest.CaptureFixture[str]
) -> None:
    assert asked(capsys, mariadb_server.url("yoga"), "yoga", "zed").findings == (UNDER_WAY,)


def test_database_of_another_release_than_the_one_named(
    mariadb_server: Server, capsys: pytest.CaptureFixture[str]
) -> None:
    newer = asked(capsys, mariadb_server.url("caracal"), "2023.1", "2024.1")
    older = asked(capsys, mariadb_server.url("zed"), "2024.1", "2025.1")
    beyond = asked(capsys, mariadb_server.url("caracal"), "zed", "2023.1")

    assert newer.findings[0] == "condition database/newer-than-source"
    assert older.findings[0] == "condition database/older-than-source"
    assert (beyond.decision, beyond.findings[0]) == ("NO_GO", "blocker database/newer-than-target")
    refused = sync(mariadb_server, "caracal", "2023.1")
    assert refused.returncode == 1
    assert "Can't locate revision" in refused.stdout


def test_expand_without_contract_is_an_upgrade_under_way(
    mariadb_server: Server, capsys: pytest.CaptureFixture[str]
) -> None:
    copy(mariadb_server, "zed", "halted")
    sync(mariadb_server, "halted", "2024.1", "--expand").check_returncode()

    answer = asked(capsys, mariadb_server.url("halted"), "2023.1", "2024.1")

    assert answer.findings == ("condition database/upgrade-halted", UNDER_WAY)
    assert sync(mariadb_server, "halted", "2024.1").returncode == 0


def test_what_is_in_the_tables_is_counted(
    mariadb_server: Server, capsys: pytest.CaptureFixture[str]
) -> None:
    copy(mariadb_server, "caracal", "full")
    bootstrap(mariadb_server, "full", "2024.1", "http://$(public_bind_host)s:35357/v2.0")
    change(mariadb_server, "full", NEWER_HASH, CREDENTIAL.format(key_hash=NULL_KEY_HASH))
    change(mariadb_server, "full", TRIGGER, "ALTER TABLE config_register ENGINE = MyISAM")

    found = database(mariadb_server, "full")

    assert found.hashes == (Hashes("bcrypt", 0, 1), Hashes("sha512_crypt", 1, 0))
    assert (found.null_key_credentials, found.ec2_credentials) == (1, 1)
    assert found.triggers == (Trigger("idp_insert_read_only", "identity_provider"),)
    assert found.roles is not None
    assert [role for role in found.roles if role.name in {"admin", "reader"}] == [
        Role("admin", immutable=False, held=2, held_on_domains=0),
        Role("reader", immutable=False, held=0, held_on_domains=0),
    ]
    assert found.endpoints is not None
    assert found.endpoints.placeholders == {"public_bind_host": 1}
    assert (found.endpoints.identity_v2, found.endpoints.admin_port) == (1, 1)
    answer = asked(capsys, mariadb_server.url("full"), "2024.1", "2025.1")
    assert [line for line in answer.findings if not line.startswith("info")] == [
        "blocker database/password-hash-unsupported",
        "blocker database/trigger-left",
        "condition database/ec2-callers-need-role",
        "warning database/null-key-credentials",
        "warning database/role-mutable",
        "warning database/role-mutable",
        "warning database/role-mutable",
        "warning database/table-engine-foreign",
    ]


@pytest.mark.parametrize(
    ("name", "rule", "change_of_users"),
    [
        ("myisam", "table-engine-foreign", "ALTER TABLE user ENGINE = MyISAM"),
        ("mb4", "table-collation-foreign", "ALTER TABLE user CONVERT TO CHARACTER SET utf8mb4"),
    ],
)
def test_tables_that_a_migration_cannot_refer_to(
    name: str,
    rule: str,
    change_of_users: str,
    mariadb_server: Server,
    capsys: pytest.CaptureFixture[str],
) -> None:
    copy(mariadb_server, "train", name)
    drop_foreign_keys(mariadb_server, name)
    change(mariadb_server, name, change_of_users)

    answer = asked(capsys, mariadb_server.url(name), "train", "ussuri")

    assert (answer.decision, answer.findings[0]) == ("NO_GO", f"blocker database/{rule}")
    refused = sync(mariadb_server, name, "ussuri")
    assert refused.returncode == 1
    assert "Foreign key constraint is incorrectly formed" in refused.stdout


def test_nothing_can_be_written(mariadb_server: Server) -> None:
    with (
        pytest.raises(UnaskedError, match="READ ONLY transaction"),
        connected(mariadb_server.url("caracal"), 10) as connection,
    ):
        connection.exec_driver_sql("DELETE FROM token")


def test_a_slow_answer_is_given_up(mariadb_server: Server) -> None:
    begun = time.monotonic()
    with (
        pytest.raises(UnaskedError, match="max_statement_time"),
        connected(mariadb_server.url("caracal"), 1) as connection,
    ):
        connection.exec_driver_sql("SELECT SLEEP(20)")
    assert time.monotonic() - begun < 10


def test_a_wrong_password_is_a_gap_without_it(
    mariadb_server: Server, capsys: pytest.CaptureFixture[str]
) -> None:
    url = mariadb_server.url("caracal").replace(":canary@", ":wrong%2Fcanary@")
    answer = asked(capsys, url, "2024.1", "2025.1")

    assert answer.findings == (UNDER_WAY,)
    assert answer.decision == "INCOMPLETE"
    assert len(answer.gaps) == 1
    assert "Access denied for user 'keystone'" in answer.gaps[0]


def test_an_account_that_may_only_read_is_not_shown_triggers(mariadb_server: Server) -> None:
    change(
        mariadb_server,
        "caracal",
        "CREATE USER reader@'127.0.0.1' IDENTIFIED BY 'canary'",
        "GRANT SELECT ON caracal.* TO reader@'127.0.0.1'",
    )
    found, gaps = ask_database(mariadb_server.url("caracal", user="reader"), 10)

    assert found is not None
    assert found.triggers is None
    assert found.hashes == ()
    assert [(gap.what, gap.required) for gap in gaps] == [("database: triggers", False)]


def test_tables_that_an_account_may_not_read_leave_gaps(mariadb_server: Server) -> None:
    change(
        mariadb_server,
        "caracal",
        "CREATE USER partial@'127.0.0.1' IDENTIFIED BY 'canary'",
        *(
            f"GRANT SELECT, TRIGGER ON caracal.{table} TO partial@'127.0.0.1'"
            for table in ("alembic_version", "credential", "project", "role", "user")
        ),
    )
    found, gaps = ask_database(mariadb_server.url("caracal", user="partial"), 10)

    assert found is not None
    assert found.schema is not None
    assert (found.hashes, found.endpoints) == (None, None)
    assert [(gap.what, gap.required) for gap in gaps] == [
        ("database: password hashes", True),
        ("database: roles", True),
        ("database: endpoints", True),
    ]


def test_a_database_of_somebody_else_is_a_gap(mariadb_server: Server) -> None:
    change(mariadb_server, "mysql", "CREATE DATABASE other")
    found, gaps = ask_database(mariadb_server.url("other"), 10)

    assert found is None
    assert [gap.required for gap in gaps] == [True]
