import gzip
import json
import subprocess
import sys
from pathlib import Path

import jsonschema
import pytest

from linter.cli.main import main
from linter.model.verdict import EXIT_INCOMPLETE, EXIT_OK, EXIT_USAGE

ROOT = Path(__file__).parents[2]
DEMO = Path(__file__).parents[1] / "fixtures" / "logs" / "demo"
SCHEMA = ROOT / "docs" / "schema" / "logs-1.json"
WARNING = (
    '2026-11-22 04:00:10.411 3310 WARNING oslo_config.cfg [-] Deprecated: Option "old" from group '
    '"DEFAULT" is deprecated. Use option "new" from group "token".\n'
)


def said(capsys: pytest.CaptureFixture[str], *words: str) -> tuple[int, str, str]:
    code = main(("logs", *words))
    captured = capsys.readouterr()
    return code, captured.out, captured.err


def test_each_message_of_a_folder_is_named_once(capsys: pytest.CaptureFixture[str]) -> None:
    code, out, err = said(capsys, str(DEMO), "--format", "json")
    document = json.loads(out)
    assert [(event["count"], event["subject"]) for event in document["events"]] == [
        (4, "[DEFAULT] notification_driver"),
        (4, "[DEFAULT] rpc_thread_pool_size"),
        (2, "policy file"),
        (1, "default domain"),
        (1, "[token] cache_on_issue"),
        (1, "identity:get_policy"),
    ]
    assert (code, err) == (EXIT_OK, "")


def test_the_document_keeps_to_the_published_schema(capsys: pytest.CaptureFixture[str]) -> None:
    _, out, _ = said(capsys, str(DEMO), "--format", "json")
    jsonschema.validate(json.loads(out), json.loads(SCHEMA.read_text(encoding="utf-8")))


def test_the_published_schema_is_the_one_that_the_program_prints(
    capsys: pytest.CaptureFixture[str],
) -> None:
    assert main(("schema", "logs")) == EXIT_OK
    assert capsys.readouterr().out == SCHEMA.read_text(encoding="utf-8")


def test_two_runs_say_the_same(capsys: pytest.CaptureFixture[str]) -> None:
    words = (str(DEMO), "--format", "json")
    assert said(capsys, *words) == said(capsys, *words)


