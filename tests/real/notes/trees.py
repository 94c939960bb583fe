"""Reads the release notes in the source tree of a real release."""

from pathlib import Path

from linter.notes.reno_files import NOTES, Source, read_note, source_of


def read_tree(version: str, tree: Path) -> Source:
    """The notes in the source tree of a version, which has some."""
    files = sorted((tree / NOTES).glob("*.yaml"))
    source = source_of(version, [read_note(file.name, file.read_bytes()) for file in files])
    assert isinstance(source, Source), source
    return source
