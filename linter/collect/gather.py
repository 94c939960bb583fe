"""The files of one node as they are taken up, one after the other."""

import hashlib
from collections.abc import Iterator
from pathlib import Path

import msgspec

from linter.collect.disk import Disk
from linter.collect.domains import DomainFolder, domain_folder
from linter.collect.key_folders import named_files, named_of, place_of, repositories
from linter.collect.named_paths import KEYS, assigned, policy_places
from linter.collect.naming import printable
from linter.collect.passed_over import misplaced_overlay, passed_over
from linter.collect.place import Surroundings
from linter.collect.reading import Unreadable
from linter.collect.tree import Tree
from linter.model.facts import FileKind, SourceFile
from linter.model.finding import Gap
from linter.model.keys import KeyRepository, NamedFile
from linter.model.location import Location
from linter.model.snapshot import Node, OtherFile, Root
from linter.model.visible import visible
from linter.parse.classify import HEAD, classify, kind_by_name, kind_by_text, literal_name

_UNPROVED = frozenset({FileKind.CONFIGURATION, FileKind.COPY, FileKind.TEMPLATE, FileKind.UNKNOWN})
"""The kinds of other files that were told by a name, or not at all."""

_NO_CONFIGURATION = {
    FileKind.WEB: "a web server's configuration",
    FileKind.POLICY: "a policy file",
    FileKind.UNKNOWN: "the configuration of another program, such as logrotate",
}
"""What the text of a file may prove it to be instead of keystone's configuration."""

_KEPT = frozenset(
    {
        FileKind.CONFIGURATION,
        FileKind.LOGGING,
        FileKind.PASTE,
        FileKind.POLICY,
        FileKind.SCRIPT,
        FileKind.WEB,
    }
)
"""The kinds of other files whose content somebody may want."""

_SAMPLED = frozenset({"sso_callback_template.html"})
"""Files of no such kind that a release brings, to be told beside its own."""


Where = tuple[Path, Path, str]
"""The root of a node, its configuration directory, and its name."""


