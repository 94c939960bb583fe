"""Plans what becomes of the policy files."""

from linter.difference.said import said_of
from linter.model.finding import Gap
from linter.model.location import Location
from linter.model.policy import PolicyFile
from linter.model.visible import visible
from linter.preparation.case import Case, FileEdit, Part, joined
from linter.preparation.options_edits import refused_by_file
from linter.preparation.policy_contents import contents_of
from linter.preparation.policy_fates import fates_of
from linter.preparation.policy_files import decision_of, names_of
from linter.preparation.policy_reading import reading_of
from linter.preparation.policy_telling import Texts, told


def plan_policies(case: Case) -> Part:
    """The new policy files, and the edits of the options that name them.

    Nothing is touched while a file cannot be judged, while nobody has said which one is to hold, or
    where the option that names it cannot be edited: keystone would look for a file that is gone.
    """
    reading = reading_of(case)
    decisions = tuple(decision_of(case, reading))
    if reading.gaps or any(decision.is_open for decision in decisions):
        return Part(decisions=decisions, gaps=reading.gaps)
    names = names_of(case, reading)
    stuck = refused_by_file(case, names.edits)
    if stuck and reading.main:
        return Part(decisions=decisions, gaps=(_unnamed(reading.main, stuck[0]),))
    fates = fates_of(case, reading)
    contents = contents_of(case, reading, names, fates)
    said = said_of(case.context.deployment, case.findings)
    return joined(
        Part(edits=names.edits, changes=names.changes, decisions=decisions),
        contents.part,
        told(case, reading, fates.without(contents.refused), Texts(said, contents.braces)),
    )


def _unnamed(main: PolicyFile, edit: FileEdit) -> Gap:
    return Gap(
        visible(main.path),
        f"no policy file was prepared: {visible(edit.path)}, which names it, cannot be edited",
        f"mend {visible(edit.path)}, then prepare again",
        required=True,
        at=Location(main.node, main.path),
    )
