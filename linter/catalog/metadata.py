"""What a source archive declares of itself."""

import email
import re
from pathlib import Path

import msgspec

_PYTHON = re.compile(r"Programming Language :: Python :: (\d+)\.(\d+)$")


class Declared(msgspec.Struct, frozen=True):
    """The Python versions that a release names, oldest first, and the floor that it sets."""

    python: tuple[str, ...]
    requires_python: str


def declared(source: Path) -> Declared:
    """What the metadata in an unpacked source archive declares."""
    metadata = email.message_from_bytes((source / "PKG-INFO").read_bytes())
    matches = [_PYTHON.match(line) for line in metadata.get_all("Classifier", ())]
    found = sorted({(int(match[1]), int(match[2])) for match in matches if match})
    python = tuple(f"{major}.{minor}" for major, minor in found)
    return Declared(python, metadata.get("Requires-Python", ""))
