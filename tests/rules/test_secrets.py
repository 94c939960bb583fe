from functools import partial
from pathlib import Path

import pytest

from linter.cli.analysis import Request, check
from linter.report import json, terminal
from tests.rules.deployments import DEPLOYED, FOLDER, Deployed, report_on

RENDERERS = {
    "terminal": partial(terminal.render, color=False, width=100),
    "terminal in colour": partial(terminal.render, color=True, width=400),
    "json": json.render,
}


@pytest.mark.parametrize("form", RENDERERS)
@pytest.mark.parametrize("deployed", DEPLOYED, ids=lambda deployed: deployed.name)
def test_no_secret_is_printed(deployed: Deployed, form: str) -> None:
    assert "canary" not in RENDERERS[form](report_on(deployed))


def test_every_deployment_holds_a_secret_to_look_for() -> None:
    # A template has placeholders where secrets will stand.
    without = {
        folder.name
        for folder in FOLDER.iterdir()
        if folder.is_dir()
        and not any(b"canary" in path.read_bytes() for path in folder.rglob("*") if path.is_file())
    }
    assert without == {"template-jinja"}


FAULTY = (
    "[ldap]\nurl = ldap://directory\npassword canary\n",
    "[ldap]\nurl = ldap://directory\n password = canary\n",
    "[ldap]\npassword = old\npassword = canary\n",
    "[ldap]\npassword = first\n  canary\n",
    "[ldap]\npassword = canary # of last year\n",
    "[ldap]\npassword: canary\n",
    "[ldap]\npassword=canary\0\n",
    "[LDAP]\nPASSWORD = canary\n",
    "[ldap\npassword = canary\n",
    "[ldap] password = canary\n",
    "[ldap]\npasswort = canary\n",
    "[ldap]\nurl = ldap://directory?bindpw=canary\n",
    "password = canary\n",
    "[database]\nconection = mysql+pymysql://keystone:canary@db/keystone\n",
    "[database]\nconnection = mysql+pymysql://keystone:c@n:canary#@db/keystone\n",
    "[database]\nconnection = postgres://keystone:canary@db/keystone\n",
    "[database]\nconnection = mysql+pymysql://keystone:canary@db:port/keystone\n",
    "[database]\nconnection = canary\n",
    "[DEFAULT]\nsql_connection = keystone:canary@db\n",
    "[DEFAULT]\ntransport_url = amqp://one:canary@mq1,two:canary@mq2/\n",
    "[DEFAULT]\n= canary\n",
    "[profiler]\nhmac_key = canary\n",
    "[profiler]\nconnection_string = redis://:canary@cache\n",
)
REFERRED = (
    "[DEFAULT]\nadmin_token = canary\n[database]\nconnection = ${admin_token}://db/keystone\n",
    "[DEFAULT]\nadmin_token = canary\ntransport_url = ${admin_token}://mq/\n",
    "[DEFAULT]\nadmin_token = canary\n[token]\nprovider = $admin_token\n",
    "[DEFAULT]\nadmin_token = canary\n[auth]\nmethods = password,$admin_token\n",
    "[DEFAULT]\nadmin_token = canary\n[cache]\nbackend = $admin_token\ntls_enabled = true\n",
    "[DEFAULT]\nadmin_token = canary\nlog_config_append = /etc/$admin_token\n",
    "[ldap]\npassword = a$canary\n[identity]\ndefault_domain_id = ${ldap.password}\n",
    "[auth]\nmethods = password,token\npassword = canary\n",
)
MISSPELT = ("[ldap]\npasword = canary\n", "[DEFAULT]\nadmin_tokn = canary\n")


@pytest.mark.parametrize("text", [*FAULTY, *REFERRED, *MISSPELT])
def test_no_secret_of_a_faulty_line_is_printed(text: str, tmp_path: Path) -> None:
    (tmp_path / "keystone.conf").write_text(text, encoding="utf-8")
    report = check(Request(paths=(str(tmp_path),), source="2024.1", target="2025.1"))

    printed = "".join(render(report) for render in RENDERERS.values())
    assert "canary" not in printed
    assert "keystone.conf" in printed
