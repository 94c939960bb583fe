"""What one edit does to a configuration file: the lines it changes, and what is read afterwards."""

from collections.abc import Iterable, Sequence
from typing import NamedTuple, assert_never

from linter.catalog.entries import Name, normalised, normalised_name
from linter.model.facts import Setting
from linter.parse.template import holds_construct
from linter.rebase.ini_edits import Add, CommentOut, DropSection, Edit, Rename, SetValue
from linter.rebase.ini_lines import Splice
from linter.rebase.ini_places import (
    Page,
    added,
    empty_headers,
    first_comment,
    name_of,
    takes_new_lines,
)
from linter.rebase.ini_texts import commented, renamed, valued, written

Values = dict[Name, list[str]]
"""What each name is set to, in order."""


class Plan(NamedTuple):
    """The splices of an edit, the lines that it is about, and what must be read afterwards."""

    splices: list[Splice]
    lines: tuple[int, ...]
    intended: Values


class RefusedError(Exception):
    """Why an edit is not made, and the line that it is about."""

    def __init__(self, why: str, line: int = 0, *, is_done: bool = False) -> None:
        super().__init__(why)
        self.why = why
        self.line = line
        self.is_done = is_done


def values_of(current: Page) -> Values:
    """Everything that a file sets."""
    values: Values = {}
    for setting in current.file.settings:
        values.setdefault(name_of(setting), []).append(setting.value)
    return values


def planned(current: Page, edit: Edit, order: Sequence[str]) -> Plan:
    """How an edit is made; raises RefusedError where it cannot be."""
    match edit:
        case Rename():
            return _renaming(current, edit, order)
        case CommentOut():
            return _commenting(current, edit)
        case SetValue():
            return _setting(current, edit)
        case Add():
            return _adding(current, edit, order)
        case DropSection():
            return _dropping(current, edit)
        case _:
            assert_never(edit)


def _renaming(current: Page, edit: Rename, order: Sequence[str]) -> Plan:
    to = normalised_name(edit.to)
    names = list(dict.fromkeys(normalised_name(name) for name in edit.names))
    found = {name: current.settings(name) for name in names if current.settings(name)}
    if not found.keys() - {to}:
        raise _nothing(current)
    if len(found.keys() | ({to} if current.settings(to) else set())) > 1:
        _refuse_condition(current)
    first = next(iter(found))
    sources = list(reversed(found)) if edit.multi else [first]
    kept = [setting for name in sources for setting in found[name]]
    everything = [it for name in {*found, to} for it in current.settings(name)]
    dead = [it for it in everything if it not in kept]
    _refuse_templated([*kept, *dead])

    reason = f"overridden by [{first[0]}] {first[1]}, which was read instead"
    splices = [_as_comment(current, it, reason) for it in dead]
    splices += _carried(current, kept, edit.to, order)
    intended = values_of(current)
    for name in (*found, to):
        intended.pop(name, None)
    intended[to] = [it.value for it in kept]
    return Plan(splices, _lines([*kept, *dead]), intended)


def _carried(
    current: Page, settings: Sequence[Setting], to: Name, order: Sequence[str]
) -> list[Splice]:
    """The assignments under their new name: in place, or with their comments in the other group."""
    splices = []
    moved: list[str] = []
    own = [it for it in settings if name_of(it) == normalised_name(to)]
    for setting in settings:
        if setting in own:
            continue
        head, *rest = current.lines(setting)
        texts = (renamed(head, to[1]), *rest)
        first, last = setting.at.line, setting.at.end_line
        if not own and normalised(setting.group) == normalised(to[0]):
            splices.append(Splice(first, last, texts))
            continue
        start = first_comment(current, setting)
        moved += [current.document.text(number) for number in range(start, first)]
        moved += texts
        splices.append(Splice(start, last, ()))
    if moved and own:
        # The values of an alias come before those of the option's own name.
        place = first_comment(current, own[0])
        splices.append(Splice(place, place - 1, tuple(moved)))
    elif moved:
        splices.append(_new_lines(current, to[0], tuple(moved), order))
    return splices


