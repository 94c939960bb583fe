"""Makes of an option what somebody decided."""

from collections.abc import Iterable, Iterator

from linter.catalog.entries import Name
from linter.checks.context import Context
from linter.checks.values import judged
from linter.difference.said import Said, subject_of
from linter.model.facts import Setting
from linter.model.finding import Gap
from linter.model.location import Location
from linter.model.preparation import Action, Answer, Change
from linter.parse.effective import Configuration
from linter.parse.values import Rejected, expectation
from linter.preparation.case import Case, FileEdit
from linter.preparation.decision_ids import option_asked
from linter.preparation.options_carried import commented_out, shared_with_others
from linter.preparation.options_set import Carried, Scope
from linter.rebase.ini_edits import Add, CommentOut, SetValue


def answers_of(case: Case, scope: Scope, names: Iterable[Name]) -> tuple[Answer, ...]:
    """The answers to decisions about these names, in their order."""
    ids = (scope.id_of(name) for name in names)
    return tuple(answer for each in ids if (answer := case.answer(each)))


def answered_names(case: Case, scope: Scope) -> Iterator[Name]:
    """The names that answers for this scope speak of, in their order."""
    for each in dict.fromkeys(answer.decision for answer in case.answers):
        asked = option_asked(each)
        if asked and asked.domain == scope.domain and case.answer(each):
            yield asked.name


def fault_of(
    context: Context, carried: Carried, answer: Answer, after: Configuration
) -> Gap | None:
    """Why an answer cannot be followed; never its value."""
    if answer.choose not in {"set", "default", "keep"}:
        return unfit(answer, "an option can be `set` to a value, left to its `default`, or `keep`")
    if answer.choose != "set":
        return None
    group, name = carried.key
    line = Setting(group, name, answer.value, "", answer.at)
    if isinstance(judged(line, carried.heir, context.target, after), Rejected):
        return unfit(answer, f"the option takes {expectation(carried.heir.type)}")
    return None


def unfit(answer: Answer, why: str) -> Gap:
    """An answer that was not followed."""
    remedy = "mend the entry in the answers file"
    what = f"answer to {answer.decision}"
    return Gap(what, f"it was not followed: {why}", remedy, required=True, at=answer.at)


def by_default(
    context: Context, scope: Scope, carried: Carried, said: Said, decision: str
) -> Iterator[FileEdit]:
    """The edits that leave the option to the target's default."""
    names = _own(context, carried)
    yield from _without(scope, names, said, decision, "the default was chosen")


def with_value(
    scope: Scope,
    carried: Carried,
    carrying: tuple[FileEdit, ...],
    answer: Answer,
    after: Configuration,
) -> Iterator[FileEdit]:
    """The edits that carry an option over and give it another value, of which it has one."""
    yield from (each for each in carrying if not isinstance(each.edit, Add))
    added = [each for each in carrying if isinstance(each.edit, Add)]
    line = pinned_value_in(carried, after)
    if line is None or added:
        # The file that is read last wins, whatever the name: not every name is the option's alone.
        others = (*scope.paths(carried.names()), *(each.path for each in added))
        yield _added((scope.main, *others)[-1], carried, answer)
    elif line.value != answer.value or line.templated:
        change = _change(Action.SET, carried, answer, line.at)
        yield FileEdit(line.at.path, SetValue(carried.key, answer.value), change)


def with_one_value(
    context: Context, scope: Scope, carried: Carried, answer: Answer, said: Said
) -> Iterator[FileEdit]:
    """The edits after which the option has just this value, whatever it had under all names."""
    key, value = carried.key, answer.value
    names = (name for name in _own(context, carried) if name != key)
    yield from _without(scope, names, said, answer.decision, "another value was chosen")
    own = scope.lines(key)
    if not own:
        yield _added(scope.main, carried, answer)
        return
    last = own[-1].setting.at.path
    for path in scope.paths((key,)):
        here = [it.setting for it in own if it.setting.at.path == path]
        texts = list(dict.fromkeys(setting.value for setting in here))
        if path != last:
            yield commented_out(path, key, "another value was chosen", said, answer.decision)
            continue
        kept = value if value in texts else texts[-1]
        for setting in (it for it in here if it.value != kept):
            why = "another value was chosen"
            change = _change(Action.COMMENTED_OUT, carried, answer, setting.at)
            yield FileEdit(path, CommentOut(key, why, setting.value), change)
        if kept != value:
            change = _change(Action.SET, carried, answer, here[-1].at)
            yield FileEdit(path, SetValue(key, value, kept), change)


def pinned_value_in(carried: Carried, configuration: Configuration) -> Setting | None:
    """The line that gives an option its value in the target."""
    winners = configuration.effective((carried.key,), multi=False).winners
    return winners[-1] if winners else None


def _own(context: Context, carried: Carried) -> tuple[Name, ...]:
    """The names of an option without those whose lines are another's to move or to keep."""
    names = tuple(dict.fromkeys((*carried.names(), *carried.foreign)))
    shared = shared_with_others(context, carried, names)
    return tuple(name for name in names if name not in shared)


def _added(path: str, carried: Carried, answer: Answer) -> FileEdit:
    change = _change(Action.ADDED, carried, answer, Location(path=path))
    return FileEdit(path, Add(carried.key, answer.value, carried.heir.multi), change)


def _change(action: Action, carried: Carried, answer: Answer, at: Location) -> Change:
    why = "it was decided so"
    return Change(action, subject_of(carried.old), at, why, decision=answer.decision)


def _without(
    scope: Scope, names: Iterable[Name], said: Said, decision: str, why: str
) -> Iterator[FileEdit]:
    for name in names:
        for path in scope.paths((name,)):
            yield commented_out(path, name, why, said, decision)
