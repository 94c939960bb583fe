"""What else a log says: features, policies, keys, failures, libraries, and what nobody knows."""

import re
from collections.abc import Iterator, Mapping, Sequence
from typing import TypedDict

from linter.checks.context import Context
from linter.checks.log_evidence import events_of, is_all_seen, log_hit, witness_of
from linter.checks.names import written
from linter.checks.registry import Hit, check
from linter.model.finding import Confidence, Echo, Severity
from linter.model.location import Location
from linter.model.logs import EventKind, LogEvent
from linter.model.release import Release, Upgrade


class Known(TypedDict, total=False):
    """What a rule knows of messages that hold a text.

    `gone` is the series that no longer has what they speak of, "never" where every known one has
    it, whatever they announce. `settled` says that the configuration alone decides it, so that it
    is over when all of that was read and no rule finds it there. `joins` are rules that tell the
    same of the same subject, `joins_any` rules that tell it whatever their subject.
    """

    severity: Severity
    gone: str
    settled: bool
    joins: tuple[str, ...]
    joins_any: tuple[str, ...]
    why: str
    fix: str


@check("log-message")
def log_message(
    context: Context,
    kinds: tuple[EventKind, ...],
    known: Mapping[str, Known] = {},
    joins: tuple[str, ...] = (),
    *,
    until_start: bool = False,
) -> Iterator[Hit]:
    """Messages of these kinds, each with what is known of it by a text that it holds.

    `joins` are rules that tell the same of the same subject, for all messages. With `until_start`
    they are only a warning where keystone has started since.
    """
    for event in events_of(context, kinds):
        facts = _facts(event, known)
        severity, fate = _standing(context, event, facts)
        if until_start and _has_started_since(context, event):
            severity, fate = Severity.WARNING, "; keystone has started since"
        echo = Echo(
            (witness_of(event),),
            _subjects(context, event),
            (*joins, *facts.get("joins", ())),
            facts.get("joins_any", ()),
        )
        fields = {"fate": fate, "why": facts.get("why", ""), "fix": facts.get("fix", "")}
        yield log_hit(context, event, fields, severity, echo)


def _subjects(context: Context, event: LogEvent) -> tuple[str, ...]:
    """What a message is about; oslo.config does not tell the group of a value that it refuses."""
    if event.kind is not EventKind.OPTION_VALUE:
        # A directory may end in a slash, as the defaults of key_repository do.
        return (event.subject, event.subject.rstrip("/"))
    options = (name for name in context.target.current if name[1] == event.subject)
    return (event.subject, *map(written, options))


def _facts(event: LogEvent, known: Mapping[str, Known]) -> Known:
    return next((facts for text, facts in known.items() if text in event.message), Known())


def _standing(context: Context, event: LogEvent, facts: Known) -> tuple[Severity | None, str]:
    """How grave a message is where the rule does not say it, and why, as half a sentence."""
    if facts.get("settled") and is_all_seen(context, event):
        return Severity.INFO, "; nothing in the configuration leads to it any more"
    lost, fate = _fate(context.upgrade, event, facts)
    return facts.get("severity", Severity.CONDITION if lost else None), fate


def _has_started_since(context: Context, event: LogEvent) -> bool:
    """Whether a start is certain on each node that an event was seen on, after its last time."""
    later = {
        start.at.node
        for start in context.logs.starts
        if start.confidence is Confidence.CERTAIN and start.time > event.last
    }
    return bool(event.last) and {name for name, _ in event.nodes} <= later


def _fate(upgrade: Upgrade, event: LogEvent, facts: Known) -> tuple[bool, str]:
    """Whether the upgrade loses what a message speaks of, as far as is known or was announced.

    What was to go before the source and still spoke there has outlived the announcement.
    """
    if "gone" not in facts:
        announced = _release(event.removal, upgrade.ladder)
        if announced is None or announced not in upgrade.crossed():
            return False, ""
        return True, f"; it was announced to go in {announced.series}"
    gone = _release(facts["gone"], upgrade.ladder)
    if gone is None or gone.major > upgrade.target.major:
        return False, ""
    if gone.major <= upgrade.source.major:
        return False, f"; it is gone since {gone.series}, so that an older release logged it"
    return True, f"; it is gone from {gone.series} on"


_WORD = re.compile(r"\d{4}\.\d|[A-Za-z]+")


def _release(text: str, ladder: Sequence[Release]) -> Release | None:
    """The release that a message names: 2024.1, Queens, or 'Q' as oslo.log once wrote it."""
    for word in _WORD.findall(text.lower()):
        for release in ladder:
            # From 2023.1 on the letters begin anew and nothing is named by its letter.
            if word in {release.series, release.codename, release.series[0]}:
                return release
    return None


@check("log-of-service")
def log_of_service(context: Context) -> Iterator[Hit]:
    """Another service whose lines are among the logs, once for each."""
    found: dict[str, list[LogEvent]] = {}
    for event in events_of(context, EventKind, of_services=True):
        found.setdefault(event.service or event.logger, []).append(event)
    for service, events in sorted(found.items()):
        first = events[0]
        messages = "one message" if len(events) == 1 else f"{len(events)} messages"
        at = first.samples[0].at if first.samples else Location()
        fields = {"service": service, "messages": messages}
        yield Hit(f"log of {service}", at, fields, identity=service)
