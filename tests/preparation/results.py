"""New files written by hand in place of what planners would have made of a case."""

from collections.abc import Mapping, Sequence

from linter.catalog import store
from linter.model.location import Location
from linter.model.preparation import Action, Change, Decision, NewFile
from linter.parse.deployment import read_deployment
from linter.preparation.case import Case, Part
from linter.preparation.planning import Planned, renewed
from linter.preparation.proof import Proof, proofs
from tests.preparation.cases import KNOWLEDGE

CONF = "keystone.conf"
PLAIN = "[database]\nconnection = mysql+pymysql://keystone:canary@db.example.org/keystone\n"


def result_of(
    case: Case,
    files: Mapping[str, str | None],
    changes: Sequence[Change] = (),
    decisions: Sequence[Decision] = (),
) -> Planned:
    """A result with these new files; None leaves one out."""
    new = tuple(
        NewFile(path, None if text is None else text.encode()) for path, text in files.items()
    )
    return with_files(case, Part(new, changes=tuple(changes), decisions=tuple(decisions)))


def with_files(case: Case, part: Part) -> Planned:
    """A result whose files are those of a part."""
    after = read_deployment(renewed(case.node, part.files), ("",), store.secret_names())
    return Planned(part, after)


def proof_of(case: Case, planned: Planned) -> Proof:
    """What the only deployment's new files are worth."""
    return next(proofs([(case, planned)], KNOWLEDGE))


def told(
    action: Action, subject: str, path: str = CONF, why: str = "so it is", decision: str = ""
) -> Change:
    """What a planner tells of an option in the first line that sets something."""
    return Change(action, subject, Location("", path, 4), why, decision=decision)


def decided(changes: Sequence[Change]) -> tuple[Decision, ...]:
    """The decisions that led to changes, all answered."""
    ids = dict.fromkeys(change.decision for change in changes if change.decision)
    return tuple(Decision(each, "?", (), Location(), chosen="so") for each in ids)
