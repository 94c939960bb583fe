"""`kslint check --online`, `--offline` and `--bundle`: release notes in the verdict."""

import json
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import jsonschema
import pytest
from msgspec.structs import replace

from linter.cli.main import main
from linter.notes.bundle import Bundle, write_bundle
from linter.notes.cache import Cache, Validators, cache_folder
from tests.cli import notes_given as given

SCHEMA = Path(__file__).parents[2] / "docs" / "schema" / "report-1.json"
CONFIGURATION = """\
[database]
connection = mysql+pymysql://keystone@db/keystone
[token]
provider = fernet
"""
PLACES = ("--notes-url", given.SITE, "--index-url", given.INDEX)
# Copies that are always of today: old ones are a gap.
NOW = datetime.now(UTC).replace(microsecond=0)
DOCUMENTS = tuple(replace(fetched, fetched_at=NOW) for fetched in given.documents())


class Said:
    """One run of the program: its report and its exit code."""

    def __init__(self, code: int, text: str) -> None:
        self.code = code
        self.text = text
        self.report = json.loads(text)

    def notes(self) -> list[dict[str, Any]]:
        """The findings about release notes."""
        return [item for item in self.report["findings"] if item["rule"].startswith("notes/")]

    def gaps(self) -> list[tuple[str, bool]]:
        """Why release notes were not looked at, and whether that is required."""
        found = [gap for gap in self.report["gaps"] if gap["what"] == "release notes"]
        return [(gap["why"], gap["required"]) for gap in found]


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    # A report says when it was made.
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "1795000000")
    monkeypatch.chdir(tmp_path)
    (tmp_path / "etc").mkdir()
    (tmp_path / "etc" / "keystone.conf").write_text(CONFIGURATION, encoding="utf-8")
    return tmp_path


def fill_cache(*, missing: str = "\0") -> None:
    """Keeps the documents as if they had been fetched, but those at addresses that end so."""
    cache = Cache(cache_folder())
    for fetched in DOCUMENTS:
        if not fetched.address.endswith(missing):
            cache.keep(fetched.address, fetched, Validators())


def run(*words: str) -> int:
    return main(["check", "etc", "--from", "stein", "--to", "train", *words])


def check(capsys: pytest.CaptureFixture[str], *words: str) -> Said:
    code = run("--format", "json", *words)
    return Said(code, capsys.readouterr().out)


def offline(capsys: pytest.CaptureFixture[str], *words: str) -> Said:
    return check(capsys, "--offline", *PLACES, *words)


@pytest.mark.usefixtures("folder")
def test_notes_that_ask_are_conditions_those_that_apply_first(
    capsys: pytest.CaptureFixture[str],
) -> None:
    fill_cache()
    said = offline(capsys)

    told = [
        (item["rule"], item["severity"], item["confidence"], item["message"])
        for item in said.notes()
    ]
    nothing = "nothing in the files tells whether it applies"
    (late,) = {item["id"] for item in said.report["notes"]["notes"] if item["version"] == "16.0.1"}
    assert told == [
        (
            *("notes/applies", "condition", "certain"),
            f"{given.PROVIDER_NOTE} of 16.0.0 (upgrade): [token] provider is set here",
        ),
        (
            *("notes/unread", "condition", "possible"),
            f"{given.CARE_NOTE} of 16.0.0 (upgrade, security): {nothing}",
        ),
        (
            *("notes/unread", "condition", "possible"),
            f"{late} of 16.0.1 (after 16.0.0) (security): {nothing}",
        ),
    ]
    assert said.report["verdict"]["decision"] == "GO_WITH_CONDITIONS"


@pytest.mark.usefixtures("folder")
def test_a_note_is_told_by_what_was_seen_and_by_its_first_words(
    capsys: pytest.CaptureFixture[str],
) -> None:
    fill_cache()
    note = offline(capsys).notes()[0]

    link = "https://docs.openstack.org/releasenotes/keystone/train.html#relnotes-16-0-0"
    place = {"node": "", "path": "keystone.conf", "line": 4, "column": 1}
    assert (note["subject"], note["location"]["path"]) == (given.PROVIDER_NOTE, "")
    assert note["witnesses"] == [
        {"kind": "config", "location": place, "reference": "", "text": "provider = fernet"},
        {
            "kind": "note",
            "location": None,
            "reference": link,
            "text": "The [token] provider option is read anew.",
        },
    ]


