"""Plans what becomes of every option that is set."""

from collections.abc import Collection, Iterable, Iterator, Sequence

from msgspec.structs import replace

from linter.catalog.entries import Name, OptionEntry
from linter.difference.effective import heir_of
from linter.difference.said import Said, said_of
from linter.model.finding import Gap
from linter.model.preparation import Decision
from linter.preparation.case import Case, FileEdit, Part, joined
from linter.preparation.options_answered import answered_names, unfit
from linter.preparation.options_carried import carrying
from linter.preparation.options_defaults import changed_defaults
from linter.preparation.options_edits import configuration_after, refused_by_file
from linter.preparation.options_set import Carried, Scope, scopes_of, set_here
from linter.preparation.options_settled import Desk, Settled, settled
from linter.preparation.options_shared import followed
from linter.preparation.options_unread import plan_unread
from linter.preparation.options_values import Judged, also_read, value_of

Moves = list[tuple[Carried, tuple[FileEdit, ...]]]
"""Options that are set, each with the edits that write it under the target's name."""


def plan_options(case: Case) -> Part:
    """The edits that carry every option over, and the decisions that they need."""
    said = said_of(case.context.deployment, case.findings)
    return joined(*(_planned(case, scope, said) for scope in scopes_of(case)))


def _planned(case: Case, scope: Scope, said: Said) -> Part:
    found = set_here(case.context, scope)
    moves = [(each, tuple(carrying(case, scope, each, said))) for each in found.carried]
    moves = _whole(case, moves)
    carrying_all = tuple(edit for _, edits in moves for edit in edits)
    after = configuration_after(case, scope.configuration, carrying_all)
    desk = Desk(case, scope, said, after)
    options = [
        settled(desk, each, edits, value_of(case.context, scope, each, after, said))
        for each, edits in moves
    ]
    unset = tuple(changed_defaults(case, scope, said))
    options += (settled(desk, each, (), Judged(decision=decision)) for each, decision in unset)
    known = {name for each in options for name in each.carried.names()}
    known |= {each.name for each in scope.standings}
    options += _unset(desk, known)
    unread = (plan_unread(case, scope, standing, said) for standing in found.unread)
    also = tuple(also_read(case.context, scope, name, entry, after) for name, entry in found.also)
    strange = Part(gaps=tuple(_strange(desk, known)))
    parts = _undivided(case, (*unread, *followed(desk, options)))
    whole = joined(*parts, Part(decisions=also), strange)
    return replace(whole, decisions=_once(whole.decisions))


def _undivided(case: Case, parts: Sequence[Part]) -> Iterator[Part]:
    """Without the edits of what is decided where one of its files refuses them."""
    stuck = set(refused_by_file(case, (edit for part in parts for edit in part.edits)))
    for part in parts:
        yield replace(part, edits=_if_whole(part.edits, stuck))


def _once(decisions: Iterable[Decision]) -> tuple[Decision, ...]:
    """Of decisions with one id the open one, else the first: two options may share a name."""
    found: dict[str, Decision] = {}
    for each in decisions:
        known = found.setdefault(each.id, each)
        if each.is_open and not known.is_open:
            found[each.id] = each
    return tuple(found.values())


def _whole(case: Case, moves: Moves) -> Moves:
    """Without the edits of an option that one of its files refuses: there only the Gap is left.

    Moved in some files only, it would be read from others than before.
    """
    stuck = set(refused_by_file(case, (edit for _, edits in moves for edit in edits)))
    return [(each, _if_whole(edits, stuck)) for each, edits in moves]


def _if_whole(edits: tuple[FileEdit, ...], stuck: set[FileEdit]) -> tuple[FileEdit, ...]:
    """The edits, or of such that cannot all be made those that are refused, for their Gap."""
    return tuple(edit for edit in edits if edit in stuck) if stuck.intersection(edits) else edits


def _unset(desk: Desk, known: Collection[Name]) -> Iterator[Settled]:
    """What was decided of options that are not set and about which nothing was asked."""
    for name, heir in _others(desk, known):
        if heir is not None:
            before = desk.case.context.source.find(name)
            yield settled(desk, Carried(heir, (before,) if before else ()), (), Judged())


def _strange(desk: Desk, known: Collection[Name]) -> Iterator[Gap]:
    """The answers about options that the target does not have."""
    for name, heir in _others(desk, known):
        answer = desk.case.answer(desk.scope.id_of(name))
        if heir is None and answer and answer.choose != "keep":
            yield unfit(answer, "the target has no such option")


def _others(desk: Desk, known: Collection[Name]) -> Iterator[tuple[Name, OptionEntry | None]]:
    """The other names that answers speak of, with what the target has for each."""
    context = desk.case.context
    for name in answered_names(desk.case, desk.scope):
        if name not in known:
            yield name, context.target.find(name) or heir_of(context, name)
