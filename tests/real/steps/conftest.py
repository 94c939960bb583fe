"""A server and databases on it for steps that change them."""

from collections.abc import Iterator

import pytest

from tests.real.database.databases import make
from tests.real.database.servers import Server, mariadb


@pytest.fixture(scope="session")
def server() -> Iterator[Server]:
    """A MariaDB server with a database of 2025.1, which tests copy."""
    with mariadb() as started:
        make(started, [("epoxy", "2025.1")])
        yield started
