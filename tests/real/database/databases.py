"""Databases on a private server, made by the db_sync of real releases."""

import os
import subprocess
import tempfile
from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from pathlib import Path

from sqlalchemy import Engine, create_engine, text
from sqlalchemy.pool import NullPool

from tests.real.database.servers import PASSWORD, Server
from tests.real.releases import as_this_user, release_python

_OWNER = ("--keystone-user", "root", "--keystone-group", "root")
_OWN = {"mysql": "pymysql", "postgresql": "psycopg"}
_OF_RELEASES = {"mysql": "pymysql", "postgresql": "psycopg2"}
_SETTINGS = """\
[database]
connection = {url}
[fernet_tokens]
key_repository = {keys}
[fernet_receipts]
key_repository = {keys}
[credential]
key_repository = {keys}
"""


def engine(server: Server, database: str) -> Engine:
    """What the tests themselves change a database with."""
    url = server.url(database, driver=_OWN[server.scheme])
    return create_engine(url, isolation_level="AUTOCOMMIT", poolclass=NullPool)


def change(server: Server, database: str, *statements: str) -> None:
    """Runs statements in a database."""
    with engine(server, database).connect() as connection:
        for statement in statements:
            connection.execute(text(statement))


def drop_foreign_keys(server: Server, database: str) -> None:
    """Takes every foreign key out of a MariaDB database, so that tables can be changed at will."""
    statement = """
    SELECT table_name, constraint_name FROM information_schema.referential_constraints
    WHERE constraint_schema = DATABASE()
    """
    with engine(server, database).connect() as connection:
        for table, name in connection.execute(text(statement)).all():
            connection.execute(text(f"ALTER TABLE `{table}` DROP FOREIGN KEY `{name}`"))


def make(server: Server, databases: Sequence[tuple[str, str]]) -> None:
    """New databases, each of a name and made by the db_sync of a series; two at a time."""
    for name, _ in databases:
        change(server, server.maintenance, f"CREATE DATABASE {name}")
    with ThreadPoolExecutor(max_workers=2) as pool:
        for done in list(pool.map(lambda pair: sync(server, *pair), databases)):
            done.check_returncode()


def sync(
    server: Server, database: str, series: str, *words: str
) -> subprocess.CompletedProcess[str]:
    """What `keystone-manage db_sync` of a series says to a database."""
    with settings(server.url(database, driver=_OF_RELEASES[server.scheme])) as path:
        return _manage(series, path, "db_sync", *words)


def copy(server: Server, database: str, name: str) -> None:
    """Makes a MariaDB database that holds what another does."""
    change(server, server.maintenance, f"CREATE DATABASE {name}")
    place = ["--no-defaults", "--host=127.0.0.1", f"--port={server.port}", "--user=keystone"]
    variables = {**os.environ, "MYSQL_PWD": PASSWORD}
    dump = subprocess.run(
        ["mariadb-dump", *place, database],
        env=variables, check=True, capture_output=True, timeout=60,
    )  # fmt: skip
    subprocess.run(["mariadb", *place, name], env=variables, check=True, input=dump.stdout)


def bootstrap(server: Server, database: str, series: str, public_url: str) -> None:
    """Makes the first user, the roles and an endpoint, with roles that can be changed."""
    with settings(server.url(database, driver=_OF_RELEASES[server.scheme])) as path:
        words = ["--bootstrap-password", PASSWORD, "--bootstrap-region-id", "one"]
        words += ["--bootstrap-public-url", public_url, "--no-immutable-roles"]
        _manage(series, path, *as_this_user(("fernet_setup", *_OWNER))).check_returncode()
        _manage(series, path, "bootstrap", *words).check_returncode()


def _manage(series: str, path: Path, *words: str) -> subprocess.CompletedProcess[str]:
    manage = release_python(series).parent / "keystone-manage"
    return subprocess.run(
        [manage, "--config-file", path, *words],
        capture_output=True, text=True, check=False, cwd="/", timeout=300,
    )  # fmt: skip


@contextmanager
def settings(url: str) -> Iterator[Path]:
    """A keystone.conf with a database, in a folder of its own."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "keystone.conf"
        path.write_text(_SETTINGS.format(url=url, keys=f"{folder}/keys"), encoding="utf-8")
        yield path
