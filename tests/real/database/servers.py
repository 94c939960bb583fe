"""Private database servers for the tests: own folder, own port, run by an ordinary user."""

import os
import pwd
import shutil
import signal
import socket
import subprocess
import tempfile
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

import msgspec
import pytest

from tests.real.releases import CACHE, locked

PASSWORD = "canary"  # noqa: S105, of a server that lives as long as a test
_PATIENCE = 60


class Server(msgspec.Struct, frozen=True):
    """A server that answers, with the URLs of a new database on it."""

    scheme: str
    port: int
    maintenance: str

    def url(self, database: str, user: str = "keystone", driver: str = "") -> str:
        """The URL of a database, for its owner unless somebody else is named."""
        scheme = f"{self.scheme}+{driver}" if driver else self.scheme
        return f"{scheme}://{user}:{PASSWORD}@127.0.0.1:{self.port}/{database}"


def needed(package: str, program: str, *places: str) -> Path:
    """A server's program, installed with apt by root; else the test is not run."""
    found = _found(program, places)
    if found is None and os.geteuid() == 0 and shutil.which("apt-get"):
        # Tests in other processes install too.
        with locked(CACHE / "apt"):
            if _found(program, places) is None:
                _install(package)
        found = _found(program, places)
    if found is None:
        pytest.skip(f"{program} is missing; get it with: apt-get install {package}")
    return found


def _install(package: str) -> None:
    quiet = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
    # The package that an old list names may be gone from the mirror.
    for words in (["update"], ["install", "--yes", "--no-install-recommends", package]):
        command = ["apt-get", "-o", "Acquire::Retries=3", *words]
        subprocess.run(command, env=quiet, check=False, capture_output=True, timeout=600)


def _found(program: str, places: Sequence[str]) -> Path | None:
    usual = [*os.get_exec_path(), "/usr/sbin"]
    folders = [Path(place) for place in usual]
    folders += [folder for place in places for folder in sorted(Path("/").glob(place))]
    return next((folder / program for folder in folders if (folder / program).is_file()), None)


@contextmanager
def mariadb() -> Iterator[Server]:
    """A MariaDB server."""
    daemon = needed("mariadb-server", "mariadbd")
    with _folder() as folder:
        port = _free_port()
        common = ["--no-defaults", f"--datadir={folder}/data", f"--tmpdir={folder}"]
        install = [daemon.parent.parent / "bin" / "mariadb-install-db", *common]
        _run(install, "--skip-test-db", "--auth-root-authentication-method=normal")
        words = [f"--socket={folder}/socket", f"--port={port}", "--bind-address=127.0.0.1"]
        fast = ["--innodb-flush-log-at-trx-commit=2", "--sync-binlog=0", "--skip-name-resolve"]
        with _running([daemon, *common, *words, *fast], port, folder):
            grant = f"CREATE USER keystone@'127.0.0.1' IDENTIFIED BY '{PASSWORD}';"
            grant += "GRANT ALL ON *.* TO keystone@'127.0.0.1' WITH GRANT OPTION;"
            client = ["mariadb", "--no-defaults", f"--socket={folder}/socket", "--user=root"]
            _run(client, "--execute", grant)
            yield Server("mysql", port, "mysql")


@contextmanager
def postgresql() -> Iterator[Server]:
    """A PostgreSQL server."""
    daemon = needed("postgresql", "postgres", "usr/lib/postgresql/*/bin")
    binaries = daemon.resolve().parent
    with _folder() as folder:
        port = _free_port()
        secret = folder / "password"
        secret.write_text(PASSWORD, encoding="utf-8")
        data = ["-D", f"{folder}/data"]
        words = ["--username=keystone", f"--pwfile={secret}", "--auth=scram-sha-256"]
        _run([binaries / "initdb", *data, *words, "--no-sync"])
        words = ["-p", str(port), "-k", str(folder), "-h", "127.0.0.1", "-F"]
        with _running([binaries / "postgres", *data, *words], port, folder):
            yield Server("postgresql", port, "postgres")


@contextmanager
def _folder() -> Iterator[Path]:
    """A folder that the ordinary user owns."""
    with tempfile.TemporaryDirectory(prefix="kslint-") as name:
        folder = Path(name)
        if os.geteuid() == 0:
            nobody = pwd.getpwnam("nobody")
            os.chown(folder, nobody.pw_uid, nobody.pw_gid)
        yield folder


def _as_ordinary_user(command: Sequence[str | Path]) -> list[str | Path]:
    """Both servers refuse to be run by root."""
    if os.geteuid():
        return list(command)
    return ["setpriv", "--reuid=nobody", "--regid=nogroup", "--clear-groups", *command]


def _run(command: Sequence[str | Path], *words: str) -> None:
    done = subprocess.run(
        _as_ordinary_user([*command, *words]),
        capture_output=True, text=True, check=False, cwd="/", timeout=_PATIENCE,
    )  # fmt: skip
    if done.returncode:
        raise RuntimeError(f"{command[0]} failed: {done.stderr}")


@contextmanager
def _running(command: Sequence[str | Path], port: int, folder: Path) -> Iterator[None]:
    """The server as long as the block lasts."""
    with (folder / "log").open("w") as log:
        process = subprocess.Popen(_as_ordinary_user(command), cwd="/", stdout=log, stderr=log)
        try:
            _await(port, process, folder / "log")
            yield
        finally:
            # PostgreSQL takes SIGTERM for a wish to wait until every client has gone.
            process.send_signal(signal.SIGQUIT if "postgres" in str(command[0]) else signal.SIGTERM)
            process.wait(timeout=_PATIENCE)


def _await(port: int, process: subprocess.Popen[bytes], log: Path) -> None:
    end = time.monotonic() + _PATIENCE
    while time.monotonic() < end and process.poll() is None:
        with socket.socket() as trial:
            trial.settimeout(1)
            if trial.connect_ex(("127.0.0.1", port)) == 0:
                return
        time.sleep(0.1)
    raise RuntimeError(f"the server does not answer: {log.read_text()}")


def _free_port() -> int:
    with socket.socket() as trial:
        trial.bind(("127.0.0.1", 0))
        port: int = trial.getsockname()[1]
        return port
