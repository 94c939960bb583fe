"""What Python's warnings module writes: where, of what category, and what it says."""

import re
from itertools import pairwise
from pathlib import PurePosixPath

import msgspec

_HEAD = re.compile(
    r"(?P<path>/[^\n:]*|<[^>\n]+>|[\w./-]+\.py):\d+: (?P<category>(?:[A-Z]\w*)?Warning): "
)
_SOURCE = re.compile(r"\n  \S[^\n]*\Z")
# The source line where a collector of logs has taken the blanks away that set it off.
_CALL = re.compile(r"\s+(?:\w+\.)?(?:warn|_warn\w*|deprecate)\([^\n]*\Z")
_SPEAKS = re.compile(r"Deprecat|^(?:Future|SA|(?:Removed|Moved)In\w+)Warning")
# oslo.service imports eventlet whether it is used or not: on stderr of every command since 2025.1.
_ON_IMPORT = "EventletDeprecationWarning"
_INSTALLED = ("site-packages", "dist-packages")


class PythonWarning(msgspec.Struct, frozen=True):
    """One warning; `package` is whose code it points at, `text` may have several lines."""

    package: str
    category: str
    text: str

    @property
    def is_deprecation(self) -> bool:
        """Whether it tells that something will be otherwise in a later version of a library."""
        if self.category == _ON_IMPORT:
            return False
        return bool(_SPEAKS.search(self.category)) or "deprecat" in self.text.lower()


def warning_in(message: str, *, anywhere: bool = False) -> PythonWarning | None:
    """The warning that a message is, or that stands `anywhere` in it."""
    if "Warning: " not in message:
        return None
    head = (_HEAD.search if anywhere else _HEAD.match)(message)
    if head is None:
        return None
    text = message[head.end() :].rstrip("\n ")
    text = _CALL.sub("", _SOURCE.sub("", text))
    return PythonWarning(_package(head["path"]), head["category"], text)


def _package(path: str) -> str:
    """The package that a file belongs to, as it is installed, checked out, or Python's own."""
    if path.startswith("<"):
        return "python"
    parts = PurePosixPath(path).parts
    for place in _INSTALLED:
        if place in parts[:-1]:
            return parts[parts.index(place) + 1].removesuffix(".py")
    if any(re.fullmatch(r"python\d(?:\.\d+)?", part) for part in parts[:-1]):
        return "python"
    # A checkout has its package in a folder of the same name: /opt/stack/keystone/keystone.
    twice = (one for one, other in pairwise(parts) if one == other)
    return next(twice, PurePosixPath(path).stem)
