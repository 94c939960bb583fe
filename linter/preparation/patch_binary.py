"""Whole contents in the form that git has for files that are not compared by lines."""

import base64
import hashlib
import zlib

_MOST = 52
"""So many bytes a line has; its first letter says how many."""


def identity(content: bytes) -> bytes:
    """The name that git has for a content."""
    data = b"blob %d\0" % len(content) + content
    return hashlib.sha1(data, usedforsecurity=False).hexdigest().encode()


def binary(old: bytes, new: bytes) -> bytes:
    """A change of one content into another, and back."""
    return b"GIT binary patch\n" + _literal(new) + b"\n" + _literal(old) + b"\n"


def _literal(content: bytes) -> bytes:
    packed = zlib.compress(content)
    chunks = (packed[start : start + _MOST] for start in range(0, len(packed), _MOST))
    lines = (_length(chunk) + base64.b85encode(chunk, pad=True) + b"\n" for chunk in chunks)
    return b"literal %d\n" % len(content) + b"".join(lines)


def _length(chunk: bytes) -> bytes:
    count = len(chunk)
    return bytes([ord("A") + count - 1 if count <= 26 else ord("a") + count - 27])  # noqa: PLR2004  letters
