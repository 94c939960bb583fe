"""Upgrades the schema by real releases on a real server, and stops them in the middle."""

import os
import signal
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from pathlib import Path

import pytest
from sqlalchemy import select, text

from linter.execute.commands import process_of
from linter.execute.kinds.backup import BACKUP
from linter.execute.kinds.database import DATABASE
from linter.execute.running import Settled, StepError
from linter.model.plan import BackupStep, DatabaseStep
from tests.real.database.databases import change, copy, engine
from tests.real.database.servers import PASSWORD, Server
from tests.real.steps.runs import Trial

pytestmark = [pytest.mark.release, pytest.mark.thorough]
BACK_UP = BackupStep(id="backup", title="Back up")
SYNC = DatabaseStep(id="sync", title="Change the schema", do="sync", limit=600)
TRIGGERS = DatabaseStep(id="triggers", title="Allow triggers", do="trigger-creators")
HOP = ("2025.1", "2026.1")
SOURCE, TARGET = ("47147121", "c88cdce8f248"), ("742c857f1dfb", "c88cdce8f248")
_PATIENCE = 60


@pytest.fixture
def trial(server: Server, request: pytest.FixtureRequest, tmp_path: Path) -> Trial:
    """A site of 2025.1 with a backup that was proven."""
    name = f"d{abs(hash(request.node.name)) % 10**8}"
    copy(server, "epoxy", name)
    made = Trial(tmp_path, server.url(name, driver="pymysql"), HOP, BACK_UP, SYNC)
    made.database = name
    made.do(BACKUP, BACK_UP)
    return made


def heads(server: Server, trial: Trial) -> tuple[str, ...]:
    with engine(server, trial.database).connect() as connection:
        rows = connection.execute(text("SELECT version_num FROM alembic_version ORDER BY 1"))
        return tuple(row[0] for row in rows)


@contextmanager
def held(server: Server, trial: Trial, table: str) -> Iterator[None]:
    """Keeps a table from being altered, as a transaction that reads it does."""
    with engine(server, trial.database).connect() as connection:
        plain = connection.execution_options(isolation_level="REPEATABLE READ")
        plain.execute(select(text("*")).select_from(text(table))).all()
        yield
        plain.rollback()


def running(trial: Trial, server: Server, statement: str) -> int:
    """The process of db_sync, as soon as the server works at its statement."""
    end = time.monotonic() + _PATIENCE
    question = text("SELECT 1 FROM information_schema.processlist WHERE info LIKE :begins")
    while time.monotonic() < end:
        with engine(server, trial.database).connect() as connection:
            if connection.execute(question, {"begins": f"{statement}%"}).all():
                noted = [each for each in trial.journal.entries if each.what == "running"]
                process = process_of(noted[-1].facts)
                assert process is not None
                return process.pid
        time.sleep(0.1)
    raise AssertionError


def test_the_schema_is_changed_and_the_backup_leads_back(server: Server, trial: Trial) -> None:
    facts = trial.do(DATABASE, SYNC)

    assert (facts["heads-after"], heads(server, trial)) == (" ".join(TARGET), TARGET)
    assert DATABASE.settle(SYNC, trial.run) is Settled.DONE
    DATABASE.undo(SYNC, trial.run)
    assert heads(server, trial) == SOURCE
    DATABASE.undo(SYNC, trial.run)
    assert trial.told[-1] == (
        "the schema is as it was backed up, so the database was left as it is"
    )


def test_a_sync_killed_in_its_first_change_is_unclear_until_restored(
    server: Server, trial: Trial
) -> None:
    said = killed_while_changing(server, trial, "project_endpoint_group")

    assert heads(server, trial) == SOURCE
    assert said.splitlines()[0].endswith("keystone.conf db_sync was killed by signal 9.")
    assert "The schema is between two releases" in said
    assert DATABASE.settle(SYNC, trial.run) is Settled.UNCLEAR
    trial.journal.add("failed", SYNC.id)
    with pytest.raises(StepError, match="the schema is between two releases"):
        DATABASE.ready(SYNC, trial.run)
    DATABASE.undo(SYNC, trial.run)
    trial.journal.add("undone", SYNC.id)
    trial.do(DATABASE, SYNC)
    assert heads(server, trial) == TARGET


def test_a_sync_killed_between_two_changes_is_unclear(server: Server, trial: Trial) -> None:
    killed_while_changing(server, trial, "revocation_event")

    assert heads(server, trial) == ("c88cdce8f248", "e8725d6fa226")
    assert DATABASE.settle(SYNC, trial.run) is Settled.UNCLEAR


def killed_while_changing(server: Server, trial: Trial, table: str) -> str:
    """What the step says whose db_sync is killed while the server works at its change."""
    with ThreadPoolExecutor() as pool:
        with held(server, trial, table):
            ended = pool.submit(trial.begin, DATABASE, SYNC)
            os.kill(running(trial, server, f"CREATE INDEX%{table}"), signal.SIGKILL)
        with pytest.raises(StepError) as caught:
            ended.result(_PATIENCE)
    return str(caught.value)


