"""Runs real releases that log in many ways, and hears from their processes what they logged."""

import json
import shutil
import sqlite3
import subprocess
import urllib.error
import urllib.request
from collections.abc import Sequence
from contextlib import closing
from pathlib import Path

import msgspec

from tests.real.agreement.ask import BODY
from tests.real.logs.servers import Service, environment, served
from tests.real.releases import bootstrapped, release_tool

KEYSTONE_LOG, SERVER_LOG, APACHE_LOG = "keystone.log", "stderr.log", "apache-error.log"
ADMIN_TOKEN = "admin-token"  # noqa: S105, of a keystone that lives as long as a test
_PATIENCE = 60
_SETTINGS = """\
[database]
connection = sqlite:///{folder}/state/keystone.db
[fernet_tokens]
key_repository = {folder}/state/fernet-keys
[fernet_receipts]
key_repository = {folder}/state/fernet-keys
[credential]
key_repository = {folder}/state/credential-keys
"""
# Policy rules of many kinds, an interface that is deprecated, a user without a domain.
_REQUESTS = (
    ("GET", "/v3/users", None),
    ("GET", "/v3/projects", None),
    ("GET", "/v3/OS-TRUST/trusts", None),
    ("GET", "/v3/policies", None),
    ("POST", "/v3/policies", {"policy": {"blob": "{}", "type": "application/json"}}),
    ("POST", "/v3/users", {"user": {"name": "{name}", "password": "long" * 30}}),
    ("GET", "/v3/nothing", None),
)


class Deployment(msgspec.Struct, frozen=True):
    """A keystone, how it is set up, how often it is started, and which file it logs to.

    `settings` are texts for keystone.conf, `files` others beside it, `commands` are what
    keystone-manage does before the first start. `log` is the file's name, `handlers` are the
    classes of the handlers that write to it.
    """

    id: str
    series: str
    services: tuple[Service, ...]
    log: str
    handlers: tuple[str, ...]
    settings: str = ""
    files: dict[str, str] = {}
    commands: tuple[tuple[str, ...], ...] = ()
    formats: tuple[str, ...] = ()


class Logged(msgspec.Struct, frozen=True):
    """A record as the process itself saw it."""

    logger: str
    level: str
    message: str
    pid: int
    handlers: tuple[str, ...]


class Run(msgspec.Struct, frozen=True):
    """The log that a deployment left, and the records that its processes wrote to it."""

    log: Path
    records: tuple[Logged, ...]


def run(deployment: Deployment, folder: Path) -> Run:
    """Runs keystone as the deployment wants."""
    prepare(deployment, folder)
    for command in deployment.commands:
        _manage(deployment, folder, command)
    for number, service in enumerate(deployment.services):
        with served(deployment.series, service, folder) as address:
            ask(address, number)
    return Run(folder / deployment.log, witnessed(deployment, folder))


def witnessed(deployment: Deployment, folder: Path) -> tuple[Logged, ...]:
    """The records that came to the handlers which write to the log.

    Without a handler Python itself writes the message to the standard error.
    """
    writing = {*deployment.handlers, *({"lastResort"} if deployment.log != KEYSTONE_LOG else ())}
    with (folder / "witness.jsonl").open("rb") as file:
        records = [msgspec.json.decode(line, type=Logged) for line in file]
    return tuple(record for record in records if writing & {*record.handlers})


def prepare(deployment: Deployment, folder: Path) -> None:
    """Writes the configuration, and beside it the state of a keystone that was set up."""
    shutil.copytree(bootstrapped(deployment.series), folder / "state")
    with closing(sqlite3.connect(folder / "state" / "keystone.db")) as database:
        # Else one that reads keeps one that writes waiting, until that gives up.
        database.execute("PRAGMA journal_mode=WAL")
    (folder / "cwd").mkdir()
    (folder / "logs").mkdir()
    etc = folder / "etc"
    etc.mkdir()
    settings = _SETTINGS + deployment.settings
    for name, text in {"keystone.conf": settings, **deployment.files}.items():
        (etc / name).write_text(text.replace("{folder}", str(folder)), encoding="utf-8")


def _manage(deployment: Deployment, folder: Path, command: Sequence[str]) -> None:
    words = ["--config-file", str(folder / "etc" / "keystone.conf"), *command]
    with (folder / "stderr.log").open("ab") as log:
        subprocess.run(
            [release_tool(deployment.series, "keystone-manage"), *words],
            cwd=folder / "cwd", env=environment(folder), check=False, stdout=log, stderr=log,
            timeout=_PATIENCE,
        )  # fmt: skip


def ask(address: str, number: int) -> None:
    """A token, and what one can do with it; refusals are answers too."""
    token = request(address, "POST", "/v3/auth/tokens", BODY)
    for method, path, body in _REQUESTS:
        text = json.dumps(body).replace("{name}", f"user{number}") if body else ""
        request(address, method, path, text, token)
    request(address, "GET", "/v3/roles", token=ADMIN_TOKEN)


def request(address: str, method: str, path: str, body: str = "", token: str = "") -> str:
    """The token that the answer names, empty if there is none."""
    headers = {"Content-Type": "application/json"} | ({"X-Auth-Token": token} if token else {})
    asked = urllib.request.Request(  # noqa: S310, of a server of ours
        address + path, body.encode() or None, headers, method=method
    )
    try:
        with urllib.request.urlopen(asked, timeout=_PATIENCE) as answer:  # noqa: S310
            return str(answer.headers.get("X-Subject-Token", ""))
    except urllib.error.HTTPError:
        return ""
