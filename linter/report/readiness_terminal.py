"""The readiness report for a terminal: what a change board decides from, without the details."""

from rich import box
from rich.console import Console
from rich.padding import Padding
from rich.panel import Panel
from rich.table import Table as Grid
from rich.text import Text

from linter.model.report import Report
from linter.model.visible import visible
from linter.report.console import page, printed, wrapped
from linter.report.readiness import Readiness, readiness
from linter.report.readiness_outline import Item, Section, Table, outline
from linter.report.terminal import DECISION_STYLES


def render(report: Report, *, color: bool, width: int | None = None) -> str:
    """The report as text; `width` in columns, that of the terminal when not given."""
    console = page(color=color, width=width)
    ready = readiness(report)
    _head(console, ready)
    for section in outline(ready):
        console.print()
        console.print(Text(section.title, style="bold"))
        _section(console, section)
    console.print()
    wrapped(console, "Every finding with its evidence: kslint check, or --format html", style="dim")
    return printed(console)


def _head(console: Console, ready: Readiness) -> None:
    report = ready.report
    upgrade, decision = report.upgrade, report.verdict.decision
    title = f"Readiness of Keystone for the upgrade {upgrade.source} → {upgrade.target}"
    console.print(Text(title, style="bold"))
    style = DECISION_STYLES[decision]
    body = Text(decision.words, style=style)
    for sentence in ready.why:
        body.append(f"\n{visible(sentence)}", style="not bold default")
    console.print(Panel(body, border_style=style, title="verdict", title_align="left"))


def _section(console: Console, section: Section) -> None:
    for sentence in section.sentences:
        wrapped(console, f"  {visible(sentence)}", indent=2)
    for number, item in enumerate(section.items, section.first):
        _item(console, item, f"{number:2}." if section.first else "-")
    if section.table:
        _table(console, section.table)


def _item(console: Console, item: Item, mark: str) -> None:
    name = f"{visible(item.name)}  " if item.name else ""
    indent = len(mark) + 3
    wrapped(console, f"  {mark} {name}{visible(item.text)}", indent=indent)
    for detail in item.details:
        wrapped(console, f"{' ' * indent}{visible(detail)}", indent=indent + 2, style="dim")


def _table(console: Console, table: Table) -> None:
    grid = Grid(box=box.SIMPLE_HEAD, pad_edge=False, show_edge=False, padding=(0, 1))
    for head in table.heads:
        grid.add_column(Text(head), overflow="fold")
    for row in table.rows:
        grid.add_row(*(Text(visible(cell)) for cell in row))
    console.print(Padding(grid, (0, 0, 0, 2)))
