"""Marks the findings that somebody has decided to live with, and says which decisions are void.

A gap can never be waived: not having looked is nothing that one can decide to live with.
"""

import datetime as dt
import re
from collections.abc import Collection, Iterable, Iterator, Sequence
from fnmatch import fnmatchcase, translate
from functools import lru_cache

import msgspec
from msgspec.structs import replace

from linter.model.finding import Finding, Severity
from linter.model.location import Location
from linter.model.release import Upgrade
from linter.model.visible import visible
from linter.model.waiver import Lines, Waiver, WaiverFault, Waivers
from linter.ruleset import Ruleset
from linter.waivers.validity import fault_of, is_history, is_narrow, voids


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
    standing = []
    for waiver in waivers.waivers:
        if is_history(waiver, upgrade):
            continue
        fault = next(voids(waiver, rules, upgrade), None)
        if fault is None:
            standing.append(waiver)
        else:
            faults.append(fault)
    register = _Register(standing, rules, today)
    marked = tuple(register.marked(finding) for finding in findings)
    return Waived(marked, _each_once((*faults, *register.faults())))


def _each_once(faults: Iterable[WaiverFault]) -> tuple[WaiverFault, ...]:
    """The faults by place; one of a file that several nodes have is said for the first."""
    said: dict[WaiverFault, WaiverFault] = {}
    for fault in sorted(faults, key=lambda fault: (fault.at, fault.kind)):
        said.setdefault(replace(fault, at=replace(fault.at, node="")), fault)
    return tuple(said.values())


def fits(text: str, pattern: str) -> bool:
    """Whether a pattern describes a text; only `*` and `?` mean more than themselves in it."""
    return _compiled(pattern).match(text) is not None


@lru_cache(maxsize=4096)
def _compiled(pattern: str) -> re.Pattern[str]:
    # fnmatch keeps too few for a file of waivers.
    return re.compile(translate(pattern.replace("[", "[[]")))


class _Register:
    """The waivers that stand, be they over, and what became of each."""

    def __init__(self, waivers: Sequence[Waiver], rules: Ruleset, today: dt.date) -> None:
        self._waivers = waivers
        self._rules = rules
        self._today = today
        self._by_rule: dict[str, dict[int, None]] = {}
        self._beside: dict[tuple[str, str], list[tuple[int, Lines]]] = {}
        for number, waiver in enumerate(waivers):
            if waiver.lines is not None:
                file = waiver.lines.node, waiver.lines.path
                self._beside.setdefault(file, []).append((number, waiver.lines))
        self._used: set[int] = set()
        self._void: dict[int, WaiverFault] = {}

    def marked(self, finding: Finding) -> Finding:
        """The finding, with the words of a waiver where one is about it."""
        numbers = list(self._about(finding))
        self._used.update(numbers)
        counting = [number for number in numbers if not self._is_over(number)]
        if not counting or finding.waiver:
            return finding
        return replace(finding, waiver=self._waivers[counting[0]].words())

    def _is_over(self, number: int) -> bool:
        return self._waivers[number].until < self._today

    def faults(self) -> Iterator[WaiverFault]:
        """What had no effect, and why."""
        for number, waiver in enumerate(self._waivers):
            rest = f"what it is about is {'still' if number in self._used else 'not'} there"
            if self._is_over(number):
                yield fault_of("expired", waiver, f"it ended on {waiver.until}, and {rest}")
            elif number in self._void:
                yield self._void[number]
            elif number not in self._used:
                yield fault_of("unused", waiver, rest)

    def _about(self, finding: Finding) -> Iterator[int]:
        for number in self._naming(finding.rule):
            waiver = self._waivers[number]
            if waiver.lines is not None or not _speaks_of(waiver, finding):
                continue
            if finding.severity is Severity.BLOCKER and not is_narrow(waiver):
                self._void[number] = fault_of("too-broad", waiver, _about_blocker(finding))
            else:
                yield number
        yield from self._inline(finding)

    def _naming(self, rule: str) -> Collection[int]:
        """The waivers that name a rule, in their order; none where it is not waivable."""
        if rule not in self._by_rule:
            known = self._rules.rules.get(rule)
            self._by_rule[rule] = dict.fromkeys(
                number
                for number, waiver in enumerate(self._waivers)
                if known is not None
                and known.waivable
                and any(fnmatchcase(rule, pattern) for pattern in waiver.rules)
            )
        return self._by_rule[rule]

    def _inline(self, finding: Finding) -> Iterator[int]:
        """The waivers beside the finding's lines, where every node that shows it has one."""
        here = {
            number: lines
            for at in _places(finding)
            for number, lines in self._in_file(finding.rule, at.node, at.path)
            if lines.hold(at)
        }
        if not here:
            return
        same = dict.fromkeys((lines.path, lines.text) for lines in here.values())
        nodes = dict.fromkeys((finding.at.node, *finding.nodes))
        there = {node: list(self._saying(finding.rule, node, same)) for node in nodes}
        bare = [node for node, found in there.items() if all(map(self._is_over, found))]
        for number in (number for found in there.values() for number in found):
            if not bare or self._is_over(number):
                yield number
        for number in here if bare else ():
            why = f"the same stands on {visible(bare[0])} without it"
            self._void[number] = fault_of("unused", self._waivers[number], why)

    def _in_file(self, rule: str, node: str, path: str) -> Iterator[tuple[int, Lines]]:
        """The inline waivers of a rule in one file."""
        naming = self._naming(rule)
        return (each for each in self._beside.get((node, path), ()) if each[0] in naming)

    def _saying(self, rule: str, node: str, same: Iterable[tuple[str, str]]) -> Iterator[int]:
        """The inline waivers of a rule on a node that stand beside one of these lines."""
        for path, text in same:
            for number, lines in self._in_file(rule, node, path):
                if lines.text == text:
                    yield number


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
