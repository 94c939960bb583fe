"""Why no plan is made of a report, and the way out of each."""

import datetime as dt
from collections.abc import Iterator
from typing import Final

import msgspec

from linter.model.release import Release, Upgrade
from linter.plan.making import Order, plans
from linter.plan.plan_faults import AGAINST
from linter.plan.rolling import why_not_rolling
from linter.seal import Change, SealedReport, Verification

OLDEST: Final = 30
"""How many days a report is relied on: logs, release notes and database are not sealed."""
_AGAIN = "make the report again"
_TOLD = 10
_IN_WORDS = {"NO_GO": "NO-GO", "INCOMPLETE": "INCOMPLETE"}


class Way(msgspec.Struct, frozen=True):
    """The source of an upgrade and each release to stop at; `refusal` says why there is no way."""

    releases: tuple[Release, ...] = ()
    refusal: str = ""


def way_of(sealed: SealedReport, ladder: tuple[Release, ...]) -> Way:
    """The way from the source of a report to its target, by supported hops."""
    known = {release.series: release for release in ladder}
    ends = sealed.upgrade
    for series in (ends.source, ends.target):
        if series not in known:
            told = f"no facts of {series} are at hand: build them with `kslint catalog build`"
            return Way(refusal=told)
    upgrade = Upgrade(known[ends.source], known[ends.target], ladder)
    stops = upgrade.hops()
    if not stops:
        told = f"{ends.source} to {ends.target} is no upgrade: report on one to a later release"
        return Way(refusal=told)
    if not Upgrade(upgrade.source, stops[0], ladder).takes_database():
        return Way(refusal=_below_floor(upgrade.source, stops[0]))
    return Way((upgrade.source, *stops))


def _below_floor(source: Release, target: Release) -> str:
    return (
        f"db_sync of {target.series} takes no database older than {target.database_floor}, and "
        f"this one is of {source.series}: go by way of {target.database_floor}"
    )


def refusals_of_report(
    sealed: SealedReport, found: Verification, now: dt.datetime, oldest: int
) -> Iterator[str]:
    """What is wrong with the report itself, against which no reason helps."""
    changes = [_told(change) for change in found.changes]
    if changes:
        more = f"; and {len(changes) - _TOLD} more" if len(changes) > _TOLD else ""
        told = "; ".join(changes[:_TOLD]) + more
        yield f"the report does not hold any more: {told}: {_AGAIN} on what is there now"
    if sealed.created is None:
        yield f"the report does not say when it was made: {_AGAIN}"
        return
    age = now - sealed.created
    if age > dt.timedelta(days=oldest):
        yield (
            f"the report is {age.days} days old, more than {oldest}, and nobody knows what logs, "
            f"release notes and the database say today: {_AGAIN}, or give --max-age"
        )
    if age < -dt.timedelta(days=1):
        yield (
            f"the report is dated {sealed.created:%Y-%m-%d %H:%M} UTC, later than this machine's "
            "clock: put the clock right"
        )


def _told(change: Change) -> str:
    if change.about != "file":
        return change.told if change.about == "report" else f"{change.about}: {change.told}"
    return ": ".join(part for part in (change.node, change.path, change.told) if part)


def refusal_of_decision(sealed: SealedReport, *, has_reason: bool) -> str:
    """Why nobody goes on without a reason, "" if anybody may."""
    decision = sealed.verdict.decision
    if decision not in AGAINST or has_reason:
        return ""
    what = "put right what stands against the upgrade"
    if decision == "INCOMPLETE":
        what = "let it look at what it could not see"
    return (
        f"the report says {_IN_WORDS[decision]}: {what} and report again, or take it upon you with "
        '--override "REASON" --by NAME, which is shown wherever the plan is'
    )


def refusal_of_strategy(order: Order) -> str:
    """Why the first hop cannot be made that way, "" if it can."""
    return why_not_rolling(order.first_hop) if order.strategy == "rolling" else ""


def refusal_of_files(order: Order) -> str:
    """Why nobody could tell whether the prepared files fit those in force, "" if they can."""
    if not order.digest or plans(order)[0].origin.inputs:
        return ""
    return (
        f"the report judged no file that lies in {order.site.configuration}, which the prepared "
        "files are to replace: report on that directory, or correct `configuration` of the site"
    )
