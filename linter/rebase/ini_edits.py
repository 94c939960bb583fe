"""What can be asked of a configuration file, and what became of it."""

import msgspec

from linter.catalog.entries import Name, normalised_name


class Rename(msgspec.Struct, frozen=True):
    """Write an option as `to`, with the value that it has now.

    `names` are all under which the source release reads it, in its order: its own name first, then
    the aliases. The first of them that a file sets wins there; what it overrides is commented out,
    and so is `to` where the source release does not read it. As the file that is read last wins
    whatever the name, a value stays the same over several files if each of them gets this edit,
    unless one sets `to` alone and the source release does not read that: the caller has to look.
    A multi-valued option keeps the values of all its names.
    """

    names: tuple[Name, ...]
    to: Name
    multi: bool = False


class CommentOut(msgspec.Struct, frozen=True):
    """Turn the assignments of an option into comments below its reason, one sentence.

    `only` leaves those of another value alone.
    """

    name: Name
    reason: str
    only: str | None = None


class SetValue(msgspec.Struct, frozen=True):
    """Give an option that is set another value; of several assignments the last, which wins.

    `only` changes each assignment of just that value instead, for a multi-valued option.
    """

    name: Name
    value: str
    only: str | None = None


class Add(msgspec.Struct, frozen=True):
    """Set an option that is not set yet; a multi-valued one may have other values already."""

    name: Name
    value: str
    multi: bool = False


class DropSection(msgspec.Struct, frozen=True):
    """Take away the headers of a section under which there is nothing at all."""

    group: str


Edit = Rename | CommentOut | SetValue | Add | DropSection


class Applied(msgspec.Struct, frozen=True):
    """An edit that was made: its position among those given, what it is about, and where.

    `lines` are those in the file as the edits before it left it; none where something was added.
    """

    edit: int
    subject: str
    lines: tuple[int, ...] = ()


class Refused(msgspec.Struct, frozen=True):
    """An edit that was not made and why; never a value. `is_done`: there was nothing to edit."""

    edit: int
    subject: str
    why: str
    line: int = 0
    is_done: bool = False


class Edited(msgspec.Struct, frozen=True):
    """A file with the edits made, and what became of each edit."""

    content: bytes
    applied: tuple[Applied, ...] = ()
    refused: tuple[Refused, ...] = ()


class _Claim(msgspec.Struct, frozen=True):
    """A name, or only its assignments of one value."""

    name: Name
    value: str | None = None

    def meets(self, other: "_Claim") -> bool:
        """Whether both are about the same assignment."""
        return self.name == other.name and (
            self.value is None or other.value is None or self.value == other.value
        )


def subject_of(edit: Edit) -> str:
    """What an edit is about, as an operator would write it."""
    match edit:
        case Rename(names=names, to=to):
            group, name = names[0] if names else to
        case CommentOut() | SetValue() | Add():
            group, name = edit.name
        case DropSection(group=group):
            return f"[{group}]"
    return f"[{group}] {name}"


def conflict(later: Edit, earlier: Edit) -> bool:
    """Whether an edit depends on the place of another in the list: made twice, they would differ.

    A value may be given to what was renamed, or set where nothing was there to be renamed.
    """
    if _meet(_gives(later), _takes(earlier)):
        return True
    if isinstance(later, CommentOut) and isinstance(earlier, CommentOut):
        return False
    if _meet(_takes(later), (*_takes(earlier), *_gives(earlier))):
        return True
    is_value_of_renamed = isinstance(earlier, Rename) and not isinstance(later, Rename)
    return not is_value_of_renamed and _meet(_gives(later), _gives(earlier))


def _takes(edit: Edit) -> tuple[_Claim, ...]:
    """What is no longer there after the edit."""
    match edit:
        case Rename(names=names, to=to):
            gone = (normalised_name(name) for name in names)
            return tuple(_Claim(name) for name in gone if name != normalised_name(to))
        case CommentOut(name=name, only=only):
            return (_Claim(normalised_name(name), only),)
        case SetValue(name=name, only=str(only)):
            return (_Claim(normalised_name(name), only),)
        case _:
            return ()


def _gives(edit: Edit) -> tuple[_Claim, ...]:
    """What is there after the edit."""
    match edit:
        case Rename(to=to):
            return (_Claim(normalised_name(to)),)
        case SetValue(name=name, value=value, only=only):
            return (_Claim(normalised_name(name), None if only is None else value),)
        case Add(name=name, value=value, multi=multi):
            return (_Claim(normalised_name(name), value if multi else None),)
        case _:
            return ()


def _meet(these: tuple[_Claim, ...], those: tuple[_Claim, ...]) -> bool:
    return any(one.meets(other) for one in these for other in those)
