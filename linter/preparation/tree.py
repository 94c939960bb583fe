"""Which files the prepared directory has, and where each comes from."""

from collections.abc import Sequence

from linter.model.finding import Gap
from linter.model.location import Location
from linter.model.preparation import NewFile
from linter.model.snapshot import Node
from linter.preparation.entries import Tree
from linter.preparation.file_fates import Taken, settled, taken_up, wanted
from linter.preparation.tops import tops_of
from linter.preparation.tree_items import items_of
from linter.preparation.tree_laying import GivenFiles, laid, outside


def tree_of(
    arguments: Sequence[str], new_files: Sequence[tuple[Node, tuple[NewFile, ...]]]
) -> Tree:
    """The prepared directory for all nodes. Raises TreeError.

    With one argument paths are relative to it, with several each lies below its own name. A file
    that several nodes share is there once; where they disagree on it, it stays as it was, and that
    is a required Gap.
    """
    tops = tops_of(arguments)
    taken = [(node, tuple(taken_up(node))) for node, _ in new_files]
    items = items_of(taken, tops)
    wishes, gaps = [], []
    for (node, own), (_, files) in zip(taken, new_files, strict=True):
        new = {file.path: file for file in files}
        wishes += [wanted(file, new.get(file.shown), tops) for file in own]
        gaps += _lost(node, own, files)
    fates, conflicts = settled(wishes)
    tree = laid(GivenFiles(tops, items, fates))
    beside = outside(fates, tops)
    return Tree(
        tree.entries,
        tuple(entry for entry, starts in beside if not starts),
        (*gaps, *conflicts, *tree.gaps),
        tuple(entry for entry, starts in beside if starts),
        tree.folders,
        tree.skipped,
    )


def _lost(node: Node, own: Sequence[Taken], files: Sequence[NewFile]) -> list[Gap]:
    known = {file.shown for file in own}
    why = "it is not there any more, or cannot be told from a file with a similar name"
    remedy = "see that its name can be printed, and that nobody changes it meanwhile"
    return [
        Gap(file.path, why, remedy, required=True, at=Location(node.name, file.path))
        for file in files
        if file.path not in known
    ]
