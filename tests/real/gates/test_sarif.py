"""SARIF as its own validator, GitHub's rules and sarif-tools read it."""

import json
import os
import re
import subprocess
from collections import Counter
from pathlib import Path

import jsonschema
import pytest
import uv

from linter.cli.analysis import Request, check
from linter.model.report import Report
from linter.report import sarif
from linter.report.places import Folders
from linter.ruleset import load_rules
from tests.real.gates.consumers import npm_package
from tests.report.gate_reports import full, hostile, report_of

pytestmark = pytest.mark.release
DEPLOYMENT = Path(__file__).parents[2] / "fixtures" / "deployments" / "pike-uuid"
TOOLS = "sarif-tools==3.0.5"


def _reports() -> dict[str, Report]:
    real = check(Request(paths=(str(DEPLOYMENT),), source="pike", target="rocky"))
    return {"real": real, "full": full(), "hostile": hostile(), "empty": report_of()}


@pytest.fixture(scope="module")
def files(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    rules, folder = load_rules(), tmp_path_factory.mktemp("sarif")
    written = {}
    for name, report in _reports().items():
        written[name] = folder / f"{name}.sarif"
        written[name].write_text(
            sarif.render(report, rules, Folders({"": "etc"})), encoding="utf-8"
        )
    return written


def test_the_official_schema_holds(files: dict[str, Path]) -> None:
    package = npm_package("@microsoft/jest-sarif", "1.0.0-beta.0")
    schema = json.loads((package / "lib" / "schemas" / "sarif-2.1.0-rtm.5.json").read_bytes())
    validator = jsonschema.Draft7Validator(schema)
    for path in files.values():
        assert list(validator.iter_errors(json.loads(path.read_bytes()))) == []


def test_the_validator_finds_nothing_that_github_would_refuse(files: dict[str, Path]) -> None:
    said = {name: _validated(path) for name, path in files.items()}
    assert said == {name: [] for name in files}


def test_the_validator_knows_what_github_refuses(files: dict[str, Path], tmp_path: Path) -> None:
    document = json.loads(files["full"].read_bytes())
    document["runs"][0]["results"][0]["locations"] = []
    broken = tmp_path / "broken.sarif"
    broken.write_text(json.dumps(document), encoding="utf-8")
    assert "error GH1015" in {line.split(":")[0] for line in _validated(broken)}


def _validated(path: Path) -> list[str]:
    """What the reference validator finds, by the rules of the format and by GitHub's."""
    package = npm_package("@microsoft/sarif-multitool-linux", "5.7.0")
    program = package / "Sarif.Multitool"
    program.chmod(0o755)
    command = [program, "validate", path, "--rule-kind", "Gh", "--level", "Error;Warning"]
    done = subprocess.run(
        command,
        capture_output=True,
        text=True,
        check=False,
        timeout=300,
        cwd=path.parent,
        env=os.environ | {"DOTNET_SYSTEM_GLOBALIZATION_INVARIANT": "1"},
    )
    assert "Analysis completed" in done.stdout, done.stdout + done.stderr
    return re.findall(r"(?:error|warning) [A-Z]+\d+.*", done.stdout)


def test_sarif_tools_counts_what_the_report_holds(files: dict[str, Path]) -> None:
    reports = _reports()
    for name in ("real", "hostile"):
        command = [uv.find_uv_bin(), "tool", "run", "--quiet", "--from", TOOLS]
        command += ["sarif", "summary", str(files[name])]
        said = subprocess.run(command, capture_output=True, text=True, check=True, timeout=300)
        counts = re.findall(r"^(error|warning|note): (\d+)$", said.stdout, re.MULTILINE)
        levels = Counter(
            "note" if finding.waiver else sarif.LEVELS[finding.severity]
            for finding in reports[name].findings
        )
        assert {level: int(count) for level, count in counts} == {
            level: levels[level] for level in ("error", "warning", "note")
        }
