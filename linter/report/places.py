"""Where findings stand in the repository that a gate judges."""

import posixpath
from collections.abc import Mapping

import msgspec

from linter.model.location import Location
from linter.model.report import OF_THE_SITE, Report
from linter.model.visible import visible

_MAIN = "keystone.conf"


class Folders(msgspec.Struct, frozen=True):
    """Folders as seen from the repository's top: for each node the one that its paths start in.

    `beside` are paths of files that are part of no deployment and start in `working`, the folder
    where kslint runs.
    """

    nodes: Mapping[str, str] = {}
    working: str = ""
    beside: frozenset[str] = frozenset()


AT_THE_TOP = Folders()


class Places(msgspec.Struct, frozen=True):
    """Turns places of a report into places of the repository.

    `main` is the file that stands for a deployment as a whole: gates show nothing without a file.
    `logs` are nodes and paths of logs, which lie in no repository.
    """

    folders: Folders
    main: str
    logs: frozenset[tuple[str, str]] = frozenset()

    def of(self, at: Location | None) -> Location:
        """The place with a path from the repository's top, without a node.

        What has no file, or one that lies elsewhere, is put to `main` as a whole.
        """
        path = self.inside(at) if at else ""
        return msgspec.structs.replace(at, node="", path=path) if at and path else self.whole

    def inside(self, at: Location) -> str:
        """The path from the repository's top, "" for what does not lie in the repository."""
        if not at.path or (at.node, at.path) in self.logs:
            return ""
        folders = self.folders
        is_beside = at.path in folders.beside
        folder = folders.working if is_beside else folders.nodes.get(at.node, "")
        path = posixpath.normpath(posixpath.join(folder, at.path))
        outside = path.startswith("/") or path == "." or path.split("/", 1)[0] == ".."
        return "" if outside else visible(path)

    def elsewhere(self, at: Location) -> str:
        """The place as text where it has a file and that is not in the repository."""
        return visible(str(at)) if at.path and not self.inside(at) else ""

    @property
    def whole(self) -> Location:
        """The deployment as a whole."""
        return Location(path=self.main)


def places_of(report: Report, folders: Folders) -> Places:
    """The places of a report in a repository whose nodes lie in these folders."""
    beside = {item.path for item in report.inputs if item.kind in OF_THE_SITE}
    known = msgspec.structs.replace(folders, beside=folders.beside | beside)
    logs = frozenset((file.node, file.path) for file in report.logs.files)
    unsettled = Places(known, _MAIN, logs)
    read = [
        path
        for item in report.inputs
        if item.kind == "configuration"
        and (path := unsettled.inside(Location(item.node, item.path)))
    ]
    named = [path for path in read if posixpath.basename(path) == _MAIN]
    return msgspec.structs.replace(unsettled, main=next(iter((*named, *read)), _MAIN))
