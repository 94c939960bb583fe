"""The versioned JSON shape of prepared files, kept apart from the values it is made of."""

from typing import Final, Literal

import msgspec

from linter.model.preparation import Change, Choice, Decision, NewFile
from linter.model.visible import visible
from linter.preparation.entries import Entry
from linter.preparation.explaining import Explained
from linter.preparation.made import Made
from linter.preparation.preparation import PreparedDeployment
from linter.preparation.proof import Proof
from linter.report.differences_document import ValueChangeShape, value_change_shape
from linter.report.document import FindingShape, UpgradeShape, finding_shape, upgrade_shape
from linter.report.shapes import GapShape, LocationShape, gap_shape, location_shape

SCHEMA_VERSION: Final = 1


class ChangeShape(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Something that is otherwise in the new files; `location` is in the deployed file."""

    action: Literal["renamed", "commented out", "set", "added", "dropped", "converted", "left out"]
    subject: str
    location: LocationShape
    why: str
    rules: tuple[str, ...]
    decision: str | None


class ChoiceShape(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """One way to decide; `values` are those that the target takes, none where any may do."""

    name: str
    means: str
    takes_value: bool
    values: tuple[str, ...]


class DecisionShape(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A decision by the id that an answer names; `open` is whether the files wait for it."""

    id: str
    question: str
    choices: tuple[ChoiceShape, ...]
    location: LocationShape
    rules: tuple[str, ...]
    usual: str | None
    chosen: str | None
    open: bool


class ExplainedShape(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A value that differs, and why."""

    change: ValueChangeShape
    why: str


class ProofShape(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """What the new files were found to be when they were read again for the target.

    `left` are names that the target does not read as they are written, `untold` are sentences: what
    differs in policies and other files without a known reason.
    """

    holds: bool
    explained: tuple[ExplainedShape, ...]
    unexplained: tuple[ValueChangeShape, ...]
    remaining: tuple[FindingShape, ...]
    left: tuple[str, ...]
    gaps: tuple[GapShape, ...]
    untold: tuple[str, ...]


class NewFileShape(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """What becomes of a deployed file: its new path, null for one that is left out."""

    path: str
    to: str | None


class DeploymentShape(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """The new files of the nodes that have the same ones."""

    nodes: tuple[str, ...]
    files: tuple[NewFileShape, ...]
    decisions: tuple[DecisionShape, ...]
    changes: tuple[ChangeShape, ...]
    proof: ProofShape
    gaps: tuple[GapShape, ...]


class EntryShape(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A file of the prepared directory, and its deployed path in the same layout.

    `path` is null for one that is left out, `was` for one that is new; of files outside of what was
    given both start at the top of the disk.
    """

    path: str | None
    was: str | None
    origin: Literal["edited", "converted", "copied", "not understood", "key", "link", "left out"]


class PreparationDocument(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """The files that `kslint prepare` made; `folder` and `patch` are as the command line has them.

    `usable` is whether nothing is open and the proof holds, `complete` whether everything that is
    required was looked at. `outside` are files that have to change and lie outside of what was
    given, `web` those of web servers and whatever else starts keystone, `skipped` folders that were
    passed over. No content of any file is in it.
    """

    schema_version: Literal[1]
    upgrade: UpgradeShape
    style: Literal["keep", "sample", "minimal"]
    real_samples: bool
    usable: bool
    complete: bool
    folder: str
    patch: str | None
    changed: tuple[str, ...]
    files: tuple[EntryShape, ...]
    outside: tuple[EntryShape, ...]
    web: tuple[EntryShape, ...]
    skipped: tuple[str, ...]
    deployments: tuple[DeploymentShape, ...]
    idle_answers: tuple[str, ...]
    gaps: tuple[GapShape, ...]


def document_of(made: Made) -> PreparationDocument:
    """What was made in its published shape."""
    preparation, tree = made.preparation, made.tree
    return PreparationDocument(
        schema_version=SCHEMA_VERSION,
        upgrade=upgrade_shape(preparation.upgrade),
        style=preparation.style.value,
        real_samples=preparation.real_samples,
        usable=made.holds,
        complete=made.is_complete,
        folder=visible(made.folder),
        patch=visible(made.patch) or None,
        changed=tuple(map(visible, made.changed)),
        files=tuple(map(_entry, tree.entries)),
        outside=tuple(map(_entry, tree.outside)),
        web=tuple(map(_entry, tree.web)),
        skipped=tuple(map(visible, tree.skipped)),
        deployments=tuple(map(_deployment, preparation.deployments)),
        idle_answers=preparation.idle_answers,
        gaps=tuple(map(gap_shape, (*preparation.gaps, *tree.gaps))),
    )


def _entry(entry: Entry) -> EntryShape:
    return EntryShape(visible(entry.path) or None, visible(entry.was) or None, entry.origin.value)


def _deployment(each: PreparedDeployment) -> DeploymentShape:
    return DeploymentShape(
        each.nodes,
        tuple(map(_file, each.part.files)),
        tuple(map(_decision, each.part.decisions)),
        tuple(map(_change, each.part.changes)),
        _proof(each.proof),
        tuple(map(gap_shape, each.part.gaps)),
    )


def _file(file: NewFile) -> NewFileShape:
    to = None if file.content is None else visible(file.to or file.path)
    return NewFileShape(visible(file.path), to)


def _decision(decision: Decision) -> DecisionShape:
    return DecisionShape(
        decision.id,
        decision.question,
        tuple(map(_choice, decision.choices)),
        location_shape(decision.at),
        decision.rules,
        decision.usual or None,
        decision.chosen or None,
        decision.is_open,
    )


def _choice(choice: Choice) -> ChoiceShape:
    return ChoiceShape(choice.name, choice.means, choice.takes_value, choice.values)


def _change(change: Change) -> ChangeShape:
    return ChangeShape(
        change.action.value,
        change.subject,
        location_shape(change.at),
        change.why,
        change.rules,
        change.decision or None,
    )


def _proof(proof: Proof) -> ProofShape:
    return ProofShape(
        proof.holds,
        tuple(map(_explained, proof.explained)),
        tuple(map(value_change_shape, proof.unexplained)),
        tuple(map(finding_shape, proof.remaining)),
        proof.left,
        tuple(map(gap_shape, proof.gaps)),
        proof.untold,
    )


def _explained(each: Explained) -> ExplainedShape:
    return ExplainedShape(value_change_shape(each.change), each.why)
