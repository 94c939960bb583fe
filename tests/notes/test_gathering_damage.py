"""Documents of any content end in notes or gaps."""

import gzip
from datetime import UTC, datetime
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from linter.catalog.mentions import Known
from linter.notes.bundle import Bundle
from linter.notes.documents import project_page, series_page
from linter.notes.fetched import Fetched, digest_of
from linter.notes.gathering import gather
from linter.notes.limits import Means
from linter.notes.request import NotesRequest
from tests.catalog.samples import project_page as index_page
from tests.catalog.samples import release
from tests.notes.pages import archive, page

ZED = release("zed", 22)
SITE = "https://notes.example"
INDEX = "https://index.example/simple"
MONDAY = datetime(2026, 3, 2, 10, 30, tzinfo=UTC)
OLD = {"old-0000000000000000": {"fixes": ["Nothing of this is new."]}}
NEW = {"new-1111111111111111": {"upgrade": ["Look at every key."]}}
PAGE = page("zed", {"22.0.0": NEW})
ARCHIVES = {"21.0.0": archive("21.0.0", OLD), "22.0.0": archive("22.0.0", OLD | NEW)}


@st.composite
def damaged(draw: st.DrawFn, content: bytes) -> bytes:
    """The content with some of its bytes replaced, and perhaps cut off."""
    for _ in range(draw(st.integers(0, 3))):
        at = draw(st.integers(0, len(content)))
        content = (
            content[:at] + draw(st.binary(max_size=6)) + content[at + draw(st.integers(0, 9)) :]
        )
    return content[: draw(st.integers(0, len(content)))] if draw(st.booleans()) else content


@st.composite
def archives(draw: st.DrawFn) -> dict[str, bytes]:
    """Archives that are damaged, or whose members are."""
    found = {}
    for version, content in ARCHIVES.items():
        inner = gzip.compress(draw(damaged(gzip.decompress(content))))
        found[version] = draw(st.sampled_from([content, inner, draw(damaged(content))]))
    return found


@pytest.mark.thorough
@settings(max_examples=200, deadline=None)
@given(content=damaged(PAGE), offered=archives(), data=st.data())
def test_any_documents_end_in_notes_or_gaps(
    content: bytes, offered: dict[str, bytes], data: st.DataObject
) -> None:
    named = {f"keystone-{version}.tar.gz": packed for version, packed in offered.items()}
    contents = {
        series_page("zed", SITE).address: content,
        project_page(INDEX).address: data.draw(damaged(index_page(named))),
        **{f"https://index.example/files/{name}": packed for name, packed in named.items()},
    }
    bundle = Bundle(
        tuple(
            Fetched(one, address, MONDAY, digest_of(one), from_cache=True)
            for address, one in contents.items()
        )
    )
    request = NotesRequest((ZED,), ZED, Path("/nonexistent"), INDEX, SITE, bundle=bundle)
    found = gather(request, lambda _: Known(), Means(now=lambda: MONDAY))

    assert found.notes or found.gaps
    assert all(gap.why and gap.remedy for gap in found.gaps)
