"""Says of each deployment whether the real keystone starts with it and gives a token.

Runs inside the Python of a release (3.6 and later): ask.py BASE STATE CASES < absent.json
BASE is a bootstrapped state that is copied to STATE for each case; CASES holds a folder a case; the
standard input maps a case to the names missing from STATE. One JSON object a line is printed:
case, outcome (works, no token, does not start), step and the error that said so.
"""

# ruff: noqa: PLC0415 - keystone is imported in the step that it is part of
# ruff: noqa: T201 - what is printed is the result

import json
import os
import shutil
import signal
import sys
import traceback
import typing
import warnings
from pathlib import Path

BODY = json.dumps(
    {
        "auth": {
            "identity": {
                "methods": ["password"],
                "password": {
                    "user": {"name": "admin", "domain": {"id": "default"}, "password": "agreement"}
                },
            },
            "scope": {"project": {"name": "admin", "domain": {"id": "default"}}},
        }
    }
)
SECONDS = 60
CREATED, OK = 201, 200


def load():  # noqa: ANN201, a type of no library here
    """The WSGI application as a web server loads it."""
    try:
        from keystone.server.wsgi import initialize_public_application
    except ImportError:
        from keystone.wsgi.api import application

        return application
    return initialize_public_application()


def steps() -> typing.Iterator[str]:
    """Yields each step before it is taken; returns when a token was issued and validated."""
    yield "start"
    application = load()
    from werkzeug.test import Client
    from werkzeug.wrappers import Response

    client = Client(application, Response)
    yield "issue"
    answer = client.post("/v3/auth/tokens", data=BODY, content_type="application/json")
    if answer.status_code != CREATED:
        raise RuntimeError(f"HTTP {answer.status_code} on issue")
    yield "validate"
    token = answer.headers["X-Subject-Token"]
    headers = {"X-Auth-Token": token, "X-Subject-Token": token}
    answer = client.get("/v3/auth/tokens", headers=headers)
    if answer.status_code != OK:
        raise RuntimeError(f"HTTP {answer.status_code} on validation")
    yield "done"


def try_out(report: int) -> None:
    """Takes the steps, telling each one to the parent while it still can."""
    try:
        for step in steps():
            os.write(report, (json.dumps({"step": step}) + "\n").encode())
    except BaseException as error:  # noqa: BLE001, SystemExit is one of the outcomes
        text = f"{type(error).__name__}: {error}"
        os.write(report, (json.dumps({"error": text[:300]}) + "\n").encode())
        traceback.print_exc()


def child(folder: Path, state: Path, act: typing.Callable) -> None:
    """Never returns: keystone runs in this process with the folder as its configuration."""
    log = os.open(str(state / "stderr.log"), os.O_WRONLY | os.O_CREAT | os.O_APPEND)
    nothing = os.open(os.devnull, os.O_RDONLY)
    for source, target in ((nothing, 0), (log, 1), (log, 2)):
        os.dup2(source, target)
    os.environ["OS_KEYSTONE_CONFIG_DIR"] = str(folder)
    (state / "cwd").mkdir()
    os.chdir(str(state / "cwd"))
    sys.argv = ["keystone"]
    signal.alarm(SECONDS)
    act()
    sys.stdout.flush()
    os._exit(0)


def told(folder: Path, state: Path, act: typing.Callable) -> list:
    """What an act, done in a process of its own with the folder, writes to what it is given."""
    out, report = os.pipe()
    process = os.fork()
    if not process:
        child(folder, state, lambda: act(report))
    os.close(report)
    with os.fdopen(out) as stream:
        lines = [json.loads(line) for line in stream]
    os.waitpid(process, 0)
    return lines


def renew(base: Path, state: Path, absent: list) -> None:
    """A fresh state without the names that the case takes away."""
    shutil.rmtree(str(state), ignore_errors=True)
    shutil.copytree(str(base), str(state))
    for name in absent:
        shutil.rmtree(str(state / name))


def ask(folder: Path, state: Path) -> dict:
    """The outcome of one case."""
    lines = told(folder, state, try_out)
    step = [line["step"] for line in lines if "step" in line][-1]
    error = [line["error"] for line in lines if "error" in line]
    outcome = {"start": "does not start", "done": "works"}.get(step, "no token")
    return {"outcome": outcome, "step": step, "error": error[0] if error else ""}


def last_error(state: Path) -> str:
    """The last line that keystone wrote which names an error."""
    with (state / "stderr.log").open(errors="replace") as stream:
        lines = [line.strip() for line in stream if "Error" in line or "Exception" in line]
    return lines[-1][-300:] if lines else ""


def main(base: Path, state: Path, cases: Path) -> None:
    """Prints the outcome of every case."""
    warnings.simplefilter("ignore")
    import keystone.server.flask.core  # noqa: F401, loaded once, before the forks
    import werkzeug.test  # noqa: F401

    absent = json.load(sys.stdin)
    for folder in sorted(cases.iterdir()):
        renew(base, state, absent.get(folder.name, []))
        answer = ask(folder, state)
        answer.update(case=folder.name, log=last_error(state))
        print(json.dumps(answer, sort_keys=True), flush=True)


if __name__ == "__main__":
    main(*map(Path, sys.argv[1:]))
