"""What logs said, for a person at a terminal."""

import itertools
from collections.abc import Sequence

from rich.console import Console
from rich.panel import Panel
from rich.text import Text

from linter.model.logs import EventKind, LogEvent, LogFile, LogTally, Origin, to_the_second
from linter.model.visible import visible
from linter.report.console import gap_section, page, place, printed, wrapped
from linter.report.quantities import bytes_in_words, counted

_SECTIONS = {
    "Failures": "bold red",
    "Options that are to be removed": "bold yellow",
    "Options under an old name": "bold yellow",
    "Values and changes of options": "bold yellow",
    "Policies": "bold yellow",
    "Features": "bold yellow",
    "What keystone asks for": "yellow",
    "Further messages that speak of deprecation": "yellow",
    "Libraries": "cyan",
    "Other services": "cyan",
}
"""The sections with their styles, in their order."""
_TITLES = {
    EventKind.FAILURE: "Failures",
    EventKind.OPTION_REMOVAL: "Options that are to be removed",
    EventKind.OPTION_RENAMED: "Options under an old name",
    EventKind.OPTION_VALUE: "Values and changes of options",
    EventKind.OPTION_IMMUTABLE: "Values and changes of options",
    EventKind.FEATURE: "Features",
    EventKind.DATABASE: "What keystone asks for",
    EventKind.KEYS: "What keystone asks for",
    EventKind.PASSWORD: "What keystone asks for",
    EventKind.SECURITY: "What keystone asks for",
    EventKind.LIBRARY: "Libraries",
    EventKind.OTHER: "Further messages that speak of deprecation",
} | {kind: "Policies" for kind in EventKind if kind.value.startswith("policy-")}
MOST = 40
"""Messages of a section that are shown, the most frequent; further ones are counted."""
LONGEST = 1200
"""Characters of a message that are shown."""
FAMILIES = 8
"""Logs that are named; further ones are counted."""
NODES = 6
"""Nodes of one message that are named."""


def render(tally: LogTally, *, color: bool, width: int | None = None) -> str:
    """All that the logs said as text; `width` in columns, that of the terminal when not given."""
    console = page(color=color, width=width)
    _head(console, tally)
    for title, style in _SECTIONS.items():
        events = [event for event in tally.events if _title(event) == title]
        if not events:
            continue
        console.print()
        console.print(Text(f"{title} ({len(events)})", style=style))
        for event in events[:MOST]:
            _event(console, event)
        if len(events) > MOST:
            more = counted(len(events) - MOST, "more message")
            console.print(Text(f"\n  and {more}, which --format json lists", style="dim"))
    gap_section(console, tally.gaps)
    _summary(console, tally)
    return printed(console)


def _title(event: LogEvent) -> str:
    """The section that an event belongs to."""
    if event.origin is Origin.SERVICE:
        return "Other services"
    # What a library says of keystone's options and policies is about the deployment.
    if event.origin is Origin.LIBRARY and event.kind is EventKind.OTHER:
        return "Libraries"
    return _TITLES[event.kind]


def _head(console: Console, tally: LogTally) -> None:
    size = sum(file.size for file in tally.files)
    read = f"Logs: {counted(len(tally.files), 'file')}, {bytes_in_words(size)}"
    wrapped(console, read + _window(", ", tally.first, tally.last), style="bold")
    families = _families(tally.files)
    for files in families[:FAMILIES]:
        wrapped(console, f"  read: {_family(files)}", indent=8, style="dim")
    if len(families) > FAMILIES:
        rest = families[FAMILIES:]
        more = f"{counted(len(rest), 'more log', 'more logs')}, which --format json lists"
        console.print(Text(f"        and {more}", style="dim"))
    wrapped(console, f"  starts of keystone: {_starts(tally)}", indent=8, style="dim")
    for release, evidence in tally.releases:
        wrapped(
            console, f"  written by: {visible(f'{release} ({evidence})')}", indent=8, style="dim"
        )
    levels = sorted({level for file in tally.files for level in file.levels})
    if levels:
        wrapped(console, f"  levels seen: {visible(', '.join(levels))}", indent=8, style="dim")


