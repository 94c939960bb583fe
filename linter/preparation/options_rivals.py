"""Brings edits of one file into an order in which they can all be made, without rivals."""

from collections.abc import Iterable, Sequence

from msgspec.structs import replace

from linter.catalog.entries import normalised_name
from linter.preparation.case import Case, FileEdit
from linter.rebase.ini_edits import Add, CommentOut, DropSection, Edit, Rename, SetValue, conflict

_ORDER: tuple[tuple[type[Edit], ...], ...] = (
    (CommentOut, Rename),
    (SetValue,),
    (Add,),
    (DropSection,),
)


def stages(edits: Sequence[FileEdit]) -> tuple[tuple[FileEdit, ...], tuple[FileEdit, ...]]:
    """The edits of names, and those that come once every name is what it will be."""
    names = tuple(each for each in edits if not _rank(each))
    return names, tuple(each for each in edits if _rank(each))


def without_rivals(
    case: Case, edits: Iterable[FileEdit]
) -> tuple[tuple[FileEdit, ...], tuple[FileEdit, ...]]:
    """The edits of one file that can all be made, in order, and those that others keep out.

    Of two that are about the same lines, the one that a person asked for holds, then the one that
    was planned first. A value for a name that is renamed is given to the new name.
    """
    ranked = sorted(dict.fromkeys(edits), key=lambda each: not _is_answered(case, each))
    renames = _renames(ranked)
    kept: list[FileEdit] = []
    lost: list[FileEdit] = []
    for each in ranked:
        follower = _following(each, renames)
        if any(are_rivals(follower, other) for other in kept):
            lost.append(each)
        elif all(follower.edit != other.edit for other in kept):
            kept.append(follower)
    kept.sort(key=_rank)
    return tuple(kept), tuple(lost)


def _is_answered(case: Case, each: FileEdit) -> bool:
    decision = each.change.decision
    return decision != "" and case.answer(decision) is not None


def _renames(ranked: Sequence[FileEdit]) -> tuple[Rename, ...]:
    """The renames that will be made: those that nothing before them speaks against."""
    found: list[Rename] = []
    for number, each in enumerate(ranked):
        if isinstance(each.edit, Rename):
            rivals = (
                conflict(each.edit, other.edit)
                for other in ranked[:number]
                if not isinstance(other.edit, SetValue | Add)
            )
            if not any(rivals):
                found.append(each.edit)
    return tuple(found)


def _following(each: FileEdit, renames: Sequence[Rename]) -> FileEdit:
    """The edit, about the new name where the one that it sets will be renamed."""
    edit = each.edit
    if not isinstance(edit, SetValue | Add):
        return each
    sought = normalised_name(edit.name)
    for rename in renames:
        if sought in map(normalised_name, rename.names):
            if isinstance(edit, Add) and not edit.multi:
                return replace(each, edit=SetValue(rename.to, edit.value))
            return replace(each, edit=replace(edit, name=rename.to))
    return each


def _rank(each: FileEdit) -> int:
    return next(rank for rank, kinds in enumerate(_ORDER) if isinstance(each.edit, kinds))


def are_rivals(one: FileEdit, other: FileEdit) -> bool:
    """Whether the two cannot both be made in the order in which edits are made."""
    first, second = sorted((other, one), key=_rank)
    if _is_value_of_renamed(first.edit, second.edit):
        return False
    return one.edit != other.edit and conflict(second.edit, first.edit)


def _is_value_of_renamed(first: Edit, second: Edit) -> bool:
    """Whether one of several values is changed once it has its new name."""
    return (
        isinstance(first, Rename)
        and isinstance(second, SetValue)
        and normalised_name(first.to) == normalised_name(second.name)
    )
