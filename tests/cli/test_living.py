"""A gate lives with what a site answers for or knew before, and stops for all else."""

import hashlib
import json
from pathlib import Path
from typing import Any

import jsonschema
import pytest

from linter.cli.main import main
from linter.model.waiver import KNOWN

SCHEMA = Path(__file__).parents[2] / "docs" / "schema" / "baseline-1.json"
WORDS = ("check", "etc", "--from", "2024.1", "--to", "2025.1")
OLD = "[catalog] driver"
NEW = "[token] provider"
CONFIGURATION = """\
[DEFAULT]
debug = false
[database]
connection = mysql+pymysql://keystone:canary@db/keystone
[catalog]
driver = templated
"""
WITH_NEW = f"{CONFIGURATION}[token]\nprovider = uuid\n"


class Said:
    """One run of the program: its exit code and its report, of blockers by their subject."""

    def __init__(self, code: int, text: str) -> None:
        self.code = code
        self.report: dict[str, Any] = json.loads(text)
        self.reasons = self.report["verdict"]["reasons"]
        self.blockers = {
            finding["subject"]: finding["waiver"] or ""
            for finding in self.report["findings"]
            if finding["severity"] == "blocker"
        }

    def findings(self, group: str) -> list[tuple[str, str]]:
        """What rules of a group say, each with its severity."""
        return [
            (finding["severity"], finding["message"])
            for finding in self.report["findings"]
            if finding["rule"].startswith(f"{group}/")
        ]

    def inputs(self) -> list[tuple[str, str]]:
        """The kinds and paths of the files that the report rests on."""
        return [(each["kind"], each["path"]) for each in self.report["inputs"]]


@pytest.fixture
def site(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "etc").mkdir()
    (tmp_path / "etc" / "keystone.conf").write_text(CONFIGURATION, encoding="utf-8")
    return tmp_path


