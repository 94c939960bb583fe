"""The formats of `kslint check` as a pipeline asks for them, in a repository with nodes."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from linter.cli.formats import CHECK
from linter.cli.main import main
from linter.model.verdict import EXIT_FINDINGS
from tests.report.runner_commands import commands

CONFIGURATION = """\
[database]
connection = mysql+pymysql://keystone:canary@db/keystone
[token]
provider = uuid
"""
SITE = "<VirtualHost *:35357>\nWSGIScriptAlias / /usr/bin/keystone-wsgi-admin\n</VirtualHost>\n"
ENDS = ("--from", "2024.1", "--to", "2025.1")
HEAVY = {"terminal": ["rich"], "junit": ["lxml"], "html": ["jinja2"]}
ROOT = Path(__file__).parents[2]
PATH = "nodes/ctl1/etc/keystone.conf"


@pytest.fixture(autouse=True)
def top(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A repository with the files of two nodes, which is the working folder."""
    for node in ("ctl1", "ctl2"):
        etc = tmp_path / "nodes" / node / "etc"
        etc.mkdir(parents=True)
        (etc / "keystone.conf").write_text(CONFIGURATION, encoding="utf-8")
    (tmp_path / ".git").mkdir()
    (tmp_path / "web").mkdir()
    (tmp_path / "web" / "keystone.conf").write_text(SITE, encoding="utf-8")
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "1790000000")
    monkeypatch.chdir(tmp_path)
    return tmp_path


def test_several_formats_tell_the_same_at_once(capsys: pytest.CaptureFixture[str]) -> None:
    words = ("nodes/ctl1/etc", "nodes/ctl2/etc", *ENDS)
    code = main(("check", *words, "--format", "sarif=kslint.sarif", "--format", "github"))
    said = capsys.readouterr()

    first = dict(commands(said.out)[0].properties)
    assert (code, said.err) == (EXIT_FINDINGS, "")
    assert (first["file"], first["line"], first["col"]) == (PATH, "4", "1")
    (run,) = json.loads(Path("kslint.sarif").read_text(encoding="utf-8"))["runs"]
    assert run["results"][0]["locations"] == [
        {
            "physicalLocation": {
                "artifactLocation": {"uri": PATH, "uriBaseId": "%SRCROOT%"},
                "region": {"startLine": 4, "startColumn": 1},
            }
        }
    ]


@pytest.mark.parametrize("folder", [".", "nodes", "nodes/ctl1/etc"])
def test_places_are_seen_from_the_top_wherever_it_is_started(
    folder: str, top: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(top / folder)
    words = (str(top / "nodes" / "ctl1" / "etc"), "--format", f"gitlab={top}/out", *ENDS)
    assert main(("check", *words)) == EXIT_FINDINGS
    issues = json.loads((top / "out").read_text(encoding="utf-8"))
    assert {issue["location"]["path"] for issue in issues} == {PATH}


def test_files_that_are_named_beside_a_node_are_found(
    top: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(top / "web")
    words = ("../nodes/ctl1/etc", "--web", "keystone.conf", "--format", "gitlab=out", *ENDS)
    assert main(("check", *words)) == EXIT_FINDINGS
    issues = json.loads(Path("out").read_text(encoding="utf-8"))
    paths = {issue["check_name"]: issue["location"]["path"] for issue in issues}
    assert paths["config/token-provider-uuid-removed"] == PATH
    assert paths["web/admin-endpoint-redundant"] == "web/keystone.conf"


@pytest.mark.thorough
@pytest.mark.parametrize("name", CHECK)
def test_no_format_shows_a_secret_and_two_runs_are_equal(
    name: str, capsysbinary: pytest.CaptureFixture[bytes]
) -> None:
    words = ("check", "nodes/ctl1/etc", "nodes/ctl2/etc", *ENDS, "--format", name)
    runs = []
    for _ in range(2):
        assert main(words) == EXIT_FINDINGS
        runs.append(capsysbinary.readouterr().out)
    assert runs[0] == runs[1]
    assert runs[0]
    assert b"canary" not in runs[0]


@pytest.mark.thorough
@pytest.mark.parametrize("name", ["json", "terminal"])
def test_a_pipe_gets_the_same_bytes_whatever_the_locale(name: str) -> None:
    command = (sys.executable, "-m", "linter", "check", "nodes/ctl1/etc", *ENDS, "--format", name)
    said = [
        subprocess.run(
            command,
            capture_output=True,
            check=False,
            env={**os.environ, "PYTHONIOENCODING": encoding, "PYTHONPATH": str(ROOT)},
        )
        for encoding in ("utf-8", "latin-1")
    ]
    assert [run.returncode for run in said] == [EXIT_FINDINGS, EXIT_FINDINGS]
    assert said[0].stdout == said[1].stdout
    assert "→" in said[0].stdout.decode() or name == "json"


@pytest.mark.thorough
def test_a_terminal_of_another_encoding_is_told_with_escapes() -> None:
    reader, writer = os.openpty()
    command = (sys.executable, "-m", "linter", "path", "2024.1", "2025.1")
    env = {**os.environ, "PYTHONIOENCODING": "ascii", "PYTHONPATH": str(ROOT), "NO_COLOR": "1"}
    done = subprocess.run(command, stdout=writer, stderr=writer, check=False, env=env)
    os.close(writer)
    with os.fdopen(reader, "rb") as terminal:
        assert terminal.read(60).startswith(b"2024.1 (caracal) \\u2192 2025.1 (epoxy)")
    assert done.returncode == 0


@pytest.mark.thorough
@pytest.mark.parametrize("name", CHECK)
def test_only_the_renderer_in_use_is_loaded(name: str) -> None:
    loaded = (
        "import sys; from linter.cli.main import main; main(sys.argv[1:])\n"
        "print(*sorted(set('rich lxml jinja2 docutils'.split()) & set(sys.modules)))"
    )
    words = ("check", "nodes/ctl1/etc", *ENDS, "--format", f"{name}=out")
    done = subprocess.run(
        (sys.executable, "-c", loaded, *words),
        capture_output=True,
        text=True,
        check=True,
        env={**os.environ, "PYTHONPATH": str(ROOT)},
    )
    assert done.stdout.split() == HEAVY.get(name, [])
