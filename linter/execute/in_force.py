"""The files in force on this machine: those that the report judged, those that are keys."""

import hashlib
from collections.abc import Iterator, Mapping
from pathlib import Path

import msgspec

from linter.collect.directory import CollectError, collect
from linter.execute.running import Run, StepError
from linter.model.facts import FileKind
from linter.model.visible import visible
from linter.parse.classify import kind_by_name

_CONCLUDED = frozenset({FileKind.POLICY, FileKind.PASTE, FileKind.LOGGING, FileKind.DOMAIN})
_SHOWN = 5


class InForce(msgspec.Struct, frozen=True):
    """The directory in force; `keys` are the folders of key repositories in it, by their paths."""

    folder: Path
    keys: frozenset[Path]
    read: frozenset[str]

    def is_key(self, path: Path) -> bool:
        """Whether a path in the directory is a key, which rotates on and is never taken back."""
        return path.parent in self.keys or kind_by_name(path.as_posix()) is FileKind.KEY


def in_force(run: Run) -> InForce:
    """The directory in force now, links to it resolved. Raises StepError."""
    folder = Path(run.plan.site.configuration)
    try:
        snapshot = collect([str(folder)])
    except CollectError as error:
        raise StepError(f"{error}; nothing was changed") from error
    node = snapshot.nodes[0]
    sources = [*node.configuration, *node.domains]
    sources += [other.source for other in node.others if other.source and other.kind in _CONCLUDED]
    keys = frozenset(Path(each.path) for each in node.keys if not Path(each.path).is_absolute())
    return InForce(folder.resolve(), keys - {Path()}, frozenset(source.path for source in sources))


def judged(run: Run) -> Mapping[str, frozenset[str]]:
    """The digests that the report knows of each file below the directory in force."""
    found: dict[str, frozenset[str]] = {}
    for path, digest in run.plan.origin.inputs:
        found[path] = found.get(path, frozenset()) | {digest}
    return found


def require_judged(force: InForce, run: Run) -> None:
    """Raises StepError unless what is in force is what the report judged, naming what is not."""
    known = judged(run)
    if not known:
        raise StepError(
            "the plan does not say which files the report judged, so nobody can tell whether the "
            "prepared ones fit: make the report on the configuration in force, and a new plan"
        )
    faults = [visible(fault) for fault in _differences(force, known, run)]
    if faults:
        more = f" and {len(faults) - _SHOWN} more" * (len(faults) > _SHOWN)
        raise StepError(
            f"{force.folder} is not what the report judged: {', '.join(faults[:_SHOWN])}{more}. "
            "Nothing was changed. Undo that change, or make a new report, prepared files and plan."
        )


def _differences(force: InForce, known: Mapping[str, frozenset[str]], run: Run) -> Iterator[str]:
    is_alone = len(run.plan.site.machines) == 1
    for path, digests in sorted(known.items()):
        place = force.folder / path
        if not place.is_file():
            # It may be a file of another machine.
            if is_alone and not Path(path).is_absolute():
                yield f"{path} is gone"
        elif hashlib.sha256(place.read_bytes()).hexdigest() not in digests:
            yield f"{path} has changed"
    for path in sorted(force.read - known.keys()):
        if (force.folder / path).is_file() and not Path(path).is_absolute():
            yield f"{path} is new"
