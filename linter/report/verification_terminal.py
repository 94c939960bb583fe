"""For people: whether a report still holds, and what has changed since it was made."""

from rich.text import Text

from linter.model.location import Location
from linter.model.verdict import Decision
from linter.model.visible import visible
from linter.report.console import page, printed, wrapped
from linter.report.quantities import counted
from linter.seal import Change, Verification


def render(found: Verification, *, color: bool, width: int | None = None) -> str:
    """The answer as text; `width` in columns, that of the terminal when not given."""
    console = page(color=color, width=width)
    made = f" of {found.created:%Y-%m-%d %H:%M} UTC" if found.created else ""
    ends = f"Keystone {found.source} → {found.target}, profile {found.profile}"
    decision = Decision(found.decision).words
    console.print(Text(visible(f"The report{made}: {ends}, {decision}"), style="bold"))
    console.print(Text(f"  seal: {visible(found.seal)}", style="dim"))
    console.print()
    if found.holds:
        console.print(Text("It still holds: nothing that it rests on has changed.", "bold green"))
    else:
        number = counted(len(found.changes), "change")
        console.print(Text(f"It no longer holds: {number} since it was made.", "bold red"))
    for change in found.changes:
        wrapped(console, f"  {visible(_about(change))}: {visible(change.told)}")
    for text in found.unseen:
        wrapped(console, f"  not looked at: {visible(text)}", style="dim")
    return printed(console)


def _about(change: Change) -> str:
    return str(Location(change.node, change.path)) if change.path else change.about
