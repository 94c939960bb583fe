"""Findings by rule, so that what a rule says is said once however often it fires."""

from collections.abc import Iterable

import msgspec

from linter.model.finding import Finding, Severity


class Advice(msgspec.Struct, frozen=True):
    """What findings have in common: why they matter, what to do, and where to read on."""

    why: str
    fix: str
    links: tuple[str, ...]


class Part(msgspec.Struct, frozen=True):
    """The findings of a rule that the same is said about, in the order of the report."""

    advice: Advice
    findings: tuple[Finding, ...]


class RuleGroup(msgspec.Struct, frozen=True):
    """All findings of one rule that have one severity."""

    rule: str
    title: str
    severity: Severity
    parts: tuple[Part, ...]

    @property
    def findings(self) -> tuple[Finding, ...]:
        """All of them."""
        return tuple(finding for part in self.parts for finding in part.findings)

    @property
    def open(self) -> int:
        """How many of them nobody has decided to live with."""
        return sum(not finding.waiver for finding in self.findings)


def rule_groups(findings: Iterable[Finding]) -> tuple[RuleGroup, ...]:
    """The findings by rule, the gravest first."""
    grouped: dict[tuple[int, str], list[Finding]] = {}
    for finding in findings:
        grouped.setdefault((finding.severity.rank, finding.rule), []).append(finding)
    return tuple(
        RuleGroup(rule, found[0].title, found[0].severity, _parts(found))
        for (_, rule), found in sorted(grouped.items(), key=lambda item: item[0])
    )


def _parts(findings: Iterable[Finding]) -> tuple[Part, ...]:
    alike: dict[tuple[str, str, tuple[str, ...]], list[Finding]] = {}
    for finding in findings:
        alike.setdefault((finding.why, finding.fix, finding.links), []).append(finding)
    return tuple(Part(Advice(*said), tuple(found)) for said, found in alike.items())
