"""The deployments in tests/fixtures: where they are, which release they run, what they show."""

from functools import cache
from pathlib import Path

import msgspec

from linter.cli.analysis import Request, check
from linter.model.report import Report

FOLDER = Path(__file__).parents[1] / "fixtures" / "deployments"


class Deployed(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """One deployment and the upgrade that it is checked for; `paths` are below the folder."""

    name: str
    paths: tuple[str, ...]
    source: str = msgspec.field(name="from")
    target: str = msgspec.field(name="to")
    shows: str


DEPLOYED = msgspec.yaml.decode((FOLDER / "index.yaml").read_bytes(), type=list[Deployed])


@cache
def report_on(deployed: Deployed) -> Report:
    """The report on one deployment."""
    paths = tuple(str(FOLDER / path) for path in deployed.paths)
    return check(Request(paths=paths, source=deployed.source, target=deployed.target))
