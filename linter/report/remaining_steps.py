"""What remains to be done, in the order of Keystone's upgrade guide."""

import enum
from collections.abc import Container, Iterator

import msgspec

from linter.model.finding import Severity
from linter.model.logs import LOGS, LOGS_OF_NODES, START
from linter.model.notes import RELEASE_NOTES
from linter.model.report import Report
from linter.report.quantities import counted
from linter.report.timeline import is_deprecation


class State(enum.StrEnum):
    """How far a step is, as far as the report can tell."""

    DONE = "done"
    OPEN = "open"
    UNKNOWN = "not looked at"
    AHEAD = "ahead"


class Step(msgspec.Struct, frozen=True):
    """One thing to do; `detail` says how much of it is left, or what to mind."""

    title: str
    detail: str
    state: State = State.AHEAD


_LOGS = frozenset({LOGS, LOGS_OF_NODES, START})
DOWNTIME = "Expected downtime: to be measured by a rehearsal; nobody has measured it here."


def before(report: Report) -> Iterator[Step]:
    """What is to be done before anything is stopped."""
    yield _counted(report, Severity.BLOCKER, "Remove what blocks the upgrade")
    required = sum(gap.required for gap in report.gaps)
    parts = counted(required, "required part")
    yield Step("Look at what was not looked at", f"{parts} open", _state(required))
    yield _counted(report, Severity.CONDITION, "Decide every condition")
    yield _warnings(report)
    yield _notes(report)
    yield Step(
        "Prepare the new configuration files",
        "from the samples of the target: keystone.conf, logging.conf, policy file",
    )
    yield Step(
        "Rehearse the upgrade",
        "on a copy of the database and of one node; note how long each step takes",
    )


def during(report: Report) -> Iterator[Step]:
    """The upgrade itself with a stop of keystone, which every release takes."""
    target = report.upgrade.target
    yield Step("Stop every keystone process", "from here on nobody can log in")
    yield Step("Back up the database", "whole, and tried: there is no way back without it")
    yield Step(
        "Upgrade the code on every node",
        f"to keystone {target.version}, Python {target.requires_python or 'as its package asks'}",
    )
    yield Step("Put the new configuration files in place", "on every node")
    yield Step("Run keystone-manage db_sync", "on exactly one node, and wait for its end")
    yield Step("Run keystone-manage doctor", "and look at what it reports")
    yield Step("Flush the token cache and start keystone", "memcached first, then every node")
    yield Step("Issue and validate a token", "on every node, then end the maintenance")


def _state(number: int) -> State:
    return State.OPEN if number else State.DONE


def _counted(report: Report, severity: Severity, title: str) -> Step:
    found = [finding for finding in report.findings if finding.severity is severity]
    left = sum(not finding.waiver for finding in found)
    accepted = f", {len(found) - left} waived or acknowledged" if len(found) > left else ""
    return Step(title, f"{counted(left, severity.value)} open{accepted}", _state(left))


def _warnings(report: Report) -> Step:
    title = "Resolve the deprecation warnings in the logs"
    if not report.logs.files:
        return Step(title, "no log was read, so nobody knows whether there are any", State.UNKNOWN)
    left = sum(map(is_deprecation, report.logs.events))
    return _seen(title, left, counted(left, "distinct warning") + " seen", _unread(report, _LOGS))


def _notes(report: Report) -> Step:
    title = "Read the release notes"
    if not report.reading.series:
        return Step(title, "none were read by kslint, so none could be triaged", State.UNKNOWN)
    left = len({each.note.key for each in report.reading.notes if each.is_open})
    unread = _unread(report, {RELEASE_NOTES})
    return _seen(title, left, counted(left, "note") + " not acknowledged", unread)


def _seen(title: str, left: int, detail: str, unread: int) -> Step:
    """A step about what was seen, which is not done where something was not looked at."""
    if not unread:
        return Step(title, detail, _state(left))
    missing = f"{detail}, and {counted(unread, 'part')} could not be looked at"
    return Step(title, missing, State.OPEN if left else State.UNKNOWN)


def _unread(report: Report, what: Container[str]) -> int:
    return sum(gap.what in what for gap in report.gaps)
