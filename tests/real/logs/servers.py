"""The web servers that real releases of keystone run under, each with the release's own Python."""

import os
import shutil
import signal
import socket
import subprocess
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Literal

import msgspec

from linter.catalog.environment import run_uv
from tests.real.database.servers import needed
from tests.real.releases import CACHE, locked, release_python, release_tool

WITNESS = Path(__file__).parent / "witness"
_PATIENCE = 60
# The last of each for Python 3.6, and what is current for the others.
_PACKAGES = {
    "pyuwsgi": ("pyuwsgi==2.0.30.post1",),
    "mod_wsgi": (
        "mod_wsgi==4.9.4; python_version < '3.8'",
        "mod_wsgi==6.1.1; python_version >= '3.8'",
    ),
}
_APACHE = """\
ServerName localhost
ServerRoot {folder}
PidFile {folder}/apache.pid
Mutex file:{folder}
DefaultRuntimeDir {folder}
Listen 127.0.0.1:{port}
LoadModule mpm_event_module {modules}/mod_mpm_event.so
LoadModule authz_core_module {modules}/mod_authz_core.so
LoadModule wsgi_module {wsgi}
ErrorLog {folder}/apache-error.log
{format}
WSGISocketPrefix {folder}/wsgi
WSGIDaemonProcess keystone processes={processes} threads=1 shutdown-timeout=1 \\
  home={folder} python-home={home}
WSGIProcessGroup keystone
WSGIApplicationGroup %{{GLOBAL}}
{entry}
"""
_ALIAS = """\
WSGIScriptAlias / {script}
<Directory {scripts}>
  Require all granted
</Directory>"""


class Service(msgspec.Struct, frozen=True):
    """How keystone is served: by a server, with a number of processes, with more words for it.

    `words` are options of uWSGI, or lines of Apache's configuration; so is `entry`, which loads the
    application where that is not the script that the release installs, below the path `place`.
    """

    server: Literal["uwsgi", "apache"]
    processes: int = 1
    words: tuple[str, ...] = ()
    entry: tuple[str, ...] = ()
    place: str = ""


@contextmanager
def served(series: str, service: Service, folder: Path) -> Iterator[str]:
    """The address of a keystone that runs with the configuration in a folder."""
    port = _free_port()
    address = f"http://127.0.0.1:{port}{service.place}"
    if service.server == "uwsgi":
        command = _uwsgi(series, service, port)
    else:
        command = _apache(series, service, folder, port)
    with (folder / "stderr.log").open("ab") as log:
        process = subprocess.Popen(
            command, cwd=folder / "cwd", env=environment(folder), stdin=subprocess.DEVNULL,
            stdout=log, stderr=log,
        )  # fmt: skip
        try:
            _await(address, process, folder)
            yield address
        finally:
            process.send_signal(signal.SIGTERM)
            process.wait(timeout=_PATIENCE)


def apache() -> Path:
    """Apache's program, and what mod_wsgi is built with; apt can be asked only once at a time."""
    needed("apache2-dev", "apxs")
    return needed("apache2", "apache2")


def environment(folder: Path) -> dict[str, str]:
    """The variables with which keystone finds its configuration, and the witness is loaded."""
    kept = {name: os.environ[name] for name in ("PATH", "LANG", "HOME") if name in os.environ}
    return kept | {
        "OS_KEYSTONE_CONFIG_DIR": str(folder / "etc"),
        "PYTHONPATH": str(WITNESS),
        "PYTHONDONTWRITEBYTECODE": "1",
        "KSLINT_WITNESS": str(folder / "witness.jsonl"),
    }


def _uwsgi(series: str, service: Service, port: int) -> list[str | Path]:
    return [
        "env", f"PYTHONPATH={WITNESS}:{_installed(series, 'pyuwsgi')}",
        release_python(series), "-c", "import pyuwsgi; pyuwsgi.run()",
        "--http-socket", f"127.0.0.1:{port}",
        *(service.entry or ("--wsgi-file", _script(series))),
        "--master", "--die-on-term", "--need-app", "--processes", str(service.processes),
        "--pyargv", "", *service.words,
    ]  # fmt: skip


def _apache(series: str, service: Service, folder: Path, port: int) -> list[str | Path]:
    program = apache()
    package = _installed(series, "mod_wsgi")
    text = _APACHE.format(
        folder=folder,
        port=port,
        modules="/usr/lib/apache2/modules",
        wsgi=next(package.glob("mod_wsgi/server/mod_wsgi-*.so")),
        format="\n".join(service.words),
        processes=service.processes,
        home=release_python(series).parent.parent,
        entry="\n".join(service.entry) or _alias(_script(series)),
    )
    (folder / "apache.conf").write_text(text, encoding="utf-8")
    command: list[str | Path] = [program, "-f", folder / "apache.conf", "-D", "FOREGROUND"]
    return [*_as_ordinary_user(folder), *command]


def _alias(script: Path) -> str:
    return _ALIAS.format(script=script, scripts=script.parent)


def _as_ordinary_user(folder: Path) -> list[str]:
    """Apache and mod_wsgi refuse to run as root, and root's folders are closed to others."""
    if os.geteuid():
        return []
    for path in (folder, *folder.rglob("*")):
        shutil.chown(path, "nobody", "nogroup")
    capability = "+dac_override"
    return [
        "setpriv", "--reuid=nobody", "--regid=nogroup", "--clear-groups",
        f"--inh-caps={capability}", f"--ambient-caps={capability}",
    ]  # fmt: skip


def _script(series: str) -> Path:
    return release_tool(series, "keystone-wsgi-public")


def _installed(series: str, package: str) -> Path:
    """A folder with the package, built for the Python of a release; kept like the releases."""
    python = release_python(series)
    version = subprocess.run(
        [python, "-c", "import sys; print('%d.%d.%d' % sys.version_info[:3])"],
        check=True, capture_output=True, text=True,
    ).stdout.strip()  # fmt: skip
    folder = CACHE / "servers" / f"{package}-{version}"
    with locked(folder):
        if not folder.exists():
            needed("build-essential", "gcc")
            draft = folder.with_name(folder.name + ".draft")
            shutil.rmtree(draft, ignore_errors=True)
            words = ["pip", "install", "--python", str(python), "--target", str(draft)]
            run_uv([*words, *_PACKAGES[package]])
            draft.rename(folder)
    return folder


def _await(address: str, process: subprocess.Popen[bytes], folder: Path) -> None:
    end = time.monotonic() + _PATIENCE
    while time.monotonic() < end and process.poll() is None:
        try:
            with urllib.request.urlopen(f"{address}/v3", timeout=_PATIENCE):  # noqa: S310
                return
        except urllib.error.HTTPError:
            break
        except OSError:
            time.sleep(0.1)
    logs = "\n".join(path.read_text()[-4000:] for path in sorted(folder.glob("*.log")))
    raise RuntimeError(f"keystone does not answer: {logs}")


def _free_port() -> int:
    with socket.socket() as trial:
        trial.bind(("127.0.0.1", 0))
        port: int = trial.getsockname()[1]
        return port
