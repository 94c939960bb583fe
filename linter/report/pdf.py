"""The readiness report on pages to print, sign and file, made from the page for browsers."""

import contextlib
import io
import logging
import re
from html import escape, unescape
from importlib import import_module
from types import ModuleType
from typing import NoReturn

from linter.model.report import Report
from linter.report import html

_PYTHON = (
    "PDF needs WeasyPrint, which is not installed here: pip install 'kslint[pdf]', or print what "
    "--format html writes"
)
_SYSTEM = (
    "PDF needs Pango, which WeasyPrint does not find here: install libpango-1.0-0, "
    "libpangoft2-1.0-0 and libharfbuzz-subset0 (Debian, Ubuntu) or pango (others), or print what "
    "--format html writes"
)
# WeasyPrint draws a chart without the styles of its page.
_FILLS = {
    "blocker": "#b42318",
    "condition": "#b04a06",
    "warning": "#765600",
    "info": "#0b5c8f",
    "day": "#765600",
    "unseen": "#e7eaee",
}
_LONGEST = 200
"""Characters of a word that are printed; to break one of thousands into lines takes minutes."""
_PART = 100
"""Characters of a text that is laid out at once."""
_PARTS = re.compile(rf".{{{_PART},}}?(?:\s+|$)|.+", re.DOTALL)
_WORD = re.compile(rf"\S{{{_LONGEST + 1},}}")
_TEXT = re.compile(">([^<>]+)<")
_SCRIPT = re.compile("<script>.*?</script>", re.DOTALL)
_BAR = re.compile(r'<rect class="(\w+)"')


class PdfError(Exception):
    """What is missing for making a PDF, as a sentence that says how to come by it."""


def require() -> ModuleType:
    """WeasyPrint, ready for use. Raises PdfError where it or what it needs is missing."""
    said = io.StringIO()
    try:
        # It prints a page of advice where Pango is missing.
        with contextlib.redirect_stdout(said), contextlib.redirect_stderr(said):
            weasyprint = import_module("weasyprint")
    except ImportError as error:
        raise PdfError(_PYTHON) from error
    except OSError as error:
        raise PdfError(_SYSTEM) from error
    # It tells of every rule of a style that it passes over.
    logging.getLogger("weasyprint").setLevel(logging.CRITICAL)
    logging.getLogger("fontTools").setLevel(logging.CRITICAL)
    return weasyprint


def render(report: Report) -> bytes:
    """The report as PDF; nothing is loaded for it. Raises PdfError as `require` does."""
    weasyprint = require()
    pdf: bytes = weasyprint.HTML(
        string=_printable(html.render(report)), url_fetcher=_refuse
    ).write_pdf(pdf_identifier=b"kslint")
    return pdf


def _printable(page: str) -> str:
    """The page as WeasyPrint can lay it out, in a time that no word of it can stretch."""
    head, end, body = _SCRIPT.sub("", page).partition("</style>")
    return head + end + _TEXT.sub(_shortened, _BAR.sub(_filled, body))


def _shortened(text: re.Match[str]) -> str:
    """The text without words that are too long, a long one in parts.

    The narrowest width of a text is looked for word by word, each time in all that is left of it.
    """
    words = _WORD.sub(lambda word: word[0][: _LONGEST - 1] + "…", unescape(text[1]))
    if len(words) <= _PART:
        return f">{escape(words)}<"
    parts = "".join(f"<span>{escape(part)}</span>" for part in _PARTS.findall(words))
    return f">{parts}<"


def _filled(bar: re.Match[str]) -> str:
    return f'{bar[0]} fill="{_FILLS.get(bar[1], "#4a5058")}"'


def _refuse(address: str, **_: object) -> NoReturn:
    raise ValueError(f"{address} is not loaded")
