"""Plans what becomes of every option that is set, and edits the configuration files."""

from linter.preparation.case import Case, FileEdit, Part
from linter.preparation.options_edits import with_edits


def plan_options(case: Case) -> Part:
    """The edits that carry every option over, and the decisions that they need."""
    return Part()


def edited_files(case: Case, edits: tuple[FileEdit, ...]) -> Part:
    """The configuration files with all edits made; what was refused is a Gap or nothing to do."""
    return with_edits(case, edits)
