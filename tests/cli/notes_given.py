"""Release notes in a bundle, for the tests of the verbs that read them."""

from datetime import UTC, datetime
from html import escape
from pathlib import Path

from linter.notes.bundle import Bundle, write_bundle
from linter.notes.fetched import Fetched, digest_of
from tests.catalog.samples import packed, project_page

SITE = "https://notes.example/keystone/"
INDEX = "https://index.example/simple"
# Copies are too old after 30 days: these are not, on whatever day the tests run.
MONDAY = datetime(2126, 11, 18, 10, 0, tzinfo=UTC)
PROVIDER = "The ``[token] provider`` option is read anew."
CARE = "Take care of what you keep."
FERNET = "Tokens are smaller now."
LATE = "A late note that speaks of nothing."
STEIN = "It came with what is deployed."
HEADINGS = {
    "upgrade": "Upgrade Notes",
    "other": "Other Notes",
    "deprecations": "Deprecation Notes",
    "fixes": "Bug Fixes",
    "security": "Security Issues",
    "features": "New Features",
}
PROVIDER_NOTE = "provider-0123456789abcdef"
CARE_NOTE = "care-1123456789abcdef"
FEATURE_NOTE = "feature-2123456789abcdef"
STEIN_NOTE = "stein-3123456789abcdef"
Sections = dict[str, list[str]]


def page(series: str, versions: dict[str, Sections]) -> bytes:
    """A series' page as Sphinx and reno make it."""
    name = series.capitalize()
    parts = "".join(_version(version, sections) for version, sections in versions.items())
    text = (
        f"<!DOCTYPE html><html><head><title>{name} Series Release Notes — Keystone Release Notes"
        f"</title></head><body><div role='main'><section><h1>{name} Series Release Notes</h1>"
        f"{parts}</section></div></body></html>"
    )
    return text.encode()


def _version(version: str, sections: Sections) -> str:
    parts = "".join(
        f"<section><h3>{HEADINGS[section]}</h3><ul>"
        + "".join(f"<li><p>{_marked(text)}</p></li>" for text in texts)
        + "</ul></section>"
        for section, texts in sections.items()
    )
    anchor = f"relnotes-{version.replace('.', '-')}"
    return f'<section id="{anchor}"><h2>{version}</h2>{parts}</section>'


def _marked(text: str) -> str:
    """Its literals as code."""
    parts = escape(text).split("``")
    return "".join(
        f"<code>{part}</code>" if number % 2 else part for number, part in enumerate(parts)
    )


def archive(version: str, notes: dict[str, Sections]) -> bytes:
    """A source archive with the files of these notes."""
    folder = f"keystone-{version}"
    head = f"Metadata-Version: 2.1\nName: keystone\nVersion: {version}\n"
    files = {
        f"{folder}/releasenotes/notes/{name}.yaml": _file(sections)
        for name, sections in notes.items()
    }
    return packed({f"{folder}/PKG-INFO": head, **files})


def _file(sections: Sections) -> str:
    return "".join(
        f"{section}:\n" + "".join(f"  - |\n    {text}\n" for text in texts)
        for section, texts in sections.items()
    )


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
        "stein": page("stein", {"15.0.0": {"upgrade": [STEIN]}}),
        "train": page(
            "train",
            {
                "16.0.1": {"security": [LATE]},
                "16.0.0": {
                    "features": [FERNET],
                    "upgrade": [PROVIDER, CARE],
                    "security": [CARE],
                },
            },
        ),
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
