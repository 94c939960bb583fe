"""Which policy files a release reads in a deployment."""

import posixpath
from collections.abc import Iterator

import msgspec

from linter.access.regime import Regime
from linter.model.policy import PolicyFile
from linter.model.snapshot import OtherFile
from linter.parse.deployment import Deployment
from linter.parse.policy import parse_policy

_HOME = "/etc/keystone"


class InForce(msgspec.Struct, frozen=True):
    """The files that a release reads, in the order in which each overrides those before it.

    `unread` are paths of files that it reads too and that were not looked at, absolute for those
    outside of what was given. `missing` is the policy file it looks for where there is none, as the
    configuration names it: then the defaults hold, and oslo.policy says nothing.
    """

    files: tuple[PolicyFile, ...] = ()
    unread: tuple[str, ...] = ()
    missing: str = ""

    def refused(self, regime: Regime) -> PolicyFile | None:
        """The first file that the release cannot load; no request is served then."""
        for file in self.files:
            if file.refusal(takes_json=regime.takes_json):
                return file
        return None


def policy_in_force(deployment: Deployment, regime: Regime) -> InForce:
    """The policy files that a release reads: the one that is named, then those of the folders.

    oslo.policy looks in the folders whether or not the file is there (Enforcer.load_rules).
    """
    finding = _Finding(deployment)
    name = regime.policy_file
    main = finding.file(name)
    if main is None and regime.falls_back_to_json:
        main = finding.file("policy.json")
    files = [main] if main else []
    files += [found for folder in regime.policy_dirs for found in finding.folder(folder)]
    read = tuple(found for found in files if isinstance(found, PolicyFile))
    unread = tuple(found for found in files if isinstance(found, str))
    return InForce(read, unread, "" if main else name)


class _Finding:
    """The files of a deployment by the names that its configuration gives them."""

    def __init__(self, deployment: Deployment) -> None:
        self._deployment = deployment
        self._policies = {file.path: file for file in deployment.policies}
        self._others = {other.path: other for other in deployment.others}

    def file(self, name: str) -> PolicyFile | str | None:
        """The file of a name; its path where it was not read, None where there is none."""
        for path in self._paths(name):
            if path in self._policies:
                return self._policies[path]
            if path in self._others:
                return _read(self._others[path])
        return name if name and self._lies_outside(name) else None

    def folder(self, name: str) -> Iterator[PolicyFile | str]:
        """The files right in a folder, in the order of their names, hidden ones left out."""
        for folder in self._paths(name):
            inside = [path for path in self._others if posixpath.dirname(path) == folder]
            if inside:
                for path in sorted(inside):
                    if not posixpath.basename(path).startswith("."):
                        yield self._policies.get(path) or _read(self._others[path])
                return
        if name and self._lies_outside(name):
            yield name

    def _paths(self, name: str) -> Iterator[str]:
        """Where oslo.config looks for a name: beside the drop-ins, then beside keystone.conf."""
        for home in (_HOME, self._deployment.place):
            if home and name.startswith(f"{home}/"):
                yield self._deployment.path_in_base(posixpath.normpath(name[len(home) + 1 :]))
        if not name.startswith("/"):
            for folder in ("keystone.conf.d/", ""):
                yield self._deployment.path_in_base(posixpath.normpath(folder + name))

    def _lies_outside(self, name: str) -> bool:
        leads_out = posixpath.normpath(name).split("/")[0] == ".."
        return leads_out or (name.startswith("/") and not list(self._paths(name)))


def _read(other: OtherFile) -> PolicyFile | str:
    """A file that nothing told to be a policy file, read as one if its text was kept."""
    return parse_policy(other.source) if other.source else other.path
