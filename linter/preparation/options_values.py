"""What is to be decided of a value that the target refuses or reads otherwise."""

from collections.abc import Iterable, Iterator

import msgspec
from msgspec.structs import replace

from linter.catalog.entries import Name, OptionEntry, normalised_name
from linter.checks.context import Context
from linter.checks.names import key_of
from linter.checks.option_defaults import shown_default
from linter.checks.standing import Standing
from linter.checks.values import default_of, pinned_values
from linter.difference.held import Read, is_same, read_by
from linter.difference.said import Said, subject_of
from linter.model.facts import Setting
from linter.model.location import Location
from linter.model.preparation import Action, Change, Choice, Decision
from linter.model.visible import visible
from linter.parse.effective import Configuration, configuration
from linter.parse.values import expectation
from linter.preparation.case import FileEdit
from linter.preparation.options_carried import are_rivals
from linter.preparation.options_references import filled, followed
from linter.preparation.options_set import Carried, Scope
from linter.rebase.ini_edits import SetValue

KEEP = Choice("keep", "the line stays as it is")
_KEEP_REFUSED = Choice("keep", "leave it: the target refuses it, and the proof does not hold")
_KEEP_DEAD = Choice("keep", "leave it: the target refuses it as the source does")


class Judged(msgspec.Struct, frozen=True):
    """What a value comes to: edits of its references, or a decision, or neither."""

    edits: tuple[FileEdit, ...] = ()
    decision: Decision | None = None


def choices_of(heir: OptionEntry, keep: Choice = KEEP) -> tuple[Choice, ...]:
    """The ways to decide on an option that the target has, one of them to `keep` what there is."""
    default = visible(shown_default(default_of(heir)))
    values = values_of(heir)
    return (
        Choice("set", f"set it to {expectation(heir.type)}", takes_value=True, values=values),
        Choice("default", f"comment it out: the target's default is {default}"),
        keep,
    )


def values_of(heir: OptionEntry) -> tuple[str, ...]:
    """All values that an option takes, none where there are too many to name."""
    return ("true", "false") if heir.type.kind == "boolean" else heir.type.choices


def value_of(
    context: Context, scope: Scope, carried: Carried, after: Configuration, said: Said
) -> Judged:
    """What is to be said of an option's value; `after` has every option under its new name."""
    lines = _lines(scope, carried)
    about = _About(scope, carried, lines[-1].setting.at, _rules(carried, lines, said))
    if are_rivals(context, scope, carried):
        return Judged(decision=_rivals(about))
    will_be = read_by(context.target, carried.heir, after)
    if not carried.sources:
        return Judged(decision=_foreign(about, will_be))
    if will_be.held.origin == "template":
        return Judged()
    was = read_by(context.source, carried.sources[0], scope.configuration)
    if was.held.origin == "template" or (is_same(was, will_be) and not _is_refused(will_be)):
        return Judged()
    texts = _texts(context, about, after)
    then = read_by(context.target, carried.heir, _with(after, texts)) if texts else will_be
    # Of several values one may still be read otherwise, and then a person looks at all of them.
    if texts and is_same(was, then) and not _is_refused(then):
        return Judged(tuple(_following(about, after, was, texts)))
    return Judged(decision=_differing(about, was, will_be))


class _About(msgspec.Struct, frozen=True):
    """What a decision is about, where it stands and which rules say more."""

    scope: Scope
    carried: Carried
    at: Location
    rules: tuple[str, ...]

    def decision(self, question: str, usual: str = "") -> Decision:
        ident = self.scope.id_of(self.carried.old)
        return Decision(ident, question, choices_of(self.carried.heir), self.at, self.rules, usual)


def _lines(scope: Scope, carried: Carried) -> tuple[Standing, ...]:
    names = {*carried.names(), *carried.foreign}
    return tuple(each for each in scope.standings if each.name in names)


def _rules(carried: Carried, lines: Iterable[Standing], said: Said) -> tuple[str, ...]:
    names = {carried.key: None, carried.old: None, **{each.name: None for each in lines}}
    return said.of(map(subject_of, names), [each.setting.at for each in lines])


