"""The readiness report as one page that needs nothing but itself, for a browser and a printer."""

import re
from collections.abc import Callable, Iterator, Sequence

import msgspec
from markupsafe import Markup, escape

from linter.model.finding import Confidence, Finding, Severity, Witness
from linter.model.logs import to_the_second
from linter.model.report import Report
from linter.report.charts import day_bars, shares
from linter.report.phrases import line
from linter.report.quantities import bytes_in_words, counted
from linter.report.readiness import Readiness, readiness
from linter.report.remaining_steps import DOWNTIME
from linter.report.rule_groups import RuleGroup
from linter.report.self_contained import rendered

WITNESSES = 20
"""Witnesses of one finding that are shown; further ones are counted."""
NODES = 6
"""Nodes of one finding that are named; further ones are counted."""
_CODE = re.compile(r"`([^`]+)`")
_ADDRESS = re.compile(r"https?://[!-~]+")
_TITLES = {
    Severity.BLOCKER: "Blockers",
    Severity.CONDITION: "Conditions",
    Severity.WARNING: "Warnings",
    Severity.INFO: "Worth knowing",
}


class Tile(msgspec.Struct, frozen=True):
    """A figure that is seen first; `kind` says in which colour."""

    kind: str
    title: str
    number: int


def render(report: Report) -> str:
    """The page: equal for equal reports; whatever a text of it holds is only text."""
    ready = readiness(report)
    tiles = tuple(_tiles(ready))
    named = sum(bool(node.name) for node in ready.nodes)
    return rendered(
        "readiness.html",
        ["style.css", "readiness.css"],
        "readiness.js",
        filters={
            "anchor": _anchors(ready.groups),
            "bytes": bytes_in_words,
            "counted": counted,
            "line": line,
            "marked": _marked,
            "on_nodes": lambda finding: _on_nodes(finding, named),
            "second": to_the_second,
            "sure": _sure,
            "told_beside": _told_beside,
        },
        tests={"leading_away": _leads_away},
        ready=ready,
        report=report,
        tiles=tiles,
        shares=shares([tile.number for tile in tiles[: len(Severity)]]),
        bars=day_bars(ready.timeline),
        not_covered=sum(not day.is_covered for day in ready.timeline.days),
        blocking=ready.standing(Severity.BLOCKER),
        deciding=ready.standing(Severity.CONDITION),
        rules=sorted({group.rule for group in ready.groups}),
        downtime=DOWNTIME,
        most_witnesses=WITNESSES,
    )


def _tiles(ready: Readiness) -> Iterator[Tile]:
    """The open findings of each severity, in its order, then what is accepted and not seen."""
    for severity, title in _TITLES.items():
        number = sum(group.open for group in ready.groups if group.severity is severity)
        yield Tile(severity.value, title, number)
    accepted = sum(len(each.findings) for each in ready.accepted)
    yield Tile("waiver", "Waived, acknowledged", accepted)
    yield Tile("gap", "Not looked at", len(ready.report.gaps))


def _anchors(groups: Sequence[RuleGroup]) -> Callable[[RuleGroup], str]:
    """What links to a group say; its name may hold anything."""
    numbers = {(group.severity, group.rule): number for number, group in enumerate(groups, 1)}
    return lambda group: f"rule-{numbers[group.severity, group.rule]}"


def _on_nodes(finding: Finding, in_all: int) -> str:
    """On which nodes a finding shows, where that is more than its place tells."""
    nodes = [node for node in finding.nodes if node]
    if not nodes[1:]:
        return ""
    if len(nodes) == in_all:
        return f"on all {in_all} nodes"
    more = f" and {len(nodes) - NODES} more" if len(nodes) > NODES else ""
    return f"on {', '.join(nodes[:NODES])}{more}"


def _told_beside(finding: Finding) -> tuple[Witness, ...]:
    """The witnesses that tell more than the line itself, which is shown with its place."""
    shown = ("config", finding.excerpt, finding.at)
    return tuple(each for each in finding.witnesses if (each.kind, each.text, each.at) != shown)


def _sure(finding: Finding) -> str:
    return "" if finding.confidence is Confidence.CERTAIN else finding.confidence.value


def _marked(text: str) -> Markup:
    """A text with what stands between backticks as code."""
    pieces = _CODE.split(text)
    return Markup().join(
        Markup("<code>{}</code>").format(piece) if number % 2 else escape(piece)
        for number, piece in enumerate(pieces)
    )


def _leads_away(address: str) -> bool:
    """Whether an address is one that a reader may be sent to."""
    return _ADDRESS.fullmatch(address) is not None
