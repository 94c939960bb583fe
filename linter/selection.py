"""Which rules a site asks about, and how grave it takes what they find.

Neither hides anything: what is left out is counted in a gap, which is required where a blocker is
among it, since the way to live with a blocker is a waiver with a reason and an end. For the same
reason a blocker cannot be made less grave. Who approves needs to see all that stands open, so then
both hold for less too. What cannot be waived cannot be left out either.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from fnmatch import fnmatchcase

import msgspec
from msgspec.structs import replace

from linter.model.finding import Finding, Gap, Severity, Witness
from linter.model.nearest import nearest
from linter.model.visible import visible
from linter.ruleset import Rule, Ruleset

SETTINGS = "settings"
"""The kind of a witness that tells how settings changed a finding."""


class SelectionError(Exception):
    """A pattern that names no rule; the text says which, and what was perhaps meant."""


class Selection(msgspec.Struct, frozen=True):
    """Patterns of rules: ids, groups (`policy` as well as `policy/*`) or severities (`info`).

    Without any in `select` everything is selected; `ignore` takes from that. What is `needed` or
    graver, and open, has to be seen for the verdict.
    """

    select: tuple[str, ...] = ()
    ignore: tuple[str, ...] = ()
    needed: Severity = Severity.BLOCKER


class Selected(msgspec.Struct, frozen=True):
    """The findings that remain in their order, and what was left out."""

    findings: tuple[Finding, ...]
    gaps: tuple[Gap, ...] = ()


def selected(findings: Sequence[Finding], selection: Selection, rules: Ruleset) -> Selected:
    """The findings that were asked for, and a gap for each reason why others are left out.

    Raises SelectionError for a pattern that names no rule.
    """
    require_known((*selection.select, *selection.ignore), rules)
    kept: list[Finding] = []
    left: dict[str, list[Finding]] = {}
    for finding in findings:
        reason = _left_out_by(finding, selection, rules)
        if reason:
            left.setdefault(reason, []).append(finding)
        else:
            kept.append(finding)
    needed = selection.needed
    gaps = (_gap(reason, left[reason], needed) for reason in sorted(left))
    return Selected(tuple(kept), tuple(gaps))


def require_known(patterns: Iterable[str], rules: Ruleset) -> None:
    """Raises SelectionError for a pattern that fits no rule and is no severity."""
    for pattern in patterns:
        if not any(_names(pattern, rule) for rule in rules.rules) and pattern not in {*Severity}:
            groups = {rule.partition("/")[0] for rule in rules.rules}
            hint = nearest(
                pattern, [*rules.rules, *sorted(groups), *(each.value for each in Severity)]
            )
            raise SelectionError(f"{visible(repr(pattern))} names no rule{hint}")


def regraded(
    findings: Sequence[Finding],
    severities: Mapping[str, Severity],
    rules: Ruleset,
    needed: Severity = Severity.BLOCKER,
) -> tuple[Finding, ...]:
    """The findings as grave as settings say, each with a witness of what it was before.

    The most telling pattern counts: an id before a group, and the longest of several. What is
    `needed` or graver, and what cannot be waived, is not made less grave; its witness says so.
    Raises SelectionError for a pattern that names no rule.
    """
    by_rule = {
        pattern: grave for pattern, grave in severities.items() if pattern not in {*Severity}
    }
    if len(by_rule) < len(severities):
        wrong = next(pattern for pattern in severities if pattern not in by_rule)
        raise SelectionError(f"severity is set for rules or groups, and {wrong!r} is a severity")
    require_known(by_rule, rules)
    return tuple(_regraded(finding, by_rule, rules, needed) for finding in findings)


def _names(pattern: str, rule: str) -> bool:
    return fnmatchcase(rule, pattern) or fnmatchcase(rule, f"{pattern.rstrip('/')}/*")


def _fits(pattern: str, finding: Finding) -> bool:
    return pattern == finding.severity or _names(pattern, finding.rule)


def _left_out_by(finding: Finding, selection: Selection, rules: Ruleset) -> str:
    """What leaves a finding out, "" for one that remains."""
    if not _is_waivable(rules.rules.get(finding.rule)):
        return ""
    for pattern in selection.ignore:
        if _fits(pattern, finding):
            return f"--ignore {visible(pattern)}"
    if not selection.select or any(_fits(pattern, finding) for pattern in selection.select):
        return ""
    return f"--select {visible(','.join(selection.select))}"


def _is_waivable(rule: Rule | None) -> bool:
    return rule is not None and rule.waivable


def _gap(reason: str, left: Sequence[Finding], needed: Severity) -> Gap:
    missed = {
        finding.severity
        for finding in left
        if finding.severity.rank <= needed.rank and not finding.waiver
    }
    remedy = "run without it to see them"
    if missed:
        kind = "blockers" if Severity.BLOCKER in missed else "findings"
        remedy = f"see the {kind}, and waive those that somebody answers for"
    return Gap(
        what=f"what {reason} leaves out",
        why=f"found and not shown: {', '.join(_counts(left))}",
        remedy=remedy,
        required=bool(missed),
    )


def _counts(findings: Sequence[Finding]) -> Iterator[str]:
    for severity, one, many in (
        (Severity.BLOCKER, "blocker", "blockers"),
        (Severity.CONDITION, "condition", "conditions"),
        (Severity.WARNING, "warning", "warnings"),
        (Severity.INFO, "worth knowing", "worth knowing"),
    ):
        number = sum(finding.severity is severity for finding in findings)
        if number:
            yield f"{number} {one if number == 1 else many}"


def _regraded(
    finding: Finding, severities: Mapping[str, Severity], rules: Ruleset, needed: Severity
) -> Finding:
    fitting = [pattern for pattern in severities if _names(pattern, finding.rule)]
    if not fitting:
        return finding
    pattern = max(fitting, key=lambda each: (each == finding.rule, len(each), each))
    wanted = severities[pattern]
    if wanted is finding.severity:
        return finding
    held = _held(finding, wanted, rules, needed)
    said = f"{finding.severity} by its rule, {wanted} by settings for {pattern}{held}"
    witnesses = (*finding.witnesses, Witness(SETTINGS, said))
    return replace(finding, severity=finding.severity if held else wanted, witnesses=witnesses)


def _held(finding: Finding, wanted: Severity, rules: Ruleset, needed: Severity) -> str:
    """Why a finding cannot be made less grave, "" where it can or where it is made graver."""
    if wanted.rank < finding.severity.rank:
        return ""
    if not _is_waivable(rules.rules.get(finding.rule)):
        return ", in vain: it cannot be waived"
    if finding.severity.rank <= needed.rank:
        return f", in vain: a {finding.severity} needs a waiver"
    return ""
