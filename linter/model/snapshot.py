"""The files of one or several deployments, as they were collected."""

import msgspec

from linter.model.facts import FileKind, SourceFile
from linter.model.finding import Gap
from linter.model.keys import KeyRepository, NamedFile


class OtherFile(msgspec.Struct, frozen=True):
    """A file that keystone does not read as configuration; `source` is None where it was not read.

    Keys are never read, and nothing is kept of copies and of files of an unknown kind.
    """

    path: str
    kind: FileKind
    source: SourceFile | None = None


class Root(msgspec.Struct, frozen=True):
    """Where the paths of a node start: `path` on disk, "" within an archive or a manifest.

    It may hold whatever a name on disk holds, and is never to be shown. `beside` are the paths that
    start in the folder where kslint runs.
    """

    path: str = ""
    beside: tuple[str, ...] = ()


class Node(msgspec.Struct, frozen=True):
    """What is deployed in one place.

    `name` is empty where only one place was asked for. `configuration` has the files in the order
    in which keystone reads them, `domains` the overlays of single domains. `base` is the directory
    of keystone.conf, relative to the argument as paths are, "" for the argument itself; `place` is
    where it really lies, for telling what an absolute path in a file means, never to be shown.
    Nodes with the same `digest` have the same files, as far as anything is said of them.
    `keys` and `named` are the directories of keys and the files that options name, where it could
    be seen whether they are there. `is_live` says that this machine's keystone reads these files;
    `accounts` are the owners and groups of its configuration, where they mean something.
    """

    name: str
    configuration: tuple[SourceFile, ...]
    domains: tuple[SourceFile, ...]
    others: tuple[OtherFile, ...]
    digest: str
    base: str = ""
    place: str = ""
    keys: tuple[KeyRepository, ...] = ()
    named: tuple[NamedFile, ...] = ()
    is_live: bool = False
    accounts: tuple[str, ...] = ()
    root: Root = Root()


class Snapshot(msgspec.Struct, frozen=True):
    """Everything that was collected, and what could not be."""

    nodes: tuple[Node, ...]
    gaps: tuple[Gap, ...]
