"""What stands against a backup or a restore is told, and the database stays as it was."""

import os
import resource
import signal
import subprocess
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from pathlib import Path

import pytest
from msgspec.structs import replace
from sqlalchemy import create_engine, text
from sqlalchemy.pool import NullPool

from linter.execute.databases.database import Backup, Database, DatabaseError
from tests.real.database.servers import PASSWORD, Server, _as_ordinary_user, mariadb, postgresql
from tests.real.execute.databases.places import (
    ROWS,
    Place,
    on_server,
    server_process,
)

pytestmark = [pytest.mark.release, pytest.mark.thorough]


def test_a_user_without_the_right_to_make_databases_is_told_which(on_mariadb: Place) -> None:
    name = on_mariadb.url.rpartition("/")[2]
    on_mariadb.change(
        f"CREATE USER IF NOT EXISTS poor@'127.0.0.1' IDENTIFIED BY '{PASSWORD}'",
        f"GRANT ALL ON {name}.* TO poor@'127.0.0.1'",
    )
    poor = replace(on_mariadb, url=on_mariadb.url.replace("keystone:", "poor:")).database()
    backup = poor.back_up(on_mariadb.folder / "backups", "keystone.zst")
    for refused in (poor.prove, poor.restore):
        with pytest.raises(DatabaseError) as told:
            refused(backup)
        assert str(told.value).endswith(
            r"GRANT ALL PRIVILEGES ON `kslint\_%`.* TO 'poor'@'127.0.0.1'"
        )
    with pytest.raises(DatabaseError, match=r"SET GLOBAL log_bin_trust_function_creators = 1$"):
        poor.set_trigger_creators(on=True)
    on_mariadb.change(r"GRANT ALL PRIVILEGES ON `kslint\_%`.* TO 'poor'@'127.0.0.1'")
    on_mariadb.upgrade()
    poor.restore(backup)
    assert dict(poor.rows()) == ROWS


def test_a_role_without_the_right_to_make_databases_is_told_which(on_postgresql: Place) -> None:
    name = on_postgresql.url.rpartition("/")[2]
    on_postgresql.change(
        f"CREATE ROLE poor LOGIN PASSWORD '{PASSWORD}'",
        f"ALTER DATABASE {name} OWNER TO poor",
        *(f'ALTER TABLE "{table}" OWNER TO poor' for table in ROWS),
    )
    poor = replace(on_postgresql, url=on_postgresql.url.replace("keystone:", "poor:")).database()
    backup = poor.back_up(on_postgresql.folder / "backups", "keystone.zst")
    with pytest.raises(DatabaseError, match=r'ALTER ROLE "poor" CREATEDB$'):
        poor.prove(backup)
    on_postgresql.change('ALTER ROLE "poor" CREATEDB')
    on_postgresql.upgrade()
    on_postgresql.change("ALTER TABLE added OWNER TO poor")
    poor.restore(backup)
    assert dict(poor.rows()) == ROWS


def test_a_table_without_transactions_is_told(on_mariadb: Place) -> None:
    on_mariadb.change("CREATE TABLE old (id INT) ENGINE=MyISAM")
    with pytest.raises(DatabaseError, match=r"^old \(MyISAM\): .*ALTER TABLE old ENGINE=InnoDB"):
        on_mariadb.database().back_up(on_mariadb.folder, "keystone.zst")
    assert on_mariadb.left() == []


def test_a_setting_is_given_as_it_was(on_mariadb: Place) -> None:
    database = on_mariadb.database()
    assert [database.set_trigger_creators(on=on) for on in (True, True, False, False)] == [
        False,
        True,
        True,
        False,
    ]


def test_triggers_and_views_come_back(on_mariadb: Place) -> None:
    on_mariadb.change(
        "CREATE TRIGGER guard BEFORE INSERT ON project FOR EACH ROW SET NEW.parent = 1",
        "CREATE VIEW names AS SELECT name FROM user",
    )
    database = on_mariadb.database()
    backup = database.back_up(on_mariadb.folder / "backups", "keystone.zst")
    on_mariadb.upgrade()
    on_mariadb.change("DROP TRIGGER guard", "DROP VIEW names")
    database.restore(backup)
    assert dict(database.rows()) == ROWS
    assert database.back_up(on_mariadb.folder, "again.zst").schema == backup.schema


def test_a_trigger_of_the_upgrade_goes(on_mariadb: Place) -> None:
    database = on_mariadb.database()
    backup = database.back_up(on_mariadb.folder / "backups", "keystone.zst")
    on_mariadb.upgrade()
    on_mariadb.change(
        "CREATE TRIGGER guard BEFORE INSERT ON added FOR EACH ROW SET NEW.id = 2",
        "CREATE VIEW names AS SELECT name FROM user",
    )
    database.restore(backup)
    assert dict(database.rows()) == ROWS
    assert database.back_up(on_mariadb.folder, "again.zst").schema == backup.schema


