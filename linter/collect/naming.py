"""Names for nodes and files, taken from their paths."""

import os
from collections.abc import Sequence
from pathlib import Path

from linter.model.visible import visible


def printable(path: Path) -> str:
    """A path as it is named in findings: with `/`, and escapes for what cannot be printed."""
    # Names on disk are bytes; what is no UTF-8 could not be written to any report.
    return visible(os.fsencode(path.as_posix()).decode("utf-8", errors="backslashreplace"))


def shown_path(path: Path) -> str:
    """How a report names a file that lies beside deployments.

    As it was given, but without the folders of one machine.
    """
    return printable(Path(path.name) if path.is_absolute() else path)


def node_names(arguments: Sequence[str]) -> tuple[str, ...]:
    """A name for each path: nodes/ctl1/etc/keystone is "ctl1"; "" for a path that stands alone."""
    if len(arguments) == 1:
        return ("",)
    split = [tuple(part for part in path.split("/") if part not in {"", "."}) for path in arguments]
    first = _alike(split)
    last = _alike([parts[first:][::-1] for parts in split])
    names = ["/".join(parts[first : len(parts) - last]) for parts in split]
    unique = len(set(names)) == len(names) and all(names)
    return tuple(names if unique else arguments)


def _alike(paths: Sequence[tuple[str, ...]]) -> int:
    """How many leading parts all paths share."""
    count = 0
    for parts in zip(*paths, strict=False):
        if len(set(parts)) > 1:
            break
        count += 1
    return count
