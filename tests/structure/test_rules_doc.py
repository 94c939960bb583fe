"""The example in docs/rules.md is a rule that works, and its commands print what stands there."""

import re
from pathlib import Path

import pytest

from linter.cli.main import main
from tests.structure.readme import examples
from tests.structure.sources import ROOT

TEXT = (ROOT / "docs" / "rules.md").read_text(encoding="utf-8")
_FILE = re.compile(r"^```yaml\n# (\S+)\n(.*?)^```$", re.DOTALL | re.MULTILINE)


def test_the_example_of_a_sites_own_rule_works(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(tmp_path)
    files = _FILE.findall(TEXT)
    for name, text in files:
        path = tmp_path / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")

    for example in examples(TEXT):
        assert main(example.command.split()[1:]) == 0
        printed = capsys.readouterr().out.splitlines()
        shown = example.output.splitlines()
        assert printed[: len(shown)] == shown
    assert len(files) == len(list(examples(TEXT)))


def test_the_rule_of_the_example_is_used_by_check(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(tmp_path)
    name, text = _FILE.findall(TEXT)[0]
    Path(name).parent.mkdir()
    Path(name).write_text(text, encoding="utf-8")
    Path("keystone.conf").write_text("[token]\nexpiration = 86400\n", encoding="utf-8")

    main(["check", "keystone.conf", "--from", "2024.1", "--to", "2025.1", "--rules", "site-rules"])

    assert "[token] expiration = 86400 seconds" in capsys.readouterr().out
