"""Real releases load what is prepared for uwsgi, Apache and paste.deploy."""

import subprocess
import urllib.request
from pathlib import Path

import pytest

from linter.model.preparation import Answer
from linter.preparation.pipelines import plan_pipelines
from linter.preparation.webs import plan_webs
from tests.preparation.cases import case_of
from tests.preparation.run_findings import with_findings
from tests.real.logs.deployment import Deployment, prepare
from tests.real.logs.servers import Service, served
from tests.real.releases import bootstrapped, release_python

pytestmark = pytest.mark.release
# The first release that installs no scripts.
SERIES = "2025.2"
UWSGI = "[uwsgi]\nwsgi-file = /usr/bin/keystone-wsgi-public\n"
MOUNTED = "[uwsgi]\nmanage-script-name = true\nmount = /identity=/usr/bin/keystone-wsgi-public\n"
VHOST = """\
WSGIScriptAlias /identity /usr/bin/keystone-wsgi-public
<Directory /usr/bin>
    Require all granted
</Directory>
"""
SCRIPT = "from keystone.wsgi.api import application\n"
PASTE = """\
[composite:main]
use = egg:Paste#urlmap
/v3 = api_v3
[filter:admin_token_auth]
use = egg:keystone#admin_token_auth
[filter:json_body]
use = egg:keystone#json_body
[filter:ec2_extension_v3]
use = egg:keystone#ec2_extension_v3
[filter:s3_extension]
use = egg:keystone#s3_extension
[app:service_v3]
use = egg:keystone#service_v3
[pipeline:api_v3]
pipeline = json_body admin_token_auth
    ec2_extension_v3 s3_extension service_v3
"""
QUEENS = (
    "from keystone.server import wsgi; wsgi.initialize_application('main', config_files=[{!r}])"
)


def prepared(name: str, text: str, *answers: Answer) -> str:
    found = case_of({"keystone.conf": "", name: text}, ("2025.1", SERIES), answers=answers)
    (file,) = plan_webs(with_findings(found, ("web/", "files/"))).files
    assert file.content is not None
    return file.content.decode()


def is_served(service: Service, folder: Path) -> bool:
    """Whether a real keystone tells its version."""
    prepare(Deployment("webs", SERIES, (service,), "keystone.log", ()), folder)
    with (
        served(SERIES, service, folder) as address,
        urllib.request.urlopen(f"{address}/v3") as answer,  # noqa: S310, of a server of ours
    ):
        return b'"version"' in answer.read()


@pytest.mark.parametrize(("text", "place"), [(UWSGI, ""), (MOUNTED, "/identity")])
def test_uwsgi_serves_keystone(text: str, place: str, tmp_path: Path) -> None:
    file = tmp_path / "keystone.ini"
    file.write_text(prepared("keystone.ini", text), encoding="utf-8")
    assert is_served(Service("uwsgi", entry=("--ini", str(file)), place=place), tmp_path)


def test_apache_serves_keystone_with_a_script_of_the_site(tmp_path: Path) -> None:
    folder = tmp_path / "site"
    folder.mkdir()
    script = folder / "keystone.wsgi"
    script.write_text(SCRIPT, encoding="utf-8")
    answer = Answer("file wsgi-keystone.conf", "script", str(script))
    lines = prepared("wsgi-keystone.conf", VHOST, answer).splitlines()
    service = Service("apache", entry=tuple(lines), place="/identity")
    assert is_served(service, tmp_path)


def refusal(text: str, folder: Path) -> str:
    """Why Queens does not build its application from a paste file, "" where it does."""
    folder.mkdir()
    (folder / "keystone-paste.ini").write_text(text, encoding="utf-8")
    keys = bootstrapped("rocky") / "fernet-keys"
    file = folder / "keystone.conf"
    file.write_text(
        f"[database]\nconnection = sqlite://\n[fernet_tokens]\nkey_repository = {keys}\n"
        f"[paste_deploy]\nconfig_file = {folder}/keystone-paste.ini\n",
        encoding="utf-8",
    )
    done = subprocess.run(
        [release_python("queens"), "-c", QUEENS.format(str(file))],
        check=False, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, cwd="/",
    )  # fmt: skip
    return done.stdout if done.returncode else ""


def test_queens_loads_the_pipelines_that_it_could_not_load(tmp_path: Path) -> None:
    found = case_of({"keystone.conf": "", "keystone-paste.ini": PASTE}, ("pike", "queens"))
    (file,) = plan_pipelines(with_findings(found, ("paste/",))).files
    assert file.content is not None
    lacking = "Entry point 'admin_token_auth' not found in egg 'keystone'"
    assert lacking in refusal(PASTE, tmp_path / "before")
    assert refusal(file.content.decode(), tmp_path / "after") == ""


@pytest.mark.parametrize("series", ["2025.2", "2026.1", "2026.2"])
def test_releases_without_scripts_have_the_module(series: str) -> None:
    asked = "import importlib.util as u; print(bool(u.find_spec('keystone.wsgi.api')))"
    done = subprocess.run(
        [release_python(series), "-c", asked], check=True, capture_output=True, text=True, cwd="/"
    )
    assert done.stdout == "True\n"
