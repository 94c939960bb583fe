"""Entries come into a file of acknowledgements, and everything else stays byte for byte."""

import datetime as dt

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace

from linter.acknowledging.entry_text import Edited, UneditableError, with_entry
from linter.model.acknowledgement import Acknowledgement

ENTRY = Acknowledgement(
    "scripts-gone-00ff00ff00ff00ff",
    "2025.1",
    "Ada Example",
    dt.date(2026, 11, 23),
    "nothing to do",
    digest="1" * 32,
)
TARGETS = ("2025.1", "epoxy")
LINES = (
    "- id: scripts-gone-00ff00ff00ff00ff\n"
    '  target: "2025.1"\n'
    "  by: Ada Example\n"
    "  on: 2026-11-23\n"
    "  reason: nothing to do\n"
    f'  digest: "{"1" * 32}"\n'
)
BRACES = (
    '{id: scripts-gone-00ff00ff00ff00ff, target: "2025.1", '
    f'by: Ada Example, on: 2026-11-23, reason: nothing to do, digest: "{"1" * 32}"}}'
)


def written(text: str, entry: Acknowledgement = ENTRY) -> str:
    return with_entry(text, entry, TARGETS).text


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("", LINES),
        ("---\n", "---\n" + LINES),
        ("# what we read\n", "# what we read\n" + LINES),
        ("# what we read", "# what we read\n" + LINES),
        ("[]\n", LINES),
        ("- id: a # first\n  target: train\n", "- id: a # first\n  target: train\n" + LINES),
        ("- id: a", "- id: a\n" + LINES),
        ("- id: a\n\n# the end\n", "- id: a\n\n# the end\n" + LINES),
        ("- id: a\n...\n", f"- id: a\n{LINES}...\n"),
        ("- id: a\n  by: |\n    Ada\n\n", f"- id: a\n  by: |\n    Ada\n\n{LINES}"),
        ("  - id: a\n", "  - id: a\n" + LINES.replace("\n", "\n  ").join(("  ", ""))[:-2]),
        ("-   id: a\n", "-   id: a\n" + LINES.replace("\n  ", "\n    ").replace("- id", "-   id")),
        ("-\n  id: a\n", "-\n  id: a\n" + LINES),
        ("- id: a\r\n", "- id: a\r\n" + LINES.replace("\n", "\r\n")),
        ("\ufeff- id: a\n", "\ufeff- id: a\n" + LINES),
        ("- {id: a,by: b}\n", f"- {{id: a,by: b}}\n- {BRACES}\n"),
        ("[{id: a}]\n", f"[{{id: a}}, {BRACES}]\n"),
        ("[\n  {id: a}, # one\n]\n", f"[\n  {{id: a}},\n  {BRACES}, # one\n]\n"),
    ],
)
def test_an_entry_is_added_in_the_style_of_the_file(text: str, expected: str) -> None:
    found = with_entry(text, ENTRY, TARGETS)

    assert (found.text, found.replaced) == (expected, False)


RENEWED = replace(ENTRY, on=dt.date(2026, 12, 24), digest="e" * 32)
OLD = "scripts-gone-00ff00ff00ff00ff"
DIGEST = f'  digest: "{"e" * 32}"'
FURTHER = f"  on: 2026-12-24\n  reason: nothing to do\n{DIGEST}"
COMMENTED = f"""\
# a
- id:  '{OLD}'   # why
  reason: nothing to do

  # who
  by: Bob # gone
  target: '2025.1'
# b
- id: other
"""
DISPENSABLE_FIRST = f"""\
- ticket: C-1
  id: {OLD}
  until: 2026-01-01 # soon
  target: 2025.1
  by: |
    Bob
    and others


- id: other
"""


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (LINES, LINES.replace("11-23", "12-24").replace("1" * 32, "e" * 32)),
        (f"[{BRACES}]", f"[{BRACES}]".replace("11-23", "12-24").replace("1" * 32, "e" * 32)),
        (
            COMMENTED,
            COMMENTED.replace("Bob", "Ada Example").replace(
                "'2025.1'", f"'2025.1'\n  on: 2026-12-24\n{DIGEST}"
            ),
        ),
        (
            DISPENSABLE_FIRST,
            DISPENSABLE_FIRST.replace("ticket: C-1\n  ", "")
            .replace("  until: 2026-01-01 # soon\n", "")
            .replace("2025.1", '"2025.1"')
            .replace("|\n    Bob\n    and others", f"Ada Example\n{FURTHER}"),
        ),
        (
            f"- {{id: {OLD}, until: 2026-01-01, target: epoxy, ticket: C-1}}\n",
            f"- {BRACES}\n".replace("11-23", "12-24").replace("1" * 32, "e" * 32),
        ),
        (
            f"- id: {OLD}\r\n  target: epoxy\r\n  by:\r\n- id: x\r\n",
            f'- id: {OLD}\n  target: "2025.1"\n  by: Ada Example\n{FURTHER}\n- id: x\n'.replace(
                "\n", "\r\n"
            ),
        ),
    ],
)
def test_an_entry_for_the_same_is_renewed_where_it_stands(text: str, expected: str) -> None:
    found = with_entry(text, RENEWED, TARGETS)

    assert (found.text, found.replaced) == (expected, True)


