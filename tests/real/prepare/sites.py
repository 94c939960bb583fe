"""Deployments of real releases, laid out as on a host: files, keys, a database, a link."""

import json
import os
import shutil
import subprocess
from collections.abc import Sequence
from pathlib import Path

import msgspec

from tests.real.releases import PASSWORD, ROOT, bootstrapped, release_python

FIXTURES = ROOT / "tests" / "fixtures" / "prepared"
TRIAL = Path(__file__).with_name("trial.py")
BOOTSTRAP = ("bootstrap", "--bootstrap-password", PASSWORD)
_KEYS = ("fernet-keys", "credential-keys")
_SECRET, _READABLE = 0o600, 0o640


class Site(msgspec.Struct, frozen=True):
    """A host with one keystone; `deployed` is what it had at first, kept apart."""

    series: str
    folder: Path

    @property
    def deployed(self) -> Path:
        """The files of the source release, as they were laid out."""
        return self.folder / "deployed"

    @property
    def configuration(self) -> Path:
        """Where the release that is asked looks for its files."""
        return self.folder / "etc" / "keystone"

    @property
    def before(self) -> Path:
        """The database as the source release left it."""
        return self.folder / "before.db"


class Trial(msgspec.Struct, frozen=True):
    """What a release is to do with a directory; trial.py explains the fields."""

    name: str
    folder: str
    database: str
    first: tuple[tuple[str, ...], ...]
    token: str = ""


class Outcome(msgspec.Struct, frozen=True):
    """How far a release came, and what ended it."""

    name: str
    steps: tuple[str, ...]
    error: str
    token: str
    written: str


def with_files(series: str, folder: Path) -> Site:
    """The deployment of a series, its files alone; the names in them are those of the place."""
    site = Site(series, folder)
    shutil.copytree(FIXTURES / series, site.deployed, symlinks=True)
    for path in site.deployed.rglob("*"):
        if path.is_file():
            path.write_bytes(path.read_bytes().replace(b"@SITE@", str(folder).encode()))
            path.chmod(_READABLE)
    (site.deployed / "current-template.html").symlink_to("sso_callback_template.html")
    (folder / "log").mkdir()
    return site


def laid_out(series: str, folder: Path) -> Site:
    """The deployment of a series with the keys and the database that this release made."""
    site = with_files(series, folder)
    state = bootstrapped(series)
    for name in _KEYS:
        shutil.copytree(state / name, site.deployed / name)
        for key in (site.deployed / name).iterdir():
            key.chmod(_SECRET)
    shutil.copy(state / "keystone.db", site.before)
    return site


def placed(site: Site, folder: Path) -> Path:
    """A directory copied to where its files say that they are."""
    shutil.rmtree(site.configuration, ignore_errors=True)
    return shutil.copytree(folder, site.configuration, symlinks=True)


def asked(series: str, site: Site, trials: Sequence[Trial]) -> tuple[Outcome, ...]:
    """What a release makes of each directory, in the place where its own belongs."""
    command: list[str | Path] = [release_python(series), TRIAL, site.folder]
    done = subprocess.run(
        command, input=json.dumps([msgspec.to_builtins(trial) for trial in trials]),
        stdout=subprocess.PIPE, text=True, check=True, cwd="/", timeout=600,
        env=os.environ | {"HOME": str(site.folder)},
    )  # fmt: skip
    return tuple(msgspec.json.decode(line, type=Outcome) for line in done.stdout.splitlines())


def started(site: Site) -> Outcome:
    """The source release from its own directory; the database that it leaves is kept."""
    first = (("db_sync",), BOOTSTRAP)
    trial = Trial("source", str(site.deployed), str(site.before), first)
    outcome = asked(site.series, site, [trial])[0]
    shutil.copy(site.folder / "keystone.db", site.before)
    return outcome
