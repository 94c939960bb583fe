"""The bundle with release notes that the README reads; `python -m tests.cli.demo_notes` writes it.

They are made up for the deployment that it shows.
"""

from datetime import UTC, datetime
from pathlib import Path

from linter.notes.bundle import Bundle, write_bundle
from tests.cli.notes_given import INDEX, SITE, fetched
from tests.notes.pages import NoteFiles, archive, page

MADE = datetime(2026, 11, 16, 10, 0, tzinfo=UTC)
DEMO = Path(__file__).parents[1] / "fixtures" / "notes" / "demo.zip"
CATALOG = (
    "The catalog is read from the database alone. ``[catalog] template_file`` has no effect any "
    "more: create services and endpoints before the upgrade."
)
NOTES: dict[str, dict[str, NoteFiles]] = {
    "2023.2": {"24.0.0": {"begin-1f0c5d7a9e3b2468": {"other": ["Everything begins somewhere."]}}},
    "2024.1": {
        "25.0.0": {
            "domains-2a1d6e8b0f4c3579": {
                "upgrade": ["Domains can be told apart by ``[identity] domain_config_dir``."]
            }
        }
    },
    "2024.2": {
        "26.0.0": {
            "ldap-pages-3b2e7f9c1a5d468e": {
                "deprecations": ["The ``[ldap] page_size`` option is deprecated."]
            },
            "quiet-4c3f8a0d2b6e579f": {"fixes": ["Less is written into logs."]},
        }
    },
    "2025.1": {
        "27.0.0": {
            "no-template-of-the-catalog-5d4a9b1e3c7f68a0": {"upgrade": [CATALOG]},
            "trusts-are-checked-6e5b0c2f4d8a79b1": {
                "security": ["Who gives a trust is checked once more when it is used."]
            },
            "names-7f6c1d3a5e9b80c2": {"features": ["Services can have longer names."]},
        }
    },
}


def bundle() -> Bundle:
    """The pages and the source archives of these notes."""
    held: NoteFiles = {}
    archives = {}
    pages = {}
    for series, versions in NOTES.items():
        for version, notes in versions.items():
            held = {**held, **notes}
            archives[f"keystone-{version}.tar.gz"] = archive(version, held)
        pages[series] = page(series, versions)
    del pages["2023.2"]
    return Bundle(fetched(pages, archives, MADE), site=SITE, index=INDEX)


if __name__ == "__main__":
    write_bundle(DEMO, bundle())
