"""What reno and Sphinx print, and what reno keeps, read as the same notes."""

from collections import Counter
from pathlib import Path

import pytest

from linter.catalog.mentions import Known
from linter.model.notes import Note, NoteSection
from linter.notes.page import parse_page
from linter.notes.reconcile import Reason, reconcile
from linter.notes.reno_files import Source
from linter.notes.series import SeriesNotes, series_notes
from linter.notes.words import digest, words
from tests.real.notes.printed import Printed
from tests.real.notes.repository import MAJORS, trees
from tests.real.notes.site import site
from tests.real.notes.trees import read_tree

pytestmark = pytest.mark.release
KNOWN = Known()
Count = Counter[tuple[str, str]]


@pytest.fixture(scope="module")
def sources() -> dict[int, list[Source]]:
    return {
        major: [read_tree(tree.parent.name, tree) for tree in found]
        for major, found in trees().items()
    }


def archived(sources: dict[int, list[Source]], series: str) -> SeriesNotes:
    major = MAJORS[series]
    return series_notes(series, sources[major - 1][0], sources[major], KNOWN)


@pytest.fixture(scope="module", params=["alabaster", "openstackdocs", "sphinx 3"])
def pages(
    upstream: Path, tmp_path_factory: pytest.TempPathFactory, request: pytest.FixtureRequest
) -> dict[str, tuple[Note, ...]]:
    theme = request.param.replace("sphinx 3", "basic")
    made = site(upstream, tmp_path_factory.mktemp(theme) / "source", theme)
    read = {}
    for series in MAJORS:
        content = (made / f"{series}.html").read_bytes()
        content = as_sphinx_3(content) if request.param == "sphinx 3" else content
        read[series] = parse_page(content, series, KNOWN)
    assert {series: page for series, page in read.items() if not isinstance(page, tuple)} == {}
    return {series: page for series, page in read.items() if isinstance(page, tuple)}


def as_sphinx_3(page: bytes) -> bytes:
    """Its sections were divisions of a class."""
    sections = page.replace(b"<section ", b'<div class="section" ')
    return sections.replace(b"</section>", b"</div>")


def test_a_page_has_as_many_notes_as_reno_prints(
    pages: dict[str, tuple[Note, ...]], printed: dict[str, list[Printed]]
) -> None:
    for series, page in pages.items():
        counted: Count = Counter((note.version, note.section.value) for note in page)
        expected: Count = Counter((version, section) for version, section, *_ in printed[series])
        # The page does not show where a prelude ends.
        expected.update({key: 1 - n for key, n in expected.items() if key[1] == "prelude"})
        assert (series, counted) == (series, expected)


def test_a_page_has_the_words_that_reno_keeps(
    pages: dict[str, tuple[Note, ...]], printed: dict[str, list[Printed]]
) -> None:
    for series, page in pages.items():
        rest = [note for note in page if note.section != NoteSection.PRELUDE]
        kept = [one for one in printed[series] if one[1] != "prelude"]
        assert [(series, note.version, note.section.value, note.digest) for note in rest] == [
            (series, version, section, digest(text)) for version, section, _, _, text in kept
        ]


def test_a_page_has_all_preludes_of_a_version_as_one(
    pages: dict[str, tuple[Note, ...]], printed: dict[str, list[Printed]]
) -> None:
    for series, page in pages.items():
        preludes: dict[str, str] = {}
        for version, section, _, _, text in printed[series]:
            if section == "prelude":
                preludes[version] = preludes.get(version, "") + words(text)
        found = {note.version: words(note.text) for note in page if note.section == "prelude"}
        assert (series, found) == (series, preludes)


def test_the_archives_tell_the_notes_that_reno_prints(
    printed: dict[str, list[Printed]], sources: dict[int, list[Source]]
) -> None:
    for series, expected in printed.items():
        found = archived(sources, series)
        told = [(n.version, n.section.value, n.id, n.item, words(n.text)) for n in found.notes]
        assert sorted(told) == sorted((*one[:4], words(one[4])) for one in expected)
        assert (series, found.faults) == (series, ())


def test_every_note_of_a_page_gets_its_id(
    pages: dict[str, tuple[Note, ...]],
    printed: dict[str, list[Printed]],
    sources: dict[int, list[Source]],
) -> None:
    for series, page in pages.items():
        joined = reconcile(page, archived(sources, series))
        reasons = {difference.reason for difference in joined.differences}
        named = [(n.version, n.section.value, n.id, n.item) for n in joined.notes]
        passed_over = len(joined.differences)
        assert sorted(named[: len(named) - passed_over]) == sorted(
            one[:4] for one in printed[series]
        )
        assert (series, reasons - {Reason.PASSED_OVER}) == (series, set())
