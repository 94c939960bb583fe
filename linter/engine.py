"""Runs every rule over every deployment and makes the report; knows no rule and no renderer."""

import hashlib
import traceback
from collections.abc import Callable, Iterator, Sequence
from pathlib import PurePath
from typing import TypeVar

import msgspec

from linter.catalog.entries import Catalog, Name
from linter.checks.context import Context
from linter.checks.names import Names, names_of
from linter.checks.registry import CHECKS, Hit
from linter.checks.standing import Span, Standing, standing_of
from linter.checks.waivers import WAIVER
from linter.completeness import gaps_in_configuration
from linter.corroboration import corroborated
from linter.coverage import gaps_of
from linter.model.acknowledgement import Answers
from linter.model.finding import Confidence, Finding, Gap, Severity, Witness
from linter.model.live import Live
from linter.model.location import Location
from linter.model.logs import LogTally
from linter.model.passwords import without_passwords
from linter.model.policy import AccessChange, AccessComparison
from linter.model.release import Upgrade
from linter.model.triage import ReadingList
from linter.model.visible import visible
from linter.model.waiver import WaiverFault
from linter.parse.deployment import Deployment
from linter.parse.template import holds_construct
from linter.ruleset import Rule, Ruleset

Answer = TypeVar("Answer")
LONGEST = 2000
"""Characters of a message; names from a file can be of any length."""


class Knowledge(msgspec.Struct, frozen=True):
    """What the catalogs say: one release at a time, and which series know a name."""

    load: Callable[[str], Catalog]
    history: Callable[[Name], tuple[str, ...]]


class Evidence(msgspec.Struct, frozen=True):
    """What is known beside the files: what a running system, its logs and release notes said.

    `answers` are what somebody acknowledged.
    """

    live: Live = Live()
    logs: LogTally = LogTally()
    reading: ReadingList = ReadingList()
    answers: Answers = Answers()


_NO_EVIDENCE = Evidence()


class Outcome(msgspec.Struct, frozen=True):
    """What the rules found in a set of deployments, and which rules could not finish."""

    findings: tuple[Finding, ...]
    gaps: tuple[Gap, ...]
    evaluated: int
    access_changes: tuple[AccessChange, ...] = ()


def analyse(
    deployments: Sequence[Deployment],
    upgrade: Upgrade,
    rules: Ruleset,
    knowledge: Knowledge,
    evidence: Evidence = _NO_EVIDENCE,
) -> Outcome:
    """The findings of every rule in every deployment, joined, ordered; a crashed rule is a Gap."""
    asked = _asked(rules, upgrade)
    findings: list[Finding] = []
    gaps: list[Gap] = []
    changes: set[AccessChange] = set()
    for context in contexts_of(deployments, upgrade, knowledge, evidence):
        gaps += gaps_in(context)
        changes.update(context.access.changes)
        for rule in asked:
            found, crashed = evaluate(rule, context)
            findings += found
            gaps += crashed
    joined = corroborated(join(without_lesser(findings, rules)), rules)
    return Outcome(joined, tuple(gaps), len(asked), tuple(sorted(changes)))


def of_waivers(
    deployments: Sequence[Deployment],
    upgrade: Upgrade,
    rules: Ruleset,
    knowledge: Knowledge,
    faults: Sequence[WaiverFault],
) -> Outcome:
    """What the rules about waivers say, asked when everything else was found and waived."""
    if not faults or not deployments:
        return Outcome((), (), 0)
    fleet = tuple(deployments)
    context = Context(
        fleet[0], upgrade, fleet, _span(upgrade, knowledge), (), waiver_faults=tuple(faults)
    )
    asked = [rule for rule in _asked(rules, upgrade) if rule.check == WAIVER]
    said = [evaluate(rule, context) for rule in asked]
    return Outcome(
        join([finding for findings, _ in said for finding in findings]),
        tuple(gap for _, gaps in said for gap in gaps),
        len(asked),
    )


def _asked(rules: Ruleset, upgrade: Upgrade) -> list[Rule]:
    return [rule for rule in rules if not rule.crosses or upgrade.crosses(rule.crosses)]


def gaps_in(context: Context) -> tuple[Gap, ...]:
    """What was not looked at in one deployment."""
    return (*gaps_of(context), *gaps_in_configuration(context), *context.access.gaps)


def _span(upgrade: Upgrade, knowledge: Knowledge) -> Span:
    def names(series: str) -> Names:
        return names_of(knowledge.load(series))

    crossed = tuple(names(release.series) for release in upgrade.crossed())
    ladder = tuple(release.series for release in upgrade.ladder)
    return Span(
        names(upgrade.source.series),
        crossed,
        knowledge.history,
        ladder,
        lambda series: knowledge.load(series).migrations,
    )


def contexts_of(
    deployments: Sequence[Deployment],
    upgrade: Upgrade,
    knowledge: Knowledge,
    evidence: Evidence = _NO_EVIDENCE,
) -> Iterator[Context]:
    """What is known of each deployment, in the form in which it is judged, one at a time."""
    span = _span(upgrade, knowledge)
    fleet = tuple(deployments)
    for deployment in fleet:
        access = access_of(deployment, span)
        yield Context(
            deployment,
            upgrade,
            fleet,
            span,
            standings_of(deployment, span),
            evidence.live,
            access,
            evidence.logs,
            evidence.reading,
            evidence.answers,
        )


def standings_of(deployment: Deployment, span: Span) -> tuple[Standing, ...]:
    """What becomes of every setting whose name is known without rendering a template."""
    return tuple(
        standing_of(setting, span)
        for setting in deployment.settings()
        if not (setting.templated and holds_construct(setting.group + setting.name))
    )


