"""Reads one series' page of the release notes site, as Sphinx and reno make it."""

import re
from collections.abc import Iterator

import msgspec
from lxml.html import HtmlElement
from msgspec.structs import replace

from linter.catalog.mentions import Known
from linter.model.notes import Note, NoteSection
from linter.model.visible import visible
from linter.notes.compose import note
from linter.notes.documents import page_file
from linter.notes.html import NotRecognisedError, document
from linter.notes.markup import blocks_text, text_of

UNRELEASED = "unreleased"
_PROJECT = "Keystone Release Notes"
_VERSION = re.compile(r"\d[\w.+-]{0,40}")
# What reno names the part of a version; the other anchors that Sphinx makes are counted.
_ANCHOR = re.compile(r"relnotes-[\w.-]{1,80}", re.ASCII)
# Far more than any series has.
_MOST_NOTES = 3000
_SHOWN = 80
_SECTIONS = {
    "Prelude": NoteSection.PRELUDE,
    "New Features": NoteSection.FEATURES,
    "Known Issues": NoteSection.ISSUES,
    "Upgrade Notes": NoteSection.UPGRADE,
    "Deprecation Notes": NoteSection.DEPRECATIONS,
    "Critical Issues": NoteSection.CRITICAL,
    "Security Issues": NoteSection.SECURITY,
    "Bug Fixes": NoteSection.FIXES,
    "Other Notes": NoteSection.OTHER,
}


class PageError(msgspec.Struct, frozen=True):
    """A page that cannot be read as the notes of a series; `reason` names what was not recognised.

    Its words follow those that name the page: "holds no version".
    """

    reason: str


def parse_page(content: bytes, series: str, known: Known) -> tuple[Note, ...] | PageError:
    """The notes of a series' page, in its order, never none; else what was not recognised.

    `series` is the page's name ("train", "2024.1", "unreleased"), `known` the names of the release.
    The preludes of a version are one note: the page does not show where one of them ends.
    """
    try:
        found = tuple(_notes(_series(document(content), series), series, known))
    except NotRecognisedError as error:
        return PageError(str(error))
    return found or PageError("holds versions, but not one note")


def _series(page: HtmlElement, series: str) -> HtmlElement:
    """The part of the page that holds the versions."""
    title = _shown(page.findtext(".//title") or "")
    if _PROJECT not in title:
        raise NotRecognisedError(f"has the title '{title}', which does not name '{_PROJECT}'")
    headings = page.xpath("//*[@role='main' or contains(@class, 'body')]//h1")
    named = [_shown(heading.text_content()) for heading in headings]
    wanted = f"{'current' if series == UNRELEASED else series} series release notes"
    if len(named) != 1 or named[0].casefold() != wanted.casefold():
        shown = ", ".join(f"'{name}'" for name in named) or "none"
        raise NotRecognisedError(f"should have one heading, '{wanted}', and has {shown}")
    parent: HtmlElement = headings[0].getparent()
    return parent


def _notes(page: HtmlElement, series: str, known: Known) -> Iterator[Note]:
    versions = list(_parts(page, "h1", "the page"))
    if not versions:
        raise NotRecognisedError("holds no version")
    counted = 0
    for version, part in _named_once(versions):
        if not _VERSION.fullmatch(version):
            raise NotRecognisedError(f"has the heading '{version}' where a version should be")
        place = _place(series, part)
        for title, section in _named_once(_parts(part, "h2", version)):
            for item, text in enumerate(_texts(section, title, version), 1):
                counted += 1
                if counted > _MOST_NOTES:
                    raise NotRecognisedError(f"holds more than {_MOST_NOTES} notes")
                made = note(series, version, _SECTIONS[title], item, text, known)
                yield replace(made, place=place)


def _place(series: str, version: HtmlElement) -> str:
    """Where the part of a version is, as a reader's browser finds it."""
    marked = (version, *version.iterchildren("span"))
    anchors = (element.get("id", "") for element in marked)
    anchor = next((anchor for anchor in anchors if _ANCHOR.fullmatch(anchor)), "")
    return f"{page_file(series)}#{anchor}" if anchor else page_file(series)


Named = tuple[str, HtmlElement]


def _parts(parent: HtmlElement, heading: str, where: str) -> Iterator[Named]:
    """The sections directly in another, each with its heading; nothing else may be there."""
    inner = f"h{int(heading[1]) + 1}"
    _refuse_loose(parent, where)
    for child in parent:
        if _is_section(child):
            yield _heading(child, inner), child
        elif child.tag != heading and child.text_content().strip():
            raise _outside(child.text_content(), where)


def _refuse_loose(parent: HtmlElement, where: str) -> None:
    text = "".join([parent.text or "", *(child.tail or "" for child in parent)])
    if text.strip():
        raise _outside(text, where)


def _outside(text: str, where: str) -> NotRecognisedError:
    return NotRecognisedError(f"has text outside of the notes of {where}: '{_shown(text)}'")


def _heading(section: HtmlElement, tag: str) -> str:
    return _shown("".join(found.text_content() for found in section.iterchildren(tag)))


def _is_section(element: HtmlElement) -> bool:
    """Sphinx wrote a `div` of this class until its version 4."""
    return element.tag == "section" or (element.tag, element.get("class")) == ("div", "section")


def _named_once(parts: Iterator[Named] | list[Named]) -> Iterator[Named]:
    seen = set()
    for name, part in parts:
        if name in seen:
            raise NotRecognisedError(f"has the heading '{name}' twice")
        seen.add(name)
        yield name, part


def _texts(section: HtmlElement, title: str, version: str) -> Iterator[str]:
    """The text of each item: reno writes every one into a list of its own."""
    if title not in _SECTIONS:
        raise NotRecognisedError(f"has a section '{title}' in {version}, which reno does not know")
    _refuse_loose(section, version)
    content = [child for child in section if child.tag != "h3" and not _is_anchor(child)]
    if _SECTIONS[title] is NoteSection.PRELUDE:
        texts = [blocks_text(content)]
    else:
        texts = [text_of(item) for part in content for item in _items(part, title, version)]
    if not all(texts) or not texts:
        raise NotRecognisedError(f"has an empty note in '{title}' of {version}")
    yield from texts


def _is_anchor(element: HtmlElement) -> bool:
    return element.tag in {"span", "a"} and not element.text_content().strip()


def _items(part: HtmlElement, title: str, version: str) -> list[HtmlElement]:
    if part.tag != "ul" or any(item.tag != "li" for item in part):
        raise NotRecognisedError(
            f"has <{_shown(str(part.tag))}> in '{title}' of {version} where notes should be listed",
        )
    _refuse_loose(part, version)
    return list(part)


def _shown(text: str) -> str:
    """Foreign text for a message: on one line, not long, harmless."""
    return visible(" ".join(text.split())[:_SHOWN])