def test_types_views_and_functions_of_the_upgrade_go(on_postgresql: Place) -> None:
    database = on_postgresql.database()
    backup = database.back_up(on_postgresql.folder / "backups", "keystone.zst")
    on_postgresql.upgrade()
    on_postgresql.change(
        "CREATE TYPE kind AS ENUM ('a', 'b')",
        "CREATE TABLE typed (id SERIAL PRIMARY KEY, kind kind)",
        'CREATE VIEW names AS SELECT name FROM "user"',
        "CREATE FUNCTION one() RETURNS INT LANGUAGE SQL AS 'SELECT 1'",
        "CREATE SCHEMA other",
        "CREATE TABLE other.thing (id INT)",
    )
    database.restore(backup)
    assert dict(database.rows()) == ROWS
    assert database.back_up(on_postgresql.folder, "again.zst").schema == backup.schema


def test_who_changes_the_schema_is_told_and_nothing_is_restored(server_place: Place) -> None:
    database = server_place.database()
    backup = database.back_up(server_place.folder / "backups", "keystone.zst")
    server_place.upgrade()
    with _altering(server_place, database):
        (busy,) = database.busy()
        assert "ALTER TABLE" in busy
        with pytest.raises(DatabaseError, match="somebody changes the schema"):
            database.restore(backup)
    database.restore(backup)
    assert dict(database.rows()) == ROWS


@contextmanager
def _altering(place: Place, database: Database) -> Iterator[None]:
    """An ALTER TABLE that waits for a transaction which reads the table."""
    url = place.url.replace("psycopg2", "psycopg")
    engine = create_engine(url, poolclass=NullPool)
    with engine.connect() as reader:
        reader.execute(text("SELECT COUNT(*) FROM project")).all()
        thread = threading.Thread(
            target=lambda: place.change("ALTER TABLE project ADD COLUMN more INT")
        )
        thread.start()
        try:
            _until(database.busy)
            yield
        finally:
            reader.rollback()
            thread.join()


def _until(holds: Callable[[], object]) -> None:
    end = time.monotonic() + 20
    while not holds():
        assert time.monotonic() < end


@pytest.mark.parametrize("server", [mariadb, postgresql])
@pytest.mark.parametrize("what", ["back_up", "prove", "restore"])
def test_a_server_that_dies_is_told(
    server: Callable[[], AbstractContextManager[Server]], what: str, tmp_path: Path
) -> None:
    """It is killed while it is asked for the same again and again."""
    with server() as running:
        place = on_server(running, "dying", tmp_path)
        database = place.database()
        backup = database.back_up(tmp_path / "backups", "keystone.zst")
        before = place.left()
        number, words = server_process(place)
        killer = threading.Timer(0.3, os.kill, (number, signal.SIGKILL))
        killer.start()
        with pytest.raises(DatabaseError):
            _again_and_again(database, what, backup)
        killer.join()
        os.waitpid(number, 0)
        assert [name for name in place.left() if not name.endswith(".claim")] == before
        with _revived(words, database):
            assert dict(database.rows()) == ROWS
            database.restore(backup)
            assert place.left() == before


def _again_and_again(database: Database, what: str, backup: Backup) -> None:
    while True:
        if what == "back_up":
            made = database.back_up(Path(backup.path).parent, "more.zst")
            Path(made.path).unlink()
        else:
            getattr(database, what)(backup)


@contextmanager
def _revived(words: list[str], database: Database) -> Iterator[None]:
    """The server, started again as it was; the block that started it first ends it otherwise."""
    tries: list[subprocess.Popen[bytes]] = []

    def answers() -> bool:
        # PostgreSQL refuses to start until the last of the old processes has noticed.
        if not tries or tries[-1].poll() is not None:
            command = _as_ordinary_user(words)
            tries.append(subprocess.Popen(command, cwd="/", stderr=subprocess.DEVNULL))
        return _answers(database)

    try:
        _until(answers)
        yield
    finally:
        tries[-1].send_signal(signal.SIGQUIT if "postgres" in words[0] else signal.SIGTERM)
        tries[-1].wait(timeout=60)


def _answers(database: Database) -> bool:
    try:
        database.ping(5)
    except DatabaseError:
        return False
    return True


def test_two_hundred_thousand_rows_need_no_memory(server_place: Place) -> None:
    numbers = "SELECT seq, 'x' FROM seq_1_to_200000"
    if server_place.url.startswith("postgresql"):
        numbers = "SELECT n, 'x' FROM generate_series(1, 200000) n"
    server_place.change(
        "CREATE TABLE many (id INT PRIMARY KEY, filling VARCHAR(200))",
        f"INSERT INTO many {numbers}",
        "UPDATE many SET filling = CONCAT(REPEAT('(''x'', ', 20), id)",
    )
    database = server_place.database()
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    backup = database.back_up(server_place.folder / "backups", "keystone.zst")
    assert dict(backup.rows) == {**ROWS, "many": 200_000}
    database.prove(backup)
    grown = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before
    assert grown < 64 * 1024