def access_of(
    deployment: Deployment, span: Span, renewed: Deployment | None = None
) -> AccessComparison:
    """Who may do what at one end only; `renewed` has the target's files where they are others."""
    if not span.crossed:
        return AccessComparison()

    def ask() -> AccessComparison:
        # Nobody pays for the parser of check strings who checks a release against itself.
        from linter.access.changes import compare_access  # noqa: PLC0415

        return compare_access(deployment, span.source.catalog, span.target.catalog, renewed)

    comparison, crashed = _guarded("access by policy rules", ask, AccessComparison())
    return msgspec.structs.replace(comparison, gaps=(*comparison.gaps, *crashed))


def evaluate(rule: Rule, context: Context) -> tuple[list[Finding], list[Gap]]:
    """What one rule says of one deployment; a fault in the rule itself is a required Gap."""

    def ask() -> list[Finding]:
        hits = CHECKS[rule.check](context, **rule.params)
        return [_finding(rule, hit, context.deployment) for hit in hits]

    return _guarded(f"rule {rule.id}", ask, [])


def _guarded(what: str, ask: Callable[[], Answer], instead: Answer) -> tuple[Answer, list[Gap]]:
    """What was asked for, or something instead and a required Gap where it failed."""
    try:
        return ask(), []
    except Exception as error:  # noqa: BLE001  a crashed rule must never look like a pass
        why = f"it failed with {_named(error)}: this is a fault in kslint or in the rule"
        remedy = "report it with the output of `kslint --version`; judge the subject by hand"
        return instead, [Gap(what, why, remedy, required=True)]


def _named(error: Exception) -> str:
    """The kind of an error and where it arose; its text may hold a secret."""
    frame = traceback.extract_tb(error.__traceback__)[-1]
    return f"{type(error).__name__} at {PurePath(frame.filename).name}:{frame.lineno}"


def _finding(rule: Rule, hit: Hit, deployment: Deployment) -> Finding:
    severity = hit.severity or rule.severity
    confidence = hit.confidence or rule.confidence
    if severity is Severity.BLOCKER and confidence is Confidence.POSSIBLE:
        severity = Severity.CONDITION
    return Finding(
        rule=rule.id,
        title=rule.title,
        severity=severity,
        confidence=confidence,
        message=_filled(rule.message, hit),
        subject=shortened(visible(without_passwords(hit.subject))),
        at=hit.at,
        fingerprint=fingerprint(rule.id, hit.identity or hit.at.path, hit.subject),
        why=_filled(rule.why, hit),
        fix=_filled(rule.fix, hit),
        links=rule.links,
        witnesses=hit.witnesses,
        nodes=hit.nodes or deployment.nodes,
        excerpt=hit.excerpt,
        echo=hit.echo,
        waiver=hit.waiver,
        rank=hit.rank,
    )


def _filled(text: str, hit: Hit) -> str:
    parts = {"subject": hit.subject, **hit.fields}
    filled = text.format_map({name: without_passwords(part) for name, part in parts.items()})
    return shortened(visible(" ".join(filled.split())))


def shortened(text: str) -> str:
    """A text that a report can hold, whatever a file made of it."""
    return text if len(text) <= LONGEST else text[: LONGEST - 1] + "…"


def fingerprint(rule: str, path: str, subject: str) -> str:
    """The identity of a finding: it survives moved lines and other nodes."""
    return hashlib.sha256(f"{rule}\n{path}\n{subject}".encode()).hexdigest()[:20]


def without_lesser(findings: Sequence[Finding], rules: Ruleset) -> list[Finding]:
    """The findings without those that a more telling rule made of the same subject and file.

    What remains is as grave as the gravest of them.
    """
    replaced: dict[tuple[str, Location, str], list[Finding]] = {}
    for finding in findings:
        replaced.setdefault(_about(finding.rule, finding), []).append(finding)
    kept = {id(finding): finding for finding in findings}
    for finding in findings:
        rule = rules.rules.get(finding.rule)
        for lesser in rule.instead_of if rule else ():
            for other in replaced.get(_about(lesser, finding), ()):
                kept.pop(id(other), None)
                if id(finding) in kept:
                    kept[id(finding)] = _as_grave(kept[id(finding)], other)
    return list(kept.values())


def _about(rule: str, finding: Finding) -> tuple[str, Location, str]:
    return rule, Location(finding.at.node, finding.at.path), finding.subject


def _as_grave(finding: Finding, other: Finding) -> Finding:
    if finding.severity.rank <= other.severity.rank:
        return finding
    return msgspec.structs.replace(finding, severity=other.severity, confidence=other.confidence)


def join(findings: Sequence[Finding]) -> tuple[Finding, ...]:
    """One finding for each fingerprint and message, in the order of severity, place and rule.

    The same fault on several nodes becomes one with all their names; repeated lines in one file
    become witnesses of the first. It is as grave as the gravest, and open unless all are waived.
    """
    joined: dict[tuple[str, str], Finding] = {}
    for finding in findings:
        key = (finding.fingerprint, finding.message)
        known = joined.get(key)
        joined[key] = finding if known is None else _merged(known, finding)
    return tuple(sorted(joined.values(), key=_order))


def _merged(known: Finding, other: Finding) -> Finding:
    nodes = tuple(dict.fromkeys(known.nodes + other.nodes))
    again = other.at.node == known.at.node and other.at != known.at
    also = (Witness("config", other.excerpt, at=other.at),) if again else ()
    return msgspec.structs.replace(
        _as_grave(known, other),
        nodes=nodes,
        witnesses=known.witnesses + also,
        waiver=known.waiver if other.waiver else "",
    )


def _order(finding: Finding) -> tuple[object, ...]:
    named = finding.rule, finding.rank, finding.subject, finding.message
    return (finding.severity.rank, finding.at, *named)
