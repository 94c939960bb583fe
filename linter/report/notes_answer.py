"""What `kslint notes` answers, before it is written in some format."""

import enum
from collections.abc import Iterator, Sequence
from itertools import groupby

import msgspec

from linter.model.finding import Gap
from linter.model.notes import Note, NoteSection
from linter.model.release import Upgrade
from linter.model.triage import ReadingList, Triage, TriagedNote
from linter.model.visible import visible
from linter.notes.later import is_beyond
from linter.report.quantities import counted


class Scope(enum.Enum):
    """The notes that people are shown; others are counted."""

    OPEN = enum.auto()
    ASKING = enum.auto()
    ALL = enum.auto()


class NotesAnswer(msgspec.Struct, frozen=True):
    """The release notes of an upgrade and what was not read of them.

    `is_judged` is whether a deployment was given. `command` is what was asked for on the command
    line, for the commands that are proposed: it holds paths of this machine, so that only what is
    read at the terminal may show it.
    """

    upgrade: Upgrade
    reading: ReadingList
    gaps: tuple[Gap, ...] = ()
    is_judged: bool = True
    scope: Scope = Scope.ASKING
    command: str = "kslint notes"


class Counts(msgspec.Struct, frozen=True):
    """How many notes there are; those of `features` and fixes ask for nothing.

    `concerning` apply and `unclear` must be read; both ask, and some of them are `acknowledged`.
    """

    notes: int
    concerning: int
    unclear: int
    acknowledged: int
    features: int
    refuted: int
    after_target: int

    @property
    def asking(self) -> int:
        """How many must be read by somebody who says so."""
        return self.concerning + self.unclear

    @property
    def open(self) -> int:
        """How many of them nobody has acknowledged."""
        return self.asking - self.acknowledged


class Group(msgspec.Struct, frozen=True):
    """Notes under one heading."""

    title: str
    notes: tuple[TriagedNote, ...]


OPEN = "open"
"""The row of the table that matters most."""

_TITLES = {
    NoteSection.CRITICAL: "Critical issues",
    NoteSection.UPGRADE: "Upgrade notes",
    NoteSection.SECURITY: "Security issues",
    NoteSection.DEPRECATIONS: "Deprecation notes",
    NoteSection.OTHER: "Other notes",
    NoteSection.ISSUES: "Known issues",
    NoteSection.PRELUDE: "Preludes",
    NoteSection.FEATURES: "New features",
    NoteSection.FIXES: "Bug fixes",
}


def counts(answer: NotesAnswer) -> Counts:
    """How many notes there are of each kind."""
    notes = answer.reading.notes
    asking = [each for each in notes if each.asks]
    refuted = sum(each.triage is Triage.DOES_NOT_APPLY for each in notes)
    return Counts(
        notes=len(notes),
        concerning=sum(each.triage is Triage.APPLIES for each in asking),
        unclear=sum(each.triage is Triage.READ_IT for each in asking),
        acknowledged=sum(not each.is_open for each in asking),
        features=len(notes) - len(asking) - refuted,
        refuted=refuted,
        after_target=sum(is_after_target(each.note, answer) for each in notes),
    )


def in_words(answer: NotesAnswer) -> Iterator[str]:
    """The counts as sentences, the one that matters most first."""
    found = counts(answer)
    if not found.notes:
        yield "No release notes were read."
        return
    yield from _in_words(answer, found)
    if any(gap.required for gap in answer.gaps):
        yield "Something that is required was not looked at: see the end."


def _in_words(answer: NotesAnswer, found: Counts) -> Iterator[str]:
    of_all = f"of {counted(found.notes, 'release note')}"
    if answer.is_judged:
        concern = "concerns" if found.concerning == 1 else "concern"
        yield (
            f"{found.concerning} {of_all} {concern} this deployment, {found.unclear} must be read, "
            f"{found.acknowledged} acknowledged."
        )
    else:
        yield (
            f"{found.unclear} {of_all} must be read, {found.acknowledged} acknowledged: no "
            "deployment was given that tells which of them concern it."
        )
    whole = len({each.note.key for each in answer.reading.notes if each.is_open})
    if whole < found.open:
        notes = f"{counted(whole, 'note')}, {'which is' if whole == 1 else 'each'}"
        yield f"{found.open} are open, parts of {notes} acknowledged as a whole."
    if found.after_target:
        come = "comes" if found.after_target == 1 else "come"
        yield (
            f"{found.after_target} {come} with a version after "
            f"{visible(answer.reading.version)}, which will be installed."
        )


def rows(answer: NotesAnswer) -> tuple[tuple[str, int], ...]:
    """The counts as the rows of a table."""
    found = counts(answer)
    return (
        ("concern this deployment", found.concerning),
        ("must be read", found.unclear),
        ("acknowledged, of both", found.acknowledged),
        (OPEN, found.open),
        ("new features and bug fixes", found.features),
        ("do not apply", found.refuted),
        ("in all", found.notes),
    )


def unshown(answer: NotesAnswer) -> str:
    """What is counted and not shown, "" where all is."""
    if answer.scope is Scope.ALL:
        return ""
    found = counts(answer)
    parts = [
        f"{found.acknowledged} acknowledged" if answer.scope is Scope.OPEN else "",
        counted(found.features, "new feature or bug fix", "new features and bug fixes"),
        f"{found.refuted} that {'does' if found.refuted == 1 else 'do'} not apply",
    ]
    named = [part for part in parts if part and not part.startswith("0 ")]
    return f"Not shown: {', '.join(named)}; --all shows them." if named else ""


def groups(answer: NotesAnswer) -> Iterator[Group]:
    """The notes that are shown: those that ask by their section, then the others, if at all."""
    notes = answer.reading.notes
    is_open = answer.scope is Scope.OPEN
    yield from _by_section([each for each in notes if (each.is_open if is_open else each.asks)])
    if answer.scope is Scope.ALL:
        left = [each for each in notes if not each.asks]
        refuted = tuple(each for each in left if each.triage is Triage.DOES_NOT_APPLY)
        yield from _by_section([each for each in left if each.triage is not Triage.DOES_NOT_APPLY])
        if refuted:
            yield Group("Notes that do not apply", refuted)


def first_open(answer: NotesAnswer) -> TriagedNote | None:
    """The note to begin with."""
    return next((each for each in answer.reading.notes if each.is_open), None)


def is_after_target(note: Note, answer: NotesAnswer) -> bool:
    """Whether a note comes with a version of the target after the one to be installed."""
    return is_beyond(note, answer.upgrade.target.series, answer.reading.version)


def _by_section(notes: Sequence[TriagedNote]) -> Iterator[Group]:
    ordered = sorted(notes, key=lambda each: each.rank)
    for section, found in groupby(ordered, key=lambda each: each.note.section):
        yield Group(_TITLES[section], tuple(found))
