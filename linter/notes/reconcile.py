"""Joins the notes of a series' page with those of its source archives, and explains the rest."""

import enum
from collections.abc import Callable, Iterator

import msgspec
from msgspec.structs import replace
from packaging.version import InvalidVersion, Version

from linter.model.notes import Note, NoteSection
from linter.notes.series import SeriesNotes
from linter.notes.words import words

# Of all the words in two texts, the part that both must have to be two states of one note.
_ALIKE = 0.6


class Reason(enum.StrEnum):
    """Why the page and the archives differ in a note; the last two: nothing explains it."""

    AFTER_ARCHIVES = "on the page only: newer than the newest source archive"
    BEFORE_SERIES = "on the page only: the first archive of the series before holds it already"
    EDITED = "in other words in the newest source archive"
    OTHER_VERSION = "of another version by the source archives"
    PASSED_OVER = "in the archive only: under a name of a section that the page does not print"
    AFTER_PAGE = "in the archive only: newer than the page"
    MISSING_IN_ARCHIVE = "on the page only"
    MISSING_ON_PAGE = "in the archive only"


class Difference(msgspec.Struct, frozen=True):
    """A note in which the two sources do not agree, and why."""

    note: Note
    reason: Reason


class Reconciled(msgspec.Struct, frozen=True):
    """All notes of a series: those of the page in its order, then those of the archives alone.

    A note that both have has the version of the page, and the id, item number and text of the
    archive; where they differ in words it has the text of the page. A prelude of the page is parted
    into the notes that it is made of.
    """

    notes: tuple[Note, ...]
    differences: tuple[Difference, ...] = ()


def reconcile(page: tuple[Note, ...], archived: SeriesNotes) -> Reconciled:
    """The notes of both sources, each once, and every difference between them."""
    joining = _Joining(page)
    left = list(archived.notes)
    joining.join(left, lambda one, other: _same(one, other) and one.version == other.version)
    joining.join(left, _same, Reason.OTHER_VERSION)
    before = list(archived.before()) if joining.open else []
    joining.part_preludes(left, before)
    joining.join(left, _alike, Reason.EDITED)
    joining.join(before, _same, Reason.BEFORE_SERIES)
    joining.explain(archived.newest)
    alone = (Difference(note, _of_archive_only(note, page)) for note in left)
    rest = [
        *(one for one in alone if not _may_be_older(one, archived)),
        *(Difference(note, Reason.PASSED_OVER) for note in archived.passed_over),
    ]
    notes = [note for index in range(len(page)) for note in joining.joined[index]]
    return Reconciled(
        (*notes, *(difference.note for difference in rest)), (*joining.differences, *rest)
    )


class _Joining:
    """The page's notes that nothing is known of yet, and what the others became.

    `open` and `joined` are by the note's place on the page.
    """

    def __init__(self, page: tuple[Note, ...]) -> None:
        self.open = dict(enumerate(page))
        self.joined: dict[int, tuple[Note, ...]] = {}
        self.differences: list[Difference] = []

    def join(
        self,
        left: list[Note],
        belong: Callable[[Note, Note], bool],
        reason: Reason | None = None,
    ) -> None:
        """Takes out of `left` what belongs to a note of the page, and joins the two."""
        for index, note in tuple(self.open.items()):
            found = next((other for other in left if belong(note, other)), None)
            if found is not None:
                left.remove(found)
                self._settle(index, (_joined(note, found),), reason)

    def part_preludes(self, left: list[Note], before: list[Note]) -> None:
        """The preludes of a version are one note of the page, with the words of all of them."""
        for index, note in tuple(self.open.items()):
            if note.section is NoteSection.PRELUDE and (parts := _parts(note, [*before, *left])):
                self._settle(index, tuple(_placed(note, part) for part in parts))
                self.differences += [
                    Difference(_placed(note, part), Reason.BEFORE_SERIES)
                    for part in parts
                    if part in before
                ]
                left[:] = [other for other in left if other not in parts]

    def explain(self, newest: str) -> None:
        """Settles all that is still open."""
        for index, note in tuple(self.open.items()):
            self._settle(index, (note,), _of_page_only(note, newest))

    def _settle(self, index: int, notes: tuple[Note, ...], reason: Reason | None = None) -> None:
        del self.open[index]
        self.joined[index] = notes
        if reason is not None:
            self.differences += [Difference(note, reason) for note in notes]


def _same(page: Note, archived: Note) -> bool:
    return (page.section, page.digest) == (archived.section, archived.digest)


def _joined(page: Note, archived: Note) -> Note:
    if page.digest == archived.digest:
        return _placed(page, archived)
    return replace(page, id=archived.id, item=archived.item)


def _placed(page: Note, archived: Note) -> Note:
    return replace(archived, version=page.version, place=page.place)


def _alike(page: Note, archived: Note) -> bool:
    if (page.section, page.version) != (archived.section, archived.version):
        return False
    ours, theirs = set(page.text.split()), set(archived.text.split())
    return len(ours & theirs) >= _ALIKE * len(ours | theirs)


def _parts(prelude: Note, left: list[Note]) -> tuple[Note, ...]:
    """The archives' preludes that make up the page's, in its order; none if they do not."""
    rest = words(prelude.text)
    preludes = {words(note.text): note for note in left if note.section is NoteSection.PRELUDE}
    found = []
    while rest:
        # The longest: the words of one can begin those of another.
        first = max((text for text in preludes if rest.startswith(text)), key=len, default="")
        if not first:
            return ()
        found.append(preludes.pop(first))
        rest = rest.removeprefix(first)
    return tuple(found)


def _of_page_only(note: Note, newest: str) -> Reason:
    late = is_later(note.version, newest)
    return Reason.AFTER_ARCHIVES if late else Reason.MISSING_IN_ARCHIVE


def _of_archive_only(note: Note, page: tuple[Note, ...]) -> Reason:
    late = all(is_later(note.version, other.version) for other in page)
    return Reason.AFTER_PAGE if late else Reason.MISSING_ON_PAGE


def _may_be_older(difference: Difference, archived: SeriesNotes) -> bool:
    """Whether a note that a page of the same age lacks came before the series."""
    is_undated = difference.note.version == archived.undated
    return is_undated and difference.reason is Reason.MISSING_ON_PAGE


def is_later(version: str, other: str) -> bool:
    """Whether a version comes after another: 16.0.2-9 after 16.0.2, "train-eol" after both."""
    versions: Iterator[Version | None] = map(_parsed, (version, other))
    first, second = versions
    return second is not None and (first is None or first > second)


def _parsed(version: str) -> Version | None:
    """None for the tag at the end of a branch, which says no version."""
    try:
        return Version(version)
    except InvalidVersion:
        return None
