"""What each kind of database answers, and that what was dumped comes back as it was."""

import os
from pathlib import Path

import pytest
from msgspec.structs import replace

from linter.execute.databases.database import DatabaseError
from linter.execute.databases.scratch import scratch_name
from tests.real.execute.databases.places import (
    HEADS,
    PLAN,
    ROWS,
    UPGRADED,
    Place,
    act,
    argument_lists,
)

pytestmark = [pytest.mark.release, pytest.mark.thorough]


def test_a_database_tells_what_it_holds(place: Place) -> None:
    database = place.database()
    database.ping(5)
    assert database.heads() == HEADS
    assert dict(database.rows()) == ROWS
    assert database.busy() == ()
    database.room(place.folder)


def test_a_backup_is_complete_and_private(place: Place) -> None:
    before = place.left()
    backup = place.database().back_up(place.folder / "backups", "keystone.zst")
    path = Path(backup.path)
    assert path == place.folder / "backups" / "keystone.zst"
    assert path.stat().st_mode & 0o777 == 0o600
    assert backup.size == path.stat().st_size
    assert dict(backup.rows) == ROWS
    assert backup.heads == HEADS
    assert set(backup.digests) == set(ROWS)
    assert place.left() == [*before, "backups/keystone.zst"]


def test_a_backup_never_takes_the_place_of_an_earlier_one(place: Place) -> None:
    first, second = (
        place.database().back_up(place.folder / "backups", "keystone.zst") for _ in range(2)
    )
    assert Path(first.path).name == "keystone.zst"
    assert Path(second.path).name == "keystone-2.zst"


def test_a_backup_proves_to_be_what_it_was_made_from(place: Place) -> None:
    database = place.database()
    backup = database.back_up(place.folder / "backups", "keystone.zst")
    before = place.left()
    database.prove(backup)
    assert place.left() == before


def test_what_was_restored_is_what_was_dumped(place: Place) -> None:
    database = place.database()
    backup = database.back_up(place.folder / "backups", "keystone.zst")
    place.upgrade()
    assert dict(database.rows()) == UPGRADED
    database.restore(backup)
    assert dict(database.rows()) == ROWS
    again = database.back_up(place.folder / "backups", "again.zst")
    assert (again.digests, again.schema, again.heads) == (
        backup.digests,
        backup.schema,
        backup.heads,
    )


def test_a_row_that_differs_is_told(place: Place) -> None:
    database = place.database()
    backup = database.back_up(place.folder / "backups", "keystone.zst")
    wrong = replace(backup, rows={**backup.rows, "project": 4})
    with pytest.raises(DatabaseError, match="project: 4 expected, 3 found"):
        database.prove(wrong)
    wrong = replace(backup, digests={**backup.digests, "project": "other"})
    with pytest.raises(DatabaseError, match="project: other expected"):
        database.prove(wrong)
    with pytest.raises(DatabaseError, match="the definitions of its tables differ"):
        database.prove(replace(backup, schema="other"))
    database.prove(backup)


def test_a_copy_for_a_rehearsal_is_a_database_of_its_own(place: Place) -> None:
    database = place.database()
    backup = database.back_up(place.folder / "backups", "keystone.zst")
    url = database.copy(backup, "kslint_rehearsal")
    copied = replace(place, url=url).database()
    assert dict(copied.rows()) == ROWS
    database.drop_copy("kslint_rehearsal")
    with pytest.raises(DatabaseError):
        copied.ping(5)
    database.drop_copy("kslint_rehearsal")


def test_no_name_leads_out_of_the_folder(place: Place) -> None:
    database = place.database()
    backup = database.back_up(place.folder / "backups", "keystone.zst")
    for name in ("../other", "a b", "x`y"):
        with pytest.raises(DatabaseError, match="is no name for a scratch database"):
            database.copy(backup, name)


@pytest.mark.parametrize("damage", ["truncated", "changed", "gone"])
def test_a_damaged_backup_touches_nothing(place: Place, damage: str) -> None:
    database = place.database()
    backup = database.back_up(place.folder / "backups", "keystone.zst")
    path = Path(backup.path)
    content = path.read_bytes()
    place.upgrade()
    match damage:
        case "truncated":
            path.write_bytes(content[:-100])
        case "changed":
            path.write_bytes(content[:200] + bytes([content[200] ^ 1]) + content[201:])
        case _:
            path.unlink()
    for restored in (database.prove, database.restore):
        with pytest.raises(DatabaseError, match=r"backup .* (is not the file|cannot be read)"):
            restored(backup)
    assert dict(database.rows()) == UPGRADED


def test_a_full_disk_leaves_nothing_of_a_backup(place: Place) -> None:
    before = place.left()
    ended = act(place, "back_up", None, size=900)
    assert ended.code == 3, ended.told
    assert "nothing is left of" in ended.told
    assert place.left() == before


def test_a_folder_that_cannot_be_made_is_told(place: Place) -> None:
    with pytest.raises(DatabaseError, match="/dev/full"):
        place.database().back_up(Path("/dev/full"), "keystone.zst")


def test_no_password_is_seen_while_programs_run(place: Place) -> None:
    database = place.database()
    with argument_lists() as seen:
        backup = database.back_up(place.folder / "backups", "keystone.zst")
        database.prove(backup)
        database.restore(backup)
    assert [words for words, told in seen.items() if told] == []
    tools = {Path(words.split(" ")[0]).name for words in seen}
    if not place.url.startswith("sqlite"):
        assert tools & {"mariadb-dump", "pg_dump", "perl"}
    assert [name for name in place.left() if name.startswith("run/")] == []


def test_a_scratch_database_of_somebody_else_is_left_alone(server_place: Place) -> None:
    place = server_place
    database = place.database()
    backup = database.back_up(place.folder / "backups", "keystone.zst")
    name = scratch_name(PLAN)
    place.change(f"CREATE DATABASE {name}")
    try:
        for refused in (database.prove, database.restore):
            with pytest.raises(DatabaseError, match="exists and was not made by this run"):
                refused(backup)
        with pytest.raises(DatabaseError, match="exists and was not made by this run"):
            database.drop_copy(name)
        replace(place, url=place.url.rpartition("/")[0] + f"/{name}").database().ping(5)
    finally:
        place.change(f"DROP DATABASE {name}")
    database.prove(backup)


def test_the_database_in_force_is_never_a_scratch_database(on_mariadb: Place) -> None:
    name = on_mariadb.url.rpartition("/")[2]
    with pytest.raises(DatabaseError, match="is the database in force"):
        on_mariadb.database().drop_copy(name)
    assert dict(on_mariadb.database().rows()) == ROWS


def test_a_wrong_password_is_told_and_not_shown(server_place: Place) -> None:
    wrong = replace(
        server_place, url=server_place.url.replace(":canary@", ":wrong%22canary%3A%5C@")
    )
    with pytest.raises(DatabaseError) as refused:
        wrong.database().ping(5)
    assert "does not answer" in str(refused.value)
    assert "canary" not in str(refused.value)


def test_environment_variables_lead_nowhere_else(
    place: Place, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in ("PGHOST", "PGHOSTADDR", "PGPORT", "MYSQL_HOST", "MYSQL_TCP_PORT"):
        monkeypatch.setenv(name, "1")
    place.database().ping(5)
    assert os.environ["PGPORT"] == "1"