@pytest.fixture(autouse=True)
def no_variables(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("KSLINT_TO", raising=False)
    monkeypatch.setenv("XDG_CACHE_HOME", "cache")


def check(
    capsys: pytest.CaptureFixture[str], *options: str, words: tuple[str, ...] = WORDS
) -> Said:
    code = main((*words, "--format", "json", *options))
    captured = capsys.readouterr()
    assert captured.err == ""
    return Said(code, captured.out)


def waive(site: Path, until: str) -> None:
    (site / ".kslint").mkdir(exist_ok=True)
    text = (
        "- rule: config/token-provider-uuid-removed\n"
        f"  subject: '{NEW}'\n"
        f"  owner: Ada Example\n  reason: the fleet moves on Monday\n  until: {until}\n"
    )
    (site / ".kslint" / "waivers.yaml").write_text(text, encoding="utf-8")


def configure(site: Path, text: str) -> None:
    (site / "etc" / "keystone.conf").write_text(text, encoding="utf-8")


@pytest.mark.thorough
def test_the_old_passes_the_new_fails_a_waiver_helps_until_its_end(
    site: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (site / "kslint.toml").write_text('baseline = ".kslint/baseline.json"\n')
    first = check(capsys, "--write-baseline", ".kslint/baseline.json")
    assert (first.code, first.blockers) == (1, {OLD: ""})

    old = check(capsys)
    assert (old.code, old.blockers) == (0, {OLD: KNOWN})

    configure(site, WITH_NEW)
    new = check(capsys)
    assert (new.code, new.blockers) == (1, {OLD: KNOWN, NEW: ""})

    waive(site, "9999-12-31")
    waived = check(capsys)
    words = "waived by Ada Example until 9999-12-31: the fleet moves on Monday"
    assert (waived.code, waived.blockers) == (0, {OLD: KNOWN, NEW: words})
    assert waived.findings("waivers") == []
    assert "1 finding is waived or acknowledged." in waived.reasons
    assert "4 findings are known from the baseline." in waived.reasons

    waive(site, "2020-01-31")
    expired = check(capsys)
    assert (expired.code, expired.blockers) == (1, {OLD: KNOWN, NEW: ""})
    assert expired.findings("waivers") == [
        (
            "warning",
            (
                "The waiver of config/token-provider-uuid-removed has no effect any more: it ended "
                "on 2020-01-31, and what it is about is still there"
            ),
        )
    ]


def test_a_comment_beside_the_line_waives_it(
    site: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    comment = '# kslint: ignore[config/catalog-templated-removed] until=9999-12-31 reason="moves"\n'
    configure(site, CONFIGURATION.replace("driver", f"{comment}driver"))
    found = check(capsys)

    assert (found.code, found.blockers) == (
        0,
        {OLD: "waived in keystone.conf until 9999-12-31: moves"},
    )


@pytest.mark.thorough
def test_every_file_that_counts_is_an_input(site: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (site / "kslint.toml").write_text('baseline = ".kslint/baseline.json"\n')
    waive(site, "9999-12-31")
    before = check(capsys, "--write-baseline", ".kslint/baseline.json")
    after = check(capsys)

    waivers = ("waivers", ".kslint/waivers.yaml")
    files = [("configuration", "keystone.conf"), ("settings", "kslint.toml")]
    assert before.inputs() == [waivers, *files]
    assert after.inputs() == [("baseline", ".kslint/baseline.json"), waivers, *files]
    digests = {each["path"]: each["sha256"] for each in after.report["inputs"]}
    for name in (".kslint/baseline.json", ".kslint/waivers.yaml", "kslint.toml"):
        assert digests[name] == hashlib.sha256((site / name).read_bytes()).hexdigest()


def test_what_the_baseline_knows_and_nobody_finds_is_said(
    site: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    check(capsys, "--write-baseline", "baseline.json")
    configure(site, CONFIGURATION.replace("driver = templated", "driver = sql"))
    found = check(capsys, "--baseline", "baseline.json")

    assert [gap for gap in found.report["gaps"] if gap["what"].startswith("baseline")] == [
        {
            "what": "baseline baseline.json",
            "why": "1 finding of it was not found",
            "required": False,
            "location": None,
            "remedy": "once mended everywhere, write it anew with --write-baseline",
        }
    ]


def test_the_baseline_keeps_to_its_schema_and_holds_no_secret(
    site: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    check(capsys, "--write-baseline", "baseline.json")
    assert main(("schema", "baseline")) == 0
    printed = capsys.readouterr().out
    text = (site / "baseline.json").read_text(encoding="utf-8")

    assert printed == SCHEMA.read_text(encoding="utf-8")
    jsonschema.validate(json.loads(text), json.loads(printed))
    assert "canary" not in text


@pytest.mark.usefixtures("site")
def test_what_is_left_out_is_counted(capsys: pytest.CaptureFixture[str]) -> None:
    found = check(capsys, "--ignore", "config/catalog-templated-removed", "--ignore", "policy")

    assert (found.code, found.blockers) == (3, {})
    assert [
        (gap["what"], gap["why"], gap["required"])
        for gap in found.report["gaps"]
        if gap["what"].startswith("what ")
    ] == [
        (
            "what --ignore config/catalog-templated-removed leaves out",
            "found and not shown: 1 blocker",
            True,
        ),
        ("what --ignore policy leaves out", "found and not shown: 3 conditions", False),
    ]


@pytest.mark.thorough
def test_a_finding_can_be_made_graver(site: Path, capsys: pytest.CaptureFixture[str]) -> None:
    configure(site, CONFIGURATION.replace("driver = templated", "driver = sql"))
    (site / "kslint.toml").write_text('[severity]\n"policy/scope-enforced" = "blocker"\n')

    assert check(capsys).blockers == {"[oslo_policy] enforce_scope": ""}
    assert check(capsys, "--no-settings").blockers == {}
    assert check(capsys, "--severity", "policy/new-defaults-enforced=blocker").blockers == {
        "[oslo_policy] enforce_new_defaults": ""
    }


@pytest.mark.thorough
def test_settings_stand_in_for_options_and_say_so(
    site: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    (site / "pyproject.toml").write_text('[tool.kslint]\nfrom = "2024.1"\nto = "2024.2"\n')
    monkeypatch.setenv("KSLINT_TO", "2025.1")
    upgrade = check(capsys, words=("check", "etc")).report["upgrade"]

    assert (upgrade["source"], upgrade["source_reason"]) == (
        "2024.1",
        "set in [tool.kslint] of pyproject.toml",
    )
    assert (upgrade["target"], upgrade["target_reason"]) == ("2025.1", "set in KSLINT_TO")
    named = check(capsys, words=("check", "etc", "--to", "2024.2")).report["upgrade"]
    assert (named["target"], named["target_reason"]) == ("2024.2", "given with --to")


def test_paths_in_settings_start_at_their_file(
    site: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (site / "ci").mkdir()
    (site / "ci" / "gate.toml").write_text('waivers = "waived.yaml"\nfail_on = "condition"\n')
    (site / "ci" / "waived.yaml").write_text("[]\n")
    found = check(capsys, "--settings", "ci/gate.toml")

    assert found.inputs() == [
        ("settings", "ci/gate.toml"),
        ("waivers", "ci/waived.yaml"),
        ("configuration", "keystone.conf"),
    ]


def test_where_notes_come_from_may_stand_in_settings_of_a_gate_that_reads_none(
    site: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (site / "kslint.toml").write_text('notes_url = "https://mirror.example/notes"\n')

    assert check(capsys).code == 1


@pytest.mark.thorough
def test_notes_and_explanations_take_what_means_the_same_there(
    site: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    rule = "title: t\nseverity: info\ncheck: jump-unsupported\nmessage: m\nwhy: w\nfix: f\n"
    (site / "own").mkdir()
    (site / "own" / "mine.yaml").write_text(rule, encoding="utf-8")
    (site / "kslint.toml").write_text(
        'from = "2024.1"\nto = "2024.2"\nprofile = "approval"\nformat = ["sarif"]\n'
        'logs = ["logs"]\nrules = ["own"]\nwaivers = "none.yaml"\n'
    )

    assert main(("explain", "mine")) == 0
    assert capsys.readouterr().out.startswith("mine: t\n")
    assert main(("notes", "--offline", "--format", "json")) == 3
    upgrade = json.loads(capsys.readouterr().out)["upgrade"]
    assert (upgrade["from"], upgrade["to"]) == ("2024.1", "2024.2")


@pytest.mark.parametrize(
    ("rule", "is_said"), [("notes/applies", True), ("config/catalog-templated-removed", False)]
)
def test_a_rule_says_when_it_cannot_be_waived(
    rule: str, capsys: pytest.CaptureFixture[str], *, is_said: bool
) -> None:
    assert main(("explain", rule)) == 0

    line = "waivable: no; it counts whatever a waiver says"
    assert (line in capsys.readouterr().out.splitlines()) is is_said


def test_no_baseline_of_settings_makes_an_approval(
    site: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (site / "kslint.toml").write_text('baseline = "baseline.json"\n')
    check(capsys, "--write-baseline", "baseline.json")

    assert check(capsys, "--profile", "approval").blockers == {OLD: ""}


@pytest.mark.parametrize(
    ("files", "options", "said"),
    [
        (
            {"kslint.toml": "profil = 'gate'"},
            [],
            "kslint.toml: `profil` is no setting (did you mean profile?)",
        ),
        ({}, ["--settings", "x.toml"], "x.toml cannot be read: No such file or directory"),
        (
            {},
            ["--waivers", "w.yaml"],
            "--waivers: w.yaml cannot be read: No such file or directory",
        ),
        (
            {"kslint.toml": 'waivers = "w.yaml"'},
            [],
            "kslint.toml: `waivers`: w.yaml cannot be read: No such file or directory",
        ),
        (
            {"kslint.toml": 'ignore = ["confg"]'},
            [],
            "kslint.toml: `ignore`: 'confg' names no rule (did you mean config?)",
        ),
        ({"kslint.toml": 'format = ["sarf"]'}, [], "kslint.toml: `format`: no format 'sarf'"),
        ({}, ["--to", "epoxi"], "No release is called 'epoxi'"),
        ({"w.yaml": "a: 1"}, ["--waivers", "w.yaml"], "w.yaml is not a list of entries"),
        (
            {},
            ["--baseline", "b.json"],
            "--baseline: b.json cannot be read: No such file or directory",
        ),
        ({"b.json": "{}"}, ["--baseline", "b.json"], "b.json: no baseline ("),
        (
            {"b.json": '{"schema_version":1,"source":"a","target":"b","count":0,"findings":[]}'},
            ["--baseline", "b.json"],
            "b.json: it is of an upgrade from a to b and this one is from 2024.1 to 2025.1",
        ),
        ({}, ["--select", "confg"], "--select: 'confg' names no rule (did you mean config?)"),
        ({}, ["--ignore", "confg"], "--ignore: 'confg' names no rule (did you mean config?)"),
        (
            {},
            ["--severity", "confg=info"],
            "--severity: 'confg' names no rule (did you mean config?)",
        ),
        (
            {},
            ["--baseline", "b.json", "--profile", "approval"],
            "--baseline is for the profile gate",
        ),
        (
            {},
            ["--baseline", "b.json", "--write-baseline", "b.json"],
            "--write-baseline writes whatever is open now: leave out --baseline",
        ),
        (
            {},
            ["--format", "json=b.json", "--write-baseline", "./b.json"],
            "a format and --write-baseline both go to ./b.json",
        ),
        (
            {},
            ["--format", "json=b.json", "--write-baseline", "b.json"],
            "a format and --write-baseline both go to b.json",
        ),
        (
            {"file": ""},
            ["--write-baseline", "file/b.json"],
            "file: cannot be made: File exists",
        ),
    ],
)
def test_what_cannot_be_used_is_named(
    files: dict[str, str],
    options: list[str],
    said: str,
    site: Path,
    capsys: pytest.CaptureFixture[str],
) -> None:
    for name, text in files.items():
        (site / name).write_text(text, encoding="utf-8")
    assert main((*WORDS, *options)) == 2
    captured = capsys.readouterr()

    assert captured.err.startswith(f"kslint: {said}")
    assert len(captured.err.splitlines()) == 1


@pytest.mark.thorough
def test_a_baseline_that_knows_some_changes_of_access_knows_no_others(
    site: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    policies = site / "etc" / "policy.yaml"
    policies.write_text('"identity:get_user": "role:reader"\n', encoding="utf-8")
    check(capsys, "--write-baseline", "baseline.json")

    assert waivers_of_access(check(capsys, "--baseline", "baseline.json")) == [KNOWN]
    policies.write_text('"identity:create_user": "!"\n', encoding="utf-8")
    assert waivers_of_access(check(capsys, "--baseline", "baseline.json")) == [None]


def waivers_of_access(said: Said) -> list[str | None]:
    findings = said.report["findings"]
    return [each["waiver"] for each in findings if each["rule"] == "policy/access-changes"]
