"""Experiments with real releases, read from experiments.yaml, and what kslint says of them."""

import json
import shutil
import sqlite3
import subprocess
from collections.abc import Iterable, Iterator, Sequence
from contextlib import closing
from functools import cache
from pathlib import Path
from typing import Literal

import msgspec

from tests.real.agreement.variation import assign
from tests.real.program import Judged, check
from tests.real.releases import PASSWORD, bootstrapped, release_python

HERE = Path(__file__).parent
CONFIGURATION = "keystone.conf"
# What Ocata and older stored, and what Pike to 2025.2 made of a password longer than bcrypt takes.
_HASHES = """
import sys
from passlib.hash import bcrypt, sha512_crypt
print(sha512_crypt.hash(sys.argv[1]))
print(bcrypt.hash(sys.argv[2]))
"""
LONG_PASSWORD = "agreement" * 10


class Real(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """What the release does; `says` is part of what it writes, `answers` those to the requests."""

    outcome: str
    says: str = ""
    answers: tuple[str, ...] = ()


class Experiment(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """One experiment; experiments.yaml explains the fields."""

    id: str
    row: str
    upgrade: tuple[str, str]
    real: Real
    release: str = ""
    state: str = ""
    set: tuple[str, ...] = ()
    remove: tuple[str, ...] = ()
    files: dict[str, str] = {}
    keys: tuple[str, ...] = ()
    absent: tuple[str, ...] = ()
    statements: tuple[str, ...] = ()
    password: str = PASSWORD
    scope: Literal["project", "system"] = "project"
    command: tuple[str, ...] = ()
    requests: tuple[str, ...] = ()
    said: tuple[str, ...] = ()
    quiet: bool = False
    witnesses: tuple[str, ...] = ()

    @property
    def asked(self) -> str:
        """The series of the release that is asked."""
        return self.release or self.upgrade[1]


class Answer(msgspec.Struct, frozen=True):
    """What came of an experiment: how far it went, its answers, the error, and what was written."""

    case: str
    outcome: str
    answers: tuple[str, ...]
    error: str
    written: str

    @property
    def said(self) -> str:
        """The error and what was written."""
        return f"{self.error}\n{self.written}"


EXPERIMENTS = msgspec.yaml.decode(
    (HERE / "experiments.yaml").read_bytes(), type=tuple[Experiment, ...]
)


class Trial(msgspec.Struct, frozen=True):
    """A release that is being asked; its answers come through the process."""

    series: str
    folder: Path
    process: subprocess.Popen[str]


def begin(series: str, folder: Path) -> Trial:
    """Writes the experiments of a release and starts them."""
    for experiment in _of(series):
        write(experiment, folder / "cases" / experiment.id, folder / "state")
    process = subprocess.Popen(
        [release_python(series), HERE / "trial.py", folder / "state", folder / "cases"],
        stdout=subprocess.PIPE, text=True, cwd="/",
    )  # fmt: skip
    return Trial(series, folder, process)


def finish(trial: Trial) -> Iterator[Answer]:
    """The answers of a release, once it has given all."""
    told, _ = trial.process.communicate(timeout=600)
    return (msgspec.json.decode(line, type=Answer) for line in told.splitlines())


def judged(experiment: Experiment, folder: Path, answer: Answer) -> Judged:
    """What kslint says of the files, the database and the words that the release answered with."""
    case = folder / "cases" / experiment.id
    (case / "output").write_text(answer.written, encoding="utf-8")
    witnesses = " ".join(experiment.witnesses).replace("@OUTPUT@", str(case / "output"))
    if "@DATABASE@" in witnesses:
        witnesses = witnesses.replace("@DATABASE@", str(_database(experiment, case)))
    return check(case / "etc", *experiment.upgrade, *witnesses.split())


def _database(experiment: Experiment, folder: Path) -> Path:
    """The database as it was before the experiment."""
    copy = folder / "keystone.db"
    shutil.copy(bootstrapped(experiment.state or experiment.asked) / "keystone.db", copy)
    with closing(sqlite3.connect(copy)) as database:
        for statement in experiment.statements:
            database.execute(_with_hashes(statement))
        database.commit()
    return copy


def _of(series: str) -> Iterable[Experiment]:
    return (experiment for experiment in EXPERIMENTS if experiment.asked == series)


def write(experiment: Experiment, folder: Path, state: Path) -> None:
    """The configuration of an experiment, and beside it what its release is to do."""
    etc = folder / "etc"
    etc.mkdir(parents=True)
    files = {CONFIGURATION: configuration(experiment), **experiment.files}
    for name, text in files.items():
        whole = text.replace("@STATE@", str(state)).replace("@CONF@", str(etc))
        (etc / name).write_text(whole, encoding="utf-8")
    base = bootstrapped(experiment.state or experiment.asked)
    for name in experiment.keys:
        shutil.copytree(base / name, etc / name)
    (folder / "trial.json").write_text(json.dumps(_to_do(experiment)), encoding="utf-8")


def configuration(experiment: Experiment) -> str:
    """The working configuration, changed as an experiment wants it."""
    lines = (HERE / CONFIGURATION).read_text(encoding="utf-8").splitlines()
    for group in experiment.remove:
        start = lines.index(f"[{group}]")
        end = lines.index("", start)
        del lines[start:end]
    for assignment in experiment.set:
        assign(lines, assignment)
    return "\n".join([*lines, ""])


def _to_do(experiment: Experiment) -> dict[str, object]:
    return {
        "base": str(bootstrapped(experiment.state or experiment.asked)),
        "absent": experiment.absent,
        "statements": [_with_hashes(text) for text in experiment.statements],
        "password": experiment.password.replace("@LONG@", LONG_PASSWORD),
        "scope": experiment.scope,
        "command": experiment.command,
        "requests": experiment.requests,
    }


def _with_hashes(statement: str) -> str:
    for place, made in zip(("@SHA512_CRYPT@", "@BCRYPT@"), _hashes(), strict=True):
        statement = statement.replace(place, made)
    return statement


@cache
def _hashes() -> Sequence[str]:
    """The hashes of both passwords as Pike's own library makes them."""
    command: list[str | Path] = [release_python("pike"), "-c", _HASHES, PASSWORD, LONG_PASSWORD]
    return subprocess.run(command, check=True, capture_output=True, text=True).stdout.split()
