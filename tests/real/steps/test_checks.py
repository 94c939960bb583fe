"""Keystone's own checks and a whole change of the schema, on SQLite with real releases."""

import shutil
import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from linter.execute.kinds.backup import BACKUP
from linter.execute.kinds.database import DATABASE
from linter.execute.kinds.doctor import DOCTOR
from linter.execute.running import Settled
from linter.model.plan import BackupStep, DatabaseStep, DoctorStep
from tests.real.releases import bootstrapped
from tests.real.steps.runs import Trial

pytestmark = [pytest.mark.release, pytest.mark.thorough]
BACK_UP = BackupStep(id="backup", title="Back up")
RECORD = DoctorStep(id="doctor", title="Ask the doctor", do="record")
COMPARE = DoctorStep(id="doctor-after", title="Ask it again", do="compare")
SYNC = DatabaseStep(id="sync", title="Change the schema", do="sync")
CREDENTIALS = DatabaseStep(id="credentials", title="Migrate credentials", do="credentials")


@pytest.fixture
def trial(tmp_path: Path) -> Trial:
    """A keystone of 2025.1 on SQLite."""
    state = bootstrapped("2025.1")
    shutil.copyfile(state / "keystone.db", tmp_path / "keystone.db")
    shutil.copytree(state / "fernet-keys", tmp_path / "keys")
    url = f"sqlite:///{tmp_path}/keystone.db"
    return Trial(tmp_path, url, ("2025.1", "2026.1"), RECORD, BACK_UP, SYNC, COMPARE)


def query(trial: Trial, statement: str) -> list[tuple[object, ...]]:
    with closing(sqlite3.connect(trial.etc.parent / "keystone.db")) as connection:
        found = connection.execute(statement).fetchall()
        connection.commit()
        return found


def test_every_row_survives_and_rows_that_go_are_told(trial: Trial) -> None:
    users = query(trial, "SELECT * FROM user")
    trial.do(BACKUP, BACK_UP)
    trial.do(DATABASE, SYNC)

    assert query(trial, "SELECT * FROM user") == users
    query(trial, "DELETE FROM implied_role WHERE rowid = 1")
    trial.journal.add("failed", SYNC.id)
    assert DATABASE.settle(SYNC, trial.run) is Settled.DONE
    DATABASE.undo(SYNC, trial.run)
    assert query(trial, "SELECT version_num FROM alembic_version ORDER BY 1") == [
        ("47147121",), ("c88cdce8f248",),
    ]  # fmt: skip


def test_rows_that_went_stop_the_step(trial: Trial) -> None:
    trial.do(BACKUP, BACK_UP)
    trial.begin(DATABASE, SYNC)
    before = query(trial, "SELECT COUNT(*) FROM implied_role")[0][0]
    query(trial, "DELETE FROM implied_role WHERE rowid = 1")

    assert trial_says(trial).startswith(
        f"rows are gone that were there before db_sync: implied_role: {before} rows before, "
    )


def trial_says(trial: Trial) -> str:
    with pytest.raises(Exception, match="rows are gone") as caught:
        DATABASE.check(SYNC, trial.run)
    return str(caught.value)


def test_a_sync_that_did_nothing_is_not_believed(trial: Trial) -> None:
    trial.do(BACKUP, BACK_UP)
    trial.change(manage_after=("true",))

    assert trial.failure(DATABASE, SYNC).startswith(
        "db_sync ended and the database is at the heads 47147121, c88cdce8f248, not at "
        "742c857f1dfb, c88cdce8f248: whatever it said, it did not do all."
    )


def test_a_broken_target_leaves_the_schema_as_it_was(trial: Trial) -> None:
    trial.do(BACKUP, BACK_UP)
    trial.change(manage_after=("python3", "-c", "import keystone_that_is_absent"))

    said = trial.failure(DATABASE, SYNC)

    assert "db_sync ended with 1.\nThe schema is as it was before: mend the cause" in said
    assert "ModuleNotFoundError: No module named 'keystone_that_is_absent'" in said
    assert DATABASE.settle(SYNC, trial.run) is Settled.NOT_DONE


def test_a_program_that_is_missing_is_told(trial: Trial) -> None:
    trial.do(BACKUP, BACK_UP)
    trial.change(manage_after=("/absent/keystone-manage",))

    assert "/absent/keystone-manage" in trial.failure(DATABASE, SYNC)


def test_credentials_are_migrated_with_a_real_release(trial: Trial) -> None:
    trial.do(BACKUP, BACK_UP)

    assert trial.do(DATABASE, CREDENTIALS) == {"code": "0", "null-key-credentials": "0"}


def test_only_what_has_become_different_is_told(trial: Trial) -> None:
    trial.do(DOCTOR, RECORD)
    url = f"sqlite:///{trial.etc.parent}/keystone.db"
    trial.configure(url, "[DEFAULT]\ndebug = true\n")

    trial.do(DOCTOR, COMPARE)

    assert trial.told == ["keystone-manage doctor, new: Debug mode should be set to False."]


def test_a_crash_that_was_none_before_stops(trial: Trial) -> None:
    trial.do(DOCTOR, RECORD)
    trial.change(manage_after=("python3", "-c", "import keystone_that_is_absent"))

    said = trial.failure(DOCTOR, COMPARE)

    assert said.splitlines()[0] == (
        "keystone-manage doctor crashed, which it did not before, so keystone may not start: it "
        "ended with 1 and named no symptom"
    )
    assert "No module named 'keystone_that_is_absent'" in said


def test_a_backup_that_is_not_proven_needs_a_reason(trial: Trial) -> None:
    trial.change(verify_backup=False)
    assert trial.failure(BACKUP, BACK_UP).startswith("the site turns the proof of the backup off")

    trial.change(without_verified_backup="snapshots of the storage")
    assert trial.do(BACKUP, BACK_UP)["proven"] == "not proven: snapshots of the storage"


def test_a_backup_that_nobody_saw_finished_is_made_again(trial: Trial) -> None:
    trial.journal.add("started", BACK_UP.id)
    BACKUP.act(BACK_UP, trial.run)
    assert BACKUP.settle(BACK_UP, trial.run) is Settled.NOT_DONE

    trial.do(BACKUP, BACK_UP)

    backups = trial.etc.parent / "backups"
    assert sorted((path.name, path.stat().st_mode & 0o777) for path in backups.iterdir()) == [
        ("hop", 0o600),
        ("hop-2", 0o600),
        ("hop-configuration-2.tar.gz", 0o600),
        ("hop-configuration.tar.gz", 0o600),
    ]
    assert BACKUP.settle(BACK_UP, trial.run) is Settled.DONE
