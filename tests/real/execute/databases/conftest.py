"""One server of each kind for all tests here."""

from collections.abc import Iterator
from itertools import count
from pathlib import Path

import pytest

from tests.real.database.servers import Server, mariadb, postgresql
from tests.real.execute.databases.places import Place, in_file, on_server

_NUMBERS = count(1)


@pytest.fixture(scope="session")
def own_mariadb() -> Iterator[Server]:
    with mariadb() as server:
        yield server


@pytest.fixture(scope="session")
def own_postgresql() -> Iterator[Server]:
    with postgresql() as server:
        yield server


@pytest.fixture(params=["mariadb", "postgresql", "sqlite"])
def place(request: pytest.FixtureRequest, tmp_path: Path) -> Place:
    """A small database of each kind."""
    if request.param == "sqlite":
        return in_file(tmp_path)
    return on_server(request.getfixturevalue(f"own_{request.param}"), _new_name(), tmp_path)


@pytest.fixture(params=["mariadb", "postgresql"])
def server_place(request: pytest.FixtureRequest, tmp_path: Path) -> Place:
    """A small database on each kind of server."""
    return on_server(request.getfixturevalue(f"own_{request.param}"), _new_name(), tmp_path)


@pytest.fixture
def on_mariadb(own_mariadb: Server, tmp_path: Path) -> Place:
    return on_server(own_mariadb, _new_name(), tmp_path)


@pytest.fixture
def on_postgresql(own_postgresql: Server, tmp_path: Path) -> Place:
    return on_server(own_postgresql, _new_name(), tmp_path)


def _new_name() -> str:
    return f"place{next(_NUMBERS)}"
