import gzip

import pytest
from msgspec.structs import replace

from linter.model.notes import Note, NoteSection
from linter.notes.documents import (
    ARCHIVE,
    MEGABYTE,
    PAGE,
    PROJECT_PAGE,
    Document,
    Kind,
    link_of,
    project_page,
    series_page,
    source_archive,
)


def test_each_document_has_its_address() -> None:
    site = "https://docs.openstack.org/releasenotes/keystone"
    digest = "1" * 64

    assert series_page("train") == Document(f"{site}/train.html", PAGE)
    assert series_page("2024.1", "file:///mirror") == Document("file:///mirror/2024.1.html", PAGE)
    assert series_page("../x", "http://a/") == Document("http://a/..%2Fx.html", PAGE)
    assert project_page("https://pypi.org/simple/") == Document(
        "https://pypi.org/simple/keystone/", PROJECT_PAGE
    )
    assert source_archive("https://a/keystone-1.tar.gz", digest) == Document(
        "https://a/keystone-1.tar.gz", ARCHIVE, digest
    )


def test_a_note_leads_to_its_version_on_the_page_or_to_the_page_of_its_series() -> None:
    note = Note("a-note", "2024.1", "25.0.0", NoteSection.UPGRADE, 1, "Text.", "0" * 32)
    placed = replace(note, place="unreleased.html#relnotes-25-0-0-3")
    site = "https://docs.openstack.org/releasenotes/keystone/"

    assert link_of(note) == f"{site}2024.1.html"
    assert link_of(placed) == f"{site}unreleased.html#relnotes-25-0-0-3"


def test_an_address_is_shown_without_what_harms() -> None:
    document = series_page("train", "https://anna:geheim@a.example/\x1b[31m")

    assert document.place == r"https://a.example/\x1b[31m/train.html"


@pytest.mark.parametrize(
    ("kind", "content", "flaw"),
    [
        (PAGE, b"<html></html>", ""),
        (PAGE, b"<HTML></HTML>\n<!-- at 10:00 -->", ""),
        (PAGE, b" \n", "it is empty"),
        (PAGE, b"<html><body>", "it ends before </html>"),
        (PROJECT_PAGE, b'{"files": [{"filename": "a"}], "name": "keystone"}', ""),
        (PROJECT_PAGE, b'{"files": [', "it is no list of files in JSON (PEP 691)"),
        (PROJECT_PAGE, b'{"name": "keystone"}', "it is no list of files in JSON (PEP 691)"),
        (
            PROJECT_PAGE,
            b'{"files": [' + b"[" * 100_000,
            "it is no list of files in JSON (PEP 691)",
        ),
        (ARCHIVE, gzip.compress(b"x", mtime=0), ""),
        (ARCHIVE, b"<html></html>", "it is no gzip archive"),
    ],
    ids=[
        *("page", "loud page", "blank", "cut page", "project", "cut project", "no project"),
        *("deep", "archive", "no archive"),
    ],
)
def test_what_is_wrong_with_a_content_is_said(kind: Kind, content: bytes, flaw: str) -> None:
    assert kind.flaw(content) == flaw


def test_pages_are_limited_to_32_megabytes_and_archives_to_64() -> None:
    assert (PAGE.limit, PROJECT_PAGE.limit, ARCHIVE.limit) == (
        32 * MEGABYTE,
        32 * MEGABYTE,
        64 * MEGABYTE,
    )
