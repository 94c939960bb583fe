"""Options that a log speaks of: whether they are set still, and what the target makes of them."""

import enum
from collections.abc import Iterator, Sequence

from msgspec.structs import replace

from linter.catalog.entries import normalised_name
from linter.checks.context import Context
from linter.checks.log_evidence import (
    deployments_of,
    events_of,
    is_all_seen,
    log_hit,
    witness_of,
)
from linter.checks.names import named, written
from linter.checks.option_names import series_named
from linter.checks.registry import Hit, check
from linter.checks.standing import Fate, Standing, standing_of
from linter.checks.values import names_read
from linter.model.facts import Setting
from linter.model.finding import Echo, Severity, Witness
from linter.model.location import Location
from linter.model.logs import EventKind, LogEvent

_KINDS = (EventKind.OPTION_REMOVAL, EventKind.OPTION_RENAMED)


class Place(enum.StrEnum):
    """Where an option that a log speaks of is set now."""

    HERE = "here"
    ELSEWHERE = "elsewhere"
    NOWHERE = "nowhere"


@check("log-option")
def log_option(
    context: Context, fates: tuple[Fate, ...], places: tuple[Place, ...], joins: tuple[str, ...]
) -> Iterator[Hit]:
    """Options of which a log warns, by what becomes of them and where they are set now.

    `joins` are the rules that tell of the same option when they find it in a file.
    """
    for event in events_of(context, _KINDS):
        name = normalised_name(named(event.subject))
        # Nobody reads the value: what becomes of the name is asked.
        standing = standing_of(Setting(name[0], name[1], "", "", Location()), context.span)
        lines = _lines(context, event, standing)
        place = _place(context, event, lines)
        if standing.fate in fates and place in places:
            yield _hit(context, event, standing, lines, joins)


def _hit(
    context: Context,
    event: LogEvent,
    standing: Standing,
    lines: Sequence[Setting],
    joins: tuple[str, ...],
) -> Hit:
    known = Witness("catalog", _known(context, standing), reference=context.target.series)
    echo = Echo(
        (witness_of(event), known), (written(standing.name), *map(_subject, lines)), rules=joins
    )
    fields = {
        "option": written(standing.name),
        "since": standing.since,
        "replacement": _replacement(standing, event),
        "variable": "OS_{}__{}".format(*standing.name).upper(),
    }
    hit = log_hit(context, event, fields, _severity(standing, event), echo)
    set_by = (Witness("config", line.line_text, line.at) for line in lines)
    return replace(hit, witnesses=(*set_by, witness_of(event), known))


def _subject(line: Setting) -> str:
    return written(normalised_name((line.group, line.name)))


def _replacement(standing: Standing, event: LogEvent) -> str:
    """What the option is called now, as the target has it, else as the message says."""
    return written(standing.successor) if standing.successor else event.replacement


def _severity(standing: Standing, event: LogEvent) -> Severity | None:
    """Only of note where the target has thought better of it; else as the rule says."""
    entry = standing.entry
    if entry is not None and event.kind is EventKind.OPTION_REMOVAL and not entry.for_removal:
        return Severity.INFO
    return None


def _known(context: Context, standing: Standing) -> str:
    """What the target's catalog says of the name."""
    series, option = context.target.series, written(standing.name)
    if standing.entry is None:
        return f"{series} has no {option}"
    if standing.successor is not None and standing.fate is Fate.ALIAS_DROPPED:
        return f"{series} no longer reads {option} as a name of {written(standing.successor)}"
    if standing.successor is not None:
        return f"{series} still reads {option} as a name of {written(standing.successor)}"
    if standing.entry.for_removal:
        since = series_named(standing.entry.deprecated_since)
        return f"{series} has {option}, deprecated for removal" + (
            f" since {since}" if since else ""
        )
    return f"{series} has {option} and has not deprecated it"


def _lines(context: Context, event: LogEvent, standing: Standing) -> list[Setting]:
    """Where the nodes that logged a message set what it speaks of.

    A message of an old name is about that name, one of a removal about the option by any name.
    """
    names = {standing.name}
    if event.kind is EventKind.OPTION_REMOVAL:
        for entry in filter(None, (standing.entry, standing.before)):
            names.update(names_read(entry))
    return [
        setting
        for deployment in deployments_of(context, event)
        for setting in deployment.settings()
        if normalised_name((setting.group, setting.name)) in names
    ]


def _place(context: Context, event: LogEvent, lines: Sequence[Setting]) -> Place:
    if lines:
        return Place.HERE
    return Place.NOWHERE if is_all_seen(context, event) else Place.ELSEWHERE
