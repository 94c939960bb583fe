from datetime import timedelta

import pytest
from msgspec.structs import replace

from linter.model.triage import ReadingList
from linter.report import notes_terminal
from linter.report.notes_answer import NotesAnswer, Scope
from tests.report.note_answers import EMPTY, FULL, NOW, READ, hostile

ASKING = """\
Release notes for Keystone stein → train
  notes of: stein, train
  read: 2 documents of files.example, the oldest fetched 2026-11-23 09:30 UTC,
        1 hour ago
  read: 1 document of notes.example, fetched 2026-11-20 10:00 UTC, 3 days ago
  to be installed: keystone 16.0.1

2 of 5 release notes concern this deployment, 1 must be read, 1 acknowledged.
1 comes with a version after 16.0.1, which will be installed.
Something that is required was not looked at: see the end.

Upgrade notes (2)

  [applies] bug-1234567-0123456789abcdef
    upgrade, keystone 16.0.0
    why: [token] provider is set
         provider = fernet (keystone.conf:12)

    [bug 1234567 (https://bugs.example/1234567)] Set [token] provider:

      [token]
      provider = fernet

    Then restart keystone and look whether a token can be had, on each of the
    nodes.
    see: https://docs.openstack.org/releasenotes/keystone/train.html#relnotes-16-0-0-stable-train

  [read it] late-0123456789abcdef
    upgrade, keystone 16.0.2, after 16.0.1
    why: nothing in the files tells whether it applies

    Something is different now.
    see: https://docs.openstack.org/releasenotes/keystone/train.html#relnotes-16-0-2-stable-train

Security issues (1)

  [applies] roles-0123456789abcdef
    security, keystone 16.0.0
    acknowledged by anna on 2026-11-22: no user has it (OPS-7)
    why: identity:get_role is overridden
         identity:get_role has another default (train)

    Something is different now.
    see: https://docs.openstack.org/releasenotes/keystone/train.html#relnotes-16-0-0-stable-train

Not shown: 1 new feature or bug fix, 1 that does not apply; --all shows them.

Not looked at (1)
  release notes (required): the page of stein cannot be fetched,
    https://notes.example/keystone/stein.html does not exist
     look whether the address is right

Once a note was read, say so; this is the first one:
  kslint notes /etc/keystone --from stein --to train --ack bug-1234567-0123456789abcdef \
--by NAME --reason WHY
"""
NOTHING = """\
Release notes for Keystone stein → train
  notes of: stein, train
  read: nothing

No release notes were read.
"""
UNJUDGED = """\
1 of 5 release notes must be read, 1 acknowledged: no deployment was given that
  tells which of them concern it.
"""


def shown(answer: NotesAnswer, width: int = 80, *, color: bool = False) -> str:
    return notes_terminal.render(answer, NOW, color=color, width=width)


def keys(text: str) -> list[str]:
    return [line.rpartition(" ")[2] for line in text.splitlines() if line.startswith("  [")]


def test_notes_that_ask_come_whole_with_what_they_were_read_from() -> None:
    assert shown(FULL) == ASKING


def test_where_nothing_was_read_that_is_said() -> None:
    assert shown(EMPTY) == NOTHING


def test_all_shows_what_does_not_ask_too() -> None:
    text = shown(replace(FULL, scope=Scope.ALL))
    assert keys(text) == [
        "bug-1234567-0123456789abcdef",
        "late-0123456789abcdef",
        "roles-0123456789abcdef",
        "16.0.0-features-dddddddddddddddd",
        "ldap-0123456789abcdef",
    ]
    assert "Not shown" not in text
    assert "New features (1)\n" in text
    assert "Notes that do not apply (1)\n" in text
    assert "    why: no domain is in LDAP\n" in text


def test_open_leaves_out_what_is_acknowledged() -> None:
    text = shown(replace(FULL, scope=Scope.OPEN))
    assert keys(text) == ["bug-1234567-0123456789abcdef", "late-0123456789abcdef"]
    assert (
        "Not shown: 1 acknowledged, 1 new feature or bug fix, 1 that does not apply;\n"
        "  --all shows them.\n"
    ) in text


def test_without_a_deployment_no_note_says_why() -> None:
    text = shown(replace(FULL, is_judged=False))
    assert UNJUDGED in text
    assert "why:" not in text


def test_nothing_is_proposed_where_nothing_is_open() -> None:
    text = shown(replace(EMPTY, reading=ReadingList(("stein", "train"), (READ,))))
    assert keys(text) == ["roles-0123456789abcdef"]
    assert "--ack" not in text


@pytest.mark.parametrize(
    ("age", "words"),
    [
        (timedelta(days=-1), "just now"),
        (timedelta(seconds=59), "just now"),
        (timedelta(minutes=1), "1 minute ago"),
        (timedelta(hours=23, minutes=59), "23 hours ago"),
        (timedelta(days=40), "40 days ago"),
    ],
)
def test_the_age_of_what_was_read_is_told_in_words(age: timedelta, words: str) -> None:
    document = replace(FULL.reading.documents[0], fetched_at=NOW - age)
    reading = replace(FULL.reading, documents=(document,))
    text = shown(replace(FULL, reading=reading), width=120)
    when = f"{NOW - age:%Y-%m-%d %H:%M} UTC"
    assert f"  read: 1 document of files.example, fetched {when}, {words}\n" in text


@pytest.mark.parametrize("width", [20, 80, 200])
def test_foreign_text_gives_no_commands_to_a_terminal(width: int) -> None:
    text = shown(hostile(), width)
    assert [letter for letter in text if not letter.isprintable() and letter != "\n"] == []


def test_colour_is_all_that_colour_adds() -> None:
    text = shown(FULL, color=True)
    assert "\x1b[1;33m  [applies]\x1b[0m\x1b[1m bug-1234567-0123456789abcdef\x1b[0m\n" in text
