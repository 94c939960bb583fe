"""`kslint report`: what a board decides from, and whether it still holds."""

import json
import shutil
import sys
from pathlib import Path

import jsonschema
import pytest

from linter.cli.main import main
from linter.report import verification_json

DEMO = Path(__file__).parents[1] / "fixtures" / "deployments" / "demo" / "etc" / "keystone"
ENDS = ("--from", "2024.1", "--to", "2025.1")
SEALED = "1798761600"

Capsys = pytest.CaptureFixture[str]


@pytest.fixture(autouse=True)
def etc(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A working folder with a deployment, and the date that reports bear."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("SOURCE_DATE_EPOCH", SEALED)
    return Path(shutil.copytree(DEMO, tmp_path / "etc"))


def said(capsys: Capsys, *words: str) -> tuple[int, str, str]:
    code = main(["report", "etc", *words])
    captured = capsys.readouterr()
    return code, captured.out, captured.err


def sealed(capsys: Capsys, *words: str) -> None:
    assert said(capsys, *ENDS, "--format", "json=report.json", *words) == (1, "", "")


def changes(capsys: Capsys, *words: str) -> list[tuple[str, str, str]]:
    """What --verify says has changed, as JSON."""
    code, out, err = said(capsys, "--verify", "report.json", "--format", "json", *words)
    found = json.loads(out)
    jsonschema.validate(found, verification_json.schema())
    assert (code, err, found["holds"]) == (1, "", False)
    return [(each["about"], each["path"], each["told"]) for each in found["changes"]]


@pytest.mark.thorough
def test_approval_is_what_is_asked_for_unless_something_else_is_said(capsys: Capsys) -> None:
    profiles = []
    for words in ((), ("--profile", "gate")):
        sealed(capsys, *words)
        profiles.append(json.loads(Path("report.json").read_text())["profile"])

    assert profiles == ["approval", "gate"]


def test_the_json_is_that_of_check(capsys: Capsys) -> None:
    _, ours, _ = said(capsys, *ENDS, "--format", "json")
    main(["check", "etc", *ENDS, "--profile", "approval", "--format", "json"])

    assert ours == capsys.readouterr().out


@pytest.mark.parametrize(
    ("words", "first"),
    [
        ((), "Readiness of Keystone for the upgrade 2024.1 (caracal) → 2025.1 (epoxy)"),
        (
            ("--format", "markdown"),
            "# Readiness of Keystone for the upgrade 2024.1 (caracal) → 2025.1 (epoxy)",
        ),
        (("--format", "html"), "<!DOCTYPE html>"),
        (("--format", "json"), "{"),
    ],
)
def test_every_format_is_the_same_verdict(
    capsys: Capsys, words: tuple[str, ...], first: str
) -> None:
    code, out, err = said(capsys, *ENDS, *words)

    assert (code, out.split("\n")[0], err) == (1, first, "")


@pytest.mark.thorough
def test_a_report_holds_as_long_as_nothing_changes(capsys: Capsys) -> None:
    sealed(capsys)

    code, out, err = said(capsys, "--verify", "report.json")
    assert (code, err) == (0, "")
    assert out.startswith("The report of 2027-01-01 00:00 UTC: Keystone 2024.1 → 2025.1, ")
    assert out.endswith("\nIt still holds: nothing that it rests on has changed.\n")


@pytest.mark.thorough
def test_every_change_is_named_with_its_line(capsys: Capsys, etc: Path) -> None:
    sealed(capsys)
    path = etc / "keystone.conf"
    lines = path.read_text().split("\n")
    number = next(n for n, line in enumerate(lines, 1) if line.startswith("driver ="))
    lines[number - 1] = "driver = other"
    path.write_text("\n".join(lines))
    (etc / "policy.yaml").unlink()
    (etc / "keystone.conf.d" / "90-new.conf").write_text("[token]\nexpiration = 60\n")

    assert changes(capsys) == [
        ("file", "keystone.conf", f"has changed: line {number}"),
        ("file", "keystone.conf.d/90-new.conf", "was not there, or was not read"),
        ("file", "policy.yaml", "is no longer there"),
    ]


@pytest.mark.thorough
def test_a_changed_secret_is_a_change_whose_line_is_not_told(capsys: Capsys, etc: Path) -> None:
    path = etc / "keystone.conf"
    path.write_text(f"{path.read_text()}[DEFAULT]\nadmin_token = canary\n")
    sealed(capsys)
    path.write_text(path.read_text().replace("canary", "another"))

    why = "no line of which a digest is kept, so in comments, in blank lines or in a secret"
    assert changes(capsys) == [("file", "keystone.conf", f"has changed: {why}")]
    assert "canary" not in Path("report.json").read_text()


@pytest.mark.thorough
def test_what_a_site_says_is_sealed_too(capsys: Capsys) -> None:
    Path("kslint.toml").write_text('severity = {config = "blocker"}\n')
    Path("waivers.yaml").write_text("[]\n")
    sealed(capsys, "--waivers", "waivers.yaml")
    Path("kslint.toml").write_text('severity = {config = "condition"}\n')
    Path("waivers.yaml").write_text("[] # none\n")

    assert [path for _, path, _ in changes(capsys, "--waivers", "waivers.yaml")] == [
        "kslint.toml",
        "waivers.yaml",
    ]


@pytest.mark.thorough
def test_an_edited_report_does_not_hold(capsys: Capsys) -> None:
    sealed(capsys)
    text = Path("report.json").read_text()
    Path("report.json").write_text(text.replace('"version": "', '"version": "9'))

    assert [about for about, _, _ in changes(capsys)] == ["report", "kslint"]


@pytest.mark.thorough
def test_a_comparison_has_the_exit_code_of_the_new_verdict(capsys: Capsys, etc: Path) -> None:
    sealed(capsys)
    path = etc / "keystone.conf"
    path.write_text(path.read_text().replace("driver = templated", "driver = sql"))

    code, out, _ = said(
        capsys, *ENDS, "--profile", "gate", "--compare", "report.json", "--format", "json"
    )
    found = json.loads(out)
    assert (code, found["after"]["exit_code"]) == (0, 0)
    assert [each["rule"] for each in found["fixed"] if each["severity"] == "blocker"] == [
        "config/catalog-templated-removed"
    ]


def test_that_no_pdf_can_be_made_is_said_before_anything_is_read(
    capsys: Capsys, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(sys.modules, "weasyprint", None)

    code, out, err = said(capsys, "--from", "nowhere", "--format", "pdf=report.pdf")
    assert (code, out) == (2, "")
    assert "pip install 'kslint[pdf]'" in err


@pytest.mark.parametrize("option", ["--verify", "--compare"])
@pytest.mark.parametrize(
    ("content", "complaint"),
    [
        (None, "report.json: cannot be read: No such file or directory"),
        ("{}", "in JSON: Object missing required field `schema_version`"),
        ("[" * 100_000, "report.json: no "),
    ],
)
def test_what_is_no_report_is_a_usage_error(
    capsys: Capsys, option: str, content: str | None, complaint: str
) -> None:
    if content is not None:
        Path("report.json").write_text(content)

    code, out, err = said(capsys, *ENDS, option, "report.json")
    assert (code, out) == (2, "")
    assert complaint in err
    assert err.count("\n") == 1


def test_an_answer_about_an_earlier_report_is_no_page(capsys: Capsys) -> None:
    code, out, err = said(capsys, "--verify", "report.json", "--format", "html")

    assert (code, out, err) == (2, "", "kslint: no format 'html'; known: terminal, json\n")
