"""What a change board decides from: a report put in the order that every format of it tells."""

from collections import Counter
from collections.abc import Iterator, Sequence

import msgspec

from linter.model.finding import Finding, Gap, Severity
from linter.model.report import Report
from linter.model.triage import Triage, TriagedNote
from linter.model.verdict import Decision
from linter.report import remaining_steps
from linter.report.access import Row, rows
from linter.report.document import document
from linter.report.evidence import files_in_words, is_of_node, logs_in_words, notes_in_words
from linter.report.hops import HopShape, hops_of
from linter.report.quantities import counted
from linter.report.remaining_steps import Step
from linter.report.rule_groups import RuleGroup, rule_groups
from linter.report.timeline import Timeline, timeline

_DRIFT = "fleet/"
_MEANING = {
    Decision.GO: "Nothing that was found stands against this upgrade",
    Decision.GO_WITH_CONDITIONS: "The upgrade can go ahead once the conditions below are met",
    Decision.NO_GO: "The upgrade must not start as things are",
    Decision.INCOMPLETE: "Nobody can say yet whether the upgrade may start",
}


class Accepted(msgspec.Struct, frozen=True):
    """Findings of one rule that somebody lives with, and in whose words: who, until when, why."""

    words: str
    group: RuleGroup
    findings: tuple[Finding, ...]


class Notes(msgspec.Struct, frozen=True):
    """The release notes by what is left to do; `applying` are those of all that concern us."""

    open: tuple[TriagedNote, ...]
    acknowledged: tuple[TriagedNote, ...]
    informing: tuple[TriagedNote, ...]
    refuted: tuple[TriagedNote, ...]
    applying: int


class Node(msgspec.Struct, frozen=True):
    """A node with its files and its open findings, by severity in its order."""

    name: str
    files: int
    open: tuple[int, ...]


class Fact(msgspec.Struct, frozen=True):
    """One kind of evidence, and how much of it was looked at."""

    what: str
    told: str


class Readiness(msgspec.Struct, frozen=True):
    """A report as people read it; `why` are three sentences.

    `groups` hold all findings, the gravest first. `drift` are those that say in what nodes differ.
    `seal` is that of the same report in JSON, which people sign and programs verify.
    """

    report: Report
    why: tuple[str, str, str]
    hops: tuple[HopShape, ...]
    groups: tuple[RuleGroup, ...]
    accepted: tuple[Accepted, ...]
    notes: Notes
    evidence: tuple[Fact, ...]
    timeline: Timeline
    nodes: tuple[Node, ...]
    drift: tuple[Finding, ...]
    access: tuple[Row, ...]
    before: tuple[Step, ...]
    during: tuple[Step, ...]
    seal: str

    def standing(self, severity: Severity) -> tuple[RuleGroup, ...]:
        """The groups of a severity in which something is open."""
        return tuple(group for group in self.groups if group.severity is severity and group.open)


def readiness(report: Report) -> Readiness:
    """The report in the order in which it is decided from; nothing in it is new."""
    groups = rule_groups(report.findings)
    return Readiness(
        report=report,
        why=_why(report),
        hops=hops_of(report.upgrade),
        groups=groups,
        accepted=tuple(_accepted(groups)),
        notes=_notes(report.reading.notes),
        evidence=tuple(_evidence(report)),
        timeline=timeline(report.logs),
        nodes=tuple(_nodes(report)),
        drift=tuple(each for each in report.findings if each.rule.startswith(_DRIFT)),
        access=rows(report.access_changes),
        before=tuple(remaining_steps.before(report)),
        during=tuple(remaining_steps.during(report)),
        seal=document(report).seal,
    )


def _why(report: Report) -> tuple[str, str, str]:
    """What the decision means, what is left to decide, and what it rests on."""
    number = Counter(finding.severity for finding in report.findings if not finding.waiver)
    blockers = number[Severity.BLOCKER]
    stand = f": {counted(blockers, 'blocker')} {'stands' if blockers == 1 else 'stand'} against it"
    accepted = sum(bool(finding.waiver) for finding in report.findings)
    counts = (
        f"{counted(number[Severity.CONDITION], 'condition')} to be decided",
        counted(number[Severity.WARNING], "warning"),
        f"{counted(accepted, 'finding')} waived or acknowledged",
    )
    return (
        f"{_MEANING[report.verdict.decision]}{stand if blockers else ''}.",
        f"{', '.join(counts)}.",
        _looked_at(report.gaps, report.profile),
    )


def _looked_at(gaps: Sequence[Gap], profile: str) -> str:
    required = sum(gap.required for gap in gaps)
    others = counted(len(gaps) - required, "thing") + " beyond that"
    if required:
        parts = f"{counted(required, 'part')} that the profile {profile} requires"
        return f"Not looked at: {parts}, and {others}."
    were = "was" if len(gaps) == 1 else "were"
    rest = f"; {others} {were} not" if gaps else ""
    return f"Everything that the profile {profile} requires was looked at{rest}."


def _accepted(groups: Sequence[RuleGroup]) -> Iterator[Accepted]:
    for group in groups:
        said: dict[str, list[Finding]] = {}
        for finding in group.findings:
            if finding.waiver:
                said.setdefault(finding.waiver, []).append(finding)
        for words, found in said.items():
            yield Accepted(words, group, tuple(found))


def _notes(notes: Sequence[TriagedNote]) -> Notes:
    asking = [each for each in notes if each.asks]
    others = [each for each in notes if not each.asks]
    return Notes(
        open=tuple(each for each in asking if each.is_open),
        acknowledged=tuple(each for each in asking if not each.is_open),
        informing=tuple(each for each in others if each.triage is not Triage.DOES_NOT_APPLY),
        refuted=tuple(each for each in others if each.triage is Triage.DOES_NOT_APPLY),
        applying=sum(each.triage is Triage.APPLIES for each in notes),
    )


def _evidence(report: Report) -> Iterator[Fact]:
    tool, ends = report.tool, report.upgrade
    yield Fact("Deployed release", f"{ends.source}: {ends.source_reason}")
    yield Fact("Target release", f"{ends.target}: {ends.target_reason}")
    yield Fact("Configuration", files_in_words(report.inputs))
    yield Fact("Logs", next(logs_in_words(report.logs), "none were read"))
    for release, shown in report.logs.releases:
        yield Fact("Logs written by", f"{release} ({shown})")
    yield Fact("Release notes", next(notes_in_words(report.reading), "none were read"))
    versions = f"keystone {ends.source.version} and {ends.target.version}"
    yield Fact("Facts of releases", f"{versions}, catalogs {tool.catalogs}")
    yield Fact("Rules", f"{report.rules_evaluated} asked, rules {tool.rules}")
    made = f", on {report.created:%Y-%m-%d %H:%M} UTC" if report.created else ""
    yield Fact("Made by", f"{tool.name} {tool.version}, profile {report.profile}{made}")
    if report.valid_until:
        ends_with = "when the first waiver or acknowledgement in it ends"
        yield Fact("Holds until", f"{report.valid_until}, {ends_with}")


def _nodes(report: Report) -> Iterator[Node]:
    """Each node that files came from; one without a name where only one was looked at."""
    files = Counter(source.node for source in report.inputs if is_of_node(source))
    found: dict[str, Counter[Severity]] = {node: Counter() for node in files}
    for finding in report.findings:
        if finding.waiver:
            continue
        for node in finding.nodes or (finding.at.node,):
            found.setdefault(node, Counter())[finding.severity] += 1
    for node in sorted(found):
        yield Node(node, files[node], tuple(found[node][severity] for severity in Severity))
