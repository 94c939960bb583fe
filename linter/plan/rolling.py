"""The rolling upgrade: one machine after the other, with two releases on one database between."""

from collections.abc import Iterator

from linter.catalog import store
from linter.model.plan import AnyStep
from linter.model.site import Machine
from linter.plan import node_steps as node
from linter.plan import site_steps as site
from linter.plan.hop import Hop

# Objects of these releases cannot be read by the one before, or the other way round: msgpack 1.0
# (LP 1891244), tokens without a thumbprint (LP 2029134).
_OTHER_OBJECTS = (18, 23)


def rolling(hop: Hop) -> Iterator[AnyStep]:
    """The steps in the order of upstream's guide: the first machine's new code expands the schema.

    No release with a catalog makes triggers while it expands (the last was Ocata's 015) or has to
    encrypt credentials (Newton's 003), so that neither step is planned.
    """
    yield site.confirm(
        f"Each machine goes over to {hop.target.series}, one after the other; both releases use "
        "one database until then. Begin?"
    )
    yield from site.record(hop)
    yield site.backup(hop)
    for machine in hop.site.machines:
        yield from _over(machine, hop)
    yield site.confirm(
        "Do all machines work? From here on only the backup leads back, and what was written "
        "since it was made would be lost. Contract the database?",
        "confirm-contract",
    )
    yield site.contract(hop)
    for machine in hop.site.machines:
        yield from node.tokens(machine, hop, "token-contracted")


def _over(machine: Machine, hop: Hop) -> Iterator[AnyStep]:
    """Brings one machine to the new release."""
    if machine.balancer:
        yield node.drain(machine)
    yield node.stop(machine)
    yield from node.install(machine, hop)
    if machine is hop.first:
        yield from _database(hop)
    yield node.start(machine)
    yield node.wait(machine)
    yield from node.tokens(machine, hop)
    if machine.balancer:
        yield node.undrain(machine)


def _database(hop: Hop) -> Iterator[AnyStep]:
    yield site.expand(hop)
    migrations = store.load(hop.target.series).migrations
    # Gone with alembic: `--migrate` does nothing in 22 and later, and will be taken out.
    if migrations is not None and migrations.engine == "sqlalchemy-migrate":
        yield site.migrate(hop)
    yield site.compare(hop)


def why_not_rolling(hop: Hop) -> str:
    """Why two releases cannot share what they share at this site, "" if they can."""
    entered = range(hop.source.major + 1, hop.target.major + 1)
    if hop.site.memcached and any(major in entered for major in _OTHER_OBJECTS):
        return (
            f"{hop.source.series} and {hop.target.series} cannot use the same memcached, in which "
            "one leaves objects that break the other: use --strategy offline"
        )
    return ""
