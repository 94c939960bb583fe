"""What is told of prepared files, whatever the form: equal parts of several nodes once."""

import enum
from collections.abc import Callable, Hashable, Iterable, Iterator
from itertools import groupby
from typing import Generic, TypeVar

import msgspec
from msgspec.structs import replace

from linter.difference.effective import ValueChange
from linter.model.finding import Finding, Gap
from linter.model.location import Location
from linter.model.preparation import Change, Decision
from linter.preparation.entries import Entry, Origin
from linter.preparation.explaining import Explained
from linter.preparation.made import Made
from linter.preparation.preparation import PreparedDeployment
from linter.report.quantities import counted

Value = TypeVar("Value", bound=Hashable)


class Shared(msgspec.Struct, Generic[Value], frozen=True):
    """What is equal on `nodes`, none where that is all of them; its places name no node."""

    value: Value
    nodes: tuple[str, ...]


class Asked(msgspec.Struct, frozen=True):
    """A decision, without a place, and every place that it is about.

    `nodes` are those that it is for, none where that is all of them.
    """

    decision: Decision
    places: tuple[Shared[Location], ...]
    nodes: tuple[str, ...]


class ChangedFile(msgspec.Struct, frozen=True):
    """What was changed in a deployed file, in the order of its lines; `to` is its new path."""

    path: str
    to: str
    changes: tuple[Shared[Change], ...]


class Standing(enum.Enum):
    """What the new files are good for."""

    USABLE = "The new files can be used"
    UNSEEN = "Not known whether the new files can be used"
    NOT_YET = "The new files cannot be used yet"


class Outline(msgspec.Struct, frozen=True):
    """Everything that is told of prepared files, in the order in which it is told.

    `why` are sentences: what stands against the files, or why nothing does.
    """

    made: Made
    standing: Standing
    why: tuple[str, ...]
    open: tuple[Asked, ...]
    settled: tuple[Asked, ...]
    files: tuple[ChangedFile, ...]
    explained: tuple[Shared[Explained], ...]
    unexplained: tuple[Shared[ValueChange], ...]
    remaining: tuple[Shared[Finding], ...]
    left: tuple[Shared[str], ...]
    untold: tuple[Shared[str], ...]
    gaps: tuple[Shared[Gap], ...]

    def waiting(self) -> tuple[Shared[Finding], ...]:
        """The remaining findings that an open decision is about."""
        rules = {
            (rule, place.value.path)
            for asked in self.open
            for rule in asked.decision.rules
            for place in asked.places
        }
        return tuple(
            each for each in self.remaining if (each.value.rule, each.value.at.path) in rules
        )

    def entries(self, *origins: Origin) -> tuple[Entry, ...]:
        """The files of the prepared directory that came there so."""
        return tuple(entry for entry in self.made.tree.entries if entry.origin in origins)

    @property
    def values(self) -> tuple[Shared[Explained], ...]:
        """The values that differ and that one of both sides sets."""
        return tuple(each for each in self.explained if _is_set(each.value.change))

    @property
    def refused(self) -> tuple[Shared[Explained], ...]:
        """The values that differ since the target refuses them."""
        return tuple(each for each in self.explained if each.value.change.reason == "refused")

    @property
    def defaults(self) -> tuple[Shared[Explained], ...]:
        """The defaults that differ of options that neither side sets."""
        unset = (each for each in self.explained if not _is_set(each.value.change))
        return tuple(each for each in unset if each.value.change.reason != "gone")

    @property
    def idle(self) -> tuple[Shared[Explained], ...]:
        """The options that the target lacks and that are not set."""
        unset = (each for each in self.explained if not _is_set(each.value.change))
        return tuple(each for each in unset if each.value.change.reason == "gone")


def outline(made: Made) -> Outline:
    """What is told of one run of `kslint prepare`."""
    parts = made.preparation.deployments
    asked = tuple(_asked(parts))
    found = Outline(
        made,
        _standing(made),
        (),
        tuple(each for each in asked if each.decision.is_open),
        tuple(each for each in asked if not each.decision.is_open),
        tuple(_files(parts)),
        _shared(parts, lambda each: each.proof.explained),
        _shared(parts, lambda each: each.proof.unexplained),
        _shared(parts, lambda each: (replace(one, nodes=()) for one in each.proof.remaining)),
        _shared(parts, lambda each: each.proof.left),
        _shared(parts, lambda each: each.proof.untold),
        _gaps(made),
    )
    return replace(found, why=tuple(_why(found)))


