"""Files that are known as values, from an archive or a manifest, as one tree."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from pathlib import Path, PurePosixPath
from typing import Literal

import msgspec

from linter.collect.reading import IRREGULAR, Content, Unreadable
from linter.collect.tree import Status
from linter.collect.walk import COUNT, DEPTH, SKIPPED, Found, Identity

_HOPS = 40
"""Links that are followed one after the other, as Linux does."""

_BROKEN = Unreadable("it is a link to a file that does not exist", "mend the link")

UNREAD = Unreadable("it could not be read before the end", "see what damaged the archive")

Parts = tuple[str, ...]
Kind = Literal["file", "directory", "link", "other"]


class Member(msgspec.Struct, frozen=True):
    """A file, a directory, or a link: `target` from its own directory, or from the top with `/`."""

    kind: Kind
    size: int = 0
    target: str = ""
    mode: int | None = None
    owner: str = ""
    group: str = ""


Load = Callable[[Sequence[Parts]], Mapping[Parts, Content | Unreadable]]


class Memory:
    """A tree below `root` that no disk has; links lead nowhere but to members.

    `load` gives the contents of members, those below a directory at once.
    """

    def __init__(
        self, root: Path, members: Mapping[Parts, Member], load: Load, *, is_whole: bool = False
    ) -> None:
        self.is_whole = is_whole
        self._root = root
        self._members = members
        self._load = load
        self._loaded: dict[Parts, Content | Unreadable] = {}
        self._names: dict[Parts, set[str]] = {(): set()}
        for parts in members:
            for length in range(len(parts)):
                self._names.setdefault(parts[:length], set()).add(parts[length])
        for parts, member in members.items():
            if member.kind == "directory":
                self._names.setdefault(parts, set())

    def expect(self, directories: Sequence[Path]) -> None:
        """Loads what lies below directories from which files will be read."""
        found = (self._followed(directory) for directory in directories)
        self._loaded.update(self._load([parts for parts in found if parts is not None]))

    def read(self, path: Path, known: dict[str, bytes]) -> Content | Unreadable:
        """The content of a file; `known` keeps each content once, by its digest."""
        parts = self._followed(path)
        if parts is None or parts not in self._members:
            return IRREGULAR if parts in self._names else _BROKEN
        if self._members[parts].kind != "file":
            return IRREGULAR
        if parts not in self._loaded:
            # Its neighbours will be wanted next.
            self._loaded.update(self._load([parts[:-1]]))
        content = self._loaded.setdefault(parts, UNREAD)
        if isinstance(content, Unreadable):
            return content
        same = known.setdefault(content.sha256, content.content)
        return msgspec.structs.replace(content, content=same, mode=self._members[parts].mode)

    def walk(self, directory: Path, entered: set[Identity] | None = None) -> Iterator[Found]:
        """Every file below a directory in the order of names; each directory is entered once."""
        seen = set() if entered is None else entered
        for count, found in enumerate(self._below(directory, seen, 0)):
            if count == COUNT:
                yield Found(directory, f"it has more than {COUNT} files")
                return
            yield found

    def _below(self, directory: Path, entered: set[Identity], depth: int) -> Iterator[Found]:
        parts = self._followed(directory)
        if parts is None or parts in entered:
            return
        entered.add(parts)
        for name in self.names_in(directory):
            path = directory / name
            if not self.is_directory(path):
                yield Found(path)
            elif depth >= DEPTH:
                yield Found(path, f"it lies more than {DEPTH} directories deep")
            elif name not in SKIPPED:
                yield from self._below(path, entered, depth + 1)

    def names_in(self, directory: Path) -> list[str]:
        """The names in a directory, sorted."""
        return self.listed(directory)

    def listed(self, directory: Path) -> list[str]:
        """The names in a directory, sorted."""
        parts = self._followed(directory)
        return [] if parts is None else sorted(self._names.get(parts, ()))

    def exists(self, path: Path) -> bool:
        """Whether there is anything, be it a link that leads nowhere."""
        parent = self._followed(path.parent)
        return path == self._root or path.name in self._names.get(parent or (), ())

    def is_directory(self, path: Path) -> bool:
        """Whether it is a directory or a link to one."""
        return self._followed(path) in self._names

    def is_file(self, path: Path) -> bool:
        """Whether it is a regular file or a link to one."""
        parts = self._followed(path)
        return parts is not None and self._kind(parts) == "file"

    def status(self, path: Path) -> Status | None:
        """What a path leads to, None where there is nothing."""
        parts = self._followed(path)
        if parts is None:
            return None
        member = self._members.get(parts)
        if member is None:
            return Status(0, is_directory=True) if parts in self._names else None
        return Status(member.size, parts in self._names, member.mode, member.owner, member.group)

    def real(self, path: Path) -> Path:
        """The path with all links followed."""
        parts = self._followed(path)
        return path if parts is None else self._root.joinpath(*parts)

    def _kind(self, parts: Parts) -> str:
        if parts in self._names:
            return "directory"
        member = self._members.get(parts)
        return member.kind if member else ""

    def _followed(self, path: Path) -> Parts | None:
        """The member that a path leads to, None for a path outside and for links without end."""
        if not path.is_relative_to(self._root):
            return None
        rest = list(path.relative_to(self._root).parts)
        done: Parts = ()
        hops = 0
        while rest:
            name = rest.pop(0)
            if name == "..":
                done = done[:-1]
                continue
            member = self._members.get((*done, name))
            if member is None or member.kind != "link" or (*done, name) in self._names:
                done = (*done, name)
                continue
            hops += 1
            if hops > _HOPS:
                return None
            done, rest = self._jumped(done, member.target, rest)
        return done

    def _jumped(self, here: Parts, target: str, rest: list[str]) -> tuple[Parts, list[str]]:
        """Where to go on after a link; one from the top starts where its node's root is."""
        way = [part for part in PurePosixPath(target).parts if part not in {"/", "."}]
        if not target.startswith("/"):
            return here, way + rest
        tops = (here[:length] for length in range(len(here) + 1))
        held = (top for top in tops if way and way[0] in self._names.get(top, ()))
        return next(held, ()), way + rest
