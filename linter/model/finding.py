"""What was found, and what could not be looked at."""

import enum

import msgspec

from linter.model.location import Location


class Severity(enum.StrEnum):
    """How much a finding stands against the upgrade; ordered by `rank`."""

    BLOCKER = "blocker"
    CONDITION = "condition"
    WARNING = "warning"
    INFO = "info"

    @property
    def rank(self) -> int:
        """0 for the gravest."""
        return list(Severity).index(self)


class Confidence(enum.StrEnum):
    """How sure a finding is."""

    CERTAIN = "certain"
    LIKELY = "likely"
    POSSIBLE = "possible"


class Witness(msgspec.Struct, frozen=True):
    """One piece of evidence: a place in the deployment, or a reference outside it."""

    kind: str
    text: str
    at: Location | None = None
    reference: str = ""


class Echo(msgspec.Struct, frozen=True):
    """What a finding only repeats: where one of certain others is made, it becomes their witness.

    Those are the findings of `rules` that speak of one of the `subjects`, and the findings of
    `rules_of_any`, whatever they speak of; both are patterns of ids, and a rule that is shown
    instead of another counts as that one. They get the `witnesses`.
    """

    witnesses: tuple[Witness, ...]
    subjects: tuple[str, ...] = ()
    rules: tuple[str, ...] = ()
    rules_of_any: tuple[str, ...] = ()


class Finding(msgspec.Struct, frozen=True):
    """One fault, joined by `subject` with every witness of it.

    `nodes` are all nodes that show it; `at` is the first of them. `fingerprint` never contains a
    line number or a node. `echo` is none but for what a log said. `rank` orders the findings of one
    rule that are at one place, 0 first.
    """

    rule: str
    title: str
    severity: Severity
    confidence: Confidence
    message: str
    subject: str
    at: Location
    fingerprint: str
    why: str = ""
    fix: str = ""
    links: tuple[str, ...] = ()
    witnesses: tuple[Witness, ...] = ()
    nodes: tuple[str, ...] = ()
    excerpt: str = ""
    waiver: str = ""
    echo: Echo | None = None
    rank: int = 0


class Gap(msgspec.Struct, frozen=True):
    """Something that could not be looked at, why, and how to close the gap."""

    what: str
    why: str
    remedy: str
    required: bool
    at: Location | None = None
