"""Makes the value of a note from its place and its text."""

import re

from linter.catalog.mentions import Known, mentions
from linter.model.notes import Note, NoteSection
from linter.notes.words import digest

_BUG = re.compile(
    r"(?:\bbugs?[\s_/#:-]{0,3}|\+bug/|launchpad\.net/bugs/|\blp:?[\s#-]{0,2})(\d{5,8})(?!\d)",
    re.IGNORECASE,
)


def note(  # noqa: PLR0913, PLR0917 - the place of a note has as many parts
    series: str,
    version: str,
    section: NoteSection,
    item: int,
    text: str,
    known: Known,
    id_: str = "",
) -> Note:
    """The note with what its text, and its id, mention. `known` are the names of the release."""
    return Note(
        id=id_,
        series=series,
        version=version,
        section=section,
        item=item,
        text=text,
        digest=digest(text),
        bugs=tuple(sorted({int(bug) for bug in _BUG.findall(f"{id_}\n{text}")})),
        identifiers=_identifiers(text, known),
    )


def _identifiers(text: str, known: Known) -> tuple[str, ...]:
    """What the text mentions, each as an operator would write it."""
    # One space for any: the patterns of `mentions` take much time over many.
    found = mentions(" ".join(text.split()), known)
    options = [f"[{group}] {name}" for group, name in found.options]
    groups = [f"[{group}]" for group in found.groups]
    return (*options, *groups, *found.rules, *found.files, *found.commands)
