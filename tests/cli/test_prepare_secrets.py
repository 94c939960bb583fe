"""Prepared files hold the secrets of the deployed ones; nothing that is told of them does."""

import shutil
from itertools import cycle
from pathlib import Path

import pytest

from linter.cli.main import main
from linter.collect.marker import DECISIONS, MARKER
from linter.model.preparation import Style
from linter.model.verdict import EXIT_INTERNAL
from tests.rules.test_secrets import BROKEN, CANARIES, FAULTY, HOPS, LEAK, MISSPELT, REFERRED

pytestmark = pytest.mark.thorough


def told(paths: list[str], top: Path, hop: tuple[str, str], *more: str) -> str:
    """All that a run tells: on both streams, in JSON and in kslint's own files."""
    new, document = top / "new", top / "told.json"
    shutil.rmtree(new, ignore_errors=True)
    words = ["prepare", *paths, "--from", hop[0], "--to", hop[1], "--output", str(new), *more]
    assert main([*words, "--format", "terminal", "--format", f"json={document}"]) < EXIT_INTERNAL
    own = (document, new / DECISIONS, new / MARKER)
    return "".join(path.read_text(encoding="utf-8") for path in own if path.exists())


@pytest.fixture(autouse=True)
def wide(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("FORCE_COLOR", "1")
    monkeypatch.setenv("COLUMNS", "400")


@pytest.mark.parametrize(("hop", "style"), tuple(zip(HOPS, cycle(Style), strict=False)))
@pytest.mark.parametrize("form", BROKEN)
def test_no_secret_of_any_file_is_told(
    form: str,
    hop: tuple[str, str],
    style: Style,
    tmp_path: Path,
    capfd: pytest.CaptureFixture[str],
) -> None:
    root = tmp_path / "node"
    shutil.copytree(CANARIES, root)
    for path in root.rglob("*"):
        if path.is_file():
            path.write_bytes(BROKEN[form](path.read_bytes()))

    etc, web, patch = (str(root / name) for name in ("etc/keystone", "web", "upgrade.patch"))
    text = told([etc], tmp_path, hop, "--web", web, "--style", style, "--patch", patch)
    text += "".join(capfd.readouterr())
    assert LEAK.findall(text.lower() if form == "in capitals" else text) == []
    assert "Prepared files for Keystone" in text


@pytest.mark.parametrize("text", [*FAULTY, *REFERRED, *MISSPELT])
def test_no_secret_of_a_faulty_line_is_told(
    text: str, tmp_path: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    etc = tmp_path / "etc"
    etc.mkdir()
    (etc / "keystone.conf").write_text(text, encoding="utf-8")

    assert "canary" not in told([str(etc)], tmp_path, HOPS[2]) + "".join(capfd.readouterr())


@pytest.mark.parametrize(
    "entry",
    [
        '- {decision: "[ldap] password", choose: set, value: canary}',
        '- {decision: "[DEFAULT] transport_url", choose: set, value: "rabbit://a:canary@b/"}',
        '- {decision: "[token] provider", choose: canary, value: canary}',
        '- {decision: "[nowhere] password", choose: set, value: canary}',
        '- {decision: "policy identity:get_user", choose: set, value: canary}',
        '- {decision: "[ldap] password", choose: set, value: [canary]}',
        '- {decision: "[ldap] password", choose: set, value: canary',
        "canary",
        "- canary",
    ],
)
def test_no_secret_of_an_answer_is_told(
    entry: str, tmp_path: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    etc, answers = tmp_path / "etc", tmp_path / "answers.yaml"
    etc.mkdir()
    (etc / "keystone.conf").write_text("[ldap]\npassword = other\n", encoding="utf-8")
    answers.write_text(entry.replace("choose: canary", "choose: so"), encoding="utf-8")

    text = told([str(etc)], tmp_path, HOPS[2], "--answers", str(answers))
    said = "".join(capfd.readouterr())
    assert "canary" not in text + said
    assert said


def test_no_secret_of_the_command_line_is_told(
    tmp_path: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    etc = tmp_path / "etc"
    etc.mkdir()
    (etc / "keystone.conf").write_text("[token]\nprovider = uuid\n", encoding="utf-8")
    web = "mysql+pymysql://keystone:canary@127.0.0.1:1/keystone"

    text = told([str(etc)], tmp_path, HOPS[2], "--web", web)
    assert "canary" not in text + "".join(capfd.readouterr())
