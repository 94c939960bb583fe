"""Says of each deployment whether the real keystone starts with it and gives a token.

Runs inside the Python of a release (3.6 and later): ask.py BASE STATE CASES < absent.json
BASE is a bootstrapped state that is copied to STATE for each case; CASES holds a folder a case; the
standard input maps a case to the names missing from STATE. One JSON object a line is printed:
case, outcome (works, no token, does not start), step and the error that said so.
"""

import json
import os
import shutil
import signal
import sys
import traceback
import warnings

BODY = json.dumps({
    "auth": {
        "identity": {
            "methods": ["password"],
            "password": {
                "user": {"name": "admin", "domain": {"id": "default"}, "password": "agreement"}
            },
        },
        "scope": {"project": {"name": "admin", "domain": {"id": "default"}}},
    }
})
SECONDS = 60
CREATED, OK = 201, 200


def load():
    """The WSGI application as a web server loads it."""
    try:
        from keystone.server.wsgi import initialize_public_application
    except ImportError:
        from keystone.wsgi.api import application
        return application
    return initialize_public_application()


def steps():
    """Yields each step before it is taken; returns when a token was issued and validated."""
    yield "start"
    application = load()
    from werkzeug.test import Client

    client = Client(application)
    yield "issue"
    answer = client.post("/v3/auth/tokens", data=BODY, content_type="application/json")
    if answer.status_code != CREATED:
        raise RuntimeError("HTTP %d on issue" % answer.status_code)
    yield "validate"
    token = answer.headers["X-Subject-Token"]
    headers = {"X-Auth-Token": token, "X-Subject-Token": token}
    answer = client.get("/v3/auth/tokens", headers=headers)
    if answer.status_code != OK:
        raise RuntimeError("HTTP %d on validation" % answer.status_code)
    yield "done"


def try_out(report):
    """Takes the steps, telling each one to the parent while it still can."""
    try:
        for step in steps():
            os.write(report, (json.dumps({"step": step}) + "\n").encode())
    except BaseException as error:
        text = "%s: %s" % (type(error).__name__, error)
        os.write(report, (json.dumps({"error": text[:300]}) + "\n").encode())
        traceback.print_exc()


def child(folder, state, report):
    """Never returns: keystone runs in this process with the folder as its configuration."""
    log = os.open(os.path.join(state, "stderr.log"), os.O_WRONLY | os.O_CREAT | os.O_APPEND)
    nothing = os.open(os.devnull, os.O_RDONLY)
    for source, target in ((nothing, 0), (log, 1), (log, 2)):
        os.dup2(source, target)
    os.environ["OS_KEYSTONE_CONFIG_DIR"] = folder
    os.makedirs(os.path.join(state, "cwd"))
    os.chdir(os.path.join(state, "cwd"))
    sys.argv = ["keystone"]
    signal.alarm(SECONDS)
    try_out(report)
    os._exit(0)


def renew(base, state, absent):
    """A fresh state without the names that the case takes away."""
    shutil.rmtree(state, ignore_errors=True)
    shutil.copytree(base, state)
    for name in absent:
        shutil.rmtree(os.path.join(state, name))


def ask(folder, state):
    """The outcome of one case."""
    out, report = os.pipe()
    process = os.fork()
    if not process:
        child(folder, state, report)
    os.close(report)
    with os.fdopen(out) as stream:
        told = [json.loads(line) for line in stream]
    os.waitpid(process, 0)
    step = [line["step"] for line in told if "step" in line][-1]
    error = [line["error"] for line in told if "error" in line]
    outcome = {"start": "does not start", "done": "works"}.get(step, "no token")
    return {"outcome": outcome, "step": step, "error": error[0] if error else ""}


def last_error(state):
    """The last line that keystone wrote which names an error."""
    with open(os.path.join(state, "stderr.log"), errors="replace") as stream:
        lines = [line.strip() for line in stream if "Error" in line or "Exception" in line]
    return lines[-1][-300:] if lines else ""


def main(base, state, cases):
    """Prints the outcome of every case."""
    warnings.simplefilter("ignore")
    import keystone.server.flask.core  # noqa: F401, loaded once, before the forks
    import werkzeug.test  # noqa: F401

    absent = json.load(sys.stdin)
    for name in sorted(os.listdir(cases)):
        renew(base, state, absent.get(name, []))
        answer = ask(os.path.join(cases, name), state)
        answer.update(case=name, log=last_error(state))
        print(json.dumps(answer, sort_keys=True), flush=True)


if __name__ == "__main__":
    main(*sys.argv[1:])
