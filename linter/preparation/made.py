"""Everything that a run of `kslint prepare` has made, complete before it is told."""

import msgspec

from linter.preparation.entries import Tree
from linter.preparation.preparation import Preparation


class Made(msgspec.Struct, frozen=True):
    """The new files with the directory that they are in; `patch` is its file, "" without one.

    `changed` are the paths of those that differ from what is deployed. `command` is what was asked
    for on the command line but the file of `answers`, "" without one: both hold paths of this
    machine, so that only what is printed on it may show them.
    """

    preparation: Preparation
    tree: Tree
    folder: str
    patch: str = ""
    changed: tuple[str, ...] = ()
    command: str = ""
    answers: str = ""

    @property
    def holds(self) -> bool:
        """Whether the files can be used: nothing is open, and the proof of each node holds."""
        return not any(
            each.open_decisions or not each.proof.holds for each in self.preparation.deployments
        )

    @property
    def is_complete(self) -> bool:
        """Whether everything that the files rest on was looked at."""
        parts = self.preparation.deployments
        gaps = [
            *self.preparation.gaps,
            *self.tree.gaps,
            *(gap for each in parts for gap in (*each.part.gaps, *each.proof.gaps)),
        ]
        return not any(gap.required for gap in gaps)
