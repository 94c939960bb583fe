"""The report for people: findings grouped by severity with their source, gaps, and the verdict."""

import itertools
from collections.abc import Iterable, Iterator, Sequence

from rich.console import Console
from rich.panel import Panel
from rich.text import Text

from linter.model.finding import Confidence, Finding, Severity
from linter.model.policy import AccessChange
from linter.model.report import Report
from linter.model.verdict import Decision
from linter.model.visible import visible
from linter.report.access import MOST, Row, rows
from linter.report.console import gap_section, page, place, printed, wrapped
from linter.report.evidence import files_in_words, logs_in_words, notes_in_words

STYLES = {
    Severity.BLOCKER: "bold red",
    Severity.CONDITION: "bold yellow",
    Severity.WARNING: "yellow",
    Severity.INFO: "cyan",
}
DECISION_STYLES = {
    Decision.GO: "bold green",
    Decision.GO_WITH_CONDITIONS: "bold yellow",
    Decision.NO_GO: "bold red",
    Decision.INCOMPLETE: "bold magenta",
}
HEADINGS = {
    Severity.BLOCKER: "Blockers",
    Severity.CONDITION: "Conditions",
    Severity.WARNING: "Warnings",
    Severity.INFO: "Worth knowing",
}
PLACES = 4
"""Findings of one rule that are shown in full; further ones get a line each."""
WITNESSES = 8
"""Witnesses of one finding that are shown; further ones are counted."""


def render(report: Report, *, color: bool, width: int | None = None) -> str:
    """The whole report as text; `width` in columns, that of the terminal when not given."""
    console = page(color=color, width=width)
    _upgrade(console, report)
    for severity in Severity:
        found = [finding for finding in report.findings if finding.severity is severity]
        if found:
            _section(console, severity, found)
    _access(console, report.access_changes)
    gap_section(console, report.gaps)
    _verdict(console, report)
    return printed(console)


def _upgrade(console: Console, report: Report) -> None:
    upgrade = report.upgrade
    hops = " → ".join(release.series for release in (upgrade.source, *upgrade.hops()))
    head = Text("Keystone ", style="bold").append(str(upgrade.source))
    console.print(head.append(" → ", style="dim").append(str(upgrade.target)))
    console.print(Text(f"  from: {upgrade.source_reason}", style="dim"))
    console.print(Text(f"  to:   {upgrade.target_reason}", style="dim"))
    if len(upgrade.hops()) > 1:
        console.print(Text(f"  hops: {hops}", style="dim"))
    console.print(Text(f"  read: {files_in_words(report.inputs)}", style="dim"))
    for line in logs_in_words(report.logs):
        console.print(Text(f"  logs: {line}", style="dim"))
    for line in notes_in_words(report.reading):
        console.print(Text(f"  notes: {line}", style="dim"))
    versions = f"keystone {upgrade.source.version} and {upgrade.target.version}"
    console.print(Text(f"  facts: those of {versions}", style="dim"))
    console.print(Text(f"  rules: {report.rules_evaluated} asked", style="dim"))


def _section(console: Console, severity: Severity, found: Iterable[Finding]) -> None:
    found = list(found)
    console.print()
    console.print(Text(f"{HEADINGS[severity]} ({len(found)})", style=STYLES[severity]))
    by_rule = sorted(found, key=lambda finding: finding.rule)
    for _, group in itertools.groupby(by_rule, key=lambda finding: finding.rule):
        _group(console, severity, list(group))


def _group(console: Console, severity: Severity, group: list[Finding]) -> None:
    console.print()
    first = group[0]
    head = Text(first.rule, style=STYLES[severity]).append(f"  {first.title}", style="bold")
    console.print(head)
    said: set[str] = set()
    full = 0 if severity is Severity.INFO else PLACES
    for finding in group[:full]:
        _finding(console, finding, said)
    for finding in group[full:]:
        where = f" --> {place(finding.at)}" if place(finding.at) else ""
        wrapped(console, f"  {finding.message}{_waived(finding)}{where}")


def _finding(console: Console, finding: Finding, said: set[str]) -> None:
    sure = "" if finding.confidence is Confidence.CERTAIN else f" ({finding.confidence})"
    wrapped(console, f"  {finding.message}{sure}{_waived(finding)}")
    where = place(finding.at)
    if where:
        console.print(Text(f"   --> {where}{_on_nodes(finding)}", style="dim"))
    for line in _excerpt(finding):
        console.print(line, no_wrap=True, overflow="ellipsis")
    for witness in finding.witnesses[:WITNESSES]:
        where = f" ({place(witness.at)})" if witness.at else ""
        wrapped(console, f"     {witness.text}{where}", style="dim")
    if len(finding.witnesses) > WITNESSES:
        rest = len(finding.witnesses) - WITNESSES
        wrapped(console, f"     and {rest} more, which --format json lists", style="dim")
    for label, text in (("why", finding.why), ("fix", finding.fix)):
        if text and text not in said:
            said.add(text)
            wrapped(console, f"   {label}: {text}", indent=8)
    of_notes = (item.reference for item in finding.witnesses[:WITNESSES] if item.kind == "note")
    for link in (*finding.links, *of_notes):
        if link not in said:
            said.add(link)
            # Whole, to be opened or copied: the terminal wraps it where it must.
            console.print(Text(f"   see: {link}", style="dim"), soft_wrap=True)


def _waived(finding: Finding) -> str:
    return f" [{finding.waiver}]" if finding.waiver else ""


def _on_nodes(finding: Finding) -> str:
    others = len(finding.nodes) - 1
    return f" and on {others} more {'node' if others == 1 else 'nodes'}" if others > 0 else ""


def _excerpt(finding: Finding) -> Iterator[Text]:
    """The source line with its number, and a caret under where the fault is."""
    if not finding.excerpt or not finding.at.line:
        return
    number = str(finding.at.line)
    yield Text(f"   {number} | ", style="dim").append(finding.excerpt)
    column = max(finding.at.column, 1) - 1
    length = max(len(finding.excerpt) - column, 1)
    bar = " " * (len(number) + 3) + " | "
    yield Text(bar, style="dim").append(" " * column + "^" * min(length, 60), style="red")


def _access(console: Console, changes: Sequence[AccessChange]) -> None:
    """A row for all rules that the same tokens gain or lose."""
    found = rows(changes)
    if not found:
        return
    console.print()
    console.print(Text(f"Access ({_rules(found)} that answer differently)", style="bold"))
    for row in found[:MOST]:
        console.print()
        for word, tokens in (("gain", row.gain), ("lose", row.lose)):
            if tokens:
                wrapped(console, f"  {word}: {visible(tokens)}", indent=8)
        wrapped(console, f"        {visible(row.subjects)}", indent=8, style="dim")
    if len(found) > MOST:
        rest = _rules(found[MOST:])
        wrapped(console, f"  {rest} more in other ways: see access_changes of --format json")


def _rules(found: Sequence[Row]) -> str:
    number = sum(len(row.rules) for row in found)
    return f"{number} API {'rule' if number == 1 else 'rules'}"


def _verdict(console: Console, report: Report) -> None:
    verdict = report.verdict
    style = DECISION_STYLES[verdict.decision]
    body = Text(verdict.decision.words, style=style)
    for reason in verdict.reasons:
        body.append(f"\n{reason}", style="not bold default")
    console.print()
    console.print(Panel(body, border_style=style, title="verdict", title_align="left"))
