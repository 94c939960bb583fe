"""Says what a real keystone makes of directories that are put, one by one, in the place of its own.

Runs inside the Python of a release (3.6 and later): trial.py SITE < trials.json
SITE/etc/keystone is where the configuration belongs. Each trial names its folder, a database to
start from, a token issued before ("" for none), and the commands that come first. One JSON object
a line is printed: name, steps that were taken, the error that ended them, the token that was
issued, the end of what was written. The database that the last trial leaves stays at SITE.
"""

# ruff: noqa: PLC0415 - keystone is imported in the step that it is part of
# ruff: noqa: T201 - what is printed is the result

import contextlib
import importlib
import json
import os
import shutil
import sys
import typing
import warnings
from pathlib import Path

sys.path.insert(1, str(Path(__file__).parent.parent / "agreement"))

import ask

TOKENS = "/v3/auth/tokens"
WRITTEN = 3000
Tell = typing.Callable[..., None]


def command(words: list) -> None:
    """Runs keystone-manage as its console script does; raises for an exit code but zero."""
    sys.argv = ["keystone-manage", *words]
    from keystone.cmd.manage import main

    code = main()
    if code:
        raise RuntimeError(f"keystone-manage {words[0]} ended with {code}")


def served(old: str, tell: Tell) -> None:
    """The application starts, issues and validates a token, and knows the one of before."""
    application = ask.load()
    from werkzeug.test import Client
    from werkzeug.wrappers import Response

    client = Client(application, Response)
    tell(step="started")
    answer = client.post(TOKENS, data=ask.BODY, content_type="application/json")
    expect(answer, ask.CREATED, "issue")
    token = answer.headers["X-Subject-Token"]
    tell(step="issued", token=token)
    validate(client, token)
    tell(step="validated")
    if old:
        # Last: a reader that is still open would keep SQLite from writing who was active today.
        validate(client, old)
        tell(step="old token valid")


def validate(client: typing.Any, token: str) -> None:
    """Raises unless keystone knows the token and says whose it is."""
    answer = client.get(TOKENS, headers={"X-Auth-Token": token, "X-Subject-Token": token})
    expect(answer, ask.OK, "validation")
    if json.loads(answer.get_data(as_text=True))["token"]["user"]["name"] != "admin":
        raise RuntimeError("the token is somebody else's")


def expect(answer: typing.Any, status: int, step: str) -> None:
    """Raises unless keystone answered so."""
    if answer.status_code != status:
        raise RuntimeError(f"HTTP {answer.status_code} on {step}")


def act(todo: typing.Callable[[Tell], None], report: int) -> None:
    """Tells the parent each step, and what ended them, while it still can."""

    def tell(**line: str) -> None:
        os.write(report, (json.dumps(line) + "\n").encode())

    try:
        todo(tell)
    except SystemExit as error:
        if error.code:
            tell(error=f"SystemExit: {error}")
    except BaseException as error:  # noqa: BLE001, whatever it is, it is the outcome
        tell(error=f"{type(error).__name__}: {error}"[:500])
        sys.excepthook(*sys.exc_info())


def put(trial: dict, site: Path) -> Path:
    """The folder and the database in the place of those that were there."""
    folder = site / "etc" / "keystone"
    shutil.rmtree(str(folder), ignore_errors=True)
    shutil.copytree(trial["folder"], str(folder), symlinks=True)
    shutil.copy(trial["database"], str(site / "keystone.db"))
    state = site / "state"
    shutil.rmtree(str(state), ignore_errors=True)
    state.mkdir()
    return folder


def attempt(trial: dict, site: Path) -> dict:
    """What came of one trial: it ends with the first step that fails."""
    folder = put(trial, site)
    todo = [("ran " + words[0], lambda _, words=words: command(words)) for words in trial["first"]]
    todo.append(("served", lambda tell: served(trial["token"], tell)))
    lines = []  # type: typing.List[dict]
    for name, each in todo:
        shutil.rmtree(str(site / "state" / "cwd"), ignore_errors=True)
        told = ask.told(folder, site / "state", lambda report, each=each: act(each, report))
        lines += told
        if any("error" in line for line in told):
            break
        lines.append({"step": name})
    return {
        "name": trial["name"],
        "steps": [line["step"] for line in lines if "step" in line],
        "error": "\n".join(line["error"] for line in lines if "error" in line),
        "token": "".join(line.get("token", "") for line in lines),
        "written": (site / "state" / "stderr.log").read_text(errors="replace")[-WRITTEN:],
    }


def main(site: Path) -> None:
    """Prints what came of every trial."""
    warnings.simplefilter("ignore")
    os.environ["SNAP"] = str(site)  # so that oslo.config looks in SITE/etc/keystone, drop-ins too
    for module in ("keystone.cmd.manage", "keystone.server.flask.core", "werkzeug.test"):
        with contextlib.suppress(ImportError):
            importlib.import_module(module)  # loaded once, before the forks
    for trial in json.load(sys.stdin):
        print(json.dumps(attempt(trial, site), sort_keys=True), flush=True)


if __name__ == "__main__":
    main(Path(sys.argv[1]))
