"""The edits that write every option that is set under the target's name."""

from collections.abc import Iterable, Iterator

from linter.catalog.entries import Name, normalised_name
from linter.checks.context import Context
from linter.checks.names import key_of
from linter.checks.values import names_read
from linter.difference.effective import heir_of
from linter.difference.held import is_same, read_by
from linter.difference.said import Said, subject_of
from linter.model.location import Location
from linter.model.preparation import Action, Change
from linter.preparation.case import Case, FileEdit
from linter.preparation.options_set import Carried, Scope
from linter.rebase.ini_edits import Add, CommentOut, Rename


def are_rivals(context: Context, scope: Scope, carried: Carried) -> bool:
    """Whether several options with different values became this one."""
    if not carried.sources:
        return False
    first, *others = (read_by(context.source, it, scope.configuration) for it in carried.sources)
    return any(not is_same(first, other) for other in others)


def carrying(case: Case, scope: Scope, carried: Carried, said: Said) -> Iterator[FileEdit]:
    """The edits of every file of the scope; none where each line is as the target wants it.

    Nor are there any where somebody has to decide between several values.
    """
    if are_rivals(case.context, scope, carried):
        return
    names = names_read(carried.sources[0]) if carried.sources else carried.foreign
    shared = shared_with_others(case.context, carried, names)
    own = tuple(name for name in names if name not in shared)
    idle = {name: _not_read(carried, name) for name in _idle(carried, names)}
    for path in scope.paths((*own, *idle)):
        set_there = {each.name for each in scope.standings if each.setting.at.path == path}
        renamed = [name for name in own if name in set_there and name != carried.key]
        if renamed:
            edit = Rename(own, carried.key, carried.heir.multi)
            why = _why_renamed(scope, carried, renamed[0])
            rules = said.of(map(subject_of, renamed))
            change = Change(Action.RENAMED, subject_of(renamed[0]), Location(), why, rules)
            yield FileEdit(path, edit, change)
        for name, why in idle.items():
            if name in set_there and not (renamed and name == carried.key):
                yield commented_out(path, name, why, said)
    yield from _added(case, scope, carried, shared)


def commented_out(path: str, name: Name, why: str, said: Said, decision: str = "") -> FileEdit:
    """The edit that turns the lines of a name in one file into comments."""
    rules = said.of([subject_of(name)])
    told = f"{why} ({rules[0]})" if rules else why
    change = Change(Action.COMMENTED_OUT, subject_of(name), Location(), why, rules, decision)
    return FileEdit(path, CommentOut(name, told), change)


def _why_renamed(scope: Scope, carried: Carried, name: Name) -> str:
    since = next((each.since for each in scope.lines(name)), "")
    now = f"the option is now {subject_of(carried.key)}"
    return f"{now}, and its old name is not read from {since} on" if since else now


def _idle(carried: Carried, names: Iterable[Name]) -> Iterator[Name]:
    """The names whose lines would say something else, or the same once more."""
    if not carried.sources:
        return
    for entry in carried.sources[1:]:
        yield from (name for name in names_read(entry) if name not in names)
    yield from carried.foreign


def _not_read(carried: Carried, name: Name) -> str:
    if name in carried.foreign:
        return "the source release did not read it, and the option is set under its old name"
    return f"{subject_of(carried.key)} takes its place and has the same value"


def shared_with_others(
    context: Context, carried: Carried, names: Iterable[Name]
) -> tuple[Name, ...]:
    """The names that another option of the target, listed first or of this name, also needs."""
    if not carried.sources:
        return ()
    found = []
    for name in names:
        other = context.source.find(name)
        owner = context.target.current.get(name) or (other and heir_of(context, key_of(other)))
        if name != carried.key and owner is not None and key_of(owner) != carried.key:
            found.append(name)
    return tuple(found)


def _added(
    case: Case, scope: Scope, carried: Carried, shared: tuple[Name, ...]
) -> Iterator[FileEdit]:
    """A line of its own, where the name that gave the value goes or stays with another option."""
    stays = set(names_read(carried.heir)) & case.context.target.current.keys()
    if not set(shared) - stays:
        return
    winners = scope.configuration.effective(names_read(carried.sources[0]), multi=False).winners
    for line in winners:
        name = normalised_name((line.group, line.name))
        if name in shared and name not in stays and not line.templated:
            why = f"{subject_of(name)} gave its value, and no longer does"
            change = Change(Action.ADDED, subject_of(carried.old), line.at, why)
            yield FileEdit(line.at.path, Add(carried.key, line.value, carried.heir.multi), change)
