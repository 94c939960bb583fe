"""`kslint rules` and `kslint explain`, for whoever writes rules."""

import json
from pathlib import Path

import pytest

from linter.checks.registry import CHECKS
from linter.cli.main import main
from linter.report.rulebook import page
from linter.ruleset import Rule, load_rules


@pytest.fixture(autouse=True)
def site(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The folder in which somebody writes rules."""
    monkeypatch.chdir(tmp_path)
    return tmp_path


def said(capsys: pytest.CaptureFixture[str], *words: str) -> tuple[int, str, str]:
    code = main(words)
    captured = capsys.readouterr()
    return code, captured.out, captured.err


@pytest.mark.parametrize(
    ("new", "options", "cases"),
    [
        ("mine/a.yaml", (), "mine/cases/a.yaml"),
        ("mine/a", (), "mine/cases/a.yaml"),
        ("mine/keys/a.yaml", ("--rules", "mine"), "mine/cases/keys/a.yaml"),
        ("a.yaml", (), "cases/a.yaml"),
    ],
)
def test_a_new_rule_comes_with_cases_that_pass(
    new: str,
    options: tuple[str, ...],
    cases: str,
    site: Path,
    capsys: pytest.CaptureFixture[str],
) -> None:
    (site / "mine").mkdir()
    code, out, err = said(capsys, "rules", "--new", new, *options)

    assert (code, out) == (0, "")
    assert cases in err
    assert (site / cases).is_file()
    folder = "mine" if new.startswith("mine") else "."
    assert said(capsys, "rules", "--test", "--rules", folder)[0] == 0


def test_nothing_is_overwritten(site: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (site / "cases").mkdir()
    (site / "cases" / "a.yaml").write_text("[]")

    code, _, err = said(capsys, "rules", "--new", "a.yaml")

    assert (code, err) == (2, "kslint: cases/a.yaml exists already; it is not overwritten\n")
    assert not (site / "a.yaml").exists()


def test_a_case_that_differs_fails_and_can_be_renewed(
    site: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    said(capsys, "rules", "--new", "mine/a.yaml")
    rule = site / "mine" / "a.yaml"
    rule.write_text(rule.read_text().replace("why: What breaks", "why: Much breaks"))

    code, out, _ = said(capsys, "rules", "--test", "--rules", "mine")
    assert (code, out.splitlines()) == (
        1,
        [
            "a: it is so: FAILED",
            "    --- wanted",
            "    +++ said",
            "    @@ -4,3 +4,3 @@",
            "     location: keystone.conf:2:1",
            "    -why: What breaks or changes, and where that is known from.",
            "    +why: Much breaks or changes, and where that is known from.",
            "     fix: What to do, as an order one can carry out.",
            "a: it is not so: ok",
            "2 cases, 1 failed",
        ],
    )
    renewed = said(capsys, "rules", "--renew", "--rules", "mine")
    assert renewed == (0, "mine/cases/a.yaml\n", "")
    assert said(capsys, "rules", "--renew", "--rules", "mine") == (0, "", "")
    assert said(capsys, "rules", "--test", "--rules", "mine")[0] == 0


def test_a_rule_that_is_not_shown_both_ways_fails(
    site: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    said(capsys, "rules", "--new", "mine/a.yaml")
    cases = site / "mine" / "cases" / "a.yaml"
    cases.write_text(cases.read_text().partition("- name: it is not so")[0])

    words = ("rules", "--test", "--rules", "mine", "--format", "json")
    code, out, _ = said(capsys, *words)
    trials = json.loads(out)
    assert (code, trials["passed"]) == (1, False)
    assert trials["unshown"] == [{"rule": "a", "missing": "quiet"}]
    assert [case["passed"] for case in trials["cases"]] == [True]


def test_a_rule_that_crashes_fails_its_case(site: Path, capsys: pytest.CaptureFixture[str]) -> None:
    said(capsys, "rules", "--new", "mine/a.yaml")
    rule = site / "mine" / "a.yaml"
    rule.write_text(rule.read_text().replace("{value}", "{worth}"))

    code, out, _ = said(capsys, "rules", "--test", "--rules", "mine")
    assert code == 1
    assert "it failed with KeyError" in out


@pytest.mark.parametrize(
    ("old", "new", "complaint"),
    [
        ("keystone.conf:", "../keystone.conf:", "'../keystone.conf' leads out of the case"),
        ("upgrade:", "upgrad:", "unknown field `upgrad`"),
        ("'2024.1'", "'2031.1'", "a: it is so: No release is called '2031.1'"),
        (
            "  files:",
            "  modes: {other: '0640'}\n  files:",
            "it is so: its files cannot be laid out",
        ),
        ("  files:", "  modes: {keystone.conf: rw}\n  files:", "its files cannot be laid out"),
    ],
)
def test_a_case_that_cannot_be_run_is_named(
    old: str, new: str, complaint: str, site: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    said(capsys, "rules", "--new", "mine/a.yaml")
    cases = site / "mine" / "cases" / "a.yaml"
    cases.write_text(cases.read_text().replace(old, new, 1))

    code, _, err = said(capsys, "rules", "--test", "--rules", "mine")
    assert code == 2
    assert complaint in err


def test_cases_of_no_rule_are_a_mistake(site: Path, capsys: pytest.CaptureFixture[str]) -> None:
    said(capsys, "rules", "--new", "mine/a.yaml")
    (site / "mine" / "cases" / "b.yaml").write_text("[]")

    code, _, err = said(capsys, "rules", "--test", "--rules", "mine")
    assert (code, err) == (
        2,
        "kslint: mine/cases/b.yaml: there is no rule 'b' that it could be about\n",
    )


def test_every_check_is_listed_with_what_it_takes(capsys: pytest.CaptureFixture[str]) -> None:
    listed = json.loads(said(capsys, "rules", "--checks", "--format", "json")[1])["checks"]
    text = said(capsys, "rules", "--checks")[1]

    assert [entry["name"] for entry in listed] == sorted(CHECKS)
    assert [entry["name"] for entry in listed if not entry["doc"] or not entry["used_by"]] == []
    assert {parameter["name"] for entry in listed for parameter in entry["parameters"]} >= {"when"}
    (entry,) = [entry for entry in listed if entry["name"] == "option-value"]
    assert [(each["name"], each["type"], each["required"]) for each in entry["parameters"]] == [
        ("group", "text", True),
        ("name", "text", True),
        ("values", "list of text", True),
        ("within", "[text, text]", False),
    ]
    assert [name for name in CHECKS if f"{name}\n" not in text] == []


@pytest.mark.parametrize("rule", list(load_rules()), ids=lambda rule: rule.id)
def test_a_rule_is_explained_completely(rule: Rule) -> None:
    told = " ".join(page(rule).split())

    texts = (rule.title, rule.severity, rule.check, rule.crosses or "always", *rule.params)
    wanted = (*texts, rule.message, rule.why, rule.fix, *rule.links, *rule.instead_of)
    assert [text for text in wanted if " ".join(text.split()) not in told] == []


def test_an_unknown_rule_is_answered_with_the_nearest(capsys: pytest.CaptureFixture[str]) -> None:
    code, _, err = said(capsys, "explain", "question/token-flush")

    assert code == 2
    assert "did you mean question/token-flush-job?" in err
