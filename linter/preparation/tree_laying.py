"""Lays what stands on disk out as the prepared directory."""

import os
from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path

import msgspec

from linter.collect.marker import MARKER, OWN, MarkerError, own_files, read_marker
from linter.collect.naming import printable
from linter.model.facts import FileKind
from linter.model.finding import Gap
from linter.model.location import Location
from linter.parse.classify import kind_by_name
from linter.preparation.disk_walk import Item, Nature
from linter.preparation.entries import Entry, Folder, Origin, Tree
from linter.preparation.file_fates import STARTS, FileFate, as_it_was
from linter.preparation.tops import Top


class GivenFiles(msgspec.Struct, frozen=True):
    """What was given, what stands there, and what becomes of it."""

    tops: tuple[Top, ...]
    items: Mapping[Path, Item]
    fates: Mapping[Path, FileFate]

    def top(self, path: Path) -> Top:
        """What was given that a path of an item lies in."""
        return next(top for top in self.tops if top.holds(path))

    def place(self, path: Path) -> str:
        """The path of an item in the prepared directory."""
        return self.top(path).place(path)


def laid(given: GivenFiles) -> Tree:
    """The entries and folders in the order of paths; gaps for what could not be kept."""
    gaps: list[Gap] = []
    entries: dict[str, Entry] = {}
    places: list[Path] = []
    unwanted = frozenset(_own(given.tops, gaps))
    for path, item in given.items.items():
        if item.nature in {Nature.FOLDER, Nature.SKIPPED} or path in unwanted:
            continue
        found, trouble = _became(given, item)
        gaps += trouble
        if found is not None:
            entries[found.path or f"{found.was}\0"] = found
            places += [] if not found.path else [_stands(given, path)]
    places += _empty(given.items)
    return Tree(
        tuple(entries[key] for key in sorted(entries)),
        gaps=tuple(gaps),
        folders=_folders(given, places),
        skipped=tuple(_skipped(given)),
    )


def outside(fates: Mapping[Path, FileFate], tops: Sequence[Top]) -> list[tuple[Entry, bool]]:
    """The changes of files that lie outside, each with whether it is a file that starts keystone.

    Their paths are absolute without the first slash.
    """
    found = []
    for path, fate in sorted(fates.items()):
        if fate.is_change and not any(top.holds(path) for top in tops):
            was = str(path).lstrip("/")
            to = "" if fate.origin is Origin.LEFT_OUT else str(fate.to or path).lstrip("/")
            found.append((Entry(to, path, fate.origin, fate.content, was), fate.kind in STARTS))
    return found


def _own(tops: Iterable[Top], gaps: list[Gap]) -> Iterator[Path]:
    """The files of kslint itself in what was prepared before."""
    for top in tops:
        if top.alone:
            continue
        yield from own_files(top.real)
        try:
            read_marker(top.real)
        except MarkerError as error:
            why = f"it says for which release the directory was prepared, but {error}"
            gaps.append(_gap(MARKER, why, "say with --from which release the files are for"))


def _became(given: GivenFiles, item: Item) -> tuple[Entry | None, list[Gap]]:
    """The entry that a file or a link becomes, with what has to be said of it."""
    path, place = item.path, given.place(item.path)
    refused = _refused(item, place)
    if refused:
        return None, [refused]
    fate = given.fates.get(path)
    if fate is None or not fate.is_change:
        return Entry(place, path, _origin(item, fate), was=place), []
    if fate.origin is Origin.LEFT_OUT:
        return Entry("", path, fate.origin, was=place), []
    if fate.to is not None:
        return _converted(given, item, fate)
    gaps = []
    if item.nature is Nature.LINK:
        why = "it is a link to a file outside of what was given; here it is a file, with changes"
        gaps = [_gap(place, why, "change the file that it leads to as well if others read it")]
    return Entry(place, path, fate.origin, fate.content, place), gaps


def _refused(item: Item, place: str) -> Gap | None:
    missing = "so it is missing in the prepared directory"
    if item.nature is Nature.HIDDEN:
        remedy = "run kslint as root or as the keystone user"
        return _gap(place, f"permission denied, {missing}", remedy, required=True)
    if item.nature is Nature.ODD:
        why = f"it is a pipe, a socket or a device, {missing}"
        return _gap(place, why, "make it again where the files are put")
    if place in OWN:
        why = f"it has the name of a file that kslint writes, {missing}"
        return _gap(place, why, "copy it by hand, under another name")
    return None


def _converted(given: GivenFiles, item: Item, fate: FileFate) -> tuple[Entry, list[Gap]]:
    path, top = item.path, given.top(item.path)
    to = fate.to or path
    if _is_free(given, path, to) and to.is_relative_to(top.real):
        return Entry(top.place(to), path, fate.origin, fate.content, top.place(path)), []
    kept = as_it_was(fate)
    why = f"it should go to {printable(Path(to.name))}, and there is something there"
    gap = _gap(top.place(path), why, "remove or rename what stands there", required=True)
    return Entry(top.place(path), path, kept.origin, was=top.place(path)), [gap]


def _is_free(given: GivenFiles, path: Path, to: Path) -> bool:
    """Whether nothing stands where a file is to go, or what does goes away."""
    rivals = (each for each, fate in given.fates.items() if fate.to == to and each != path)
    if any(True for _ in rivals):
        return False
    there = given.fates.get(to)
    leaves = there is not None and there.is_change and (there.to or there.content is None)
    return bool(leaves) or not os.path.lexists(to)


def _origin(item: Item, fate: FileFate | None) -> Origin:
    if item.nature is Nature.LINK:
        return Origin.LINK
    if fate is not None:
        return fate.origin
    return Origin.KEY if kind_by_name(str(item.path)) is FileKind.KEY else Origin.NOT_UNDERSTOOD


def _stands(given: GivenFiles, path: Path) -> Path:
    fate = given.fates.get(path)
    return (fate and fate.to) or path


def _empty(items: Mapping[Path, Item]) -> Iterator[Path]:
    filled = {path.parent for path in items}
    for path, item in items.items():
        if item.nature is Nature.FOLDER and path not in filled:
            # Its own place among the folders is found from what could stand in it.
            yield path / MARKER


def _folders(given: GivenFiles, places: Sequence[Path]) -> tuple[Folder, ...]:
    found: dict[str, Folder] = {}
    for path in places:
        top = next(each for each in given.tops if path.is_relative_to(each.real))
        for folder in () if top.alone else path.parents:
            if folder.is_relative_to(top.real):
                place = top.place(folder)
                place = "" if place == "." else place
                found[place] = Folder(place, folder)
    return tuple(found[place] for place in sorted(found))


def _skipped(given: GivenFiles) -> Iterator[str]:
    for path, item in given.items.items():
        if item.nature is Nature.SKIPPED:
            yield given.place(path)


def _gap(place: str, why: str, remedy: str, *, required: bool = False) -> Gap:
    shown = printable(Path(place))
    return Gap(shown, why, remedy, required=required, at=Location("", shown))
