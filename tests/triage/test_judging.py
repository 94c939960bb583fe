import time
from pathlib import Path

import pytest

from linter.checks.context import Context
from linter.model.finding import Witness
from linter.model.notes import Note
from linter.model.triage import Triage
from linter.triage.judging import triaged
from tests.triage.deployed import deployed, item, judged

GONE = Triage.DOES_NOT_APPLY
FERNET = "Fernet tokens are longer now."


def test_notes_come_in_the_order_of_what_they_can_break(tmp_path: Path) -> None:
    texts = {"features": FERNET, "upgrade": "Nothing.", "critical": "Users of LDAP get new ids."}
    notes = [item(text, section) for section, text in texts.items()]
    notes += [item(FERNET, "upgrade")]
    found = triaged((deployed(tmp_path),), notes, ())

    assert [(each.note.section.value, each.triage.value, each.asks) for each in found] == [
        ("critical", "does not apply", False),
        ("upgrade", "applies", True),
        ("upgrade", "read it", True),
        ("features", "applies", False),
    ]


@pytest.mark.parametrize(
    ("series", "version"),
    [("stein", "15.0.0"), ("stein", "15.0.0.0rc1"), ("rocky", "14.0.0"), ("queens", "13.0.0")],
)
def test_what_the_deployed_series_or_an_older_one_began_with_is_installed(
    tmp_path: Path, series: str, version: str
) -> None:
    found = judged(deployed(tmp_path), item(FERNET, "security", series, version))

    assert (found.triage, found.reason) == (GONE, f"it came with {version}, and stein is deployed")
    assert found.witnesses == (Witness("catalog", "given", reference="stein"),)


@pytest.mark.parametrize(
    ("series", "version"),
    [("stein", "15.0.1"), ("stein", "15.0.0-3"), ("rocky", "14.0.3"), ("rocky", "rocky-eom")],
)
def test_what_a_stable_branch_got_later_may_be_missing(
    tmp_path: Path, series: str, version: str
) -> None:
    note = item(FERNET, "security", series, version)

    assert judged(deployed(tmp_path), note).triage is Triage.APPLIES


def test_a_step_of_an_older_release_is_still_asked_for_by_a_line(tmp_path: Path) -> None:
    note = item("The option ``[token] infer_roles`` is replaced.", series="rocky")
    context = deployed(tmp_path / "a", "[token]\ninfer_roles = false\n")

    assert judged(context, note).reason == "[token] infer_roles is set here"
    assert judged(deployed(tmp_path / "b"), note).triage is GONE


def test_a_deprecation_of_an_older_release_lasts(tmp_path: Path) -> None:
    note = item("An API of old times is deprecated.", "deprecations", "rocky")

    assert judged(deployed(tmp_path), note).triage is Triage.READ_IT


def test_a_known_issue_of_an_older_release_may_be_one_still(tmp_path: Path) -> None:
    note = item("Names of regions are cut.", "issues", "rocky")

    assert judged(deployed(tmp_path), note).triage is Triage.READ_IT


def test_a_series_that_nobody_knows_is_not_taken_for_an_old_one(tmp_path: Path) -> None:
    known = item("Names of regions are cut.")
    note = type(known)("a", "", "0.1", known.section, 1, known.text, known.digest)

    assert judged(deployed(tmp_path), note).triage is Triage.READ_IT


HOSTILE = {
    "backticks": "`" * 30_000,
    "brackets": "[a" * 15_000,
    "links": "`x <" * 7_000,
    "openings": "[`" * 15_000,
    "lists": "- " * 15_000,
    "lines": "\n \n" * 10_000,
    "endless": "a" * 100_000,
    "control": "\x00\x1b[2J",
}


@pytest.mark.thorough
@pytest.mark.parametrize("text", HOSTILE.values(), ids=HOSTILE)
def test_hostile_text_is_read_in_no_time_and_proves_nothing(tmp_path: Path, text: str) -> None:
    known = item("Text.")
    note = type(known)("a", "train", "16.0.0", known.section, 1, text, known.digest)

    assert in_no_time(deployed(tmp_path), note) is Triage.READ_IT


def test_a_note_that_names_more_than_anybody_writes_proves_nothing(tmp_path: Path) -> None:
    names = [f"[DEFAULT] option{number}" for number in range(3_000)]
    text = ". ".join(f"The option {name} is removed" for name in names)[:32_000]
    known = item("Text.")
    found = type(known)(
        "a", "train", "16.0.0", known.section, 1, text, known.digest, identifiers=tuple(names)
    )

    assert in_no_time(deployed(tmp_path), found) is not GONE


def in_no_time(context: Context, note: Note) -> Triage:
    """What becomes of a note, in less than two seconds."""
    start = time.process_time()
    triage = judged(context, note).triage
    assert time.process_time() - start < 2
    return triage


def test_without_a_deployment_all_notes_must_be_read() -> None:
    found = triaged((), (item(FERNET),), ())

    assert [(each.triage, each.reason, each.witnesses) for each in found] == [
        (Triage.READ_IT, "no deployment was given that tells whether it applies", ())
    ]
