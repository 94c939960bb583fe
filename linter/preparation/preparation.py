"""Prepares the files of every deployment of a run."""

from collections.abc import Iterable

import msgspec

from linter.engine import Knowledge
from linter.model.finding import Gap
from linter.model.preparation import Decision, Style
from linter.model.release import Upgrade
from linter.parse.masking import SecretNames
from linter.preparation.case import Case, Part
from linter.preparation.planning import planned
from linter.preparation.proof import Proof, proved


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
    """The new files of each deployment, proved."""
    found = []
    for case in cases:
        result = planned(case, secrets)
        proof = proved(case, result, knowledge)
        nodes = case.context.deployment.nodes
        found.append(PreparedDeployment(nodes, result.part, proof))
    return tuple(found)
