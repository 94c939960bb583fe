"""From the words of a command line to what is asked of those who fetch release notes."""

from linter.catalog import store
from linter.catalog.package_index import index_address
from linter.cli.note_options import NotesWish
from linter.model.release import Upgrade
from linter.notes.bundle import Bundle
from linter.notes.cache import cache_folder
from linter.notes.documents import NOTES_SITE
from linter.notes.request import NotesRequest, wanted


def notes_request(wish: NotesWish, upgrade: Upgrade, bundle: Bundle | None = None) -> NotesRequest:
    """Which notes of an upgrade are wanted, and from where if nothing else is said."""
    # Documents are found in a bundle under the addresses that they were fetched from.
    site, index = (bundle.site, bundle.index) if bundle else ("", "")
    return NotesRequest(
        wanted(upgrade, wish.previous),
        newest=store.releases()[-1],
        folder=cache_folder(),
        index=wish.index or index or index_address(),
        site=wish.site or site or NOTES_SITE,
        offline=wish.offline,
        bundle=bundle,
    )
