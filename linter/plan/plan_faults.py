"""What is wrong with a plan whose values are each of the right type."""

from collections.abc import Iterator

from linter.catalog import store
from linter.model.nearest import meant
from linter.model.plan import Plan
from linter.model.release import Upgrade
from linter.plan.converting import MistakeError
from linter.plan.site_faults import site_faults
from linter.plan.step_faults import step_faults
from linter.plan.texts import text_faults

AGAINST = ("NO_GO", "INCOMPLETE")
"""The decisions against which nobody goes on without a reason."""
_LONGEST_ID = 100


def plan_faults(plan: Plan) -> Iterator[MistakeError]:
    """What is wrong with a plan, each part by itself and all of them together."""
    yield from text_faults(plan)
    yield from _releases(plan)
    yield from _place_among_plans(plan)
    yield from _overrides(plan)
    # What a later hop needs of a site is said when its turn has come.
    if plan.number == 1:
        for mistake in site_faults(plan.site):
            yield MistakeError(("site", *mistake.place), mistake.told)
    yield from step_faults(plan)


def _releases(plan: Plan) -> Iterator[MistakeError]:
    ladder = store.releases()
    known = {release.series: release for release in ladder}
    for key, series in (("from", plan.source), ("to", plan.target)):
        if series not in known:
            yield MistakeError((key,), f"`{series}` is no known release{meant(series, known)}")
    if plan.source not in known or plan.target not in known:
        return
    upgrade = Upgrade(known[plan.source], known[plan.target], ladder)
    stops = [release.series for release in upgrade.hops()]
    if stops != [plan.target]:
        way = f": stop at {', '.join(stops)}" if stops else ""
        told = f"{plan.source} to {plan.target} is no upgrade by one supported hop{way}"
        yield MistakeError(("to",), told)


def _place_among_plans(plan: Plan) -> Iterator[MistakeError]:
    if not 1 <= plan.number <= plan.of:
        yield MistakeError(("number",), f"{plan.number} of {plan.of} is no place among plans")
    if len(plan.id) > _LONGEST_ID:
        yield MistakeError(("id",), f"is longer than {_LONGEST_ID} letters")


def _overrides(plan: Plan) -> Iterator[MistakeError]:
    decision = plan.origin.decision
    given = [override.against for override in plan.overrides]
    if decision in AGAINST and decision not in given:
        told = f"the report said {decision}, and nobody says here why to go on all the same"
        yield MistakeError(("overrides",), told)
    if decision not in (*AGAINST, "GO", "GO_WITH_CONDITIONS"):
        yield MistakeError(("origin", "decision"), f"`{decision}` is no decision of a report")
    for at, override in enumerate(plan.overrides):
        for name in ("reason", "by"):
            if not getattr(override, name).strip():
                yield MistakeError(("overrides", at, name), "is empty")
        if override.on.tzinfo is None:
            yield MistakeError(("overrides", at, "on"), "says no time zone, such as Z")
