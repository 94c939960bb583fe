"""Servers that live as long as the tests which ask them."""

from collections.abc import Iterator

import pytest

from tests.real.database.databases import make
from tests.real.database.servers import Server, mariadb, postgresql


@pytest.fixture(scope="session")
def mariadb_server() -> Iterator[Server]:
    """A MariaDB server with a database of each release at which ways differ."""
    with mariadb() as server:
        make(
            server,
            [("train", "train"), ("yoga", "yoga"), ("zed", "zed"), ("caracal", "2024.1")],
        )
        yield server


@pytest.fixture(scope="session")
def postgresql_server() -> Iterator[Server]:
    """A PostgreSQL server with a database of 2024.1."""
    with postgresql() as server:
        make(server, [("caracal", "2024.1")])
        yield server
