"""Tells the words of a release note, whatever its markup, and a digest of them."""

import functools
import hashlib
import threading
from collections.abc import Iterator
from contextlib import contextmanager

from docutils import nodes
from docutils.frontend import Values, get_default_settings
from docutils.parsers.rst import Parser, roles
from docutils.utils import new_document

# What reads longer is no note; docutils takes more than linear time for some markup.
_LIMIT = 2**16
_LENGTH = 32
# Sphinx's "smart quotes", and what they stand for.
_TYPED = {
    0x2018: "'", 0x2019: "'", 0x201C: '"', 0x201D: '"', 0x2013: "--", 0x2014: "---", 0x2026: "...",
}  # fmt: skip
# Of docutils at markup that it did not think of: `.. figure::` with `:figwidth:` alone is one.
_FAILURES = (
    ArithmeticError, AssertionError, AttributeError, LookupError, RecursionError, TypeError,
    ValueError,
)  # fmt: skip
# The roles that docutils knows are the same in all threads, and so are Python's filters of
# warnings, which it changes where it makes settings.
_ONE_AT_A_TIME = threading.Lock()
_SETTINGS = {
    "file_insertion_enabled": False,
    "raw_enabled": False,
    "syntax_highlight": "none",
    "line_length_limit": _LIMIT,
    "report_level": 5,
    "halt_level": 5,
    "warning_stream": False,
}


def digest(text: str) -> str:
    """A digest of the words of a text in reStructuredText: equal for equal `words`."""
    return hashlib.sha256(words(text).encode()).hexdigest()[:_LENGTH]


@functools.lru_cache(maxsize=2**12)
def words(text: str) -> str:
    """The text of a note without markup and white space, quotes and dashes as they are typed.

    What docutils cannot take stands as it is written, without white space.
    """
    plain = _plain(text) if len(text) <= _LIMIT else text
    return "".join((plain.strip() or text).translate(_TYPED).split())


def _plain(text: str) -> str:
    try:
        with _ONE_AT_A_TIME, _no_own_roles():
            document = new_document("note", _settings())
            Parser().parse(text, document)
        return "".join(node.astext() for node in document.findall(nodes.Text) if _is_shown(node))
    except _FAILURES:
        return text


@contextmanager
def _no_own_roles() -> Iterator[None]:
    """A role that one note, or another reader, defines must not change the words of the next."""
    defined: dict[str, object] = vars(roles)["_roles"]
    saved = dict(defined)
    defined.clear()
    try:
        yield
    finally:
        defined.clear()
        defined.update(saved)


@functools.cache
def _settings() -> Values:
    settings = get_default_settings(Parser)
    for name, value in _SETTINGS.items():
        setattr(settings, name, value)
    return settings


def _is_shown(node: nodes.Text) -> bool:
    """Not comments, nor what docutils says itself but for the source it could not take."""
    parent = node.parent
    reported = isinstance(parent.parent, nodes.system_message)
    return not isinstance(parent, nodes.comment) and not (
        reported and not isinstance(parent, nodes.literal_block)
    )
