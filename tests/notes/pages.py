"""The pages and source archives of a small release notes site and package index."""

from collections.abc import Iterator, Mapping, Sequence
from html import escape

from tests.catalog.samples import packed, project_page
from tests.notes.servers import Answering, answer

NoteFiles = Mapping[str, Mapping[str, Sequence[str]]]
"""What reno keeps: note ids with the texts of each section."""

TITLES = {
    "features": "New Features",
    "upgrade": "Upgrade Notes",
    "deprecations": "Deprecation Notes",
    "security": "Security Issues",
    "fixes": "Bug Fixes",
    "other": "Other Notes",
}
INDEX = {"Content-Type": "application/vnd.pypi.simple.v1+json"}
ARCHIVE = {"Content-Type": "application/gzip"}


def page(series: str, versions: Mapping[str, NoteFiles]) -> bytes:
    """The page of a series, newest version first; of markup its texts have literals alone."""
    name = "Current" if series == "unreleased" else series.capitalize()
    title = f"{name} Series Release Notes"
    parts = "".join(_version(version, files) for version, files in versions.items())
    return (
        f"<html><head><title>{title} — Keystone Release Notes</title></head>"
        f'<body><div role="main"><section><h1>{title}</h1>{parts}</section></div></body></html>'
    ).encode()


def _version(version: str, files: NoteFiles) -> str:
    anchor = f"relnotes-{version.replace('.', '-')}"
    sections = "".join(_section(name, files) for name in TITLES)
    return f'<section id="{anchor}"><h2>{version}</h2>{sections}</section>'


def _section(name: str, files: NoteFiles) -> str:
    texts = [text for note in files.values() for text in note.get(name, ())]
    items = "".join(f"<li><p>{_marked(text)}</p></li>" for text in texts)
    return f"<section><h3>{TITLES[name]}</h3><ul>{items}</ul></section>" if texts else ""


def _marked(text: str) -> str:
    """A text with its literals as code."""
    parts = escape(text).split("``")
    return "".join(
        f"<code>{part}</code>" if number % 2 else part for number, part in enumerate(parts)
    )


def archive(version: str, files: NoteFiles) -> bytes:
    """The source archive of a version with these notes."""
    folder = f"keystone-{version}"
    members = {
        f"{folder}/releasenotes/notes/{note}.yaml": "".join(_yaml(sections))
        for note, sections in files.items()
    }
    return packed({f"{folder}/PKG-INFO": f"Version: {version}\n", **members})


def _yaml(sections: Mapping[str, Sequence[str]]) -> Iterator[str]:
    for name, texts in sections.items():
        yield f"{name}:\n"
        for text in texts:
            yield f"  - |\n    {text}\n"


def site(pages: Mapping[str, bytes]) -> dict[str, Answering]:
    """The pages of series, below /notes/."""
    return {f"/notes/{series}.html": answer(content) for series, content in pages.items()}


def index(archives: Mapping[str, bytes]) -> dict[str, Answering]:
    """A package index below /simple/ that offers the archives of these versions."""
    named = {f"keystone-{version}.tar.gz": content for version, content in archives.items()}
    return {
        "/simple/keystone/": answer(project_page(named), headers=INDEX),
        **{f"/files/{name}": answer(content, headers=ARCHIVE) for name, content in named.items()},
    }
