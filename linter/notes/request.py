"""What is asked of those who fetch release notes."""

from pathlib import Path

import msgspec

from linter.model.release import Release, Upgrade
from linter.notes.bundle import Bundle
from linter.notes.documents import NOTES_SITE


class NotesRequest(msgspec.Struct, frozen=True):
    """Whose notes are wanted, and from where.

    `releases` are oldest first, the last one is the target. `newest` is the newest release known:
    its notes may still stand on the page of what is not released. `version` is that of the target
    which will be installed, "" for the newest that is offered. `folder` is that of the cache.
    Offline nothing but the copies there is read; with a bundle nothing but the copies in it.
    """

    releases: tuple[Release, ...]
    newest: Release
    folder: Path
    index: str
    site: str = NOTES_SITE
    version: str = ""
    offline: bool = False
    bundle: Bundle | None = None


def wanted(upgrade: Upgrade, previous: int) -> tuple[Release, ...]:
    """The releases whose notes are to be read: all that are crossed, and so many before them."""
    majors = range(upgrade.source.major + 1 - previous, upgrade.target.major + 1)
    return tuple(release for release in upgrade.ladder if release.major in majors)
