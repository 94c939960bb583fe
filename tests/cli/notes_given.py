"""Release notes in a bundle, for the tests of the verbs that read them."""

from datetime import UTC, datetime
from pathlib import Path

from linter.notes.bundle import Bundle, write_bundle
from linter.notes.fetched import Fetched, digest_of
from tests.catalog.samples import project_page
from tests.notes.pages import archive, page

SITE = "https://notes.example/keystone/"
INDEX = "https://index.example/simple"
# Copies are too old after 30 days: these are not, on whatever day the tests run.
MONDAY = datetime(2126, 11, 18, 10, 0, tzinfo=UTC)
PROVIDER = "The ``[token] provider`` option is read anew."
CARE = "Take care of what you keep."
FERNET = "Tokens are smaller now."
LATE = "A late note that speaks of nothing."
STEIN = "It came with what is deployed."
PROVIDER_NOTE = "provider-0123456789abcdef"
CARE_NOTE = "care-1123456789abcdef"
FEATURE_NOTE = "feature-2123456789abcdef"
STEIN_NOTE = "stein-3123456789abcdef"
# Of no archive, so that only the page tells it.
LATE_FILE = "late-5123456789abcdef"


def documents(*, missing: tuple[str, ...] = ()) -> tuple[Fetched, ...]:
    """The pages of Stein and Train with their archives, but those that are `missing`."""
    rocky = {"rocky-4123456789abcdef": {"other": ["It is older still."]}}
    stein = {STEIN_NOTE: {"upgrade": [STEIN]}}
    train = {
        PROVIDER_NOTE: {"upgrade": [PROVIDER]},
        CARE_NOTE: {"upgrade": [CARE], "security": [CARE]},
        FEATURE_NOTE: {"features": [FERNET]},
    }
    archives = {
        "keystone-14.0.0.tar.gz": archive("14.0.0", rocky),
        "keystone-15.0.0.tar.gz": archive("15.0.0", rocky | stein),
        "keystone-16.0.0.tar.gz": archive("16.0.0", rocky | stein | train),
    }
    pages = {
        "stein": page("stein", {"15.0.0": stein}),
        "train": page("train", {"16.0.1": {LATE_FILE: {"security": [LATE]}}, "16.0.0": train}),
    }
    copies = fetched(pages, archives)
    return tuple(copy for copy in copies if not copy.address.endswith(missing or ("\0",)))


def fetched(
    pages: dict[str, bytes], archives: dict[str, bytes], at: datetime = MONDAY
) -> tuple[Fetched, ...]:
    """Pages by their series, and archives by their names with the list of them, as fetched."""
    contents = {
        **{f"{SITE}{series}.html": content for series, content in pages.items()},
        f"{INDEX}/keystone/": project_page(archives),
        **{f"https://index.example/files/{name}": content for name, content in archives.items()},
    }
    return tuple(
        Fetched(content, address, at, digest_of(content)) for address, content in contents.items()
    )


def bundle(path: Path, *, missing: tuple[str, ...] = ()) -> Path:
    """The file of a bundle with those documents."""
    write_bundle(path, Bundle(documents(missing=missing), site=SITE, index=INDEX))
    return path
