"""`kslint check --logs`: what logs said, in the verdict."""

import json
import random
from pathlib import Path

import jsonschema
import pytest

from linter.cli.main import main
from tests.logs.mutations import mutated_logs

SCHEMA = Path(__file__).parents[2] / "docs" / "schema" / "report-1.json"
CONFIGURATION = """\
[database]
connection = mysql+pymysql://keystone@db/keystone
[token]
provider = fernet
cache_on_issue = false
"""
HEAD = "2026-11-{day} 15:17:35.118 7231 {level} {logger} [-] {text}\n"
OPTION = (
    'Deprecated: Option "cache_on_issue" from group "token" is deprecated for removal (Keystone '
    "already caches tokens.).  Its value may be silently ignored in the future."
)


def record(
    text: str, day: int = 20, level: str = "WARNING", logger: str = "oslo_config.cfg"
) -> str:
    return HEAD.format(day=day, level=level, logger=logger, text=text)


STARTED = "WSGI app 0 (mountpoint='') ready in 3 seconds on interpreter 0x55d0 pid: 7231\n"
QUIET = record("Loaded 3 Fernet keys", 19, "INFO", "keystone.common.fernet_utils") + record(
    "All is well", 22, "INFO", "keystone.server"
)


class Said:
    """One run of the program: its report and its exit code."""

    def __init__(self, code: int, text: str) -> None:
        self.code = code
        self.text = text
        self.report = json.loads(text)

    def gap(self, what: str) -> bool | None:
        """Whether a gap is required, None where there is none of that name."""
        return next((gap["required"] for gap in self.report["gaps"] if gap["what"] == what), None)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "etc").mkdir()
    (tmp_path / "etc" / "keystone.conf").write_text(CONFIGURATION, encoding="utf-8")
    return tmp_path


def check(folder: Path, capsys: pytest.CaptureFixture[str], log: str | None, *words: str) -> Said:
    given = []
    if log is not None:
        (folder / "keystone.log").write_text(log, encoding="utf-8")
        given = ["--logs", str(folder / "keystone.log")]
    ends = ("--from", "train", "--to", "ussuri", "--format", "json")
    code = main(["check", str(folder / "etc"), *ends, *given, *words])
    return Said(code, capsys.readouterr().out)


