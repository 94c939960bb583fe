import pytest

from linter.catalog.mentions import Known
from linter.model.notes import Note, NoteSection
from linter.notes.compose import note
from linter.notes.words import digest

KNOWN = Known(frozenset({("ldap", "url")}), frozenset({"db_sync"}))


def test_a_note_is_told_with_what_it_mentions() -> None:
    text = """\
[ldap]
url, ``[kvs]`` and ``[sql] driver`` in ``keystone.conf``; ``identity:get_user``; run
``keystone-manage db_sync``; see `bug 1234567 <https://launchpad.net/bugs/1234567>`_."""

    assert note("yoga", "21.0.1", NoteSection.FIXES, 2, text, KNOWN, "bug-7654321-abc") == Note(
        id="bug-7654321-abc",
        series="yoga",
        version="21.0.1",
        section=NoteSection.FIXES,
        item=2,
        text=text,
        digest=digest(text),
        bugs=(1234567, 7654321),
        identifiers=(
            "[ldap] url", "[sql] driver", "[kvs]", "[ldap]", "[sql]", "identity:get_user",
            "keystone.conf", "keystone-manage", "keystone-manage db_sync",
        ),
    )  # fmt: skip


@pytest.mark.parametrize(
    ("text", "bugs"),
    [
        ("Bug #1234567, bugs 1234568", (1234567, 1234568)),
        ("https://bugs.launchpad.net/keystone/+bug/1234567", (1234567,)),
        ("LP: #1234567", (1234567,)),
        ("bug_1234567", (1234567,)),
        ("debug 1234567; port 35357; bug 123; bug 12345678901", ()),
    ],
)
def test_bugs_are_told_by_their_numbers(text: str, bugs: tuple[int, ...]) -> None:
    assert note("yoga", "1", NoteSection.OTHER, 1, text, KNOWN).bugs == bugs


def test_much_white_space_takes_no_time() -> None:
    text = "``[ldap]" + " " * 60_000 + "``"
    assert note("yoga", "1", NoteSection.OTHER, 1, text, KNOWN).identifiers == ("[ldap]",)
