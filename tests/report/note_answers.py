"""Release notes of an upgrade, for the tests of their renderers."""

from datetime import UTC, datetime

from linter.catalog import store
from linter.inference import upgrade_between
from linter.model.finding import Gap, Witness
from linter.model.harmless import harmless
from linter.model.location import Location
from linter.model.notes import Note, NoteDocument, NoteSection
from linter.model.triage import ReadingList, Triage, TriagedNote
from linter.report.notes_answer import NotesAnswer, Scope

NOW = datetime(2026, 11, 23, 10, 30, tzinfo=UTC)
UPGRADE = upgrade_between(
    store.release_by_name("stein"),
    store.release_by_name("train"),
    store.releases(),
    ("given", "given"),
)
DOCUMENTS = (
    NoteDocument(
        "https://files.example/keystone-16.0.0.tar.gz",
        datetime(2026, 11, 23, 10, 30, tzinfo=UTC),
        "b" * 64,
    ),
    NoteDocument(
        "https://files.example/keystone-16.0.1.tar.gz",
        datetime(2026, 11, 23, 9, 30, tzinfo=UTC),
        "c" * 64,
    ),
    NoteDocument(
        "https://notes.example/keystone/train.html",
        datetime(2026, 11, 20, 10, 0, tzinfo=UTC),
        "a" * 64,
    ),
)
GAP = Gap(
    "release notes",
    "the page of stein cannot be fetched, https://notes.example/keystone/stein.html does not exist",
    "look whether the address is right",
    required=True,
)


def note(
    id_: str,
    section: str,
    text: str = "Something is **different** now.",
    version: str = "16.0.0",
    item: int = 1,
) -> Note:
    return Note(
        id_, "train", version, NoteSection(section), item, text, "d" * 32, (1234567,),
        ("[token] provider",), f"train.html#relnotes-{version.replace('.', '-')}-stable-train",
    )  # fmt: skip


PROVIDER = TriagedNote(
    note(
        "bug-1234567-0123456789abcdef",
        "upgrade",
        "[`bug 1234567 <https://bugs.example/1234567>`__] Set ``[token] provider``:\n\n"
        ".. code-block:: ini\n\n   [token]\n   provider = fernet\n\n"
        "Then restart keystone and look whether a token can be had, on each of the nodes.",
    ),
    Triage.APPLIES,
    "[token] provider is set",
    (Witness("config", "provider = fernet", Location("", "keystone.conf", 12)),),
)
LATE = TriagedNote(
    note("late-0123456789abcdef", "upgrade", version="16.0.2"),
    Triage.READ_IT,
    "nothing in the files tells whether it applies",
)
READ = TriagedNote(
    note("roles-0123456789abcdef", "security"),
    Triage.APPLIES,
    "identity:get_role is overridden",
    (Witness("catalog", "identity:get_role has another default", None, "train"),),
    "acknowledged by anna on 2026-11-22: no user has it (OPS-7)",
)
FEATURE = TriagedNote(
    note("", "features"), Triage.READ_IT, "nothing in the files tells whether it applies"
)
GONE = TriagedNote(
    note("ldap-0123456789abcdef", "deprecations"), Triage.DOES_NOT_APPLY, "no domain is in LDAP"
)
FULL = NotesAnswer(
    UPGRADE,
    ReadingList(
        ("stein", "train"), (PROVIDER, LATE, READ, GONE, FEATURE), DOCUMENTS, (GAP,), "16.0.1"
    ),
    (GAP,),
    command="kslint notes /etc/keystone --from stein --to train",
)
EMPTY = NotesAnswer(UPGRADE, ReadingList(("stein", "train")))
ESCAPES = "\x1b[31mred\x1b]0;title\x07\u202e\x00\x9b"
MARKUP = (
    "</script><script>alert(1)</script><img src=x onerror=alert(1)> & \"' ![x](http://x.example/) "
    "[y](javascript:z) `a <javascript:b>`__ <!-- # x --> {{ 7 * 7 }} {% raw %} [bold]b[/bold]"
)
HOSTILE_TEXT = f"{ESCAPES} {MARKUP}"
PROSE = f"""\
{HOSTILE_TEXT}

.. raw:: html

   {MARKUP}

.. include:: /etc/passwd
"""


def hostile() -> NotesAnswer:
    """What somebody would make of every text that comes with a note."""
    line = HOSTILE_TEXT
    told = Note(
        line, "train", line, NoteSection.UPGRADE, 1, PROSE, "d" * 32, (), (line,),
        "train.html#relnotes-16-0-0",
    )  # fmt: skip
    at = Location(harmless(line), harmless(line), 1)
    notes = tuple(
        TriagedNote(
            told,
            triage,
            line,
            (Witness("config", line, at), Witness("catalog", line, None, line)),
            said,
        )
        for triage in Triage
        for said in ("", line)
    )
    document = NoteDocument(f"https://{line}/{line}", NOW, "e" * 64)
    gap = Gap(*[harmless(line)] * 3, required=True, at=Location("", harmless(line)))
    reading = ReadingList(("stein", "train"), notes, (document,), (gap,), line)
    return NotesAnswer(UPGRADE, reading, (gap,), scope=Scope.ALL, command=f"kslint notes {line!r}")