def _families(files: Sequence[LogFile]) -> list[list[LogFile]]:
    """The files of each log, as they follow each other."""
    return [
        list(group)
        for _, group in itertools.groupby(files, key=lambda file: (file.node, file.family))
    ]


def _family(files: Sequence[LogFile]) -> str:
    live = files[-1]
    name = f"{live.node}:{live.family}" if live.node else live.family
    also = f" in {len(files)} files" if len(files) > 1 else ""
    size = bytes_in_words(sum(file.size for file in files))
    layouts = ", ".join(dict.fromkeys(file.layout for file in files if file.layout))
    first = min((file.first for file in files if file.first), default="")
    window = _window(", ", first, max(file.last for file in files))
    cut = "" if all(file.complete for file in files) else ", not to its end"
    return visible(f"{name}{also}, {size}, {layouts or 'no known format'}{window}{cut}")


def _starts(tally: LogTally) -> str:
    if not tally.starts:
        return "none"
    last = max(tally.starts, key=lambda start: start.time)
    when = f", the last {to_the_second(last.time)}" if last.time else ""
    return f"{len(tally.starts)}{when} ({visible(last.evidence)}, {place(last.at)})"


def _event(console: Console, event: LogEvent) -> None:
    console.print()
    service = f"{event.service}: " if event.service else ""
    title = visible(service + (event.subject or event.logger or event.kind.value))
    wrapped(console, f"  {title}, {counted(event.count, 'time')}", style="bold")
    wrapped(console, f"    {_shortened(event.message)}", indent=4)
    logger = "" if event.logger == event.subject else event.logger
    facts = (_window("", event.first, event.last), logger, event.level, _nodes(event))
    told = ", ".join(visible(fact) for fact in facts if fact)
    if told:
        wrapped(console, f"    {told}", indent=4, style="dim")
    places = dict.fromkeys(place(sample.at) for sample in event.samples)
    more = " ..." if event.count > len(event.samples) else ""
    if places:
        wrapped(console, f"    --> {', '.join(places)}{more}", indent=8, style="dim")


def _shortened(message: str) -> str:
    """Some messages list every rule of a policy; nobody reads that here."""
    if len(message) <= LONGEST:
        return message
    return f"{message[:LONGEST]}… (the whole of it in --format json)"


def _nodes(event: LogEvent) -> str:
    named = [(node, count) for node, count in event.nodes if node]
    if not named:
        return ""
    shown = ", ".join(f"{node} ({count})" for node, count in named[:NODES])
    rest = len(named) - NODES
    return f"on {shown}" + (f" and {counted(rest, 'more node')}" if rest > 0 else "")


def _window(before: str, first: str, last: str) -> str:
    if not first and not last:
        return ""
    begin, end = to_the_second(first), to_the_second(last)
    if begin == end:
        return before + begin
    day, _, clock = end.partition(" ")
    return f"{before}{begin} to {clock if begin.startswith(day) and clock else end}"


def _summary(console: Console, tally: LogTally) -> None:
    records = sum(event.count for event in tally.events)
    incomplete = any(gap.required for gap in tally.gaps)
    if tally.events:
        style = "bold yellow"
        said = f"{counted(len(tally.events), 'distinct message')} in {counted(records, 'record')}"
    else:
        style, said = "bold green", "no deprecation warning"
    if incomplete:
        style = "bold magenta"
    body = Text(said, style=style)
    if incomplete:
        body.append(
            "\nThese logs could not show every warning: see what was not looked at.",
            style="not bold default",
        )
    if tally.events:
        body.append(
            "\nkslint check PATH --logs SOURCE tells what they mean for the target release.",
            style="not bold default",
        )
    console.print()
    console.print(Panel(body, border_style=style, title="logs", title_align="left"))