def _is_set(change: ValueChange) -> bool:
    return bool(change.before.at or change.after.at)


def _standing(made: Made) -> Standing:
    if not made.holds:
        return Standing.NOT_YET
    return Standing.USABLE if made.is_complete else Standing.UNSEEN


def _why(found: Outline) -> Iterator[str]:
    if found.open:
        yield f"{counted(len(found.open), 'decision is', 'decisions are')} open."
    if found.unexplained:
        number = counted(len(found.unexplained), "value differs", "values differ")
        yield f"{number} without a known reason: a fault in kslint, or in what it was given."
    if found.untold:
        number = counted(len(found.untold), "thing differs", "things differ")
        yield f"{number} in other files without a known reason: a fault in kslint."
    if found.remaining:
        number = counted(len(found.remaining), "finding stands", "findings stand")
        yield f"{number} against the new files."
    if found.refused and not (found.open or found.remaining):
        number = counted(len(found.refused), "value stays", "values stay")
        yield f"{number} that the target refuses."
    if found.left:
        yield f"{counted(len(found.left), 'name is', 'names are')} left that the target lacks."
    required = sum(gap.value.required for gap in found.gaps)
    if required:
        yield f"{counted(required, 'required thing was', 'required things were')} not looked at."
    if found.standing is Standing.USABLE:
        yield "Nothing is left to decide."
        yield "Every value is the old one, or is told with its reason."


def _asked(parts: Iterable[PreparedDeployment]) -> Iterator[Asked]:
    """What is asked decides what is equal: the line of an option may differ between nodes."""
    parts = tuple(parts)
    asked = _shared(parts, lambda each: map(_placeless, each.part.decisions))
    for decision, nodes in ((each.value, each.nodes) for each in asked):
        own = tuple(part for part in parts if not nodes or set(part.nodes) & set(nodes))
        yield Asked(decision, _places(own, decision), nodes)


def _places(parts: tuple[PreparedDeployment, ...], asked: Decision) -> tuple[Shared[Location], ...]:
    return _shared(
        parts,
        lambda each: (_line(one.at) for one in each.part.decisions if _placeless(one) == asked),
    )


def _placeless(decision: Decision) -> Decision:
    return replace(decision, at=Location())


def _line(at: Location) -> Location:
    return replace(at, column=0)


def _files(parts: Iterable[PreparedDeployment]) -> Iterator[ChangedFile]:
    parts = tuple(parts)
    moved = {file.path: file.to for part in parts for file in part.part.files if file.to}
    changes = _shared(parts, lambda each: each.part.changes)
    ordered = sorted(changes, key=lambda change: (change.value.at, change.nodes))
    for path, group in groupby(ordered, key=lambda change: change.value.at.path):
        yield ChangedFile(path, moved.get(path, ""), tuple(group))


def _gaps(made: Made) -> tuple[Shared[Gap], ...]:
    general = (*made.preparation.gaps, *made.tree.gaps)
    # What was looked for before anything was prepared names its node itself.
    own = _shared(
        made.preparation.deployments,
        lambda each: (gap for gap in (*each.part.gaps, *each.proof.gaps) if gap not in general),
    )
    return (*(Shared(gap, ()) for gap in dict.fromkeys(general)), *own)


def _shared(
    parts: Iterable[PreparedDeployment],
    values: Callable[[PreparedDeployment], Iterable[Value]],
) -> tuple[Shared[Value], ...]:
    parts = tuple(parts)
    found: dict[Value, list[str]] = {}
    for part in parts:
        for value in dict.fromkeys(map(_nodeless, values(part))):
            found.setdefault(value, []).extend(part.nodes)
    return tuple(Shared(value, _unless_all(nodes, parts)) for value, nodes in found.items())


def _unless_all(nodes: Iterable[str], parts: Iterable[PreparedDeployment]) -> tuple[str, ...]:
    everywhere = {node for part in parts for node in part.nodes}
    return () if set(nodes) == everywhere else tuple(sorted(set(nodes)))


def _nodeless(value: Value) -> Value:
    """The value with places that are the same on every node."""
    if isinstance(value, Location):
        return replace(value, node="")
    if isinstance(value, tuple):
        return tuple(map(_nodeless, value))  # type: ignore[return-value]  # the same kind
    if isinstance(value, msgspec.Struct):
        parts = {name: _nodeless(getattr(value, name)) for name in value.__struct_fields__}
        return replace(value, **parts)
    return value
