"""The database of a real keystone comes back as it was after a real db_sync of another release."""

from pathlib import Path

import pytest

from linter.execute.databases.choice import opened
from tests.real.database.databases import bootstrap, make, sync
from tests.real.database.servers import Server
from tests.real.execute.databases.places import HEADS, PLAN

pytestmark = [pytest.mark.release, pytest.mark.thorough]


@pytest.mark.parametrize("kind", ["mariadb", "postgresql"])
def test_a_keystone_comes_back(kind: str, request: pytest.FixtureRequest, tmp_path: Path) -> None:
    server: Server = request.getfixturevalue(f"own_{kind}")
    make(server, [("keystone_real", "2024.1")])
    bootstrap(server, "keystone_real", "2024.1", "http://127.0.0.1:5000/v3")
    database = opened(server.url("keystone_real"), plan=PLAN, folder=tmp_path / "run")
    backup = database.back_up(tmp_path, "keystone.zst")
    database.prove(backup)
    sync(server, "keystone_real", "2026.1").check_returncode()
    assert database.heads() == ("742c857f1dfb", "c88cdce8f248")
    database.restore(backup)
    assert database.heads() == HEADS
    assert backup.rows["user"] == 1
    again = database.back_up(tmp_path, "again.zst")
    assert (again.rows, again.digests, again.schema) == (
        backup.rows,
        backup.digests,
        backup.schema,
    )
