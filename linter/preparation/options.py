"""Plans what becomes of every option that is set, and edits the configuration files."""

from collections.abc import Collection, Iterator

from msgspec.structs import replace

from linter.catalog.entries import Name
from linter.difference.effective import heir_of
from linter.difference.said import Said, said_of
from linter.model.facts import ConfigFile
from linter.parse.effective import Configuration, configuration
from linter.parse.ini import parse_config
from linter.preparation.case import Case, FileEdit, Part, joined
from linter.preparation.options_answered import answered_names, unfit
from linter.preparation.options_carried import carrying
from linter.preparation.options_defaults import changed_defaults
from linter.preparation.options_edits import refused_by_file, with_edits
from linter.preparation.options_set import Carried, Scope, scopes_of, set_here
from linter.preparation.options_settled import Desk, settled
from linter.preparation.options_unread import plan_unread
from linter.preparation.options_values import Judged, also_read, value_of

Moves = list[tuple[Carried, tuple[FileEdit, ...]]]
"""Options that are set, each with the edits that write it under the target's name."""


def plan_options(case: Case) -> Part:
    """The edits that carry every option over, and the decisions that they need."""
    said = said_of(case.context.deployment, case.findings)
    return joined(*(_planned(case, scope, said) for scope in scopes_of(case)))


def edited_files(case: Case, edits: tuple[FileEdit, ...]) -> Part:
    """The configuration files with all edits made; what was refused is a Gap or nothing to do."""
    return with_edits(case, edits)


def _planned(case: Case, scope: Scope, said: Said) -> Part:
    found = set_here(case.context, scope)
    moves = [(each, tuple(carrying(case, scope, each, said))) for each in found.carried]
    moves = _whole(case, moves)
    after = _after(case, scope, tuple(edit for _, edits in moves for edit in edits))
    desk = Desk(case, scope, said, after)
    parts = [plan_unread(case, scope, standing, said) for standing in found.unread]
    for each, edits in moves:
        judgement = value_of(case.context, scope, each, after, said)
        parts.append(settled(desk, each, edits, judgement))
    unset = tuple(changed_defaults(case, scope, said))
    parts += (settled(desk, each, (), Judged(decision=decision)) for each, decision in unset)
    also = tuple(also_read(scope, name, entry) for name, entry in found.also)
    parts.append(Part(decisions=also))
    known = {name for each in (*found.carried, *(it for it, _ in unset)) for name in each.names()}
    return joined(*parts, *_unset(desk, known | {each.name for each in scope.standings}))


def _whole(case: Case, moves: Moves) -> Moves:
    """Without the edits of an option that one of its files refuses: there only the Gap is left.

    Moved in some files only, it would be read from others than before.
    """
    stuck = set(refused_by_file(case, (edit for _, edits in moves for edit in edits)))
    return [
        (each, tuple(edit for edit in edits if not stuck.intersection(edits) or edit in stuck))
        for each, edits in moves
    ]


def _after(case: Case, scope: Scope, edits: tuple[FileEdit, ...]) -> Configuration:
    """The configuration with these edits made, as far as they can be."""
    new = {file.path: file.content for file in with_edits(case, edits).files}
    sources = case.sources()

    def read(file: ConfigFile) -> ConfigFile:
        content = new.get(file.path)
        if content is None:
            return file
        return parse_config(replace(sources[file.path], content=content), frozenset())

    return configuration(map(read, scope.configuration.files)) if new else scope.configuration


def _unset(desk: Desk, known: Collection[Name]) -> Iterator[Part]:
    """What was decided of options that are not set and about which nothing was asked."""
    context, scope = desk.case.context, desk.scope
    for name in answered_names(desk.case, scope):
        if name in known:
            continue
        before = context.source.find(name)
        heir = context.target.find(name) or heir_of(context, name)
        answer = desk.case.answer(scope.id_of(name))
        if heir is not None:
            carried = Carried(heir, (before,) if before else ())
            yield settled(desk, carried, (), Judged())
        elif answer and answer.choose != "keep":
            yield Part(gaps=(unfit(answer, "the target has no such option"),))