def test_a_sync_that_outlives_its_limit_is_waited_for(server: Server, trial: Trial) -> None:
    short = DatabaseStep(id="sync", title="Change the schema", do="sync", limit=5)
    with ThreadPoolExecutor() as pool:
        with held(server, trial, "revocation_event"):
            ended = pool.submit(trial.do, DATABASE, short)
            pid = running(trial, server, "CREATE INDEX%revocation_event")
            end = time.monotonic() + _PATIENCE
            while not any("still works" in line for line in trial.told):
                assert time.monotonic() < end
                time.sleep(0.1)
        facts = ended.result(_PATIENCE)

    assert (facts["code"], facts["heads-after"]) == ("None", " ".join(TARGET))
    assert trial.told[-1].startswith(f"db_sync (process {pid}) still works, longer than the 5 s")


def test_a_sync_that_was_begun_and_changed_nothing_may_be_run_again(trial: Trial) -> None:
    trial.journal.add("started", SYNC.id)
    assert DATABASE.settle(SYNC, trial.run) is Settled.NOT_DONE
    trial.do(DATABASE, SYNC)


def test_a_schema_that_somebody_else_changed_is_refused(server: Server, trial: Trial) -> None:
    change(server, trial.database, "ALTER TABLE project ADD COLUMN more INTEGER")

    assert trial.failure(DATABASE, SYNC).startswith(
        "the database is at the heads 47147121, c88cdce8f248, and its tables are not defined as in "
        "the backup, which is at 47147121, c88cdce8f248: somebody else has changed the schema since"
    )


def test_a_wrong_password_is_told_at_once_and_not_shown(server: Server, trial: Trial) -> None:
    url = server.url(trial.database, driver="pymysql")
    trial.configure(url.replace(PASSWORD, "mistaken-word"))

    said = trial.failure(DATABASE, SYNC)

    assert "Access denied for user 'keystone'@'127.0.0.1'" in said
    assert "mistaken-word" not in said


def test_a_server_that_is_gone_is_told_at_once(server: Server, trial: Trial) -> None:
    url = server.url(trial.database, driver="pymysql")
    trial.configure(url.replace(f":{server.port}/", ":9/"))
    begun = time.monotonic()

    said = trial.failure(DATABASE, SYNC)

    assert "Can't connect to" in said
    assert time.monotonic() - begun < _PATIENCE / 2


def test_a_changed_backup_is_refused(trial: Trial) -> None:
    dump = next((trial.etc.parent / "backups").glob("hop"))
    dump.write_bytes(dump.read_bytes()[:-1])

    assert trial.failure(DATABASE, SYNC).startswith(f"{dump} is not the file that was written")


def test_an_older_release_does_not_know_the_schema(server: Server, trial: Trial) -> None:
    trial.do(DATABASE, SYNC)
    trial.change(manage_after=trial.tools("2025.1")[0])

    said = trial.failure(DATABASE, SYNC)

    assert said.splitlines()[1:3] == [
        (
            "the schema is of a newer release than the keystone-manage that was run: see which one "
            "`manage_after` of the site names"
        ),
        "The schema is the target's all the same: go on with `kslint resume`.",
    ]
    assert heads(server, trial) == TARGET


def test_why_it_failed_is_read_from_the_log_alone(server: Server, trial: Trial) -> None:
    log = trial.etc.parent / "keystone.log"
    log.write_text("before\n", encoding="utf-8")
    trial.configure(server.url(trial.database, driver="pymysql"), f"[DEFAULT]\nlog_file = {log}\n")
    trial.do(DATABASE, SYNC)
    trial.change(manage_after=trial.tools("2025.1")[0])

    said = trial.failure(DATABASE, SYNC)

    assert f"{log}:" in said.splitlines()
    assert "Can't locate revision identified by '742c857f1dfb'" in said
    assert "before" not in said.split(f"{log}:")[1].splitlines()


def creators(server: Server) -> str:
    with engine(server, "mysql").connect() as connection:
        question = text("SELECT @@GLOBAL.log_bin_trust_function_creators")
        return str(connection.execute(question).scalar())


def test_triggers_may_be_made_until_the_schema_has_changed(server: Server, trial: Trial) -> None:
    trial.do(DATABASE, TRIGGERS)
    assert creators(server) == "1"
    # As after a kill: what it was before is not forgotten.
    assert DATABASE.settle(TRIGGERS, trial.run) is Settled.NOT_DONE
    trial.do(DATABASE, TRIGGERS)

    trial.do(DATABASE, SYNC)

    assert creators(server) == "0"
    assert trial.told[-1] == "log_bin_trust_function_creators is off again, as it was"
    DATABASE.undo(TRIGGERS, trial.run)
    assert creators(server) == "0"


def test_without_a_backup_nothing_changes_the_database(server: Server, tmp_path: Path) -> None:
    url = server.url("epoxy", driver="pymysql")
    trial = Trial(tmp_path, url, HOP, BACK_UP, SYNC)

    assert trial.failure(DATABASE, SYNC) == (
        "the journal knows of no verified backup of the database, and without one nothing changes "
        "it: let the backup step of the plan run first"
    )


def test_a_database_of_another_release_is_not_backed_up(server: Server, tmp_path: Path) -> None:
    url = server.url("epoxy", driver="pymysql")
    trial = Trial(tmp_path, url, ("2026.1", "2026.2"), BACK_UP, SYNC)

    assert "those of 2024.1 and 2024.2 and 2025.1 and 2025.2, and not those of 2026.1" in (
        trial.failure(BACKUP, BACK_UP)
    )