def test_of_two_entries_for_the_same_the_last_is_renewed() -> None:
    assert written(LINES + LINES, RENEWED) == LINES + written(LINES, RENEWED)


@pytest.mark.parametrize("other", ["id: another", 'target: "2024.2"'])
def test_an_entry_for_another_note_or_upgrade_stays(other: str) -> None:
    name = other.partition(":")[0]
    text = "".join(
        line.replace(line.strip("- \n"), other) if name in line else line
        for line in LINES.splitlines(keepends=True)
    )

    assert written(text) == text + LINES


def test_all_that_can_be_said_is_written() -> None:
    entry = replace(
        ENTRY, reason='no: it\'s "fine" #1, [ü] 😀', ticket="12345", until=dt.date(2027, 1, 31)
    )

    assert written("", entry) == (
        LINES.replace(
            "nothing to do\n", '"no: it\'s \\"fine\\" #1, [ü] \\U0001F600"\n  ticket: "12345"\n'
        )
        + "  until: 2027-01-31\n"
    )


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("id: a\n", "is not a list of entries, each `- id: ...`"),
        ("- [\n", "is not YAML at line 2"),
        ("- a\n---\n- b\n", "is not YAML at line 2"),
        ("[" * 5000, "is nested deeper than 3"),
        ("- &x a\n- *x\n", "repeats a part of itself at line 2"),
        (
            "- by: |\n    Ada",
            "is written in a way that only a person can edit: add the entry",
        ),
    ],
)
def test_what_cannot_be_edited_is_refused(text: str, why: str) -> None:
    with pytest.raises(UneditableError) as error:
        written(text)

    assert str(error.value).startswith(why)


_WORDS = st.text(st.characters(codec="utf-8", exclude_categories=["C", "Zl", "Zp"]), min_size=1)


@pytest.mark.thorough
@given(by=_WORDS, reason=_WORDS, ticket=_WORDS, digest=st.from_regex(r"[0-9e]{32}", fullmatch=True))
def test_every_reader_reads_the_words_that_were_given(
    by: str, reason: str, ticket: str, digest: str
) -> None:
    entry = replace(ENTRY, by=by, reason=reason, ticket=ticket, digest=digest)
    said = {"target": "2025.1", "digest": digest, "by": by, "reason": reason, "ticket": ticket}

    for before in ("", "- {id: x}\n", "[{id: x}]"):
        for loader in (yaml.SafeLoader, yaml.BaseLoader):
            *_, last = yaml.load(written(before, entry), loader)  # noqa: S506  both make no objects
            assert {name: last[name] for name in said} == said


PIECES = (
    "- id: x\n  by: a\n",
    f"- {{id: {OLD}, target: epoxy, until: 2027-01-01}}\n",
    f"- id: {OLD}\n  target: epoxy # c\n  ticket: T\n  by: |\n    q\n\n  until: 2027-01-01\n",
    f"- until: 2027-01-01\n  id: {OLD}\n  target: epoxy\n",
    f"-\n  target: '2025.1'\n  id: {OLD}\n  ? [a]\n  : b\n",
    "# c\n",
    "- ",
    "  # c",
    ", ",
    "{",
    "[",
    "]",
    "\n  ",
    "\r\n",
    "...\n",
    "\ufeff",
    "'",
    "é",
)


@pytest.mark.thorough
@given(st.lists(st.sampled_from(PIECES), max_size=12).map("".join))
def test_whatever_a_file_holds_it_is_refused_or_edited_once(text: str) -> None:
    try:
        found = with_entry(text, RENEWED, TARGETS)
    except UneditableError:
        return

    assert with_entry(found.text, RENEWED, TARGETS) == Edited(found.text, replaced=True)
    if not found.replaced:
        rest = iter(found.text)
        assert all(character in rest for character in text.replace("[]", ""))
