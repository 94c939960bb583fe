"""Marks the findings that somebody has decided to live with, and says which decisions are void.

A gap can never be waived: not having looked is nothing that one can decide to live with.
"""

import datetime as dt
from collections.abc import Iterable, Iterator, Sequence
from fnmatch import fnmatchcase

import msgspec
from msgspec.structs import replace

from linter.model.finding import Finding, Severity
from linter.model.location import Location
from linter.model.release import Upgrade
from linter.model.visible import visible
from linter.model.waiver import FaultKind, Waiver, WaiverFault, Waivers
from linter.rule_faults import nearest
from linter.ruleset import Ruleset


class Waived(msgspec.Struct, frozen=True):
    """The findings in their order, some of them waived, and every fault of a waiver, by place."""

    findings: tuple[Finding, ...]
    faults: tuple[WaiverFault, ...]


def waived(
    findings: Sequence[Finding],
    waivers: Waivers,
    rules: Ruleset,
    upgrade: Upgrade,
    today: dt.date,
) -> Waived:
    """The findings, with the words of the first waiver beside each that one is about.

    A waiver for another target is history: it has no effect and no fault. One that names neither
    subject nor path speaks of a single rule, and of no blocker. A finding that is waived or
    acknowledged already keeps its words.
    """
    faults = list(waivers.faults)
    counting = []
    for waiver in waivers.waivers:
        if _is_history(waiver, upgrade):
            continue
        fault = next(_voids(waiver, rules, upgrade, today), None)
        if fault is None:
            counting.append(waiver)
        else:
            faults.append(fault)
    register = _Register(counting, rules)
    marked = tuple(register.marked(finding) for finding in findings)
    faults += register.faults()
    return Waived(marked, tuple(sorted(faults, key=lambda fault: (fault.at, fault.kind))))


def fits(text: str, pattern: str) -> bool:
    """Whether a pattern describes a text; only `*` and `?` mean more than themselves in it."""
    return fnmatchcase(text, pattern.replace("[", "[[]"))


def _fault(kind: FaultKind, waiver: Waiver, why: str) -> WaiverFault:
    return WaiverFault(kind, waiver.at, waiver.rules, why)


def _is_history(waiver: Waiver, upgrade: Upgrade) -> bool:
    """Whether it is for the target of another upgrade, one that is known."""
    ours = {upgrade.target.series, upgrade.target.codename}
    return waiver.target in _targets(upgrade) and waiver.target not in ours


def _targets(upgrade: Upgrade) -> list[str]:
    named = ((release.series, release.codename) for release in upgrade.ladder)
    return [name for names in named for name in dict.fromkeys(names) if name]


def _voids(
    waiver: Waiver, rules: Ruleset, upgrade: Upgrade, today: dt.date
) -> Iterator[WaiverFault]:
    """What makes a waiver void, the first thing first."""
    targets = _targets(upgrade)
    if waiver.target and waiver.target not in targets:
        hint = nearest(waiver.target, targets)
        yield _fault("malformed", waiver, f"{visible(repr(waiver.target))} is no release{hint}")
    for pattern in waiver.rules:
        yield from _voids_of(waiver, pattern, rules)
    if waiver.until < today:
        yield _fault("expired", waiver, f"it ended on {waiver.until}")


def _voids_of(waiver: Waiver, pattern: str, rules: Ruleset) -> Iterator[WaiverFault]:
    named = [rule for rule in rules if fnmatchcase(rule.id, pattern)]
    if not named:
        hint = nearest(pattern, rules.rules)
        yield _fault("malformed", waiver, f"no rule is called {pattern!r}{hint}")
    elif not any(rule.waivable for rule in named):
        why = f"what {pattern} finds cannot be waived: it breaks the upgrade whoever agrees"
        yield _fault("not-waivable", waiver, why)
    elif len({rule.id.partition("/")[0] for rule in named}) > 1:
        yield _fault("too-broad", waiver, f"{pattern!r} names rules of more than one group")
    elif len(named) > 1 and not _is_narrow(waiver):
        why = f"{pattern!r} names {len(named)} rules: say of which `subject` or `path`"
        yield _fault("too-broad", waiver, why)


