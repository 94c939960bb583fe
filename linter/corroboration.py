"""Makes a witness of what a log said of something that another finding tells already."""

from collections.abc import Sequence
from fnmatch import fnmatchcase

from msgspec.structs import replace

from linter.model.finding import Confidence, Echo, Finding, Witness
from linter.ruleset import Ruleset

_SURER = {Confidence.POSSIBLE: Confidence.LIKELY, Confidence.LIKELY: Confidence.CERTAIN}


def corroborated(findings: Sequence[Finding], rules: Ruleset) -> tuple[Finding, ...]:
    """The findings in their order, without those that only repeat another.

    The other one gets their witnesses, and is surer where they speak of the same subject. How grave
    it is does not change: a message in a log knows less of the target than a rule does.
    """
    told = [finding for finding in findings if finding.echo is None]
    heard: dict[int, tuple[Witness, ...]] = {}
    sure: set[int] = set()
    alone: set[int] = set()
    for finding in findings:
        if finding.echo is None:
            continue
        same = [other for other in told if _repeats(finding, finding.echo, other, rules)]
        for other in same:
            heard[id(other)] = heard.get(id(other), ()) + finding.echo.witnesses
            if _speaks_of(other, finding.echo.subjects):
                sure.add(id(other))
        if not same:
            alone.add(id(finding))
    return tuple(
        _surer(finding, heard[id(finding)], sure=id(finding) in sure)
        if id(finding) in heard
        else finding
        for finding in findings
        if finding.echo is None or id(finding) in alone
    )


def _surer(finding: Finding, witnesses: tuple[Witness, ...], *, sure: bool) -> Finding:
    confidence = _SURER.get(finding.confidence, finding.confidence) if sure else finding.confidence
    known = tuple(dict.fromkeys((*finding.witnesses, *witnesses)))
    return replace(finding, witnesses=known, confidence=confidence)


def _repeats(finding: Finding, echo: Echo, other: Finding, rules: Ruleset) -> bool:
    """Whether a finding that a log led to tells the same as another, of the same nodes."""
    if _are_apart(finding.nodes, other.nodes):
        return False
    if _is_of(other.rule, echo.rules_of_any, rules):
        return True
    return _is_of(other.rule, echo.rules, rules) and _speaks_of(other, echo.subjects)


def _are_apart(nodes: tuple[str, ...], others: tuple[str, ...]) -> bool:
    """Whether both are known by name and have no node in common."""
    return all(nodes) and all(others) and set(nodes).isdisjoint(others)


def _is_of(rule: str, patterns: tuple[str, ...], rules: Ruleset) -> bool:
    known = rules.rules.get(rule)
    names = (rule, *(known.instead_of if known else ()))
    return any(fnmatchcase(name, pattern) for name in names for pattern in patterns)


def _speaks_of(finding: Finding, subjects: tuple[str, ...]) -> bool:
    """Whether a finding is about a subject, or one of its lines gives a rule of that name."""
    if finding.subject in subjects:
        return True
    lines = [finding.excerpt, *(item.text for item in finding.witnesses if item.kind == "config")]
    return any(_assigns(line, subject) for line in lines for subject in subjects)


def _assigns(line: str, subject: str) -> bool:
    """Whether a line of a policy file, JSON or YAML, says what a rule asks for."""
    name = line.strip().lstrip("{'\" ")
    return name.startswith(subject) and name[len(subject) :].lstrip("'\" ").startswith(":")
