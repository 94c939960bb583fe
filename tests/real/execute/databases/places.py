"""Small databases on each kind of server, and what an executor's process does to them."""

import signal
import sqlite3
import subprocess
import sys
import threading
from collections.abc import Callable, Iterator, Mapping
from contextlib import closing, contextmanager
from pathlib import Path

import msgspec

from linter.execute.databases.choice import opened
from linter.execute.databases.database import Backup, Database
from tests.real.database.databases import change
from tests.real.database.servers import PASSWORD, Server

PLAN = "upgrade-2024.1-2025.1"
HEADS = ("47147121", "c88cdce8f248")
ROWS = {"alembic_version": 2, "project": 3, "user": 4}
UPGRADED = {**ROWS, "alembic_version": 1, "added": 1}
# A quoted name takes no parameter.
# ruff: noqa: S608
_ACT = Path(__file__).with_name("act.py")
# What is hard to carry over: quotes, line ends, bytes that are no text, parentheses, nothing.
_BYTES = {"mysql": "X'00ff27280a5c'", "postgresql": "'\\x00ff27280a5c'", "sqlite": "X'00ff27280a'"}
_KINDS = {"mysql": ("BLOB", "ENGINE=InnoDB DEFAULT CHARSET=utf8mb4"), "postgresql": ("BYTEA", "")}
_QUOTES = {"mysql": "`user`"}


class Place(msgspec.Struct, frozen=True):
    """A database by its URL, the run's folder, and how the test changes it."""

    url: str
    folder: Path
    change: Callable[..., None]
    user: str

    def database(self, limit: int = 300) -> Database:
        """As the executor opens it."""
        return opened(self.url, plan=PLAN, folder=self.folder / "run", limit=limit)

    def upgrade(self) -> None:
        """Leaves what a db_sync that failed leaves: a table more, a version less, rows gone."""
        self.change(
            "CREATE TABLE added (id INT PRIMARY KEY)",
            "INSERT INTO added VALUES (1)",
            "DELETE FROM alembic_version WHERE version_num = '47147121'",
            f"UPDATE {self.user} SET name = 'lost'",
        )

    def left(self) -> list[str]:
        """The files that stand in the folder, but for an SQLite database."""
        files = (path for path in sorted(self.folder.rglob("*")) if path.is_file())
        names = [str(path.relative_to(self.folder)) for path in files]
        return [name for name in names if not name.startswith("keystone.sqlite")]


def on_server(server: Server, name: str, folder: Path) -> Place:
    """A new database on a server, filled."""
    change(server, server.maintenance, f"CREATE DATABASE {name}")
    driver = {"mysql": "pymysql", "postgresql": "psycopg2"}[server.scheme]
    user = _QUOTES.get(server.scheme, '"user"')
    place = Place(
        server.url(name, driver=driver), folder, lambda *all: change(server, name, *all), user
    )
    place.change(*_made(server.scheme, user))
    return place


def in_file(folder: Path) -> Place:
    """A new SQLite file, filled."""
    folder.mkdir(exist_ok=True)
    path = folder / "keystone.sqlite"

    def change_file(*statements: str) -> None:
        with closing(sqlite3.connect(path)) as connection:
            for statement in statements:
                connection.execute(statement)
            connection.commit()

    place = Place(f"sqlite:///{path}", folder, change_file, '"user"')
    place.change("PRAGMA journal_mode = WAL", *_made("sqlite", place.user))
    return place


def _made(scheme: str, user: str) -> Iterator[str]:
    blob, engine = _KINDS.get(scheme, ("BLOB", ""))
    yield f"CREATE TABLE alembic_version (version_num VARCHAR(32) PRIMARY KEY) {engine}"
    yield f"INSERT INTO alembic_version VALUES ('{HEADS[0]}'), ('{HEADS[1]}')"
    yield (
        f"CREATE TABLE project (id INT PRIMARY KEY, parent INT REFERENCES project (id), "
        f"CONSTRAINT of_parent FOREIGN KEY (parent) REFERENCES project (id)) {engine}"
    )
    yield "INSERT INTO project VALUES (1, NULL), (2, 1), (3, 1)"
    yield (
        f"CREATE TABLE {user} (id INT PRIMARY KEY, name VARCHAR(255), extra {blob}, project INT, "
        f"CONSTRAINT of_project FOREIGN KEY (project) REFERENCES project (id)) {engine}"
    )
    yield (
        f"INSERT INTO {user} VALUES (1, 'o''neil (a), (b);', NULL, 1),"
        f" (2, 'été 😀', {_BYTES[scheme]}, 2), (3, '', NULL, NULL), (4, 'a\nb\tc', NULL, 3)"
    )


class Ended(msgspec.Struct, frozen=True):
    """How a process of the executor ended, and after how many calls into its own code."""

    code: int
    calls: int
    told: str


def act(place: Place, what: str, backup: Backup | None, kill_at: int = 0, size: int = 0) -> Ended:
    """A process that opens the database and does one thing, killed at one of its calls.

    `size` are the bytes that a file can have, as on a full disk.
    """
    order = {
        "url": place.url, "plan": PLAN, "folder": str(place.folder), "what": what, "at": kill_at,
        "backup": backup, "size": size,
    }  # fmt: skip
    done = subprocess.run(
        [sys.executable, _ACT],
        input=msgspec.json.encode(order), capture_output=True, check=False, timeout=300,
    )  # fmt: skip
    told = done.stdout.decode()
    return Ended(done.returncode, int(told or 0), done.stderr.decode())


def moments(calls: int, count: int) -> list[int]:
    """Some of the calls of a process, from the first to the last."""
    return sorted({1 + round(step * (calls - 1) / (count - 1)) for step in range(count)})


KILLED = -signal.SIGKILL


@contextmanager
def argument_lists() -> Iterator[Mapping[str, bool]]:
    """The programs that run meanwhile, by their arguments, with whether the password was there."""
    seen: dict[str, bool] = {}
    over = threading.Event()

    def watch() -> None:
        while not over.is_set():
            for path in Path("/proc").glob("[0-9]*/cmdline"):
                try:
                    words = path.read_bytes().replace(b"\0", b" ").decode(errors="replace")
                except OSError:
                    continue
                seen[words] = PASSWORD in words

    watcher = threading.Thread(target=watch)
    watcher.start()
    try:
        yield seen
    finally:
        over.set()
        watcher.join()


def server_process(place: Place) -> tuple[int, list[str]]:
    """The id and the arguments of the process that serves a place's port."""
    port = place.url.rpartition(":")[2].partition("/")[0]
    for path in Path("/proc").glob("[0-9]*/cmdline"):
        words = path.read_text(errors="replace").split("\0")[:-1]
        if f"--port={port}" in words or {"-p", port} <= set(words):
            return int(path.parent.name), words
    raise LookupError(port)
