"""Release notes are witnesses of the findings whose subject they name."""

import msgspec
import pytest

from linter.announced import announced
from linter.catalog.entries import BuiltWith, Catalog, NoteEntry, OptionEntry, OptionType
from linter.catalog.store import release_by_name, releases
from linter.inference import upgrade_between
from linter.model.finding import Confidence, Finding, Severity, Witness
from linter.model.location import Location
from linter.model.notes import Note, NoteSection
from linter.model.triage import Triage, TriagedNote
from linter.ruleset import Rule, Ruleset
from tests.rules.deployments import DEPLOYED, report_on

SITE = "https://docs.openstack.org/releasenotes/keystone/"
UPGRADE = upgrade_between(
    release_by_name("2024.2"), release_by_name("2025.2"), releases(), ("given", "given")
)
FOUND = Finding(
    rule="config/rule",
    title="A rule",
    severity=Severity.WARNING,
    confidence=Confidence.LIKELY,
    message="it is so",
    subject="[fruit] plums",
    at=Location(path="keystone.conf", line=3),
    fingerprint="found",
    excerpt="plums = 3",
    witnesses=(Witness("config", "plums = 4", Location(path="keystone.conf", line=9)),),
)


def rule(name: str, check: str) -> Rule:
    return Rule("A rule", Severity.WARNING, check, "message", "why", "fix", id=name)


RULES = Ruleset(
    {
        "config/rule": rule("config/rule", "option-value"),
        "question/rule": rule("question/rule", "question"),
        "notes/rule": rule("notes/rule", "release-note"),
    },
    "",
)
OPTIONS = (OptionEntry("fruit", "plums", OptionType("integer"), aliases=(("DEFAULT", "prunes"),)),)


def said(
    *entries: NoteEntry,
    finding: Finding = FOUND,
    notes: tuple[TriagedNote, ...] = (),
    series: str = "2025.1",
) -> tuple[Witness, ...]:
    """The notes that a finding is given, where one release has these in its catalog."""

    def load(name: str) -> Catalog:
        of_release = entries if name == series else ()
        release = release_by_name(name)
        return Catalog(1, release, BuiltWith("", {}), options=OPTIONS, notes=of_release)

    (witnessed,) = announced([finding], RULES, UPGRADE, load, notes)
    assert witnessed.witnesses[: len(finding.witnesses)] == finding.witnesses
    assert witnessed.confidence is finding.confidence
    return witnessed.witnesses[len(finding.witnesses) :]


def entry(id_: str = "a-note", *sections: str, **names: tuple[object, ...]) -> NoteEntry:
    return msgspec.convert({"id": id_, "sections": sections or ("upgrade",), **names}, NoteEntry)


def about(subject: str) -> Finding:
    return msgspec.structs.replace(FOUND, subject=subject)


def read(
    text: str, *identifiers: str, section: str = "upgrade", id_: str = "a-note"
) -> TriagedNote:
    place = "2025.1.html#relnotes-27-0-1-stable-2025-1"
    note = Note(
        id_,
        "2025.1",
        "27.0.1",
        NoteSection(section),
        1,
        text,
        "0" * 32,
        (),
        identifiers,
        place,
    )
    return TriagedNote(note, Triage.READ_IT, "nothing tells")


LISTED = Witness("note", "release note a-note of 2025.1 names it", reference=f"{SITE}2025.1.html")


def test_note_of_the_catalog_is_named_with_its_series_and_its_page() -> None:
    assert said(entry(options=(("fruit", "plums"),))) == (LISTED,)


@pytest.mark.parametrize(
    ("subject", "note"),
    [
        ("[DEFAULT] prunes", entry(options=(("fruit", "plums"),))),
        ("[fruit] plums", entry(options=(("DEFAULT", "prunes"),))),
        ("[gone] away", entry(options=(("gone", "away"),))),
        ("identity:create_trust", entry(rules=("identity:create_trust",))),
        ("etc/keystone/keystone-paste.ini", entry(files=("keystone-paste.ini",))),
        ("keystone-manage token_flush", entry(commands=("keystone-manage token_flush",))),
    ],
)
def test_subject_is_named_by_any_of_its_names(subject: str, note: NoteEntry) -> None:
    assert said(note, finding=about(subject)) == (LISTED,)