def _commenting(current: Page, edit: CommentOut) -> Plan:
    name = normalised_name(edit.name)
    settings = [it for it in current.settings(name) if edit.only in {None, it.value}]
    if not settings:
        raise _nothing(current)
    _refuse_templated(settings)
    intended = values_of(current)
    left = [it.value for it in current.settings(name) if it not in settings]
    intended.pop(name)
    if left:
        intended[name] = left
    splices = [_as_comment(current, it, edit.reason) for it in settings]
    return Plan(splices, _lines(settings), intended)


def _setting(current: Page, edit: SetValue) -> Plan:
    name = normalised_name(edit.name)
    found = current.settings(name)
    if not found and edit.only is None:
        raise RefusedError("it is not set in this file")
    sought = found[-1:] if edit.only is None else found
    settings = [it for it in sought if edit.only in {None, it.value}]
    if len(found) > 1 and edit.only is None:
        _refuse_condition(current)
    if not settings or all(it.value == edit.value for it in settings):
        raise _nothing(current)
    _refuse_templated(settings)
    _refuse_construct(current, edit.value)
    intended = values_of(current)
    intended[name] = [edit.value if it in settings else it.value for it in found]
    splices = [
        Splice(it.at.line, it.at.end_line, valued(current.lines(it), edit.value)) for it in settings
    ]
    return Plan(splices, _lines(settings), intended)


def _adding(current: Page, edit: Add, order: Sequence[str]) -> Plan:
    name = normalised_name(edit.name)
    found = current.settings(name)
    _refuse_condition(current)
    if edit.value in [it.value for it in (found if edit.multi else found[-1:])]:
        raise _nothing(current)
    if found and not edit.multi:
        raise RefusedError("it is set already", found[-1].at.line)
    _refuse_construct(current, edit.value)
    intended = values_of(current)
    intended.setdefault(name, []).append(edit.value)
    group, option = edit.name
    splice = _new_lines(current, group, written(option, edit.value), order)
    return Plan([splice], (), intended)


def _dropping(current: Page, edit: DropSection) -> Plan:
    found = empty_headers(current, edit.group)
    if not found:
        raise RefusedError("no section of this name is empty", is_done=True)
    if current.file.template:
        raise RefusedError("the file is a template, which may fill it", found[0][0].at.line)
    splices = [Splice(section.at.line, last, ()) for section, last in found]
    return Plan(splices, tuple(section.at.line for section, _ in found), values_of(current))


def _new_lines(current: Page, group: str, texts: tuple[str, ...], order: Sequence[str]) -> Splice:
    _refuse_condition(current)
    return added(current, group, texts, order)


def _nothing(current: Page) -> RefusedError:
    """That the file does not need the edit, as far as its literal text can tell."""
    if takes_new_lines(current):
        return RefusedError("there is nothing to edit", is_done=True)
    return RefusedError("the file is a template; its literal text has nothing to edit")


def _refuse_condition(current: Page) -> None:
    if not takes_new_lines(current):
        raise RefusedError("the file is a template; which lines will stand together is not known")


def _as_comment(current: Page, setting: Setting, reason: str) -> Splice:
    texts = commented(current.lines(setting), reason)
    return Splice(setting.at.line, setting.at.end_line, texts)


def _refuse_templated(settings: Iterable[Setting]) -> None:
    line = min((it.at.line for it in settings if it.templated), default=0)
    if line:
        raise RefusedError("the line is filled in by a template", line)


def _refuse_construct(current: Page, value: str) -> None:
    if current.file.template and holds_construct(value):
        raise RefusedError("the file is a template, which would replace a part of the value")


def _lines(settings: Iterable[Setting]) -> tuple[int, ...]:
    return tuple(sorted(it.at.line for it in settings))
