"""Annotations as the toolkit of GitHub Actions writes them."""

import json
import subprocess

import pytest

from linter.report import github
from linter.report.places import Folders
from tests.real.database.servers import needed
from tests.real.gates.consumers import npm_package
from tests.report.gate_reports import full, hostile, report_of
from tests.report.runner_commands import commands

pytestmark = pytest.mark.release
SCRIPT = """\
const { issueCommand } = require(process.argv[1]);
const said = JSON.parse(require('fs').readFileSync(0, 'utf8'));
for (const [name, properties, data] of said) issueCommand(name, properties, data);
"""


def test_what_the_runner_reads_is_what_the_toolkit_would_have_written() -> None:
    toolkit = npm_package("@actions/core", "1.11.1") / "lib" / "command.js"
    for report in (full(), hostile(), report_of()):
        text = github.render(report, Folders({"": "etc"}))
        read = [(each.name, dict(each.properties), each.data) for each in commands(text)]
        command = [needed("nodejs", "node"), "-e", SCRIPT, str(toolkit)]
        written = subprocess.run(
            command, input=json.dumps(read), capture_output=True, text=True, check=True, timeout=60
        )
        assert written.stdout == text
