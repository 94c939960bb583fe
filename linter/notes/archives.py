"""Picks the source archives that tell what release notes came with a series."""

from collections.abc import Sequence

import msgspec

from linter.catalog.sdist import Archive, first_of


class SeriesArchives(msgspec.Struct, frozen=True):
    """All archives of a series, oldest first, and `before`, the first one of the series before.

    No `archives`: the series is not released. No `before`: nothing tells what came with the series.
    """

    before: Archive | None
    archives: tuple[Archive, ...]


def series_archives(offered: Sequence[Archive], major: int) -> SeriesArchives:
    """Which of the archives that an index offers tell the notes of a series."""
    own = tuple(archive for archive in offered if archive.version.major == major)
    return SeriesArchives(first_of(offered, major - 1), own)
