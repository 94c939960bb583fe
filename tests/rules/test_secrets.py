import contextlib
import re
import shutil
import tarfile
from collections.abc import Callable
from functools import partial
from pathlib import Path

import pytest

from linter.cli.analysis import Checked, Request, check
from linter.cli.formats import CHECK
from linter.cli.main import main
from linter.model.report import Report
from linter.model.verdict import EXIT_INTERNAL
from linter.report import json, terminal
from linter.ruleset import load_rules
from tests.rules.deployments import DEPLOYED, FOLDER, Deployed, report_on

RULES = load_rules()


def _rendered(name: str, report: Report) -> str:
    return CHECK[name](Checked(report, RULES), False)


RENDERERS = {
    "terminal": partial(terminal.render, color=False, width=100),
    "terminal in colour": partial(terminal.render, color=True, width=400),
    "json": json.render,
}
# They tell of the same report, each with words of its own.
OTHERS = {name: partial(_rendered, name) for name in CHECK if name not in RENDERERS}


@pytest.mark.parametrize(
    "form", [*RENDERERS, *(pytest.param(name, marks=pytest.mark.thorough) for name in OTHERS)]
)
@pytest.mark.parametrize("deployed", DEPLOYED, ids=lambda deployed: deployed.name)
def test_no_secret_is_printed(deployed: Deployed, form: str) -> None:
    assert "canary" not in (RENDERERS | OTHERS)[form](report_on(deployed))


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


@pytest.mark.thorough
@pytest.mark.parametrize("text", [*FAULTY, *REFERRED, *MISSPELT])
def test_no_secret_of_a_faulty_line_is_printed(text: str, tmp_path: Path) -> None:
    (tmp_path / "keystone.conf").write_text(text, encoding="utf-8")
    report = check(Request(paths=(str(tmp_path),), source="2024.1", target="2025.1"))

    printed = "".join(render(report) for render in RENDERERS.values())
    assert "canary" not in printed
    assert "keystone.conf" in printed


CANARIES = Path(__file__).parents[1] / "fixtures" / "canary"
HOPS = (("pike", "queens"), ("queens", "rocky"), ("2024.1", "2025.1"), ("2025.1", "2026.1"))
# The word itself, and what base64 makes of it wherever it stands.
LEAK = re.compile(r"[^\n]*(?:canary|Y2FuYXJ5|NhbmFye|jYW5hcn)[\w-]*")
BROKEN: dict[str, Callable[[bytes], bytes]] = {
    "as they are": bytes,
    "cut": lambda text: (
        text[: text.rindex(b"canary") + len(b"canary")] if b"canary" in text else text
    ),
    "without closing marks": lambda text: re.sub(rb"[\])}>\"']", b"", text),
    "without delimiters": lambda text: re.sub(rb"[=:]", b" ", text),
    "behind tabs": lambda text: re.sub(rb"(?m)^", b"\t", text),
    "behind blanks": lambda text: re.sub(rb"(?m)^(?=.*canary)", b"   ", text),
    "on one line": lambda text: text.replace(b"\n", b" "),
    "with quotes": lambda text: re.sub(rb"(?m)([=:] *)(.*canary.*)$", rb"\1\"\2", text),
    "with stray bytes": lambda text: text.replace(b"canary", b"\xff\x00canary"),
    "in capitals": bytes.upper,
    "with a mark in front": lambda text: b"\xef\xbb\xbf" + text,
    "in sixteen bits": lambda text: text.decode().encode("utf-16"),
}


PARAMETERS = [
    pytest.param(hop, marks=[] if hop == HOPS[-1] else pytest.mark.thorough, id="-".join(hop))
    for hop in HOPS
]


@pytest.mark.thorough
@pytest.mark.parametrize("hop", PARAMETERS)
@pytest.mark.parametrize("form", BROKEN)
def test_no_secret_of_any_file_is_printed(
    form: str,
    hop: tuple[str, str],
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capfd: pytest.CaptureFixture[str],
) -> None:
    monkeypatch.setenv("FORCE_COLOR", "1")
    monkeypatch.setenv("COLUMNS", "400")
    root = tmp_path / "node"
    shutil.copytree(CANARIES, root)
    for path in root.rglob("*"):
        if path.is_file():
            path.write_bytes(BROKEN[form](path.read_bytes()))

    with tarfile.open(tmp_path / "node.tar.gz", "w:gz") as archive:
        archive.add(root, "node")
    report = tmp_path / "report.json"
    ends = ["--from", hop[0], "--to", hop[1], "--format", "terminal", "--format", f"json={report}"]
    for paths in (["etc/keystone", "--web", "web"], ["other"], ["web"], ["../node.tar.gz"]):
        words = [word if word.startswith("-") else str(root / word) for word in paths]
        assert main(["check", *words, *ends]) < EXIT_INTERNAL
        printed = "".join(capfd.readouterr()) + report.read_text(encoding="utf-8")
        assert LEAK.findall(printed.lower() if form == "in capitals" else printed) == []


URL = "mysql+pymysql://keystone:canary@127.0.0.1:1/keystone"
WORDS = (
    (URL,),
    ("{etc}", "--from", URL),
    ("{etc}", "--web", URL),
    ("{etc}", "--config-file", URL),
    ("{etc}", "--databse-url", URL),
    ("{etc}", "--database-url", "canary"),
    ("{etc}", "--database-url", URL, "--database-timeout", "1"),
    ("{etc}", "--database-url", f"{URL}?password=canary", "--database-timeout", "1"),
    ("{etc}", "--database-url", "mysql+pymysql://keystone:canary@host:port/keystone"),
    ("{etc}", "--database-url", "oracle://keystone:canary@host/keystone"),
    ("{etc}", "--database-from-config", "--database-timeout", "1"),
    ("{etc}", "--status-output", "{output}"),
    ("{etc}", "--doctor-output", "{output}"),
)
OUTPUTS = (
    "password=canary",
    f'{{"checks": [{{"check": "database", "result": 2, "details": "{URL}"}}]}}',
    f"| Check: database |\n| Result: Failure |\n| Details: {URL} |\n+---+\n",
    f"WARNING: {URL}\n",
    f"WARNING: {URL}\nTraceback (most recent call last):\n{URL}\n",
)


@pytest.mark.parametrize("words", WORDS, ids=" ".join)
def test_no_secret_of_the_command_line_is_printed(
    words: tuple[str, ...],
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capfd: pytest.CaptureFixture[str],
) -> None:
    monkeypatch.setenv("COLUMNS", "400")
    (tmp_path / "keystone.conf").write_text(f"[database]\nconnection = {URL}\n", encoding="utf-8")
    for text in OUTPUTS if "{output}" in words else ("",):
        (tmp_path / "output").write_text(text, encoding="utf-8")
        filled = [word.format(etc=tmp_path, output=tmp_path / "output") for word in words]
        with contextlib.suppress(SystemExit):
            assert main(["check", "--from", "2024.1", *filled]) < EXIT_INTERNAL

    assert LEAK.findall("".join(capfd.readouterr())) == []
