"""The documents that release notes are read from: where each is found, and what it must be."""

from collections.abc import Callable
from urllib.parse import quote, urlsplit

import msgspec

from linter.catalog.package_index import shown
from linter.model.harmless import LONGEST_WORD, harmless
from linter.model.notes import Note

NOTES_SITE = "https://docs.openstack.org/releasenotes/keystone/"
MEGABYTE = 2**20

_GZIP = b"\x1f\x8b"


class Kind(msgspec.Struct, frozen=True):
    """What documents of a kind have in common.

    `types` are the media types that a server may give it; `limit` is in bytes. `flaw` says what is
    wrong with a content, "" if nothing is: what has a flaw never replaces a copy that had none.
    `decoded` is false for what is compressed by itself, and never unpacked on the way.
    """

    name: str
    types: tuple[str, ...]
    flaw: Callable[[bytes], str]
    limit: int = 32 * MEGABYTE
    decoded: bool = True


class Document(msgspec.Struct, frozen=True):
    """One document at an http, https or file address; `sha256` is set where it is known before."""

    address: str
    kind: Kind
    sha256: str = ""

    @property
    def place(self) -> str:
        """The address as it may be shown: without passwords, visible, of a length that fits."""
        return harmless(shown(self.address), LONGEST_WORD)


def series_page(series: str, base: str = NOTES_SITE) -> Document:
    """The page of a series on a release notes site: "train", "2024.1"."""
    return Document(f"{base.rstrip('/')}/{page_file(series)}", PAGE)


def page_file(series: str) -> str:
    """The page of a series below the address of a site."""
    return f"{quote(series, safe='')}.html"


def link_of(note: Note) -> str:
    """Where a reader finds a note: its version on the page, or the page of its series."""
    return NOTES_SITE + (note.place or page_file(note.series))


def project_page(index: str, project: str = "keystone") -> Document:
    """A project's page on a package index, in JSON (PEP 691)."""
    return Document(f"{index.rstrip('/')}/{project}/", PROJECT_PAGE)


def source_archive(address: str, sha256: str) -> Document:
    """A source archive, with the digest that a package index announces for it."""
    return Document(address, ARCHIVE, sha256)


def may_lead(address: str, target: str) -> bool:
    """Whether what one address gives may send to another.

    A server must neither have files of this machine read, nor end the protection of https. Raises
    ValueError for what is no address.
    """
    before, after = urlsplit(address).scheme, urlsplit(target).scheme
    return after == "https" or before == after == "http" or before == "file"


def _flaw_of_page(content: bytes) -> str:
    if not content.strip():
        return "it is empty"
    return "" if b"</html" in content.lower() else "it ends before </html>"


class _Project(msgspec.Struct):
    files: list[msgspec.Raw]


def _flaw_of_project_page(content: bytes) -> str:
    try:
        msgspec.json.decode(content, type=_Project)
    except (msgspec.DecodeError, RecursionError):
        return "it is no list of files in JSON (PEP 691)"
    return ""


def _flaw_of_archive(content: bytes) -> str:
    return "" if content.startswith(_GZIP) else "it is no gzip archive"


PAGE = Kind("a page in HTML", ("text/html", "application/xhtml+xml"), _flaw_of_page)
PROJECT_PAGE = Kind(
    "a project's page in JSON",
    ("application/vnd.pypi.simple.v1+json", "application/json"),
    _flaw_of_project_page,
)
ARCHIVE = Kind(
    "a source archive",
    (
        *("application/gzip", "application/x-gzip", "application/x-tar", "application/x-tgz"),
        *("application/x-compressed-tar", "application/octet-stream", "binary/octet-stream"),
    ),
    _flaw_of_archive,
    limit=64 * MEGABYTE,
    decoded=False,
)
