"""What the cases say of logging configurations is what Python says in the real releases."""

import json
import subprocess
from pathlib import Path

import pytest

from linter.cli.analysis import Request, check
from linter.model.facts import SourceFile
from linter.model.finding import Confidence
from linter.parse.logging_conf import parse_logging
from linter.report import json as json_report
from tests.real.releases import release_python
from tests.rules.cases import Case, cases

# Loads each text in a directory of its own, in the dialect of Python 3.6.
PROGRAM = """
import json, logging.config, os, sys, warnings
import oslo_log.log
warnings.simplefilter("ignore")
said = []
for text in json.load(sys.stdin):
    with open("logging.conf", "w") as file:
        file.write(text.replace("/var/log/keystone/", ""))
    try:
        logging.config.fileConfig("logging.conf", disable_existing_loggers=False)
    except Exception as error:
        said.append(type(error).__name__)
    else:
        said.append("")
print(json.dumps(said))
"""
RULES = ("logging/file-refused", "logging/class-missing")


def loaded(case: Case) -> bool:
    """Whether keystone would load the file, and kslint is sure of what comes of it."""
    named = "\nlog_config_append" in case.files["keystone.conf"]
    sure = all(told.confidence is Confidence.CERTAIN for told in case.findings)
    return named and sure and "{{" not in case.files["logging.conf"]


CASES = [case for rule, case in cases() if rule in RULES and loaded(case)]
SERIES = sorted({case.upgrade[1] for case in CASES})


@pytest.mark.thorough
@pytest.mark.parametrize("series", SERIES)
def test_real_release_refuses_what_the_cases_say(series: str, tmp_path: Path) -> None:
    mine = [case for case in CASES if case.upgrade[1] == series]
    done = subprocess.run(
        [release_python(series), "-c", PROGRAM],
        input=json.dumps([case.files["logging.conf"] for case in mine]),
        capture_output=True,
        text=True,
        check=True,
        cwd=tmp_path,
        timeout=60,
    )

    refused = [bool(error) for error in json.loads(done.stdout)]
    assert dict(zip((case.name for case in mine), refused, strict=True)) == {
        case.name: bool(case.findings) for case in mine
    }


def test_arguments_of_a_handler_are_not_kept_for_printing() -> None:
    text = "[handler_mail]\nCLASS = SMTPHandler\nargs = ('mail', 'canary')\nkwargs={1: 'canary'}"
    read = parse_logging(SourceFile("", "logging.conf", text.encode(), "0"), frozenset())

    (section,) = read.sections
    assert [(entry.name, entry.line_text) for entry in section.entries] == [
        ("class", "CLASS = SMTPHandler"),
        ("args", "args = ***"),
        ("kwargs", "kwargs= ***"),
    ]


def test_what_a_name_refers_to_is_not_printed(tmp_path: Path) -> None:
    (tmp_path / "keystone.conf").write_text(
        "[DEFAULT]\nlog_config_append = /etc/keystone/logging.conf\n"
    )
    (tmp_path / "logging.conf").write_text(
        "[DEFAULT]\nsecret = canary\n[formatters]\nkeys = %(secret)s\n"
        "[handlers]\nkeys = a\n[handler_a]\nclass = %(secret)s.%(secret)s\n"
        "level = %(secret)s\nformatter = %(secret)s-\nargs = (%(secret)s,)\n"
        "[loggers]\nkeys = root\n[logger_root]\nhandlers = %(secret)s\n"
    )
    report = check(Request((str(tmp_path),), source="2024.1", target="2025.1"))

    printed = json_report.render(report)
    assert "logging.conf cannot be loaded" in printed
    assert "canary" not in printed