@pytest.mark.parametrize("line", ['"identity:create_trust": "@"', "identity:create_trust: '@'"])
def test_rule_is_named_where_a_line_gives_it(line: str) -> None:
    finding = msgspec.structs.replace(about("policy.yaml"), excerpt=line)
    by_witness = msgspec.structs.replace(about("policy.yaml"), witnesses=(Witness("config", line),))

    named = entry(rules=("identity:create_trust",))
    assert said(named, finding=finding) == (LISTED,)
    assert said(named, finding=by_witness) == (LISTED,)


def test_group_is_spoken_of_where_the_note_names_no_option_of_it() -> None:
    (witness,) = said(entry(groups=("fruit",)))
    other = entry(groups=("fruit",), options=(("fruit", "pears"),))

    assert witness.text == "release note a-note of 2025.1 speaks of [fruit]"
    assert said(other) == ()
    assert said(entry("a-note", "fixes", groups=("fruit",))) == ()


@pytest.mark.parametrize(
    ("subject", "note"),
    [
        ("[fruit] plumbs", entry(groups=("fruit",))),
        ("[DEFAULT] prunes", entry(groups=("DEFAULT",))),
        ("keystone.conf", entry(files=("keystone.conf",))),
        ("etc/keystone/policy.yaml", entry(files=("policy.yaml",))),
        ("keystone-manage", entry(commands=("keystone-manage",))),
        ("database", entry(options=(("database", "connection"),), groups=("database",))),
    ],
)
def test_what_notes_name_everywhere_tells_nothing(subject: str, note: NoteEntry) -> None:
    assert said(note, finding=about(subject)) == ()


@pytest.mark.parametrize("name", ["question/rule", "notes/rule"])
def test_questions_and_notes_get_no_witness(name: str) -> None:
    finding = msgspec.structs.replace(FOUND, rule=name)

    assert said(entry(options=(("fruit", "plums"),)), finding=finding) == ()


def test_only_notes_of_releases_that_are_crossed_are_named() -> None:
    named = entry(options=(("fruit", "plums"),))

    assert said(named, series="2024.2") == ()
    assert [witness.reference for witness in said(named, series="2025.2")] == [f"{SITE}2025.2.html"]


def test_three_are_named_and_first_what_can_break_most() -> None:
    options = (("fruit", "plums"),)
    sections = ("fixes", "deprecations", "upgrade", "features", "critical")
    notes = (entry(f"of-{section}", section, options=options) for section in sections)

    assert [witness.text for witness in said(*notes)] == [
        "release note of-critical of 2025.1 names it",
        "release note of-upgrade of 2025.1 names it",
        "release note of-deprecations of 2025.1 names it",
    ]


def test_note_that_was_gathered_is_quoted_and_not_named_twice() -> None:
    listed = entry(options=(("fruit", "plums"),))
    notes = (
        read("Pears ripen.", "[fruit] pears"),
        read("Plums, ``[fruit] plums``,\nare \x1b[31mcounted.", "[fruit]", "[fruit] plums"),
    )

    assert said(listed, notes=notes) == said(notes=notes)
    assert said(notes=notes) == (
        Witness(
            "note",
            "release note a-note of 27.0.1 names it: Plums, [fruit] plums, are \\x1b[31mcounted.",
            reference=f"{SITE}2025.1.html#relnotes-27-0-1-stable-2025-1",
        ),
    )


def test_note_of_a_page_alone_stands_for_the_one_that_the_catalog_lists() -> None:
    listed = entry(options=(("fruit", "plums"),))
    of_page = read("Count ``[fruit] plums``.", "[fruit] plums", id_="")

    assert [witness.text for witness in said(listed, notes=(of_page,))] == [
        "release note 27.0.1-upgrade-0000000000000000 of 27.0.1 names it: Count [fruit] plums."
    ]


@pytest.mark.thorough
def test_demo_is_told_few_notes_and_those_that_fit() -> None:
    report = report_on(next(each for each in DEPLOYED if each.name == "demo"))

    named = {
        (finding.subject, witness.text)
        for finding in report.findings
        for witness in finding.witnesses
        if witness.kind == "note"
    }
    credentials = (
        "release note bug-2150089-e91b592c948e5771 of 2025.1 speaks of [security_compliance]"
    )
    group = "[security_compliance] allow_insecure"
    assert named == {
        (
            "[catalog] template_file",
            "release note remove-templated-catalog-driver-042dd821dbad684a of 2025.1 names it",
        ),
        (
            "[DEFAULT] max_param_size",
            "release note deprecate-max-param-size-6e0770e0c9d21dd6 of 2025.1 names it",
        ),
        (f"{group}_admin_trust_cross_project_credentials_access", credentials),
        (f"{group}_application_credential_trust_escalation", credentials),
    }
