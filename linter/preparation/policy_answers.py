"""Tells of policy files that are read for an answer, and that nothing has prepared."""

from collections.abc import Iterator

from linter.access.in_force import policy_in_force
from linter.model.finding import Gap
from linter.model.preparation import Answer, NewFile
from linter.model.visible import visible
from linter.parse.deployment import Deployment
from linter.preparation.case import Case
from linter.preparation.policy_reading import reading_of, target_regime

_ELSEWHERE = (
    "[oslo_policy] policy_dirs",
    "[oslo_policy] policy_file",
    "[DEFAULT] policy_file",
    "[DEFAULT] policy_dirs",
    "[oslo_policy] policy_default_rule",
)
"""The options of which an answer has other policies read, or another rule for what has none."""


def answer_elsewhere(case: Case) -> Answer | None:
    """The first answer by which the target may read other policies than the source."""
    return next((answer for each in _ELSEWHERE if (answer := case.answer(each))), None)


def unprepared(case: Case, new: tuple[NewFile, ...], after: Deployment) -> Iterator[Gap]:
    """A Gap for each policy file that an answer brings in: the rules of others were carried over.

    What it changes in who may do what, the proof says.
    """
    answer = answer_elsewhere(case)
    if answer is None:
        return
    moved = {file.path: file.to for file in new if file.to}
    known = {moved.get(file.path, file.path) for file in reading_of(case).files}
    for file in policy_in_force(after, target_regime(case, after)).files:
        if file.path not in known:
            why = "only an answer has it read, and its rules were not carried over"
            remedy = "see that it is to be read, then prepare again what was prepared"
            yield Gap(visible(file.path), why, remedy, required=False, at=answer.at)
