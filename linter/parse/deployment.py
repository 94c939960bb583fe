"""One node's files, read into what can be said of them."""

import os
from collections.abc import Iterator, Sequence
from pathlib import PurePath

import msgspec

from linter.model.facts import ConfigFile, FileKind, Setting, SourceFile
from linter.model.keys import KeyRepository, NamedFile
from linter.model.policy import PolicyFile
from linter.model.scripts import ScriptFile
from linter.model.sections import SectionFile
from linter.model.snapshot import Node, OtherFile
from linter.model.webserver import WebFile
from linter.parse.effective import Configuration, configuration, normalised
from linter.parse.ini import parse_config
from linter.parse.logging_conf import parse_logging
from linter.parse.masking import SecretNames
from linter.parse.paste import parse_paste
from linter.parse.policy import parse_policy
from linter.parse.scripts import parse_script
from linter.parse.webserver import parse_web


class Overlay(msgspec.Struct, frozen=True):
    """The configuration of one domain, read from domains/keystone.<domain>.conf alone."""

    domain: str
    path: str
    configuration: Configuration


class Deployment(msgspec.Struct, frozen=True):
    """What one node, or several with the same files, has deployed.

    `files` are the configuration files as keystone reads them, in order, then the overlays. `base`
    is the configuration directory as paths are written, "" where they start there; `place` is where
    it really lies, never to be shown. `policies`, `pastes`, `loggings`, `webs` and `scripts` are
    what the other files say, whether or not anything reads them. `keys` and `named` are what was
    looked for where options name it, `is_live` and `accounts` as a node has them.
    """

    node: str
    nodes: tuple[str, ...]
    files: tuple[ConfigFile, ...]
    configuration: Configuration
    overlays: tuple[Overlay, ...]
    others: tuple[OtherFile, ...]
    base: str = ""
    place: str = ""
    policies: tuple[PolicyFile, ...] = ()
    pastes: tuple[SectionFile, ...] = ()
    loggings: tuple[SectionFile, ...] = ()
    webs: tuple[WebFile, ...] = ()
    scripts: tuple[ScriptFile, ...] = ()
    keys: tuple[KeyRepository, ...] = ()
    named: tuple[NamedFile, ...] = ()
    is_live: bool = False
    accounts: tuple[str, ...] = ()

    @property
    def main_path(self) -> str:
        """The file to name for what is not set anywhere."""
        paths = [file.path for file in self.files]
        named = (path for path in paths if path.rpartition("/")[2] == "keystone.conf")
        return next(named, paths[0] if paths else "")

    def configurations(self) -> Iterator[Configuration]:
        """The configuration of the service, then that of each domain."""
        yield self.configuration
        for overlay in self.overlays:
            yield overlay.configuration

    def overlay_of(self, setting: Setting) -> Overlay | None:
        """The domain overlay that a setting stands in, None for the service's own."""
        return next((item for item in self.overlays if item.path == setting.at.path), None)

    def configuration_of(self, setting: Setting) -> Configuration:
        """The configuration that a setting belongs to."""
        overlay = self.overlay_of(setting)
        return overlay.configuration if overlay else self.configuration

    def settings(self) -> Iterator[Setting]:
        """Every assignment, in the order of files and lines."""
        for file in self.files:
            yield from file.settings

    def path_in_base(self, name: str) -> str:
        """The path of a file or folder that lies in the configuration directory."""
        return f"{self.base}/{name}" if self.base else name

    def path_of(self, absolute: str) -> str:
        """What an absolute path in a file means as paths are written, "" outside of the base."""
        named = PurePath(os.path.normpath(absolute))
        for home in (PurePath("/etc/keystone"), PurePath(self.place or "/etc/keystone")):
            if named.is_relative_to(home):
                return self.path_in_base(named.relative_to(home).as_posix())
        return ""

    def holds(self, absolute: str) -> bool:
        """Whether what an absolute path in a file means, a directory too, is among the files."""
        path = self.path_of(absolute)
        found = (known == path or known.startswith(f"{path}/") for known in self.paths())
        return path != "" and any(found)

    @property
    def source_groups(self) -> frozenset[str]:
        """The groups that [DEFAULT] config_source names, each with one driver's options."""
        winners = self.configuration.effective((("DEFAULT", "config_source"),), multi=False).winners
        words = winners[-1].value.split(",") if winners else []
        return frozenset(normalised(word.strip()) for word in words if word.strip())

    def paths(self) -> frozenset[str]:
        """Every file there is, by path."""
        return frozenset([file.path for file in self.files] + [other.path for other in self.others])


def read_deployment(node: Node, nodes: Sequence[str], secrets: SecretNames) -> Deployment:
    """What a node's files say; `nodes` are all that have the same ones."""
    main = tuple(parse_config(source, secrets) for source in node.configuration)
    domains = tuple(parse_config(source, secrets) for source in node.domains)
    overlays = tuple(
        Overlay(_domain(file.path), file.path, configuration((file,))) for file in domains
    )
    files = main + domains
    read = configuration(main)
    return Deployment(
        node.name,
        tuple(nodes),
        files,
        read,
        overlays,
        node.others,
        node.base,
        node.place,
        policies=tuple(map(parse_policy, _sources(node, FileKind.POLICY))),
        pastes=tuple(parse_paste(source, secrets) for source in _sources(node, FileKind.PASTE)),
        loggings=tuple(
            parse_logging(source, secrets) for source in _sources(node, FileKind.LOGGING)
        ),
        webs=tuple(map(parse_web, _sources(node, FileKind.WEB, FileKind.SCRIPT))),
        scripts=tuple(map(parse_script, _sources(node, FileKind.SCRIPT))),
        keys=node.keys,
        named=node.named,
        is_live=node.is_live,
        accounts=node.accounts,
    )


def _sources(node: Node, *kinds: FileKind) -> Iterator[SourceFile]:
    for other in node.others:
        if other.kind in kinds and other.source is not None:
            yield other.source


def _domain(path: str) -> str:
    name = path.rpartition("/")[2]
    return name.removeprefix("keystone.").removesuffix(".conf")
