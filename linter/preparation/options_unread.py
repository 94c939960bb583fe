"""What becomes of names that the target does not read."""

from linter.checks.standing import Fate, Standing
from linter.difference.said import Said, subject_of
from linter.model.finding import Gap
from linter.model.preparation import Answer, Choice, Decision
from linter.preparation.case import Case, Part
from linter.preparation.options_answered import unfit
from linter.preparation.options_carried import commented_out
from linter.preparation.options_set import Scope

_CHOICES = (
    Choice("keep", "the line stays as it is, and keystone itself does not read it"),
    Choice("default", "comment it out"),
)


def plan_unread(case: Case, scope: Scope, standing: Standing, said: Said) -> Part:
    """Options that went are commented out; names that something of the site may read are kept."""
    name = standing.name
    lines = scope.lines(name)
    at = lines[-1].setting.at
    rules = said.of([subject_of(name)], [each.setting.at for each in lines])
    answer = case.answer(scope.id_of(name))
    usual, question = _usual(case, standing)
    if not (answer or question):
        return _part(scope, standing, said) if usual == "default" else Part()
    taken = usual
    gaps: tuple[Gap, ...] = ()
    if answer and answer.choose in {"keep", "default"}:
        taken = answer.choose
    elif answer:
        gaps = (unfit(answer, "the target has no such option: it can be `keep` or `default`"),)
    chosen = answer.choose if answer and not gaps else ""
    ident = scope.id_of(name)
    asked = question or "the target does not read it: is the line to stay?"
    decision = Decision(ident, asked, _CHOICES, at, rules, usual, chosen)
    part = _part(scope, standing, said, answer) if taken == "default" else Part()
    return Part(edits=part.edits, decisions=(decision,), gaps=gaps)


def _usual(case: Case, standing: Standing) -> tuple[str, str]:
    """What is done unless somebody decides, and what to ask, "" where nothing is in question."""
    match standing.fate:
        case Fate.SITE:
            return "keep", ""
        case Fate.UNKNOWN if not _ended(case, standing):
            return "keep", "no release of this upgrade knows the name: is the line to stay?"
        case _:
            return "default", ""


def _ended(case: Case, standing: Standing) -> bool:
    """Whether a release before the target knew a name that neither end does."""
    ladder = case.context.span.ladder
    end = ladder.index(case.context.target.series)
    return any(ladder.index(series) < end for series in standing.known_in if series in ladder)


def _part(scope: Scope, standing: Standing, said: Said, answer: Answer | None = None) -> Part:
    why = _why(standing)
    decision = answer.decision if answer else ""
    paths = scope.paths((standing.name,))
    edits = (commented_out(path, standing.name, why, said, decision) for path in paths)
    return Part(edits=tuple(edits))


def _why(standing: Standing) -> str:
    match standing.fate:
        case Fate.DEAD:
            return f"not read since {standing.since}"
        case Fate.REMOVED:
            return f"removed in {standing.since}"
        case Fate.GROUP_REMOVED:
            return f"removed in {standing.since} with its group"
        case _:
            known = ", ".join(standing.known_in)
            return f"read in {known} only" if known else "no release of this upgrade reads it"
