"""Policy files in force that say nobody knows what."""

from collections.abc import Iterable, Iterator

from linter.access.in_force import InForce
from linter.access.regime import Regime
from linter.model.finding import Gap
from linter.model.location import Location
from linter.model.policy import PolicyFile
from linter.model.visible import visible
from linter.parse.deployment import Deployment


def unjudged(deployment: Deployment, ends: Iterable[tuple[Regime, InForce]]) -> Iterator[Gap]:
    """The policy files that one of the releases reads and whose rules are not known."""
    unread: set[str] = set()
    read: dict[str, tuple[PolicyFile, bool]] = {}
    for regime, in_force in ends:
        unread.update(in_force.unread)
        for file in in_force.files:
            refused = file.refusal(takes_json=regime.takes_json) is not None
            read[file.path] = file, refused or read.get(file.path, (file, False))[1]
    for path in sorted(unread):
        why = "keystone reads it as a policy file, and it was not looked at"
        remedy = "check it together with the rest, or compare it with the target's defaults"
        yield _gap(deployment, path, why, remedy, required=True)
    for path, (file, refused) in sorted(read.items()):
        if file.template:
            why = f"it is a {file.template} template; its rules were not judged"
            yield _gap(deployment, path, why, "render it first and check the result", required=True)
        elif refused:
            why = "a release of this upgrade cannot load it, so nobody can say who may do what"
            yield _gap(deployment, path, why, "correct the file and check again", required=False)


def _gap(deployment: Deployment, path: str, why: str, remedy: str, *, required: bool) -> Gap:
    shown = visible(path)
    return Gap(shown, why, remedy, required=required, at=Location(deployment.node, shown))
