"""The readiness report as Markdown that fits a ticket."""

import re
from collections.abc import Iterable, Iterator

from linter.model.report import Report
from linter.report.phrases import line
from linter.report.readiness import readiness
from linter.report.readiness_outline import Item, Section, Table, outline
from linter.report.rst.markdown import code_markdown, plain_markdown

_CODE = re.compile(r"`([^`]+)`")


def render(report: Report) -> str:
    """The report as CommonMark, with tables as GitHub's dialect has them; no HTML, no images."""
    return "\n\n".join(_parts(report)) + "\n"


def _parts(report: Report) -> Iterator[str]:
    ready = readiness(report)
    upgrade = report.upgrade
    yield f"# Readiness of Keystone for the upgrade {upgrade.source} → {upgrade.target}"
    yield f"**{report.verdict.decision.words}**"
    yield plain_markdown(" ".join(ready.why))
    for section in outline(ready):
        yield f"## {plain_markdown(section.title)}"
        yield from _section(section)
    tool = report.tool
    made_by = f"{tool.name} {tool.version}, rules {tool.rules}, catalogs {tool.catalogs}"
    yield plain_markdown(f"{made_by}, profile {report.profile}")


def _section(section: Section) -> Iterator[str]:
    if section.sentences:
        yield " ".join(map(_marked, section.sentences))
    if section.items:
        yield "\n".join(_items(section))
    if section.table:
        yield "\n".join(_table(section.table))


def _items(section: Section) -> Iterator[str]:
    for number, item in enumerate(section.items, section.first):
        mark = f"{number}." if section.first else "-"
        yield f"{mark} {_text(item)}"
        for detail in item.details:
            yield f"{' ' * (len(mark) + 1)}- {_marked(detail)}"


def _text(item: Item) -> str:
    name = f"{code_markdown(item.name)} " if item.name else ""
    return name + _marked(item.text)


def _table(table: Table) -> Iterator[str]:
    yield _row(map(plain_markdown, table.heads))
    yield _row("---" for _ in table.heads)
    for row in table.rows:
        yield _row(plain_markdown(cell) if cell else " " for cell in row)


def _row(cells: Iterable[str]) -> str:
    return f"| {' | '.join(cells)} |"


def _marked(text: str) -> str:
    """A line of text with what stands between backticks as code."""
    pieces = _CODE.split(line(text))
    return "".join(
        code_markdown(piece) if number % 2 else plain_markdown(piece)
        for number, piece in enumerate(pieces)
        if piece
    )
