"""The comparison of two reports for people: what is new, what remains and what is gone."""

from collections.abc import Iterable, Iterator, Sequence

from rich.console import Console
from rich.text import Text

from linter.model.location import Location
from linter.model.verdict import Decision
from linter.model.visible import visible
from linter.report.comparison import Comparison, Remaining, Side
from linter.report.console import page, place, printed, wrapped
from linter.report.told import ToldFinding, ToldGap


def render(comparison: Comparison, *, color: bool, width: int | None = None) -> str:
    """The comparison as text; `width` in columns, that of the terminal when not given."""
    console = page(color=color, width=width)
    _head(console, comparison)
    for heading, style, lines in (
        ("New", "bold red", map(_finding, comparison.new)),
        ("Remaining", "bold yellow", map(_remaining, comparison.remaining)),
        ("Fixed", "bold green", map(_finding, comparison.fixed)),
        ("Not looked at again", "bold magenta", _unseen(comparison)),
        ("Gaps opened", "bold magenta", map(_gap, comparison.gaps_opened)),
        ("Gaps closed", "bold green", map(_gap, comparison.gaps_closed)),
    ):
        _section(console, heading, style, list(lines))
    if not any((comparison.new, comparison.remaining, comparison.fixed, comparison.unseen)):
        console.print("\nNeither report has a finding.")
    return printed(console)


def _head(console: Console, comparison: Comparison) -> None:
    before, after = comparison.before, comparison.after
    ends = visible(f"Keystone {after.source} → {after.target}")
    console.print(Text(ends, style="bold"))
    console.print(Text(f"  before: {_decision(before)}"))
    console.print(Text(f"  now:    {_decision(after)}"))
    for caution in comparison.cautions:
        wrapped(console, f"  {visible(caution)}", style="yellow")


def _decision(side: Side) -> str:
    return Decision(side.decision).words


def _section(console: Console, heading: str, style: str, lines: Sequence[str]) -> None:
    if not lines:
        return
    console.print()
    console.print(Text(f"{heading} ({len(lines)})", style=style))
    for line in lines:
        wrapped(console, f"  {line}")


def _finding(finding: ToldFinding) -> str:
    at = finding.location
    where = place(Location(at.node, at.path, at.line, column=at.column))
    waived = f" [{visible(finding.waiver)}]" if finding.waiver else ""
    said = f"{finding.severity}  {visible(finding.rule)}  {visible(finding.message)}{waived}"
    return f"{said} --> {where}" if where else said


def _remaining(remaining: Remaining) -> str:
    said = _finding(remaining.finding)
    changes = list(_changes(remaining))
    return f"{said} ({', '.join(changes)})" if changes else said


def _changes(remaining: Remaining) -> Iterator[str]:
    finding = remaining.finding
    if remaining.severity_before != finding.severity:
        yield f"{remaining.severity_before} before"
    if remaining.waiver_before and not finding.waiver:
        yield f"{visible(remaining.waiver_before)} before"
    if finding.waiver and not remaining.waiver_before:
        yield "open before"


def _unseen(comparison: Comparison) -> Iterable[str]:
    return (f"{_finding(each.finding)}: {visible(each.why)}" for each in comparison.unseen)


def _gap(gap: ToldGap) -> str:
    required = " (required)" if gap.required else ""
    return f"{visible(gap.what)}{required}: {visible(gap.why)}"
