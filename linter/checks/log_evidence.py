"""What the logs said, as hits: each event once for all nodes, with how often it was seen."""

from collections.abc import Collection, Iterable, Iterator
from functools import lru_cache

from linter.checks.context import Context
from linter.checks.registry import Hit
from linter.checks.values import names_read
from linter.model.finding import Echo, Severity, Witness
from linter.model.location import Location
from linter.model.logs import EventKind, LogEvent, Origin, to_the_second
from linter.model.passwords import without_secrets
from linter.model.visible import visible
from linter.parse.deployment import Deployment

_CONNECTION = ("database", "connection")
_LONGEST = 240
"""Characters of a message that a witness quotes."""


def events_of(
    context: Context, kinds: Iterable[EventKind], *, of_services: bool = False
) -> Iterator[LogEvent]:
    """The events of some kinds, told once: with the first of the deployments.

    They are keystone's and its libraries', or else those of other services.
    """
    if context.deployment is not context.fleet[0]:
        return
    wanted = set(kinds)
    for event in context.logs.events:
        if event.kind in wanted and (event.origin is Origin.SERVICE) is of_services:
            yield event


def log_hit(
    context: Context,
    event: LogEvent,
    fields: dict[str, str],
    severity: Severity | None,
    echo: Echo,
) -> Hit:
    """The hit of an event, at its first place.

    Nothing that changes from day to day is in its identity: the log goes by the name that it has
    before it is rotated.
    """
    named = {
        "text": text_of(event),
        "seen": seen(event),
        "series": context.target.series,
        "logger": event.logger or "the log",
        "service": event.service,
    }
    return Hit(
        subject=event.subject,
        at=_at(event),
        fields={**named, **fields},
        severity=severity,
        nodes=_nodes(context, event),
        identity=f"{_family(context, event)}\n{event.kind}\n{text_of(event)}",
        echo=echo,
    )


def witness_of(event: LogEvent) -> Witness:
    """What the log says, for a finding that something else led to."""
    said = f"seen {seen(event)}: {text_of(event)}"
    return Witness("log", said if len(said) <= _LONGEST else f"{said[:_LONGEST]}…", _at(event))


def _at(event: LogEvent) -> Location:
    return event.samples[0].at if event.samples else Location()


def text_of(event: LogEvent) -> str:
    """What was logged, safe to print."""
    return _safe(event.message)


@lru_cache(maxsize=64)
def _safe(text: str) -> str:
    """A text as it may be shown; several parts of one hit ask for that of one event."""
    return visible(without_secrets(text))


def seen(event: LogEvent) -> str:
    """How often and when an event was seen, in words."""
    first, last = to_the_second(event.first), to_the_second(event.last)
    if event.count == 1:
        return f"once, at {first}" if first else "once"
    if not first:
        return f"{event.count} times"
    if first == last:
        return f"{event.count} times at {first}"
    return f"{event.count} times from {first} to {last}"


def _family(context: Context, event: LogEvent) -> str:
    """The log that an event stands in first, by the name that it has before it is rotated."""
    if not event.samples:
        return ""
    at = event.samples[0].at
    files = context.logs.files
    found = (file.family for file in files if (file.node, file.path) == (at.node, at.path))
    return next(found, at.path)


def _nodes(context: Context, event: LogEvent) -> tuple[str, ...]:
    """The nodes of the fleet that an event was seen on; all where some of the log's are unknown."""
    known = nodes_of_fleet(context)
    on = {name for name, _ in event.nodes}
    if "" in on:
        return known
    found = tuple(name for name in known if name and _is_one_of(name, on))
    return found or known


def deployments_of(context: Context, event: LogEvent) -> Iterator[Deployment]:
    """The deployments of the nodes that an event was seen on."""
    on = set(_nodes(context, event))
    return (deployment for deployment in context.fleet if not on.isdisjoint(deployment.nodes))


def nodes_of_fleet(context: Context) -> tuple[str, ...]:
    """The names of all nodes of which the configuration was given."""
    return tuple(name for deployment in context.fleet for name in deployment.nodes)


def is_all_seen(context: Context, event: LogEvent) -> bool:
    """Whether all files were read that the processes which logged an event can have read."""
    whole = (is_whole(context, deployment) for deployment in deployments_of(context, event))
    return not _strangers(context, event) and all(whole)


def is_whole(context: Context, deployment: Deployment) -> bool:
    """Whether nothing shows that keystone reads more than the files of a deployment.

    One that names no database cannot be all, as linter.completeness says.
    """
    known = (names.find(_CONNECTION) for names in (context.source, context.target))
    read = {name for entry in known if entry for name in names_read(entry)}
    unread = any(
        file.template
        or any(flaw.fatal for flaw in file.flaws)
        or any(item.templated for item in file.settings)
        for file in deployment.files
    )
    names_database = any(map(deployment.configuration.sets, read))
    return names_database and not unread and not deployment.source_groups


def _strangers(context: Context, event: LogEvent) -> tuple[str, ...]:
    """The nodes that an event was seen on and of which no configuration was given.

    One name alone may be what the log calls the one node that has no name here.
    """
    known = nodes_of_fleet(context)
    on = [name for name, _ in event.nodes if name]
    if not any(known) and len(on) <= 1:
        return ()
    return tuple(name for name in on if not _is_one_of(name, known))


def _is_one_of(name: str, others: Collection[str]) -> bool:
    """Whether a host is among others, with or without its domain."""
    return name.partition(".")[0] in {other.partition(".")[0] for other in others}