def test_formats_can_be_combined(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    target = tmp_path / "logs.json"
    _, out, _ = said(capsys, str(DEMO), "--format", "terminal", "--format", f"json={target}")
    _, alone, _ = said(capsys, str(DEMO), "--format", "json")
    assert out.startswith("Logs: 3 files, ")
    assert target.read_text(encoding="utf-8") == alone


def test_without_a_start_the_answer_is_incomplete(
    capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    log = tmp_path / "keystone.log"
    log.write_text("2026-11-22 04:00:10.411 3310 INFO keystone.server [-] GET /v3\n" * 9)
    code, out, _ = said(capsys, str(log))
    assert code == EXIT_INCOMPLETE
    assert "logs (required): no start of keystone shows in them" in " ".join(out.split())


@pytest.mark.parametrize(
    ("words", "complaint"),
    [
        (("/nowhere/at/all.log",), "kslint: /nowhere/at/all.log: "),
        (("/nowhere/\x1b[31m*.log",), "kslint: /nowhere/\\x1b[31m*.log: "),
        ((str(DEMO), "--format", "xml"), "kslint: no format 'xml'; known: terminal, json"),
        ((str(DEMO), "--format", "json=/nowhere/x"), "kslint: /nowhere/x: cannot be written: "),
    ],
)
def test_what_cannot_be_done_is_said_in_a_sentence(
    capsys: pytest.CaptureFixture[str], words: tuple[str, ...], complaint: str
) -> None:
    code, _, err = said(capsys, *words)
    assert (code, err.count("\n")) == (EXIT_USAGE, 1)
    assert err.startswith(complaint)


def test_stdin_is_read() -> None:
    done = _run(WARNING * 3, "-", "--format", "json")
    document = json.loads(done.stdout)
    assert [event["count"] for event in document["events"]] == [3]
    assert done.stderr == ""


def test_an_empty_stdin_is_no_pass() -> None:
    assert _run("", "-").returncode == EXIT_INCOMPLETE


def test_colour_can_be_asked_for(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(("--color", "always", "logs", str(DEMO))) == EXIT_OK
    assert "\x1b[1" in capsys.readouterr().out
    main(("--color", "auto", "logs", str(DEMO)))


def test_json_needs_neither_rich_nor_yaml_nor_the_catalogs() -> None:
    report = "import sys, json; print(json.dumps(sorted(sys.modules)), file=sys.stderr)"
    program = f"from linter.cli.main import main; import sys; main(sys.argv[1:]); {report}"
    words = ["logs", str(DEMO), "--format", "json"]
    done = subprocess.run(
        [sys.executable, "-I", "-c", program, *words], capture_output=True, text=True, check=True
    )
    loaded = {name.split(".")[0] for name in json.loads(done.stderr)}
    assert (
        loaded & {"rich", "yaml", "requests", "oslo_config", "oslo_policy", "hypothesis"} == set()
    )
    assert "linter.catalog.store" not in json.loads(done.stderr)


def _run(text: str, *words: str) -> subprocess.CompletedProcess[str]:
    program = "from linter.cli.main import main; import sys; sys.exit(main(sys.argv[1:]))"
    return subprocess.run(
        [sys.executable, "-I", "-c", program, "logs", *words],
        input=text,
        capture_output=True,
        text=True,
        check=False,
    )


def test_jobs_change_nothing(capsys: pytest.CaptureFixture[str]) -> None:
    words = (str(DEMO), "--format", "json")
    assert said(capsys, *words, "--jobs", "2") == said(capsys, *words, "--jobs", "1")


@pytest.mark.parametrize("number", ["0", "-1", "65", "two", "²"])
def test_no_other_number_of_jobs_is_taken(number: str, capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as ended:
        main(("logs", str(DEMO), f"--jobs={number}"))
    assert ended.value.code == EXIT_USAGE
    assert "give a number of processes, 1 to 64" in capsys.readouterr().err


def test_only_what_came_since_the_checkpoint_is_counted(
    capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    log, checkpoint = tmp_path / "keystone.log", tmp_path / "kept" / "checkpoint.json"
    words = (str(log), "--checkpoint", str(checkpoint), "--format", "json")
    log.write_text(WARNING * 5, encoding="utf-8")
    _, before, _ = said(capsys, *words, "--set-checkpoint")
    with log.open("a", encoding="utf-8") as file:
        file.write(WARNING * 2)
    _, after, _ = said(capsys, *words, "--since-checkpoint")

    assert [event["count"] for event in json.loads(before)["events"]] == [5]
    assert [event["count"] for event in json.loads(after)["events"]] == [2]


def test_a_checkpoint_that_is_not_there_is_asked_for(
    capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    path = tmp_path / "checkpoint.json"
    code, out, err = said(capsys, str(DEMO), "--since-checkpoint", "--checkpoint", str(path))
    assert (code, out) == (EXIT_USAGE, "")
    assert err == (
        f"kslint: {path}: there is no checkpoint: set one first, with `kslint logs "
        "--set-checkpoint`\n"
    )


def test_a_level_that_hides_warnings_leaves_the_answer_open(
    capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    (tmp_path / "keystone.conf").write_text(
        "[DEFAULT]\ndefault_log_levels = oslo_config.cfg=ERROR\n", encoding="utf-8"
    )
    code, out, _ = said(capsys, str(DEMO), "--config", str(tmp_path))
    assert code == EXIT_INCOMPLETE
    assert "the configuration keeps out the warnings of oslo_config.cfg" in " ".join(out.split())


def test_a_configuration_that_is_not_there_is_said(capsys: pytest.CaptureFixture[str]) -> None:
    code, out, err = said(capsys, str(DEMO), "--config", "/nowhere/at/all")
    assert (code, out) == (EXIT_USAGE, "")
    assert err.startswith("kslint: /nowhere/at/all: no such file or directory; give ")


def test_a_damaged_log_is_read_as_far_as_it_goes(
    capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    packed = gzip.compress((WARNING * 2000).encode(), mtime=0)
    (tmp_path / "keystone.log.1.gz").write_bytes(packed[: len(packed) // 2])
    code, out, _ = said(capsys, str(tmp_path), "--format", "json")
    document = json.loads(out)
    assert 0 < document["events"][0]["count"] < 2000
    assert [file["complete"] for file in document["coverage"]["files"]] == [False]
    assert any("keystone.log.1.gz" in gap["what"] for gap in document["gaps"])
    assert code == EXIT_INCOMPLETE


def test_what_was_left_of_an_answer_stands_first(
    capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    log = tmp_path / "keystone.log"
    log.write_text(WARNING.replace("oslo_config.cfg", "site.plugin").replace("Option", "Thing"))
    _, out, _ = said(capsys, str(log), "--format", "json")
    required = [gap["required"] for gap in json.loads(out)["gaps"]]
    assert required == sorted(required, reverse=True)
    assert required[0]


def test_a_check_counts_from_the_checkpoint_too(
    capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    (tmp_path / "keystone.conf").write_text("[token]\nprovider = fernet\n", encoding="utf-8")
    log, checkpoint = tmp_path / "keystone.log", tmp_path / "checkpoint.json"
    log.write_text(WARNING.replace("old", "notification_driver"), encoding="utf-8")
    said(capsys, str(log), "--checkpoint", str(checkpoint), "--set-checkpoint")
    with log.open("a", encoding="utf-8") as file:
        file.write("2026-11-22 05:00:10.411 3310 INFO keystone.server [-] GET /v3\n")
    words = ("check", str(tmp_path / "keystone.conf"), "--from", "2024.1", "--to", "2025.1")
    logs = ("--logs", str(log), "--checkpoint", str(checkpoint), "--format", "json")

    def subjects(*options: str) -> set[str]:
        main((*words, *logs, *options))
        findings = json.loads(capsys.readouterr().out)["findings"]
        return {finding["subject"] for finding in findings if finding["rule"].startswith("logs/")}

    assert subjects() == {"[DEFAULT] notification_driver"}
    assert subjects("--since-checkpoint") == set()


def test_a_check_asks_for_the_logs_to_count(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(("check", str(DEMO), "--since-checkpoint")) == EXIT_USAGE
    said = "kslint: --since-checkpoint is about logs: name them with --logs\n"
    assert capsys.readouterr() == ("", said)
