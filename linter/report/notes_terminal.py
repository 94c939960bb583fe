"""Release notes for people at a terminal: those first that can break most, whole."""

from collections.abc import Iterator
from datetime import datetime, timedelta
from itertools import groupby
from shlex import quote

from rich.console import Console
from rich.padding import Padding
from rich.text import Text

from linter.model.notes import NoteDocument
from linter.model.triage import Triage, TriagedNote
from linter.model.visible import visible
from linter.notes.documents import link_of
from linter.report.console import gap_section, page, place, printed, wrapped
from linter.report.notes_answer import (
    NotesAnswer,
    first_open,
    groups,
    in_words,
    is_after_target,
    unshown,
)
from linter.report.quantities import ago_in_words, counted
from linter.report.rst.terminal import to_terminal

_STYLES = {
    Triage.APPLIES: "bold yellow",
    Triage.READ_IT: "cyan",
    Triage.DOES_NOT_APPLY: "dim",
}
_INDENT = 4


def render(answer: NotesAnswer, now: datetime, *, color: bool, width: int | None = None) -> str:
    """The notes as text; `width` in columns, that of the terminal when not given."""
    console = page(color=color, width=width)
    _head(console, answer, now)
    for group in groups(answer):
        console.print()
        console.print(Text(f"{group.title} ({len(group.notes)})", style="bold"))
        for each in group.notes:
            _note(console, each, answer)
    if left := unshown(answer):
        console.print()
        wrapped(console, left, indent=2, style="dim")
    gap_section(console, answer.gaps)
    _next_step(console, answer)
    return printed(console)


def render_note(
    each: TriagedNote, answer: NotesAnswer, *, color: bool, width: int | None = None
) -> str:
    """One note as text, as it stands among the others."""
    console = page(color=color, width=width)
    _note(console, each, answer)
    return printed(console)


def _head(console: Console, answer: NotesAnswer, now: datetime) -> None:
    upgrade, reading = answer.upgrade, answer.reading
    title = f"Release notes for Keystone {upgrade.source} → {upgrade.target}"
    wrapped(console, title, indent=2, style="bold")
    if reading.series:
        wrapped(console, f"  notes of: {', '.join(reading.series)}", indent=12, style="dim")
    for line in _read(reading.documents, now):
        wrapped(console, f"  read: {line}", indent=8, style="dim")
    if reading.version:
        wrapped(console, f"  to be installed: keystone {visible(reading.version)}", style="dim")
    console.print()
    first, *others = in_words(answer)
    wrapped(console, first, indent=2, style="bold")
    for sentence in others:
        wrapped(console, sentence, indent=2)


def _read(documents: tuple[NoteDocument, ...], now: datetime) -> Iterator[str]:
    """How many documents each place gave, and how long ago the oldest of them."""
    if not documents:
        yield "nothing"
    ordered = sorted(documents, key=lambda document: _site(document.address))
    for site, found in groupby(ordered, key=lambda document: _site(document.address)):
        times = sorted(document.fetched_at for document in found)
        oldest = max(now - times[0], timedelta())
        when = f"{times[0]:%Y-%m-%d %H:%M} UTC, {ago_in_words(oldest)}"
        what = "fetched" if times[0] == times[-1] else "the oldest fetched"
        yield f"{counted(len(times), 'document')} of {visible(site)}, {what} {when}"


def _site(address: str) -> str:
    return address.partition("://")[2].partition("/")[0] or "this machine"


def _note(console: Console, each: TriagedNote, answer: NotesAnswer) -> None:
    note = each.note
    console.print()
    style = _STYLES[each.triage]
    console.print(Text.assemble((f"  [{each.triage}]", style), (f" {visible(note.key)}", "bold")))
    late = f", after {answer.reading.version}" if is_after_target(note, answer) else ""
    wrapped(console, visible(f"    {note.section}, keystone {note.version}{late}"), style="dim")
    if each.acknowledgement:
        wrapped(console, f"    {visible(each.acknowledgement)}", style="green")
    if answer.is_judged:
        wrapped(console, f"    why: {visible(each.reason)}", indent=9)
    for text in _witnesses(each):
        wrapped(console, f"         {text}", indent=11, style="dim")
    prose = to_terminal(note.text, max(console.width - 1 - _INDENT, 1))
    console.print()
    console.print(Padding(prose, (0, 0, 0, _INDENT)))
    console.print(Text(f"    see: {link_of(note)}", style="dim"), soft_wrap=True)


def _witnesses(each: TriagedNote) -> Iterator[str]:
    """What was seen; where it is the reason itself only the place is left to say."""
    for witness in each.witnesses:
        if witness.text != each.reason:
            where = place(witness.at) if witness.at else visible(witness.reference)
            yield visible(witness.text) + (f" ({where})" if where else "")
        elif witness.at:
            yield place(witness.at)


def _next_step(console: Console, answer: NotesAnswer) -> None:
    """The command for the first open note, on one line so that it can be copied."""
    each = first_open(answer)
    if each is None:
        return
    console.print()
    wrapped(console, "Once a note was read, say so; this is the first one:", indent=2)
    command = f"{answer.command} --ack {quote(visible(each.note.key))} --by NAME --reason WHY"
    console.print(Text(f"  {visible(command)}"), soft_wrap=True)
