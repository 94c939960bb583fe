"""Compares who may do what with the new policy files and with the old ones, in the target."""

import msgspec

from linter.model.finding import Gap
from linter.parse.deployment import Deployment
from linter.preparation.case import Case


class PolicyProof(msgspec.Struct, frozen=True):
    """What differs without an answer that asks for it, a sentence each, and what was not judged.

    A sentence is safe to print.
    """

    differs: tuple[str, ...] = ()
    gaps: tuple[Gap, ...] = ()


def policies_after(case: Case, after: Deployment) -> PolicyProof:
    """How the target decides with the new files, beside what it decides with those of the source.

    Both are judged with the settings of `after`, so that only the files are compared.
    """
    return PolicyProof()