def test_message_line_and_catalog_make_one_finding(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    said = check(folder, capsys, record(OPTION) + record(OPTION, 21))

    (finding,) = [f for f in said.report["findings"] if f["subject"] == "[token] cache_on_issue"]
    assert finding["rule"] == "config/option-for-removal"
    assert finding["location"]["path"] == "keystone.conf"
    assert [(item["kind"], item["reference"]) for item in finding["witnesses"]] == [
        ("log", ""),
        ("catalog", "ussuri"),
    ]
    log = finding["witnesses"][0]
    assert (log["location"]["path"], log["location"]["line"]) == ("keystone.log", 1)
    assert log["text"].startswith(
        "seen 2 times from 2026-11-20 15:17:35 to 2026-11-21 15:17:35: Deprecated: Option"
    )


def test_a_report_with_logs_keeps_to_the_schema(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    said = check(folder, capsys, record(OPTION))
    jsonschema.validate(said.report, json.loads(SCHEMA.read_text(encoding="utf-8")))


def test_a_report_tells_which_logs_were_read(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    said = check(folder, capsys, STARTED + QUIET)

    ends = {"first": "2026-11-19T15:17:35.118", "last": "2026-11-22T15:17:35.118"}
    size = len(STARTED + QUIET)
    file = {"node": "", "path": "keystone.log", "size": size, **ends, "complete": True}
    assert said.report["logs"] == {**ends, "starts": 1, "files": [file]}
    assert {source["path"] for source in said.report["inputs"]} == {"keystone.conf"}


def test_a_report_without_logs_tells_of_none(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert check(folder, capsys, None).report["logs"] is None


def test_approval_is_incomplete_without_logs(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    said = check(folder, capsys, None, "--profile", "approval")
    assert (said.report["verdict"]["decision"], said.gap("logs")) == ("INCOMPLETE", True)


def test_approval_is_incomplete_without_a_start(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    said = check(folder, capsys, QUIET, "--profile", "approval")

    assert (said.report["verdict"]["decision"], said.gap("logs")) == ("INCOMPLETE", True)
    (gap,) = [gap for gap in said.report["gaps"] if gap["what"] == "logs"]
    assert gap["why"].startswith("no start of keystone shows in them")


def test_logs_with_a_start_are_the_evidence_that_approval_wants(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    said = check(folder, capsys, STARTED + QUIET, "--profile", "approval")
    assert said.gap("logs") is None


def test_approval_wants_more_of_a_start_than_what_a_worker_says_once(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    text = "Deprecated policy rules found. Use oslopolicy-policy-generator and so on."
    worker = record(text, logger="keystone.common.rbac_enforcer.enforcer")
    log = QUIET + worker + record("All is well", 23, "INFO")
    said = check(folder, capsys, log, "--profile", "approval")

    assert (said.gap("logs"), said.gap("start of keystone in the logs")) == (None, True)


def test_the_gate_asks_for_no_start(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    without, silent = check(folder, capsys, None), check(folder, capsys, QUIET)

    assert (without.gap("logs"), silent.gap("logs")) == (False, False)
    assert without.report["verdict"] == silent.report["verdict"]


def test_levels_that_hide_warnings_leave_the_gap_open(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    hiding = f"{CONFIGURATION}[DEFAULT]\ndefault_log_levels = oslo_config=ERROR,amqp=WARN\n"
    (folder / "etc" / "keystone.conf").write_text(hiding, encoding="utf-8")
    said = check(folder, capsys, STARTED + QUIET, "--profile", "approval")

    (gap,) = [gap for gap in said.report["gaps"] if gap["what"] == "logs"]
    assert gap["why"] == "the configuration keeps out the warnings of oslo_config.cfg"


def test_levels_of_a_logging_file_that_hide_warnings_leave_the_gap_open(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    append = f"{CONFIGURATION}[DEFAULT]\nlog_config_append = /etc/keystone/logging.conf\n"
    (folder / "etc" / "keystone.conf").write_text(append, encoding="utf-8")
    logging = "[loggers]\nkeys = root\n[logger_root]\nlevel = ERROR\nhandlers =\n"
    (folder / "etc" / "logging.conf").write_text(logging, encoding="utf-8")
    said = check(folder, capsys, STARTED + QUIET, "--profile", "approval")

    (gap,) = [gap for gap in said.report["gaps"] if gap["what"] == "logs"]
    assert gap["why"].startswith("the configuration keeps out the warnings of keystone, ")


def test_a_log_in_a_format_of_the_deployments_own_is_understood(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    form = "%(asctime)s|%(levelname)s|%(name)s|%(message)s"
    own = f"[DEFAULT]\nlogging_default_format_string = {form}\n"
    (folder / "etc" / "keystone.conf").write_text(CONFIGURATION + own, encoding="utf-8")
    said = check(folder, capsys, f"2026-11-22 15:17:35|WARNING|oslo_config.cfg|{OPTION}\n" * 3)

    (finding,) = [f for f in said.report["findings"] if f["subject"] == "[token] cache_on_issue"]
    assert finding["witnesses"][0]["text"].startswith("seen 3 times at 2026-11-22 15:17:35: Depre")


def test_a_log_that_is_not_there_is_an_error_of_use(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    words = ["check", str(folder / "etc"), "--from", "train", "--logs", str(folder / "none.log")]

    assert main(words) == 2
    assert "none.log" in capsys.readouterr().err


def test_a_warning_of_a_log_is_told_at_its_line_in_the_terminal(
    folder: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("COLUMNS", "200")
    text = "The frobnication of tokens has been deprecated for a while"
    (folder / "keystone.log").write_text(QUIET + record(text, 22), encoding="utf-8")
    words = ["--from", "train", "--to", "ussuri", "--logs", str(folder / "keystone.log")]
    main(["check", str(folder / "etc"), *words])

    printed = capsys.readouterr().out
    assert f"  {text} (seen once, at 2026-11-22 15:17:35)\n   --> keystone.log:3\n" in printed
    window = "from 2026-11-19 15:17:35 to 2026-11-22 15:17:35"
    assert f"\n  logs: 1 file {window}, with no start of keystone\n" in printed


URL = (
    "URL mysql://keystone:canary@db/keystone does not contain a '+drivername' portion, and will "
    "make use of a default driver.  A full dbname+drivername:// protocol is recommended."
)


@pytest.mark.thorough
def test_no_mutated_line_breaks_a_rule_or_reaches_the_terminal(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    for log in mutated_logs(random.Random(7), 1000):  # noqa: S311  it has to be repeatable
        (folder / "keystone.log").write_bytes(log)
        words = ["--from", "train", "--to", "ussuri", "--logs", str(folder / "keystone.log")]
        main(["check", str(folder / "etc"), *words])

        printed = capsys.readouterr().out
        assert "this is a fault in kslint" not in printed
        assert [line for line in printed.splitlines() if not line.isprintable()] == []


SECRETS = (
    URL,
    "The password=canary form is deprecated",
    "Deprecated: the token gAAAAABcanarycanarycanarycanary is deprecated as of Train.",
    "Unhandled error: OperationalError: (1045) mysql+pymysql://keystone:canary@db/keystone",
    "Deprecated header X-Auth-Token: canary",
)


@pytest.mark.thorough
@pytest.mark.parametrize("form", ["json", "terminal"])
@pytest.mark.parametrize("text", SECRETS)
def test_no_secret_of_a_log_is_printed(
    text: str,
    form: str,
    folder: Path,
    capsys: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setenv("COLUMNS", "400")
    level = "CRITICAL" if "Unhandled" in text else "WARNING"
    log = record(text, level=level, logger="keystone")
    (folder / "keystone.log").write_text(log, encoding="utf-8")
    words = ["--from", "train", "--to", "ussuri", "--logs", str(folder / "keystone.log")]
    main(["check", str(folder / "etc"), *words, "--format", form])

    printed = capsys.readouterr().out
    assert "canary" not in printed
    assert "keystone.log" in printed
