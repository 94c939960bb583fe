"""Reads HTML into a tree that is harmless to walk."""

from lxml import etree
from lxml.html import HtmlElement, HTMLParser

# A series' page has less than 0.2 MB, and its elements lie less than 30 deep in each other.
_LARGEST = 2**21
_DEEPEST = 60
_UNSEEN = ("script", "style", "template", "iframe", "object", "embed", "noscript", "svg", "math")


class NotRecognisedError(Exception):
    """Content that is not as expected; its words follow those that name the content."""


def document(content: bytes) -> HtmlElement:
    """The whole page without comments, scripts and links to itself. Raises NotRecognisedError."""
    _refuse(content)
    # No network, no entities of its own, and a limit to the depth, are the parser's defaults.
    parser = HTMLParser(encoding="utf-8", remove_comments=True, remove_pis=True)
    page = etree.fromstring(content, parser)
    if any(entry.level == etree.ErrorLevels.FATAL for entry in parser.error_log):
        raise NotRecognisedError("cannot be read to its end: elements lie too deep in each other")
    etree.strip_elements(page, *_UNSEEN, with_tail=False)
    for link in page.find_class("headerlink"):
        link.drop_tree()
    if _depth(page) > _DEEPEST:
        raise NotRecognisedError(f"has elements more than {_DEEPEST} deep in each other")
    return page


def _refuse(content: bytes) -> None:
    if not content.strip():
        raise NotRecognisedError("is empty")
    if len(content) > _LARGEST:
        raise NotRecognisedError(f"is larger than {_LARGEST} bytes")
    try:
        text = content.decode()
    except UnicodeDecodeError as error:
        raise NotRecognisedError(f"is not UTF-8 at byte {error.start}") from error
    if "\0" in text:
        raise NotRecognisedError("is not text: it holds a zero byte")
    if "<html" not in text.casefold():
        raise NotRecognisedError("is not HTML")
    if "</html>" not in text.casefold():
        raise NotRecognisedError("is cut off: </html> is missing")


def _depth(page: HtmlElement) -> int:
    depth = deepest = 0
    for event, _ in etree.iterwalk(page, events=("start", "end")):
        depth += 1 if event == "start" else -1
        deepest = max(deepest, depth)
    return deepest
