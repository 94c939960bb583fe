"""Who may read the keys: anybody on the machine, or not even keystone."""

import stat
from collections.abc import Iterator

import msgspec

from linter.checks.context import Context
from linter.checks.keys import Need, repositories
from linter.checks.registry import Hit, check
from linter.model.finding import Severity
from linter.model.keys import KeyFile, KeyRepository
from linter.model.location import Location

_SERVICE = "keystone"


@check("keys-world-readable")
def keys_world_readable(context: Context, needs: tuple[Need, ...]) -> Iterator[Hit]:
    """Repositories that anybody may list or enter; graver where a key can be read as well."""
    for _, found in repositories(context, needs):
        if found.mode is None or not found.mode & (stat.S_IROTH | stat.S_IXOTH):
            continue
        enters = found.mode & stat.S_IXOTH
        exposed = [file.name for file in found.files if (file.mode or 0) & stat.S_IROTH]
        fields = {"path": found.path, "mode": f"{found.mode:04o}", "keys": "no key itself"}
        severity = Severity.WARNING
        if enters and exposed:
            fields["keys"] = f"{len(exposed)} of the files in it"
            severity = Severity.CONDITION
        at = Location(context.deployment.node, found.path)
        yield Hit(found.named, at, fields, severity)


class Guarded(msgspec.Struct, frozen=True):
    """Something with an owner and permission bits; `needs` are the bits that reading it takes."""

    path: str
    named: str
    mode: int
    owner: str
    group: str
    needs: int

    def is_open_to(self, accounts: frozenset[str]) -> bool:
        """Whether one of the accounts, each a user with a group of its name, may read it."""
        if self.owner in accounts:
            return self.mode >> 6 & self.needs == self.needs
        shift = 3 if self.group in accounts else 0
        return self.mode >> shift & self.needs == self.needs


@check("keys-unreadable")
def keys_unreadable(context: Context, needs: tuple[Need, ...]) -> Iterator[Hit]:
    """Repositories and files in them that the account that runs keystone may not read.

    The account is keystone where it owns anything here, else whoever owns the keys; root is told
    from nothing.
    """
    for _, found in repositories(context, needs):
        accounts = _accounts(context, found)
        for item in _guarded(found):
            if accounts and not item.is_open_to(accounts):
                at = Location(context.deployment.node, item.path)
                owner = f"{item.owner}:{item.group}"
                fields = {"path": item.path, "mode": f"{item.mode:04o}", "owner": owner}
                fields["account"] = ", ".join(sorted(accounts))
                yield Hit(item.named, at, fields)


def _accounts(context: Context, found: KeyRepository) -> frozenset[str]:
    owners = {found.owner, *(file.owner for file in found.files)}
    groups = {found.group, *(file.group for file in found.files)}
    every = {*owners, *groups, *context.deployment.accounts}
    return frozenset({_SERVICE} if _SERVICE in every else owners - {"", "root"})


def _guarded(found: KeyRepository) -> Iterator[Guarded]:
    if found.mode is not None:
        enter = stat.S_IROTH | stat.S_IXOTH
        yield Guarded(found.path, found.named, found.mode, found.owner, found.group, enter)
    for file in found.files:
        if file.mode is not None:
            yield _guarded_file(found, file, file.mode)


def _guarded_file(found: KeyRepository, file: KeyFile, mode: int) -> Guarded:
    path, named = f"{found.path}/{file.name}", f"{found.named}/{file.name}"
    return Guarded(path, named, mode, file.owner, file.group, stat.S_IROTH)
