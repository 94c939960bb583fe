"""What becomes of an acknowledged note when its words change, and when more is had of it."""

import json
from pathlib import Path

import pytest

from linter.cli.main import main
from linter.model.verdict import EXIT_OK
from tests.cli import notes_given
from tests.cli.notes_given import CARE_NOTE, PROVIDER_NOTE, bundle

pytestmark = pytest.mark.thorough
CONFIGURATION = "[database]\nconnection = mysql+pymysql://keystone:canary@db/keystone\n"
RUN = ("etc", "--from", "stein", "--to", "train", "--bundle", "notes.zip")
OF_PAGE = "16.0.0-"
"""How the items of that version are called where only its page is had."""
SAID = ("--by", "Ada Example", "--reason", "nothing to do")


@pytest.fixture(autouse=True)
def place(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A working folder with a deployment."""
    (tmp_path / "etc").mkdir()
    (tmp_path / "etc" / "keystone.conf").write_text(CONFIGURATION, encoding="utf-8")
    monkeypatch.chdir(tmp_path)
    return tmp_path


def acknowledge(*keys: str) -> None:
    words = (word for key in keys for word in ("--ack", key))
    assert main(("notes", *RUN, *words, *SAID)) == EXIT_OK


def told(capsys: pytest.CaptureFixture[str]) -> list[tuple[str, str, bool]]:
    """What the check says of release notes and acknowledgements, and whether that is waived."""
    capsys.readouterr()
    main(("check", *RUN, "--format", "json"))
    findings = json.loads(capsys.readouterr().out)["findings"]
    return sorted(
        (item["rule"], item["subject"], bool(item["waiver"]))
        for item in findings
        if item["rule"].startswith(("acknowledgements/", "notes/"))
        and item["subject"].startswith((CARE_NOTE, PROVIDER_NOTE, OF_PAGE))
    )


def test_a_note_in_other_words_asks_again(
    place: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    bundle(place / "notes.zip")
    acknowledge(CARE_NOTE, PROVIDER_NOTE)
    before = told(capsys)
    monkeypatch.setattr(notes_given, "CARE", "Take care of what you keep, and of the rest.")
    bundle(place / "notes.zip")

    both = [("notes/unread", CARE_NOTE, True), ("notes/unread", PROVIDER_NOTE, True)]
    assert before == both
    assert told(capsys) == [
        ("acknowledgements/changed", CARE_NOTE, False),
        ("notes/unread", CARE_NOTE, False),
        ("notes/unread", PROVIDER_NOTE, True),
    ]


def test_what_was_read_on_the_page_alone_stays_read_once_ids_are_known(
    place: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    bundle(place / "notes.zip", missing=("/keystone/",))
    keys = [subject for _, subject, _ in told(capsys)]
    upgrades = [key for key in keys if key.startswith(f"{OF_PAGE}upgrade-")]
    acknowledge(*upgrades)
    bundle(place / "notes.zip")

    # The other item of that note, a security note, was not.
    assert len(keys) == len(upgrades) + 1
    assert told(capsys) == [
        ("notes/unread", CARE_NOTE, False),
        ("notes/unread", PROVIDER_NOTE, True),
    ]
