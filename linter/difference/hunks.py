"""Where a deployed text and the samples of both releases differ."""

from collections.abc import Iterator, Sequence
from typing import Literal

import msgspec
from merge3 import Merge3

Whose = Literal["site", "release", "both", "agreed"]


class TextLine(msgspec.Struct, frozen=True):
    """A line, told apart by `text`, which may hold a secret; `shown` is safe to print."""

    text: str
    shown: str


class Hunk(msgspec.Struct, frozen=True):
    """Lines that are not the same in all three texts, safe to print.

    `whose` says who changed the source's lines: the site, the release, both in their own ways, or
    both alike. `line` is that of the deployed text, from 1.
    """

    whose: Whose
    line: int
    source: tuple[str, ...]
    deployed: tuple[str, ...]
    target: tuple[str, ...]


def hunks(
    source: Sequence[TextLine], deployed: Sequence[TextLine], target: Sequence[TextLine]
) -> Iterator[Hunk]:
    """Every place where the texts differ, in order; without a source give the target for it."""
    texts = _texts(source), _texts(deployed), _texts(target)
    regions = Merge3(*texts).find_sync_regions()
    ends = (0, 0, 0)
    for first, last, low, high, start, stop in regions:
        parts = source[ends[0] : first], deployed[ends[1] : low], target[ends[2] : start]
        if any(parts):
            yield Hunk(_whose(*map(_texts, parts)), ends[1] + 1, *map(_shown, parts))
        ends = last, high, stop


def _whose(source: Sequence[str], deployed: Sequence[str], target: Sequence[str]) -> Whose:
    if deployed == target:
        return "agreed"
    if source == target:
        return "site"
    return "release" if source == deployed else "both"


def _texts(lines: Sequence[TextLine]) -> list[str]:
    return [line.text for line in lines]


def _shown(lines: Sequence[TextLine]) -> tuple[str, ...]:
    return tuple(line.shown for line in lines)
