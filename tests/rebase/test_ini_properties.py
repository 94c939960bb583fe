"""Whatever a file holds and is asked of it, what no edit names stays, and edits do as they say."""

import os
from collections import Counter

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from linter.catalog.entries import Name
from linter.parse.effective import configuration, normalised_name
from linter.rebase.ini import edited
from linter.rebase.ini_edits import Add, CommentOut, DropSection, Edit, Edited, Rename, SetValue
from linter.rebase.ini_lines import document
from tests.parse.inputs import CONSTRUCTS, LINES, PIECES
from tests.parse.oslo import Sections, read, sections_of

pytestmark = pytest.mark.thorough
EXAMPLES = int(os.environ.get("KSLINT_TEST_EXAMPLES", "150"))
"""How many inputs each test makes."""

GROUPS = ("DEFAULT", "token", "trust")
NAMES = ("key", "list", "x")
VALUES = ("1", "", "a b", ' "q" ', "'s'", "a,\nb", "mysql://u:p@h/d#", "é\u2028", '"')
ORDER = ("DEFAULT", "token", "trust")
_ANY = ("\r", "\n", "\ud800", "{{ a }}", "[a]", "#", "=", " ")

texts = st.sampled_from(VALUES) | st.text(max_size=8) | st.sampled_from(_ANY)
names: st.SearchStrategy[Name] = st.tuples(st.sampled_from(GROUPS), st.sampled_from(NAMES))
only = st.none() | st.sampled_from(("1", "2", "three", "a,\nb\nc"))


def edits_of(
    about: st.SearchStrategy[Name], value: st.SearchStrategy[str]
) -> st.SearchStrategy[list[Edit]]:
    """Edits about these names, with these values."""
    return st.lists(
        st.builds(Rename, st.lists(about, max_size=3).map(tuple), about, st.booleans())
        | st.builds(CommentOut, about, value, only)
        | st.builds(SetValue, about, value, only)
        | st.builds(Add, about, value, st.booleans())
        | st.builds(DropSection, about.map(lambda name: name[0])),
        max_size=6,
    )


any_edits = edits_of(names | st.tuples(texts, texts), texts)
edits_in_place = edits_of(names, st.sampled_from(VALUES))
pieces = st.lists(st.sampled_from(PIECES + LINES + CONSTRUCTS), max_size=30).map(b"".join)
lines = st.lists(st.sampled_from(LINES), max_size=30).map(lambda them: b"[a]\n" + b"\n".join(them))
contents = pieces | lines | st.binary(max_size=100)

_LINES = (
    "", " \t", "# about key", "#key = 1", "; c", "#   more", "[token]", "[Token]", "[DEFAULT]",
    "[trust] ", "[Trust]", "[other]", "key = 1", "key=2", "key : 'three'", "key = a,\n  b\n\tc",
    "list=", "list = 1", "list = 2", "x = 1", "x\t=  \xe9 ", "log-dir = /d ; e", "other = 1",
)  # fmt: skip
_ENDS = ("\n", "\n", "\r\n", "\r")


@st.composite
def files(draw: st.DrawFn) -> bytes:
    """A file that oslo.config reads."""
    body = draw(st.lists(st.sampled_from(_LINES), min_size=8, max_size=24))
    if not any(line.startswith("[") for line in body[:1]):
        body.insert(0, draw(st.sampled_from(("[DEFAULT]", "[token]", "# c\n\n[trust]"))))
    text = "\n".join(body) + draw(st.sampled_from(("\n", "", "\n\n")))
    return text.replace("\n", draw(st.sampled_from(_ENDS))).encode()


def flat(content: bytes) -> dict[Name, list[str]]:
    """What oslo.config's own parser reads, by normalised name."""
    sections: Sections | None = sections_of(content)
    assert sections is not None
    values: dict[Name, list[str]] = {}
    for setting in read(content).settings:
        values.setdefault(normalised_name((setting.group, setting.name)), []).append(setting.value)
    assert sum(map(len, values.values())) == sum(
        len(found) for section in sections.values() for found in section.values()
    )
    return values


