"""Checks prepared files again, and compares every effective value with the one before."""

from collections.abc import Iterable, Iterator, Sequence

import msgspec

from linter.difference.effective import ValueChange, effective_after
from linter.difference.said import spoken
from linter.engine import Knowledge
from linter.model.finding import Finding, Gap
from linter.model.preparation import Action
from linter.preparation.case import Case
from linter.preparation.explaining import Explained, explained
from linter.preparation.planning import Planned
from linter.preparation.policy_proof import policies_after
from linter.preparation.second_check import SecondCheck, checked_again


class Proof(msgspec.Struct, frozen=True):
    """What the prepared files were found to be.

    `explained` are the values that differ for a reason that is told, `unexplained` those that
    differ without one: a fault in kslint, or in what it was given. `remaining` are the blockers
    that the prepared files still have, `left` the names that the target does not read as they are
    written. `untold` is what else differs without a reason: rules of policies, and files that are
    left out; a sentence each.
    """

    explained: tuple[Explained, ...] = ()
    unexplained: tuple[ValueChange, ...] = ()
    remaining: tuple[Finding, ...] = ()
    left: tuple[str, ...] = ()
    gaps: tuple[Gap, ...] = ()
    untold: tuple[str, ...] = ()

    @property
    def holds(self) -> bool:
        """Whether nothing stands against the prepared files and every change is told."""
        against = self.unexplained or self.untold or self.remaining or self.left or self.refused
        return not against

    @property
    def refused(self) -> tuple[Explained, ...]:
        """The values that the source takes and the target refuses, whoever lets them stay."""
        return tuple(each for each in self.explained if each.change.reason == "refused")


def proofs(pairs: Sequence[tuple[Case, Planned]], knowledge: Knowledge) -> Iterator[Proof]:
    """What the new files of each deployment are worth, judged beside those of all others."""
    cases = [case for case, _ in pairs]
    checks = checked_again(cases, [result.after for _, result in pairs], knowledge)
    for (case, result), again in zip(pairs, checks, strict=True):
        yield proved(case, result, again)


def proved(case: Case, planned: Planned, again: SecondCheck) -> Proof:
    """What one deployment's new files are worth, after what a second check found in them."""
    values = effective_after(case.context, planned.after)
    told, untold = explained(case, planned, values.changes, again.blockers)
    policies = policies_after(case, planned.after)
    return Proof(
        told,
        untold,
        again.blockers,
        again.left,
        tuple(_once((*values.gaps, *policies.gaps, *again.gaps), planned.part.gaps)),
        (*policies.differs, *_lost(planned)),
    )


def _lost(planned: Planned) -> Iterator[str]:
    """The files that are left out though no planner says so."""
    told = {change.at.path for change in planned.part.changes if change.action is Action.LEFT_OUT}
    for file in planned.part.files:
        if file.content is None and file.path not in told:
            yield f"{spoken(file.path)} is left out, and nothing says why"


def _once(gaps: Iterable[Gap], planned: Iterable[Gap]) -> Iterator[Gap]:
    """Of several gaps at one place about the same the gravest, unless a planner has told it."""
    known = {_about(gap): gap.required for gap in planned}
    found: dict[object, Gap] = {}
    for gap in sorted(gaps, key=lambda gap: not gap.required):
        about = _about(gap)
        if about in known and known[about] >= gap.required:
            continue
        found.setdefault(about, gap)
    yield from found.values()


def _about(gap: Gap) -> tuple[str, str]:
    return gap.what, gap.at.path if gap.at else ""
