"""Makes a witness of what a log said of something that another finding tells already."""

import re
from collections.abc import Sequence
from fnmatch import fnmatchcase

from msgspec.structs import replace

from linter.model.finding import Confidence, Echo, Finding, Severity, Witness
from linter.ruleset import Ruleset

_SURER = {Confidence.POSSIBLE: Confidence.LIKELY, Confidence.LIKELY: Confidence.CERTAIN}

_SILENCE = Echo(())


def corroborated(findings: Sequence[Finding], rules: Ruleset) -> tuple[Finding, ...]:
    """The findings in their order, without those that only repeat another.

    The other one gets their witnesses, and is surer where they speak of the same subject. How grave
    it is does not change: a message in a log knows less of the target than a rule does. But what
    is only worth knowing stands in for nothing that is graver.
    """
    told = _Told([finding for finding in findings if finding.echo is None], rules)
    heard: dict[int, tuple[Witness, ...]] = {}
    sure: set[int] = set()
    joined: set[int] = set()
    for finding in findings:
        echo = finding.echo or _SILENCE
        for other in told.same(finding, echo):
            if other.severity is not Severity.INFO or finding.severity is Severity.INFO:
                joined.add(id(finding))
            heard[id(other)] = heard.get(id(other), ()) + echo.witnesses
            if _speaks_of(other, echo.subjects):
                sure.add(id(other))
    return tuple(
        _surer(finding, heard[id(finding)], sure=id(finding) in sure)
        if id(finding) in heard
        else finding
        for finding in findings
        if id(finding) not in joined
    )


class _Told:
    """The findings that others may repeat, by the patterns of rules that ask for them."""

    def __init__(self, findings: Sequence[Finding], rules: Ruleset) -> None:
        self._findings = findings
        self._rules = rules
        self._found: dict[tuple[str, ...], list[Finding]] = {}

    def same(self, finding: Finding, echo: Echo) -> list[Finding]:
        """Those of the same nodes that tell what a finding which a log led to repeats."""
        of_any = self._of(echo.rules_of_any)
        same = [other for other in self._of(echo.rules) if _speaks_of(other, echo.subjects)]
        found = {id(other): other for other in (*of_any, *same)}
        return [other for other in found.values() if not _are_apart(finding.nodes, other.nodes)]

    def _of(self, patterns: tuple[str, ...]) -> list[Finding]:
        if patterns not in self._found:
            self._found[patterns] = [
                finding for finding in self._findings if self._fits(finding.rule, patterns)
            ]
        return self._found[patterns]

    def _fits(self, rule: str, patterns: tuple[str, ...]) -> bool:
        """Whether a rule, or one that it is shown instead of, has an id that fits."""
        known = self._rules.rules.get(rule)
        names = (rule, *(known.instead_of if known else ()))
        return any(fnmatchcase(name, pattern) for name in names for pattern in patterns)


def _surer(finding: Finding, witnesses: tuple[Witness, ...], *, sure: bool) -> Finding:
    confidence = _SURER.get(finding.confidence, finding.confidence) if sure else finding.confidence
    known = tuple(dict.fromkeys((*finding.witnesses, *witnesses)))
    return replace(finding, witnesses=known, confidence=confidence)


def _are_apart(nodes: tuple[str, ...], others: tuple[str, ...]) -> bool:
    """Whether both are known by name and have no node in common."""
    return all(nodes) and all(others) and set(nodes).isdisjoint(others)


def _speaks_of(finding: Finding, subjects: tuple[str, ...]) -> bool:
    """Whether a finding is about a subject, or one of its lines gives a rule of that name."""
    if finding.subject in subjects:
        return True
    lines = [finding.excerpt, *(item.text for item in finding.witnesses if item.kind == "config")]
    return any(_assigns(line, subject) for line in lines for subject in subjects)


def _assigns(line: str, subject: str) -> bool:
    """Whether a line of a policy file, JSON or YAML, says what a rule asks for."""
    if subject not in line:
        return False
    name = re.escape(subject)
    return re.search(rf"(?:^\s*{name}|'{name}'|\"{name}\")\s*:", line) is not None