class Gathering:
    """The files of one node; paths are relative to `root`, absolute for those outside of it.

    `base` is the configuration directory at or below `root`. `known` keeps each content once for
    all nodes.
    """

    def __init__(
        self, tree: Tree, where: Where, surroundings: Surroundings, known: dict[str, bytes]
    ) -> None:
        self.tree = tree
        self.root, self.base, self.name = where
        self.gaps: list[Gap] = []
        self._surroundings = surroundings
        self._known = known
        self._key_folders: tuple[Path, ...] = ()
        self._policies: frozenset[Path] = frozenset()
        self._configuration: list[SourceFile] = []
        self._domains: list[SourceFile] = []
        self._others: list[OtherFile] = []
        self._keys: tuple[KeyRepository, ...] = ()
        self._named: tuple[NamedFile, ...] = ()
        self._beside: set[str] = set()

    def take_configuration(self, path: Path) -> None:
        """Take up a file as configuration, unless its text proves that it is something else."""
        source = self._read(path, required=True)
        if source is None:
            return
        said = kind_by_text(source.content[:HEAD])
        if said in _NO_CONFIGURATION:
            self._others.append(OtherFile(source.path, said, source))
            why = f"its text is {_NO_CONFIGURATION[said]}, not keystone's own"
            self.add_gap(path, why, "give the path of keystone's configuration", required=True)
        else:
            self._configuration.append(source)

    def take_overlay(self, path: Path) -> None:
        """Take up a file as the configuration of one domain."""
        source = self._read(path, required=True)
        if source is not None:
            self._domains.append(source)

    def domain_folder(self) -> DomainFolder:
        """The folder of overlays that the configuration names; a Gap where it was not given."""
        folder = domain_folder(assigned(self._configuration), self.tree, self.base, self.root)
        if folder.path is None and folder.read:
            why = "[identity] domain_config_dir names it, and it lies outside of what was given"
            remedy = "check each keystone.<domain>.conf in it as well, by its own path"
            at = folder.setting.at if folder.setting else None
            self.gaps.append(Gap(visible(folder.named), why, remedy, required=True, at=at))
        return folder

    def take_named(self) -> None:
        """Look for the directories of keys and the files that the configuration names."""
        winners = assigned(self._configuration)
        place = place_of(self.tree, self.base, self.root, self._surroundings)
        self._keys = tuple(repositories(winners, self.tree, place, self._relative))
        self._named = tuple(named_files(winners, self.tree, place, self._relative))
        self._policies = policy_places(winners, place, self.base)
        folders = filter(None, map(place, named_of(winners, KEYS)))
        # A directory that also holds the configuration has files to be read.
        self._key_folders = tuple(path for path in folders if not self.base.is_relative_to(path))

    def take_other(self, path: Path, folder: DomainFolder, *, inside: bool) -> None:
        """Take up any other file by its kind; keys and copies are listed and never opened.

        `inside` says whether it lies in the folder of overlays.
        """
        relative = self._relative(path)
        named = kind_by_name(relative)
        if any(path.is_relative_to(directory) for directory in self._key_folders):
            named = FileKind.KEY
        policy = named is not FileKind.KEY and self._is_policy(path)
        if named in {FileKind.KEY, FileKind.COPY} and not policy:
            self._others.append(OtherFile(relative, named))
            return
        source = self._read(path, required=inside and named is FileKind.DOMAIN, known={})
        if source is None:
            if policy or named is FileKind.POLICY:
                # Keystone does not take its defaults instead of a file that is there.
                self._others.append(OtherFile(relative, FileKind.POLICY))
            return
        kind = FileKind.POLICY if policy else classify(relative, source.content[:HEAD])
        overlay = inside if kind is FileKind.DOMAIN else self._stands_for_domain(path)
        if overlay and kind in {FileKind.DOMAIN, FileKind.TEMPLATE}:
            self._domains.append(self._kept(source))
            return
        is_kept = kind in _KEPT or path.name in _SAMPLED
        self._others.append(OtherFile(relative, kind, self._kept(source) if is_kept else None))
        if kind is FileKind.CONFIGURATION:
            self.add_gap(path, *passed_over(path, in_domains=inside), required=False)
        elif kind is FileKind.DOMAIN:
            self.add_gap(path, *misplaced_overlay(visible(folder.named)), required=False)

    def _is_policy(self, path: Path) -> bool:
        """Whether options name the file, or the folder of it, as one of oslo.policy's."""
        in_folder = path.parent in self._policies and not path.name.startswith(".")
        return path in self._policies or in_folder

    def take_web(self, path: Path, tree: Tree) -> None:
        """Take up a file as one of the web server's, or of those that run keystone's programs.

        What was found out about it before holds where its text proved it.
        """
        source = self._read(path, required=True, known={}, tree=tree)
        if source is None or any(source.path == file.path for file in self._configuration):
            return
        known = [other for other in self._others if other.path == source.path]
        if any(other.kind not in _UNPROVED for other in known):
            return
        is_script = classify(source.path, source.content) is FileKind.SCRIPT
        kind = FileKind.SCRIPT if is_script else FileKind.WEB
        self._others = [other for other in self._others if other not in known]
        self._others.append(OtherFile(source.path, kind, self._kept(source)))

    def add_gap(self, path: Path, why: str, remedy: str, *, required: bool) -> None:
        """Add something at a path that could not be looked at."""
        relative = self._relative(path)
        at = Location(self.name, relative)
        self.gaps.append(Gap(relative or printable(path), why, remedy, required=required, at=at))

    def node(self) -> Node:
        """Everything that was taken up."""
        return Node(
            name=self.name,
            configuration=tuple(self._configuration),
            domains=tuple(self._domains),
            others=tuple(self._others),
            base=self._relative(self.base),
            place=printable(self.base.absolute()),
            keys=self._keys,
            named=self._named,
            is_live=self.base.absolute() == self._surroundings.home,
            accounts=tuple(sorted(self._accounts())),
            digest=hashlib.sha256("\n".join(self._described()).encode()).hexdigest(),
            root=Root(self._disk_path(), tuple(sorted(self._beside))),
        )

    def _disk_path(self) -> str:
        return str(self.root.absolute()) if isinstance(self.tree, Disk) else ""

    def _described(self) -> Iterator[str]:
        for source in (*self._configuration, *self._domains):
            yield f"{source.path} {source.sha256} {source.mode}"
        for other in self._others:
            # Of keys only what the repositories tell, and of copies nothing is said.
            if other.kind not in {FileKind.KEY, FileKind.COPY}:
                yield f"{other.path} {other.kind} {other.source.sha256 if other.source else ''}"
        for repository in self._keys:
            yield repr(msgspec.structs.replace(repository, real=""))
        yield repr(self._named)

    def _accounts(self) -> set[str]:
        found = set()
        for path in (self.base, *(self.root / source.path for source in self._configuration)):
            try:
                status = self.tree.status(path)
            except OSError:
                continue
            if status is not None:
                found |= {status.owner, status.group}
        return found - {"", "root"}

    def _kept(self, source: SourceFile) -> SourceFile:
        """A file whose content stays in memory, once for all nodes that have it."""
        content = self._known.setdefault(source.sha256, source.content)
        return msgspec.structs.replace(source, content=content)

    def _read(
        self,
        path: Path,
        *,
        required: bool,
        known: dict[str, bytes] | None = None,
        tree: Tree | None = None,
    ) -> SourceFile | None:
        found = (tree or self.tree).read(path, self._known if known is None else known)
        if isinstance(found, Unreadable):
            self.add_gap(path, found.why, found.remedy, required=required)
            return None
        return SourceFile(self.name, self._relative(path), found.content, found.sha256, found.mode)

    def _relative(self, path: Path) -> str:
        if path == self.root:
            return ""
        if path.is_relative_to(self.root):
            return printable(path.relative_to(self.root))
        if path.is_absolute():
            return printable(path)
        # The node may have a file of that name, too.
        named = "./" * self.tree.exists(self.root / path) + printable(path)
        self._beside.add(named)
        return named

    def _stands_for_domain(self, path: Path) -> bool:
        """Whether a template is all there is of a domain's overlay."""
        rendered = path.with_name(literal_name(path.name) or path.name)
        return is_overlay(path) and not self.tree.exists(rendered)


def is_overlay(path: Path) -> bool:
    """Whether a file, or what a template is rendered to, is named as the overlay of a domain."""
    return kind_by_name(literal_name(path.name) or path.name) is FileKind.DOMAIN