def test_acknowledged_notes_are_waived(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    fill_cache()
    notes = offline(capsys).report["notes"]["notes"]
    digests = {note["id"]: note["digest"] for note in notes if note["asks"]}
    entries = "".join(
        f"- {{id: {id_}, target: train, by: Ada, on: 2026-11-20, reason: read, digest: {digest}}}\n"
        for id_, digest in digests.items()
    )
    (folder / "read.yaml").write_text(entries, encoding="utf-8")

    said = offline(capsys, "--acknowledgements", "read.yaml", "--fail-on", "condition")

    waiver = "acknowledged by Ada on 2026-11-20: read"
    assert [item["waiver"] for item in said.notes()] == [waiver] * 3
    assert said.report["summary"]["waived"] == len(digests)


@pytest.mark.usefixtures("folder")
def test_approval_wants_notes_and_takes_those_that_were_read(
    capsys: pytest.CaptureFixture[str],
) -> None:
    without = check(capsys, "--profile", "approval")
    fill_cache()
    read = offline(capsys, "--profile", "approval")

    assert without.gaps() == [("it was not part of this check", True)]
    assert read.gaps() == []


@pytest.mark.usefixtures("folder")
@pytest.mark.parametrize("missing", ["train.html", "16.0.0.tar.gz", "/keystone/", ""])
def test_approval_is_incomplete_where_a_part_of_the_notes_is_missing(
    missing: str, capsys: pytest.CaptureFixture[str]
) -> None:
    fill_cache(missing=missing)
    said = offline(capsys, "--profile", "approval")

    assert {required for _, required in said.gaps()} == {True}
    assert (said.code, said.report["verdict"]["decision"]) == (3, "INCOMPLETE")


@pytest.mark.usefixtures("folder")
def test_a_gate_tells_what_is_missing_and_does_not_fail_for_it(
    capsys: pytest.CaptureFixture[str],
) -> None:
    said = offline(capsys)

    assert {required for _, required in said.gaps()} == {False}
    assert (said.code, said.notes()) == (0, [])


@pytest.mark.usefixtures("folder")
def test_a_report_tells_what_notes_were_read_from(capsys: pytest.CaptureFixture[str]) -> None:
    fill_cache()
    report = offline(capsys).report

    jsonschema.validate(report, json.loads(SCHEMA.read_text(encoding="utf-8")))
    read = sorted(
        (fetched.address, fetched.digest)
        for fetched in DOCUMENTS
        if not fetched.address.endswith("/keystone/")
    )
    inputs = [item for item in report["inputs"] if item["kind"] == "release notes"]
    assert [(item["path"], item["sha256"]) for item in inputs] == read
    assert [(item["address"], item["sha256"]) for item in report["notes"]["documents"]] == read
    assert (report["notes"]["series"], report["notes"]["version"]) == (["stein", "train"], "16.0.0")


@pytest.mark.usefixtures("folder")
def test_a_report_without_notes_tells_of_none(capsys: pytest.CaptureFixture[str]) -> None:
    said = check(capsys)

    jsonschema.validate(said.report, json.loads(SCHEMA.read_text(encoding="utf-8")))
    assert (said.report["notes"], said.notes()) == (None, [])
    assert said.gaps() == [("it was not part of this check", False)]


@pytest.mark.usefixtures("folder")
def test_a_second_run_is_equal_byte_for_byte(capsys: pytest.CaptureFixture[str]) -> None:
    fill_cache()

    assert offline(capsys).text == offline(capsys).text


def test_a_bundle_tells_the_same_as_the_cache(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    write_bundle(folder / "notes.zip", Bundle(DOCUMENTS, site=given.SITE, index=given.INDEX))
    fill_cache()

    assert check(capsys, "--bundle", "notes.zip").text == offline(capsys).text


@pytest.mark.usefixtures("folder")
def test_the_head_tells_how_many_notes_were_read_and_from_when(
    capsys: pytest.CaptureFixture[str],
) -> None:
    fill_cache()
    run("--offline", *PLACES)
    text = capsys.readouterr().out

    assert f"  notes: 5 of 2 releases, fetched {NOW:%Y-%m-%d}\n" in text
    assert "  read: 1 configuration file\n" in text
    assert "   see: https://docs.openstack.org/releasenotes/keystone/train.html#relnotes-" in text


@pytest.mark.usefixtures("folder")
@pytest.mark.parametrize(
    ("words", "complaint"),
    [
        (("--notes-url", "x"), "--notes-url is about release notes: "),
        (("--index-url", "x"), "--index-url is about release notes: "),
        (("--previous", "1"), "--previous is about release notes: "),
        (("--timeout", "5"), "--timeout is about release notes: "),
        (("--online", "--offline"), "--online and --offline exclude each other"),
        (("--online", "--bundle", "x"), "--online and --bundle exclude each other"),
    ],
)
def test_options_that_make_no_sense_are_refused(
    words: tuple[str, ...], complaint: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(*words) == 2
    assert complaint in capsys.readouterr().err