def _is_refused(read: Read) -> bool:
    return read.held.origin == "refused"


def _rivals(about: _About) -> Decision:
    names = ", ".join(subject_of(key_of(entry)) for entry in about.carried.sources)
    now = subject_of(about.carried.key)
    return about.decision(f"{names} became one option, {now}, and differ: what is it to be?")


def _foreign(about: _About, will_be: Read) -> Decision:
    if _is_refused(will_be):
        return _refused(about, will_be, _KEEP_REFUSED)
    now = subject_of(about.carried.key)
    question = f"the source release ignores it and the target reads it: is {now} to be set?"
    return about.decision(question, "keep")


def _refused(about: _About, will_be: Read, keep: Choice) -> Decision:
    takes = expectation(about.carried.heir.type)
    question = f"the target refuses {will_be.held.shown}; it takes {takes}: what is it to be?"
    return replace(about.decision(question), choices=choices_of(about.carried.heir, keep))


def also_read(
    context: Context, scope: Scope, name: Name, entry: OptionEntry, after: Configuration
) -> Decision:
    """What is to be decided of a line that the target reads for a second, new option."""
    now = subject_of(key_of(entry))
    question = f"the target reads {subject_of(name)} for the new {now} as well: is that well?"
    usual, keep = "keep", KEEP
    if _is_refused(read_by(context.target, entry, after)):
        question = (
            f"the target reads {subject_of(name)} for the new {now} too, and refuses it there"
        )
        question, usual, keep = f"{question}: what is it to be?", "", _KEEP_REFUSED
    at = scope.lines(name)[-1].setting.at
    return Decision(scope.id_of(key_of(entry)), question, choices_of(entry, keep), at, usual=usual)


def _differing(about: _About, was: Read, will_be: Read) -> Decision | None:
    if _is_refused(will_be):
        keep = _KEEP_DEAD if _is_refused(was) else _KEEP_REFUSED
        return _refused(about, will_be, keep)
    if was.texts != will_be.texts:
        # What was not carried is a Gap of its own, from where the edit was refused.
        return None
    before = "refuses it" if _is_refused(was) else f"reads {was.held.shown}"
    question = f"the source {before} and the target reads {will_be.held.shown}: is it to stay?"
    return about.decision(question, "keep")


def _texts(context: Context, about: _About, after: Configuration) -> dict[Setting, str]:
    """Each line whose references lead elsewhere in the target, with what makes them lead there."""
    ends = about.carried.sources[0], about.carried.heir
    found = {}
    for line in pinned_values(after, about.carried.heir):
        text = followed(context, about.scope.configuration, line.value, ends)
        if text != line.value and _is_alike(context, about, after, (line.value, text)):
            found[line] = text
    return found


def _is_alike(
    context: Context, about: _About, after: Configuration, texts: tuple[str, str]
) -> bool:
    """Whether the old text means to the source what the new one means to the target."""
    carried, before = about.carried, about.scope.configuration
    old = filled(context.source, carried.sources[0], texts[0], before)
    return old is not None and old == filled(context.target, carried.heir, texts[1], after)


def _following(
    about: _About, after: Configuration, was: Read, texts: dict[Setting, str]
) -> Iterator[FileEdit]:
    """The edits of references, after which the target fills in what the source did."""
    carried = about.carried
    why = "what it refers to has another name, or is gone"
    at = next(iter(was.held.at), Location())
    for line in pinned_values(after, carried.heir):
        if line in texts:
            only = line.value if carried.heir.multi else None
            change = Change(Action.SET, subject_of(carried.old), at, why, about.rules)
            name = normalised_name((line.group, line.name))
            yield FileEdit(line.at.path, SetValue(name, texts[line], only), change)


def _with(after: Configuration, texts: dict[Setting, str]) -> Configuration:
    """The configuration with other texts in some lines."""
    return configuration(
        replace(
            file,
            settings=tuple(replace(it, value=texts.get(it, it.value)) for it in file.settings),
        )
        for file in after.files
    )