def _is_narrow(waiver: Waiver) -> bool:
    """Whether it is about certain lines, subjects or files, and not about whatever is found."""
    patterns = (waiver.subject, waiver.path)
    return waiver.lines is not None or any(pattern.strip("*?/.") for pattern in patterns)


class _Register:
    """The waivers that count, and what became of each."""

    def __init__(self, waivers: Sequence[Waiver], rules: Ruleset) -> None:
        self._waivers = waivers
        self._rules = rules
        self._by_rule: dict[str, list[int]] = {}
        self._used: set[int] = set()
        self._void: dict[int, WaiverFault] = {}

    def marked(self, finding: Finding) -> Finding:
        """The finding, with the words of a waiver where one is about it."""
        numbers = list(self._about(finding))
        self._used.update(numbers)
        if not numbers or finding.waiver:
            return finding
        return replace(finding, waiver=self._waivers[numbers[0]].words())

    def faults(self) -> Iterator[WaiverFault]:
        """What had no effect, and why."""
        for number, waiver in enumerate(self._waivers):
            if number in self._void:
                yield self._void[number]
            elif number not in self._used:
                yield _fault("unused", waiver, "nothing that it is about was found")

    def _about(self, finding: Finding) -> Iterator[int]:
        beside: list[int] = []
        for number in self._naming(finding.rule):
            waiver = self._waivers[number]
            if waiver.lines is not None:
                beside.append(number)
            elif _speaks_of(waiver, finding):
                if finding.severity is Severity.BLOCKER and not _is_narrow(waiver):
                    self._void[number] = _fault("too-broad", waiver, _about_blocker(finding))
                else:
                    yield number
        yield from self._inline(finding, beside)

    def _naming(self, rule: str) -> list[int]:
        """The waivers that name a rule, in their order; none where it is not waivable."""
        if rule not in self._by_rule:
            known = self._rules.rules.get(rule)
            self._by_rule[rule] = [
                number
                for number, waiver in enumerate(self._waivers)
                if known is not None
                and known.waivable
                and any(fnmatchcase(rule, pattern) for pattern in waiver.rules)
            ]
        return self._by_rule[rule]

    def _inline(self, finding: Finding, beside: Sequence[int]) -> Iterator[int]:
        """The waivers beside the finding's line, where every node that shows it has one."""
        lines = {number: self._waivers[number].lines for number in beside}
        here = {
            number: span
            for number, span in lines.items()
            if span and any(span.hold(at) for at in _places(finding))
        }
        said = {(span.path, span.text) for span in here.values()}
        there = {
            number: span
            for number, span in lines.items()
            if span and (span.path, span.text) in said
        }
        covered = {span.node for span in there.values()}
        bare = [node for node in finding.nodes if node not in covered | {finding.at.node}]
        if not bare:
            yield from there
            return
        for number in here:
            why = f"the same stands on {visible(bare[0])} without it, so it has no effect"
            self._void[number] = _fault("unused", self._waivers[number], why)


def _speaks_of(waiver: Waiver, finding: Finding) -> bool:
    """Whether subject and path of a finding are what an entry of a file is about."""
    return fits(finding.subject, waiver.subject or "*") and fits(
        finding.at.path, waiver.path or "*"
    )


def _about_blocker(finding: Finding) -> str:
    return (
        "a blocker is waived only by its `subject` or `path`, and there is one about "
        f"{finding.subject}"
    )


def _places(finding: Finding) -> Iterable[Location]:
    """The lines of the deployment that show it."""
    yield finding.at
    for witness in finding.witnesses:
        if witness.kind == "config" and witness.at is not None:
            yield witness.at
