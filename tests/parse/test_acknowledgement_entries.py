"""Entries are read as they are written, each with its line, and a malformed one names its fault."""

import datetime as dt

import pytest

from linter.catalog import store
from linter.model.acknowledgement import Acknowledgement, EntryFault
from linter.model.location import Location
from linter.parse.acknowledgements import Entries, parse_acknowledgements
from linter.parse.composed import NotComposedError
from linter.parse.listed_entries import LARGEST

FILE = "answers.yaml"
GOOD = {
    "id": "wsgi-scripts-gone-00ff00ff00ff00ff",
    "target": "2024.2",
    "by": "Ada",
    "on": "2026-11-20",
    "reason": "nothing to do",
    "digest": "0f" * 16,
}
DAY = dt.date(2026, 11, 20)


def parsed(text: str | bytes) -> Entries:
    content = text if isinstance(text, bytes) else text.encode()
    return parse_acknowledgements(content, FILE, store.releases())


def written(**changes: str) -> str:
    fields = {**GOOD, **changes}
    return "- " + "\n  ".join(f"{name}: {value}" for name, value in fields.items()) + "\n"


def fault(**changes: str) -> str:
    found = parsed(written(**changes))
    assert found.entries == ()
    ((at, why),) = [(each.at, each.why) for each in found.faults]
    assert at == Location(path=FILE, line=1)
    return why


def test_every_key_is_read_with_the_line_of_its_entry() -> None:
    text = "# ours\n" + written() + "\n" + written(ticket="CHG-7", until="2027-01-31")

    first = Acknowledgement(
        GOOD["id"], "2024.2", "Ada", DAY, "nothing to do", "", "0f" * 16, None,
        Location(path=FILE, line=2),
    )  # fmt: skip
    second = Acknowledgement(
        GOOD["id"], "2024.2", "Ada", DAY, "nothing to do", "CHG-7", "0f" * 16, dt.date(2027, 1, 31),
        Location(path=FILE, line=9),
    )  # fmt: skip
    assert parsed(text) == Entries((first, second))


@pytest.mark.parametrize("text", ["", "# nothing\n", "---\n", "null\n", "[]\n"])
def test_a_file_may_hold_nothing(text: str) -> None:
    assert parsed(text) == Entries()


@pytest.mark.parametrize("nothing", ["", "~", "null", '""', '" "'])
def test_what_says_nothing_is_not_there(nothing: str) -> None:
    (entry,) = parsed(written(ticket=nothing, until=nothing)).entries

    assert (entry.ticket, entry.until) == ("", None)
    assert fault(by=nothing) == "`by` is empty"


def test_names_of_releases_and_digests_may_be_written_large() -> None:
    (entry,) = parsed(written(target="Dalmatian", digest="0F" * 16)).entries

    assert (entry.target, entry.digest) == ("dalmatian", "0f" * 16)


def test_windows_writes_a_mark_and_other_ends_of_lines() -> None:
    text = b"\xef\xbb\xbf" + written().replace("\n", "\r\n").encode()

    assert parsed(text) == parsed(written())


@pytest.mark.parametrize(
    ("changes", "why"),
    [
        ({"on": "yesterday"}, "`on` is not a date such as 2026-11-20"),
        ({"on": "20261120"}, "`on` is not a date such as 2026-11-20"),
        ({"on": "2026-11-20T10:00:00Z"}, "`on` is not a date such as 2026-11-20"),
        ({"until": "2026-02-30"}, "`until` is not a date such as 2026-11-20"),
        ({"digest": "00ff"}, "`digest` is not 32 hexadecimal digits"),
        ({"digest": "x" * 32}, "`digest` is not 32 hexadecimal digits"),
        (
            {"digest": '""'},
            "`digest` is missing, without which nobody knows the words that were read",
        ),
        ({"target": "2031.1"}, "`target` 2031.1 is not a known release (did you mean 2023.1?)"),
        ({"target": "keystone"}, "`target` keystone is not a known release"),
        (
            {"target": "26"},
            "`target` 26 is not a known release (did you mean 2024.2, the series of that version?)",
        ),
        ({"reason": "{a: b}"}, "`reason` is not a text"),
        ({"tickets": "CHG-7"}, "`tickets` is not known (did you mean ticket?)"),
        ({'"\\e[2J"': "x"}, "`\\x1b[2J` is not known"),
        ({"[a, b]": "x"}, "the name of a field is not a text"),
    ],
)  # fmt: skip
def test_the_fault_of_an_entry_is_named(changes: dict[str, str], why: str) -> None:
    assert fault(**changes) == why


def test_an_entry_without_an_id_is_known_by_its_line() -> None:
    text = "- {}\n- word\n" + written()

    missing = "; ".join(f"`{key}` is missing" for key in ("id", "target", "by", "on", "reason"))
    faults = (
        EntryFault(Location(path=FILE, line=1), "", missing),
        EntryFault(Location(path=FILE, line=2), "", "it has no fields, such as `id: ...`"),
    )
    found = parsed(text)
    assert found.faults == faults
    assert [entry.at.line for entry in found.entries] == [3]


@pytest.mark.parametrize(
    ("content", "complaint"),
    [
        (b"id: x\n", "is not a list of entries, each `- id: ...`"),
        (b"- id: x\n---\n- id: y\n", "is not YAML at line 2: but found another document"),
        (b"- id: caf\xe9\n", "is not UTF-8 at byte 9"),
        (b"- id: \x07\n", "is not YAML: it holds a character that YAML does not allow"),
        (b"- &all [*all]\n", "repeats a part of itself at line 1"),
        (b"- " * 5000, "is nested deeper than 3"),
        (b"#" * (LARGEST + 1), "is larger than 2097152 bytes"),
    ],
)
def test_what_is_no_list_is_refused(content: bytes, complaint: str) -> None:
    with pytest.raises(NotComposedError) as error:
        parsed(content)

    assert str(error.value) == complaint
