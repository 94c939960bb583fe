"""Says what a real keystone does with each experiment: start, issue tokens, answer, run a command.

Runs inside the Python of a release (3.6 and later): trial.py STATE CASES
CASES holds a folder an experiment, with the configuration in etc and with trial.json, which names a
bootstrapped state to copy to STATE, what to change in it, and what to do. One JSON object a line is
printed: case, outcome (works, no token, does not start, ended N), answers, error and output.
"""

# ruff: noqa: PLC0415 - keystone is imported in the step that it is part of
# ruff: noqa: T201 - what is printed is the result

import contextlib
import importlib
import json
import os
import sqlite3
import sys
import typing
import warnings
from pathlib import Path

sys.path.insert(1, str(Path(__file__).parent.parent / "agreement"))

import ask

PROGRAMS = {"keystone-manage": "keystone.cmd.manage", "keystone-status": "keystone.cmd.status"}


def steps(trial: dict) -> typing.Iterator[str]:
    """Yields each step before it is taken, and each answer of the application."""
    yield "start"
    application = ask.load()
    from werkzeug.test import Client
    from werkzeug.wrappers import Response

    client = Client(application, Response)
    yield "issue"
    answer = client.post("/v3/auth/tokens", data=wanted(trial), content_type="application/json")
    if answer.status_code != ask.CREATED:
        raise RuntimeError(f"HTTP {answer.status_code}")
    headers = {"X-Auth-Token": answer.headers["X-Subject-Token"]}
    yield "requests"
    for request in trial["requests"]:
        method, path, body = [*request.split(" ", 2), ""][:3]
        answer = client.open(
            path, method=method, data=body, headers=headers, content_type="application/json"
        )
        yield f"{method} {path}: {answer.status_code}"
    yield "done"


def wanted(trial: dict) -> str:
    """The body that asks for the token of an experiment."""
    body = json.loads(ask.BODY)
    body["auth"]["identity"]["password"]["user"]["password"] = trial["password"]
    if trial["scope"] == "system":
        body["auth"]["scope"] = {"system": {"all": True}}
    return json.dumps(body)


def run(trial: dict, folder: Path) -> None:
    """Runs a command as its console script does, with the configuration of the experiment."""
    program, *words = trial["command"]
    sys.argv = [program, "--config-file", str(folder / "keystone.conf"), *words]
    main = importlib.import_module(PROGRAMS[program]).main
    if program == "keystone-status":
        move_keys(Path.cwd().parent / "fernet-keys")
    raise SystemExit(main())


def move_keys(folder: Path) -> None:
    """Lets keys stand where they are looked for while no file is read, as keystone-status does."""
    from keystone.conf import fernet_receipts, fernet_tokens
    from oslo_config import cfg

    for group in (fernet_tokens, fernet_receipts):
        cfg.set_defaults(group.ALL_OPTS, key_repository=str(folder))


def take(trial: dict, folder: Path, report: int) -> None:
    """Tells the parent each step, and how a command ended, while it still can."""

    def tell(**line: str) -> None:
        os.write(report, (json.dumps(line) + "\n").encode())

    try:
        if trial["command"]:
            run(trial, folder)
        for step in steps(trial):
            tell(step=step)
    except SystemExit as error:
        code = int(error.code) if isinstance(error.code, int) else int(error.code is not None)
        ended = {"ended": str(code)} if trial["command"] else {}
        tell(error=str(error), **ended)
    except BaseException as error:  # noqa: BLE001, whatever it is, it is the outcome
        tell(error=f"{type(error).__name__}: {error}")
        sys.excepthook(*sys.exc_info())
        if trial["command"]:
            tell(ended="1")


def outcome(told: list) -> str:
    """How far keystone came, or how a command ended."""
    for line in told:
        if "ended" in line:
            return "ended " + line["ended"]
    step = [line["step"] for line in told if "step" in line][-1]
    return {"start": "does not start", "done": "works", "issue": "no token"}.get(step, "breaks off")


def prepare(trial: dict, state: Path) -> None:
    """A copy of the state that the experiment begins with, changed as it wants."""
    ask.renew(Path(trial["base"]), state, trial["absent"])
    with sqlite3.connect(str(state / "keystone.db")) as database:
        for statement in trial["statements"]:
            database.execute(statement)


def attempt(folder: Path, state: Path) -> dict:
    """What came of one experiment."""
    trial = json.loads((folder / "trial.json").read_text())
    prepare(trial, state)
    etc = folder / "etc"
    told = ask.told(etc, state, lambda report: take(trial, etc, report))
    errors = "\n".join(line["error"] for line in told if "error" in line)
    written = (state / "stderr.log").read_text(errors="replace")[-6000:]
    answers = [line["step"] for line in told if ":" in line.get("step", "")]
    return {"outcome": outcome(told), "answers": answers, "error": errors, "written": written}


def main(state: Path, cases: Path) -> None:
    """Prints what came of every experiment."""
    warnings.simplefilter("ignore")
    for module in ("keystone.cmd.manage", "keystone.server.flask.core", "werkzeug.test"):
        with contextlib.suppress(ImportError):  # Queens and older have no Flask
            importlib.import_module(module)  # loaded once, before the forks
    for folder in sorted(cases.iterdir()):
        answer = attempt(folder, state)
        answer["case"] = folder.name
        print(json.dumps(answer, sort_keys=True), flush=True)


if __name__ == "__main__":
    main(*map(Path, sys.argv[1:]))