def made(content: bytes, edits: list[Edit]) -> Edited:
    """The edits made, and made again without a change."""
    result = edited(content, edits, order=ORDER)
    again = edited(result.content, edits, order=ORDER)
    assert (again.content, again.applied) == (result.content, ())
    return result


@settings(max_examples=EXAMPLES, deadline=None)
@given(contents | files())
def test_a_file_without_edits_stays_as_it_is(content: bytes) -> None:
    assert document(content).content() == content
    assert edited(content, ()) == Edited(content)


@settings(max_examples=EXAMPLES, deadline=None)
@given(contents | files(), any_edits | edits_in_place)
def test_any_edit_of_any_file_is_made_or_refused_and_made_once(
    content: bytes, edits: list[Edit]
) -> None:
    result = made(content, edits)
    positions = [it.edit for it in result.applied] + [it.edit for it in result.refused]
    assert sorted(positions) == list(range(len(edits)))
    if sections_of(content) is not None:
        assert sections_of(result.content) is not None


@settings(max_examples=EXAMPLES, deadline=None)
@given(files(), edits_in_place)
def test_every_line_that_no_edit_names_is_kept(content: bytes, edits: list[Edit]) -> None:
    for edit in edits[:1]:
        result = edited(content, [edit], order=ORDER)
        about = {line for applied in result.applied for line in applied.lines}
        gone = {
            number
            for setting in read(content).settings
            if setting.at.line in about
            for number in range(setting.at.line, setting.at.end_line + 1)
        }
        before = document(content).lines
        kept = [it.text for at, it in enumerate(before, 1) if at not in gone]
        after = Counter(it.text for it in document(result.content).lines)
        dropped = [""] * len(before) + [" \t"] * len(before)
        lost = Counter(kept) - after
        if isinstance(edit, DropSection):
            lost -= Counter([before[line - 1].text for line in about] + dropped)
        assert not lost


@settings(max_examples=EXAMPLES, deadline=None)
@given(
    st.lists(files(), min_size=1, max_size=3),
    st.lists(names, min_size=1, max_size=3, unique_by=normalised_name),
    names,
    st.booleans(),
)
def test_a_renamed_option_keeps_its_effective_value_over_several_files(
    contents: list[bytes], known: list[Name], to: Name, multi: bool
) -> None:
    edit = Rename(tuple(known), to, multi)
    results = [made(content, [edit]) for content in contents]
    refused = [it for result in results for it in result.refused if not it.is_done]
    assert multi or not refused
    read_names = {normalised_name(name) for name in known}
    is_foreign = normalised_name(to) not in read_names and any(
        normalised_name(to) in flat(result.content) and not result.applied for result in results
    )
    if refused or is_foreign:
        return
    before = configuration(map(read, contents)).effective(edit.names, multi=multi)
    after = configuration(read(it.content) for it in results).effective((to,), multi=multi)
    assert [it.value for it in after.winners] == [it.value for it in before.winners]
    for content, result in zip(contents, results, strict=True):
        others = {name: found for name, found in flat(content).items() if name not in read_names}
        others.pop(normalised_name(to), None)
        left = flat(result.content)
        left.pop(normalised_name(to), None)
        assert left == others


@settings(max_examples=EXAMPLES, deadline=None)
@given(files(), names, st.sampled_from(VALUES), st.booleans())
def test_a_value_is_set_or_added_and_nothing_else(
    content: bytes, name: Name, value: str, multi: bool
) -> None:
    before = flat(content)
    found = before.get(normalised_name(name), [])
    edit = Add(name, value, multi) if multi or not found else SetValue(name, value)
    result = made(content, [edit])
    expected = {**before, normalised_name(name): [*found[: None if multi else -1], value]}
    assert flat(result.content) == (expected if result.applied else before)
    assert result.applied or value in found


@settings(max_examples=EXAMPLES, deadline=None)
@given(files(), names)
def test_an_option_that_is_commented_out_is_set_no_more(content: bytes, name: Name) -> None:
    expected = flat(content)
    expected.pop(normalised_name(name), None)
    result = made(content, [CommentOut(name, "gone")])
    assert flat(result.content) == expected
    assert all(it.is_done for it in result.refused)
