"""From the words of a command line to what an upgrade changes in each deployment."""

from collections.abc import Iterator

import msgspec

from linter.catalog import store
from linter.checks.context import Context
from linter.cli.analysis import Request, examine, usable
from linter.coverage import weighed
from linter.difference.differences import differences
from linter.difference.texts import texts_of
from linter.difference.told import Basis, Told, ToldDeployment
from linter.engine import Outcome, analyse, contexts_of
from linter.model.finding import Gap, Severity
from linter.ruleset import Ruleset, load_rules
from linter.samples.choice import samples_for
from linter.samples.files import Samples

_GRAVE = frozenset({Severity.BLOCKER, Severity.CONDITION})
_Ends = tuple[Samples, Samples]


def compare(request: Request, *, is_three_way: bool, shows_all: bool) -> Told:
    """What the upgrade changes. Raises UsageError for what cannot be used."""
    with usable():
        rules = load_rules(request.rules)
        examined = examine(request, rules)
        upgrade, evidence = examined.upgrade, examined.evidence
        known = examined.knowledge
        ends = samples_for(upgrade.source.series), samples_for(upgrade.target.series)
        outcome = analyse(examined.deployments, upgrade, rules, known, evidence)
        contexts = contexts_of(examined.deployments, upgrade, known, evidence)
        told = tuple(_told(context, rules, outcome, ends) for context in contexts)
    own = (gap for each in told for gap in each.differences.gaps)
    return Told(
        upgrade,
        told,
        (_basis(ends[0]), _basis(ends[1])),
        _gaps(told, (*examined.gaps, *outcome.gaps, *own)),
        is_three_way,
        shows_all,
    )


def _told(context: Context, rules: Ruleset, outcome: Outcome, ends: _Ends) -> ToldDeployment:
    deployment = context.deployment
    found = differences(context, rules, outcome.findings)
    texts = texts_of(deployment, *ends, store.secret_names())
    return ToldDeployment(
        deployment.nodes,
        tuple(file.path for file in deployment.files),
        msgspec.structs.replace(found, gaps=(*found.gaps, *texts.gaps)),
        texts.texts,
        frozenset(finding.rule for finding in outcome.findings if finding.severity in _GRAVE),
    )


def _basis(samples: Samples) -> Basis:
    return Basis(samples.series, samples.version, samples.real)


def _gaps(told: tuple[ToldDeployment, ...], gaps: tuple[Gap, ...]) -> tuple[Gap, ...]:
    """Each gap once, the required first; of a file told beside its sample that is no gap."""
    beside = set(_told_as_text(told))
    weighty = dict.fromkeys(
        weighed(gap, "gate")
        for gap in gaps
        if gap.required or gap.at is None or (gap.at.node, gap.what) not in beside
    )
    return tuple(sorted(weighty, key=lambda gap: (not gap.required, gap.what)))


def _told_as_text(told: tuple[ToldDeployment, ...]) -> Iterator[tuple[str, str]]:
    for each in told:
        for text in each.texts:
            yield each.differences.node, text.path
