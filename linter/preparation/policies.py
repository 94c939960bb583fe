"""Plans what becomes of the policy files."""

from linter.difference.said import said_of
from linter.preparation.case import Case, Part, joined
from linter.preparation.policy_contents import contents_of
from linter.preparation.policy_fates import fates_of
from linter.preparation.policy_files import decision_of, names_of
from linter.preparation.policy_reading import reading_of
from linter.preparation.policy_telling import Texts, told


def plan_policies(case: Case) -> Part:
    """The new policy files, and the edits of the options that name them.

    Nothing is touched while a file cannot be judged, or while nobody has said which one is to hold.
    """
    reading = reading_of(case)
    decisions = tuple(decision_of(case, reading))
    if reading.gaps or any(decision.is_open for decision in decisions):
        return Part(decisions=decisions, gaps=reading.gaps)
    names = names_of(case, reading)
    fates = fates_of(case, reading)
    contents = contents_of(case, reading, names, fates)
    said = said_of(case.context.deployment, case.findings)
    return joined(
        Part(edits=names.edits, changes=names.changes, decisions=decisions),
        contents.part,
        told(case, reading, fates.without(contents.refused), Texts(said, contents.braces)),
    )
