"""Orders of plans, from reports as they are read from their files."""

import datetime as dt
from collections.abc import Mapping

from msgspec.structs import replace

from linter.catalog import store
from linter.model.release import Upgrade
from linter.model.report import Input, Report
from linter.model.site import Site
from linter.plan.making import Order
from linter.plan.refusing import way_of
from linter.report import json as report_json
from linter.seal import SealedReport, read_sealed
from tests.plan.sites import THREE
from tests.report import gate_reports

CREATED = dt.datetime(2026, 11, 20, 10, tzinfo=dt.UTC)
DIGEST = "d" * 64
INPUTS = (
    Input("", "domains/keystone.a.conf", "domain", "2" * 64),
    Input("", "keystone.conf", "configuration", "1" * 64),
    Input("", "kslint.toml", "settings", "3" * 64),
)


def report(source: str, target: str) -> Report:
    """A report on an upgrade that nothing stands against."""
    made = gate_reports.report_of((), (), INPUTS)
    ends = {release.series: release for release in store.releases()}
    upgrade = Upgrade(ends[source], ends[target], store.releases(), "given", "given")
    return replace(made, upgrade=upgrade, created=CREATED, profile="approval")


def sealed(source: str, target: str) -> SealedReport:
    """The same as it is read."""
    return read_sealed(report_json.render(report(source, target)).encode())


def order(
    source: str,
    target: str,
    strategy: str = "offline",
    site: Site = THREE,
    changes: Mapping[str, object] | None = None,
) -> Order:
    """What a plan is to be made of, with fields of its report as they may be."""
    read = replace(sealed(source, target), seal="5ea1" * 16, **(changes or {}))
    way = way_of(read, store.releases())
    return Order(read, way.releases, site, strategy, DIGEST)
