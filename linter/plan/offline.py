"""The offline upgrade: everything is stopped before the database is changed."""

from collections.abc import Iterator

from linter.model.plan import AnyStep
from linter.plan import node_steps as node
from linter.plan import site_steps as site
from linter.plan.hop import Hop


def offline(hop: Hop) -> Iterator[AnyStep]:
    """The steps in the order of upstream's guide, with a proven backup before the first change."""
    machines = hop.site.machines
    names = ", ".join(machine.name for machine in machines)
    yield site.confirm(
        f"Keystone on {names} stops now and starts with {hop.target.series} when the database is "
        "changed. Begin?"
    )
    yield from site.record(hop)
    yield from (node.stop(machine) for machine in machines)
    yield site.backup(hop)
    for machine in machines:
        yield from node.install(machine, hop)
    yield from site.flush(hop)
    yield site.sync(hop)
    yield site.compare(hop)
    yield from (node.start(machine) for machine in machines)
    for machine in machines:
        yield node.wait(machine)
        yield from node.tokens(machine, hop)
