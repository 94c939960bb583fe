"""Makes the plans of an upgrade, one for each supported hop, from a sealed report and a site."""

from collections.abc import Iterator, Sequence
from itertools import pairwise

import msgspec
from msgspec.structs import replace

from linter.model.facts import FileKind
from linter.model.plan import Origin, Override, Plan
from linter.model.release import Release
from linter.model.site import Machine, Site
from linter.plan.hop import Hop
from linter.plan.offline import offline
from linter.plan.rolling import rolling
from linter.seal import SealedReport

STRATEGIES = {"offline": offline, "rolling": rolling}
_IN_FORCE = frozenset(
    {
        FileKind.CONFIGURATION,
        FileKind.DOMAIN,
        FileKind.POLICY,
        FileKind.PASTE,
        FileKind.LOGGING,
    }
)
"""The kinds of inputs that lie below the configuration directory."""
_SEAL_SHOWN = 8


class Order(msgspec.Struct, frozen=True):
    """What plans are to be made of; `releases` are the source and each stop, the target last."""

    sealed: SealedReport
    releases: tuple[Release, ...]
    site: Site
    strategy: str
    digest: str = ""
    overrides: tuple[Override, ...] = ()

    @property
    def first_hop(self) -> Hop:
        """The hop that can be made now."""
        return Hop(self.releases[0], self.releases[1], self.site, self.digest)

    @property
    def hops(self) -> int:
        """How many plans it takes."""
        return len(self.releases) - 1


def plans(order: Order) -> tuple[Plan, ...]:
    """A plan for each hop, the first of which can be run.

    The others show the way: what will be in force by then has not been judged yet.
    """
    return tuple(
        _plan(order, hop, number) for number, hop in enumerate(_hops(order.first_hop, order), 1)
    )


def _hops(first: Hop, order: Order) -> Iterator[Hop]:
    yield first
    site = first.site
    for source, target in pairwise(order.releases[1:]):
        site = _later(site)
        yield Hop(source, target, site)


def _later(site: Site) -> Site:
    """A site after a hop: what was installed is there, and nobody has said what comes next."""
    return replace(
        site,
        machines=tuple(_after(machine) for machine in site.machines),
        prepared="",
        manage=site.manage_after or site.manage,
        manage_after=(),
        status=site.status_after or site.status,
        status_after=(),
    )


def _after(machine: Machine) -> Machine:
    packages = machine.packages
    packages = replace(packages, present=packages.wanted or packages.present, wanted=())
    return replace(machine, packages=packages)


def _plan(order: Order, hop: Hop, number: int) -> Plan:
    fields = {
        "kslint_plan": 1,
        "id": _id(order, hop),
        "from": hop.source.series,
        "to": hop.target.series,
        "strategy": order.strategy,
        "number": number,
        "of": order.hops,
        "origin": _origin(order, number),
        "overrides": order.overrides,
        "site": hop.site,
        "steps": tuple(STRATEGIES[order.strategy](hop)),
    }
    return msgspec.convert(fields, Plan)


def _id(order: Order, hop: Hop) -> str:
    ends = f"{hop.source.series}-{hop.target.series}"
    return f"{ends}-{order.strategy}-{order.sealed.seal[:_SEAL_SHOWN]}"


def _origin(order: Order, number: int) -> Origin:
    sealed = order.sealed
    inputs = _inputs(sealed, order.site.configuration) if number == 1 else ()
    return Origin(sealed.seal, sealed.verdict.decision, sealed.created, tuple(inputs))


def _inputs(sealed: SealedReport, configuration: str) -> Sequence[tuple[str, str]]:
    """Path below the configuration directory and digest of each file that the report judged.

    A path stands there once for each content that it has on some machine.
    """
    above = f"{configuration.strip('/')}/"
    found = {
        (source.path.removeprefix(above), source.sha256)
        for source in sealed.inputs
        if source.kind in _IN_FORCE
    }
    return sorted(found)
