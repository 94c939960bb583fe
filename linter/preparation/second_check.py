"""Asks every rule of the new files: as the target's own, and as what the upgrade leads to."""

from collections.abc import Iterable, Iterator, Sequence

import msgspec

from linter.checks.context import Context
from linter.checks.standing import Fate
from linter.difference.said import subject_of
from linter.engine import (
    Knowledge,
    access_of,
    contexts_of,
    evaluate,
    gaps_in,
    join,
    standings_of,
    without_lesser,
)
from linter.model.finding import Finding, Gap, Severity
from linter.model.release import Upgrade
from linter.parse.deployment import Deployment
from linter.preparation.case import Case
from linter.ruleset import Rule, Ruleset

_AS_WRITTEN = frozenset({Fate.CURRENT, Fate.SITE, Fate.UNKNOWN})


class SecondCheck(msgspec.Struct, frozen=True):
    """What new files still have: blockers, names that the target does not read as written, gaps."""

    blockers: tuple[Finding, ...] = ()
    left: tuple[str, ...] = ()
    gaps: tuple[Gap, ...] = ()


def checked_again(
    cases: Sequence[Case], fleet: Sequence[Deployment], knowledge: Knowledge
) -> Iterator[SecondCheck]:
    """What the new files of each case still have; `fleet` are those files, in the same order.

    What a running system, its logs or somebody's answers said is left out: it was not said of these
    files. A blocker without a path, of the database or the way to the target, is no matter of
    files either.
    """
    if not cases:
        return
    upgrade = cases[0].context.upgrade
    arrived = Upgrade(upgrade.target, upgrade.target, upgrade.ladder)
    for case, settled in zip(cases, contexts_of(fleet, arrived, knowledge), strict=True):
        yield _checked(case.rules, settled, _crossing(case, settled))


def _checked(rules: Ruleset, settled: Context, crossing: Context) -> SecondCheck:
    here, gaps = _judged(settled, rules)
    there, crashed = _judged(crossing, rules)
    left = (each for each in crossing.standings if each.fate not in _AS_WRITTEN)
    return SecondCheck(
        _of_files(join([*there, *_further(here, there)])),
        tuple(dict.fromkeys(subject_of(each.name) for each in left)),
        tuple(dict.fromkeys((*gaps_in(settled), *crossing.access.gaps, *gaps, *crashed))),
    )


def _crossing(case: Case, settled: Context) -> Context:
    """The new files on the way to the target; who may do what is compared with the old ones."""
    before, after = case.context, settled.deployment
    return Context(
        after,
        before.upgrade,
        settled.fleet,
        before.span,
        standings_of(after, before.span),
        access=access_of(before.deployment, before.span, after),
    )


def _judged(context: Context, rules: Ruleset) -> tuple[list[Finding], list[Gap]]:
    findings: list[Finding] = []
    gaps: list[Gap] = []
    for rule in _asked(rules, context.upgrade):
        found, crashed = evaluate(rule, context)
        findings += found
        gaps += crashed
    return without_lesser(findings, rules), gaps


def _asked(rules: Ruleset, upgrade: Upgrade) -> Iterable[Rule]:
    return (rule for rule in rules if not rule.crosses or upgrade.crosses(rule.crosses))


def _further(here: Iterable[Finding], there: Iterable[Finding]) -> Iterator[Finding]:
    """What only shows where the target runs already; of the rest the upgrade tells more."""
    known = {(each.subject, each.at) for each in there if each.severity is Severity.BLOCKER}
    return (each for each in here if (each.subject, each.at) not in known)


def _of_files(findings: Iterable[Finding]) -> tuple[Finding, ...]:
    return tuple(
        finding for finding in findings if finding.severity is Severity.BLOCKER and finding.at.path
    )
