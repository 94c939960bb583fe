"""A bootstrapped Keystone on SQLite, and what happens when it starts with one setting changed."""
# Runs inside a release, in the dialect of Python 3.6.
# mypy: ignore-errors

import getpass
import grp
import io
import json
import os
import shutil
import subprocess
import sys
import tempfile
import types

PASSWORD = "kslint"
PLAIN = [
    ["database", "connection", "sqlite:///{folder}/keystone.db"],
    ["token", "provider", "fernet"],
    ["fernet_tokens", "key_repository", "{folder}/fernet-keys"],
    ["fernet_receipts", "key_repository", "{folder}/fernet-keys"],
    ["credential", "key_repository", "{folder}/credential-keys"],
]
USER = {"name": "admin", "domain": {"id": "default"}, "password": PASSWORD}
CREDENTIALS = {
    "auth": {
        "identity": {"methods": ["password"], "password": {"user": USER}},
        "scope": {"project": {"name": "admin", "domain": {"id": "default"}}},
    },
}


def prepare(folder, source):
    """The folder, filled by keystone-manage with keys and a bootstrapped database."""
    os.mkdir(folder)
    pipelines = os.path.join(source, "etc", "keystone-paste.ini")
    if os.path.exists(pipelines):
        shutil.copy(pipelines, folder)
    write_configuration(folder, [])
    owner = ["--keystone-user", getpass.getuser()]
    owner += ["--keystone-group", grp.getgrgid(os.getgid()).gr_name]
    manage(folder, "fernet_setup", *owner)
    manage(folder, "credential_setup", *owner)
    manage(folder, "db_sync")
    manage(folder, "bootstrap", "--bootstrap-password", PASSWORD, "--bootstrap-region-id", "R",
           "--bootstrap-public-url", "http://127.0.0.1:5000/v3/")
    return folder


def manage(folder, *arguments):
    """Run keystone-manage; its last words are the error's if it fails."""
    program = os.path.join(os.path.dirname(os.path.abspath(__file__)), "manage.py")
    configuration = os.path.join(folder, "keystone.conf")
    command = [sys.executable, program, "--config-file", configuration] + list(arguments)
    child = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, cwd=folder)
    output = child.communicate()[0]
    if child.returncode:
        sys.exit("{} failed: {}".format(" ".join(command), output.decode()[-1500:]))


def write_configuration(folder, settings):
    """The plain deployment's keystone.conf, with settings after its own."""
    with io.open(os.path.join(folder, "keystone.conf"), "w", encoding="utf-8") as text:
        for group, name, value in PLAIN + settings:
            value = value.replace("{folder}", folder)
            text.write(u"[{}]\n{} = {}\n".format(group, name, value))


def warm():
    """Import once what every child needs, without any configuration."""
    sys.argv = ["keystone"]
    for name in ("ldap", "ldap.controls", "ldap.filter", "ldappool", "memcache"):
        stand_in(name)
    from keystone.server import wsgi  # noqa: F401

    try:
        from keystone.server.flask import application, core  # noqa: F401
    except ImportError:
        from keystone.version import service  # noqa: F401


def stand_in(name):
    """An empty module for a library that is not installed, so that its driver's options are read."""
    try:
        __import__(name)
    except ImportError:
        sys.modules[name] = Anything(name)
        parent, _, child = name.rpartition(".")
        if parent:
            setattr(sys.modules[parent], child, sys.modules[name])


class Anything(types.ModuleType):
    """A module with every attribute: a class that raises when it is used."""

    def __getattr__(self, name):
        if name.startswith("__"):
            raise AttributeError(name)
        return type(name, (Exception,), {})


def trial(base, settings, loaded=lambda: None):
    """None if it starts and gives a token, else the phase and the reason; call it in a child."""
    folder = tempfile.mkdtemp()
    try:
        own = os.path.join(folder, "keystone")
        shutil.copytree(base, own)
        write_configuration(own, settings)
        os.environ["OS_KEYSTONE_CONFIG_DIR"] = own
        os.chdir(own)
        silence()
        return outcome(loaded)
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def silence():
    """No output: what the application says on the way is not asked for."""
    nowhere = os.open(os.devnull, os.O_RDWR)
    os.dup2(nowhere, 1)
    os.dup2(nowhere, 2)


def outcome(loaded):
    """Load the application as a web server does, then ask it for a token."""
    try:
        from keystone.server import wsgi

        application = wsgi.initialize_public_application()
    except BaseException as error:
        return {"phase": "start", "reason": repr(error)}
    loaded()
    try:
        reason = token_refused(application)
    except BaseException as error:
        reason = repr(error)
    return {"phase": "token", "reason": reason} if reason else None


def token_refused(application):
    """The answer that is not a token, or not a valid one; empty if all is well."""
    body = json.dumps(CREDENTIALS).encode()
    status, headers, answer = request(application, "POST", body, {})
    if not status.startswith("201"):
        return "{} {}".format(status, answer)
    token = headers["x-subject-token"]
    named = {"HTTP_X_AUTH_TOKEN": token, "HTTP_X_SUBJECT_TOKEN": token}
    status, _, answer = request(application, "GET", b"", named)
    return "" if status.startswith("200") else "{} {}".format(status, answer)


def request(application, method, body, headers):
    """Status, headers and body of an answer of a WSGI application."""
    environ = {
        "REQUEST_METHOD": method, "SCRIPT_NAME": "", "PATH_INFO": "/v3/auth/tokens",
        "QUERY_STRING": "", "SERVER_NAME": "127.0.0.1", "SERVER_PORT": "5000",
        "SERVER_PROTOCOL": "HTTP/1.1", "REMOTE_ADDR": "127.0.0.1", "HTTP_HOST": "127.0.0.1:5000",
        "CONTENT_TYPE": "application/json", "CONTENT_LENGTH": str(len(body)),
        "wsgi.version": (1, 0), "wsgi.url_scheme": "http", "wsgi.input": io.BytesIO(body),
        "wsgi.errors": sys.stderr, "wsgi.multithread": False, "wsgi.multiprocess": True,
        "wsgi.run_once": False,
    }
    environ.update(headers)
    answered = {}

    def start_response(status, answer_headers, exc_info=None):
        answered["status"] = status
        answered["headers"] = {name.lower(): value for name, value in answer_headers}

    content = b"".join(application(environ, start_response))
    return answered["status"], answered["headers"], content.decode("utf-8", "replace")[:300]
