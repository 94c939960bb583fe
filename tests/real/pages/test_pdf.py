"""The readiness report on paper: it opens, says what the page says, and loads nothing."""

import io
import sys
from collections.abc import Iterator

import pytest
from pypdf import PdfReader

from linter.report import pdf
from tests.real.database.servers import needed
from tests.report import readiness_reports

pytestmark = pytest.mark.release
BLANKS = str.maketrans("", "", " \n\x00\u00ad-")
EVENTS = ("socket.", "urllib.", "webbrowser.")


@pytest.fixture(scope="module", autouse=True)
def pango() -> None:
    """What WeasyPrint needs of the system comes with a program that shows it."""
    needed("pango1.0-tools", "pango-view")
    # Without it WeasyPrint warns, and a warning fails a test.
    needed("libharfbuzz-subset0", "libharfbuzz-subset.so.0", "usr/lib/*-linux-gnu", "usr/lib")


@pytest.fixture
def loaded() -> Iterator[list[str]]:
    """What was asked of the network while a test ran."""
    seen: list[str] = []
    is_over = False

    def hook(event: str, arguments: object) -> None:
        if not is_over and event.startswith(EVENTS):
            seen.append(f"{event} {arguments}")

    sys.addaudithook(hook)
    yield seen
    is_over = True


def read(content: bytes) -> str:
    """All that the pages say, without what a line may end in."""
    pages = PdfReader(io.BytesIO(content)).pages
    return "".join(page.extract_text() for page in pages).translate(BLANKS)


def test_what_is_printed_can_be_read_back() -> None:
    text = read(pdf.render(readiness_reports.board()))

    for words in (
        "Readiness of Keystone for the upgrade 2024.1 (caracal) → 2025.1 (epoxy)",
        "NO-GO",
        "The upgrade must not start as things are: 1 blocker stands against it.",
        "[token] provider = uuid was removed",
        "policy.yaml: it could not be read",
        "Who approves changes",
    ):
        assert words.translate(BLANKS) in text


def test_equal_reports_are_equal_pages() -> None:
    first, second = (pdf.render(readiness_reports.board()) for _ in range(2))

    assert first == second


def test_whatever_anybody_wrote_is_text_and_loads_nothing(loaded: list[str]) -> None:
    content = pdf.render(readiness_reports.hostile())
    reader = PdfReader(io.BytesIO(content))
    catalog = reader.trailer["/Root"]

    assert loaded == []
    assert "<script>" in read(content)
    assert {"/OpenAction", "/AA", "/AcroForm"} & set(catalog) == set()
    assert "/JavaScript" not in (catalog.get("/Names") or {})
    assert [name for page in reader.pages for name in _actions(page)] == []


def _actions(page: dict[str, object]) -> Iterator[str]:
    """What a reader's click would start, other than to open an address of the web."""
    for note in page.get("/Annots") or ():
        action = note.get_object().get("/A") or {}
        if action and not str(action.get("/URI", "")).startswith(("https://", "http://")):
            yield str(action)


def test_a_report_of_nothing_has_its_pages_too() -> None:
    assert "GO" in read(pdf.render(readiness_reports.empty()))
