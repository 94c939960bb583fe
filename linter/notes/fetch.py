"""Fetches documents into the cache, and falls back on the copies there."""

import os
from datetime import UTC, datetime
from pathlib import Path
from urllib.parse import urlsplit
from urllib.request import url2pathname

import msgspec

from linter.collect.reading import Unreadable, read
from linter.model.harmless import harmless
from linter.notes.cache import Cache, Copies, Validators, name_of
from linter.notes.documents import Document
from linter.notes.fetched import (
    OTHER_SERVER,
    Absent,
    Fetched,
    FetchError,
    NoCopy,
    NotKept,
    Unusable,
    digest_of,
    sentence,
)
from linter.notes.limits import Means

Entry = tuple[Fetched, Validators]
"""A document with what its server will know it by."""

_NO_COPY = Validators()
_USUAL = Means()


def fetch(
    document: Document, cache: Cache, means: Means = _USUAL, *, offline: bool = False
) -> Fetched:
    """The document, kept in the cache from now on. Raises FetchError.

    Where it cannot be had, the copy of before stands in and tells the `trouble`; it is replaced
    only by what has no flaw. What is known by its SHA-256 is not asked for again. Offline, nothing
    but the copy is looked at, and a file, which needs no network.
    """
    is_file = _scheme(document) == "file"
    if offline and not is_file:
        return recalled(document, cache)
    entry, damage = _at_hand(document, cache)
    if entry and document.sha256:
        return entry[0]
    try:
        found = _from_file(document, means) if is_file else _from_server(document, entry, means)
    except FetchError as error:
        if entry:
            return msgspec.structs.replace(entry[0], trouble=str(error), failure=type(error))
        if damage:
            raise type(error)(f"{error}; {damage}") from error
        raise
    return _kept(document, cache, *found)


def recalled(document: Document, copies: Copies) -> Fetched:
    """The copy that a cache or a bundle holds. Raises NoCopy, NotKept."""
    _scheme(document)
    copy = copies.kept(document.address)
    if copy is None:
        raise NoCopy(f"No copy of {document.place} is {copies.place}: {copies.remedy}")
    if document.sha256 not in {"", copy.digest}:
        raise NotKept(
            f"The copy of {document.place} is not what the index announces: {copies.remedy}"
        )
    return copy


def _scheme(document: Document) -> str:
    """The scheme of the address. Raises Unusable."""
    try:
        parts = urlsplit(document.address)
    except ValueError as error:
        why = f"this is no address ({error})"
        raise Unusable(sentence(harmless(document.address), why, "correct it")) from error
    if parts.scheme == "file" and parts.netloc not in {"", "localhost"}:
        why = "a file address names no other machine"
        raise Unusable(sentence(document.place, why, "write file:///, and an absolute path"))
    if parts.scheme not in {"http", "https", "file"}:
        why = "this is no address"
        remedy = "give one that begins with https://, http:// or file:///"
        raise Unusable(sentence(document.place, why, remedy))
    return parts.scheme


def _at_hand(document: Document, cache: Cache) -> tuple[Entry | None, str]:
    """The copy in the cache, if it is of use; else what is the matter with it."""
    try:
        entry = cache.entry(document.address)
    except NotKept as error:
        return None, str(error)
    if entry and document.sha256 not in {"", entry[0].digest}:
        return None, ""
    return entry, ""


def _from_file(document: Document, means: Means) -> Entry:
    path = Path(url2pathname(urlsplit(document.address).path))
    try:
        found = read(path, {})
    except ValueError as error:
        raise Unusable(sentence(document.place, f"{error}", "correct the address")) from error
    if isinstance(found, Unreadable):
        fault = Unusable if os.access(path, os.F_OK) else Absent
        raise fault(sentence(document.place, found.why, found.remedy))
    return _judged(document, found.content, _changed_at(path, means.now())), _NO_COPY


def _changed_at(path: Path, now: datetime) -> datetime:
    """When a file was last written, which a mirror keeps as it was upstream; never after now.

    Not when it was read: two runs over the same files must tell the same.
    """
    try:
        seconds = int(path.stat().st_mtime)
    except OSError:
        return now
    return datetime.fromtimestamp(min(max(seconds, 0), int(now.timestamp())), UTC)


def _from_server(document: Document, entry: Entry | None, means: Means) -> Entry:
    from linter.notes.patience import asked  # noqa: PLC0415 - with requests, half a second

    copy, validators = entry or (None, _NO_COPY)
    answer = asked(document, validators, means)
    if answer.content is not None:
        return _judged(document, answer.content, means.now()), answer.validators
    if copy is None:
        raise Unusable(sentence(document.place, "the server says it is unchanged", "try again"))
    return msgspec.structs.replace(copy, fetched_at=means.now()), validators


def _judged(document: Document, content: bytes, at: datetime) -> Fetched:
    """The document with this content. Raises Unusable if it cannot be its content."""
    digest = digest_of(content)
    flaw = document.kind.flaw(content)
    if document.sha256 not in {"", digest}:
        flaw = "it is not what the index announced"
    if flaw:
        raise Unusable(sentence(document.place, flaw, OTHER_SERVER))
    return Fetched(content, name_of(document.address), at, digest)


def _kept(document: Document, cache: Cache, fetched: Fetched, validators: Validators) -> Fetched:
    try:
        cache.keep(document.address, fetched, validators)
    except OSError as error:
        reason = error.strerror or type(error).__name__
        # Of no document: said once, however many are fetched.
        trouble = f"What is fetched cannot be kept in {cache.folder}, {reason}: see to the folder"
        return msgspec.structs.replace(fetched, trouble=trouble)
    return fetched
