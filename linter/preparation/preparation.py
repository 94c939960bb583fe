"""Prepares the files of every deployment of a run."""

from collections.abc import Iterable, Iterator, Sequence

import msgspec
from msgspec.structs import replace

from linter.difference.said import spoken
from linter.engine import Knowledge
from linter.model.finding import Gap
from linter.model.preparation import Answer, Decision, Style
from linter.model.release import Upgrade
from linter.parse.masking import SecretNames
from linter.preparation.answering import require_choices
from linter.preparation.case import Case, Part
from linter.preparation.planning import planned
from linter.preparation.proof import Proof, proofs
from linter.preparation.remaining import with_remaining


class PreparedDeployment(msgspec.Struct, frozen=True):
    """The new files of the nodes that have the same ones.

    The decisions of `part` include those that only the proof has shown to be needed.
    """

    nodes: tuple[str, ...]
    part: Part
    proof: Proof

    @property
    def open_decisions(self) -> tuple[Decision, ...]:
        """What somebody has to decide before the files can be used."""
        return tuple(decision for decision in self.part.decisions if decision.is_open)


class Preparation(msgspec.Struct, frozen=True):
    """What was prepared for one upgrade; `real_samples` says that the target's own were used.

    `idle_answers` are the ids of answers that answer nothing.
    """

    upgrade: Upgrade
    style: Style
    deployments: tuple[PreparedDeployment, ...]
    real_samples: bool
    gaps: tuple[Gap, ...] = ()
    idle_answers: tuple[str, ...] = ()


def prepared(
    cases: Iterable[Case], knowledge: Knowledge, secrets: SecretNames
) -> tuple[PreparedDeployment, ...]:
    """The new files of each deployment, proved beside those of all others.

    Raises AnswersError for an answer that chooses what its decision does not offer.
    """
    pairs = [(case, planned(case, secrets)) for case in cases]
    found = []
    for (case, result), proof in zip(pairs, proofs(pairs, knowledge), strict=True):
        decisions = with_remaining(case, result, proof.remaining, proof.left)
        part = replace(result.part, decisions=decisions)
        found.append(PreparedDeployment(case.context.deployment.nodes, part, proof))
    answers = dict.fromkeys(answer for case, _ in pairs for answer in case.answers)
    require_choices(answers, [each for one in found for each in one.part.decisions])
    return tuple(found)


def idle_answers(
    answers: Iterable[Answer], deployments: Sequence[PreparedDeployment]
) -> Iterator[str]:
    """The ids of answers that answer nothing, each with the nodes that it has in vain; printable.

    An answer counts where a decision or a change of one of its nodes has its id, or a Gap says why
    it was not followed.
    """
    known = {node for each in deployments for node in each.nodes}
    for answer in answers:
        is_idle = not any(_counts(answer, each) for each in deployments)
        vain = ", ".join(spoken(node) for node in answer.nodes if is_idle or node not in known)
        if vain:
            yield f"{spoken(answer.decision)} of {vain}"
        elif is_idle:
            yield spoken(answer.decision)


def _counts(answer: Answer, deployment: PreparedDeployment) -> bool:
    if answer.nodes and set(answer.nodes).isdisjoint(deployment.nodes):
        return False
    part = deployment.part
    if any(gap.at == answer.at for gap in part.gaps):
        return True
    return answer.decision in {
        *(decision.id for decision in part.decisions),
        *(change.decision for change in part.changes),
    }
