"""The way from one release to another, for `kslint path`."""

import msgspec

from linter.model.release import Release, Upgrade


class HopShape(msgspec.Struct, frozen=True):
    """One hop: where it starts and ends, and what its end asks for."""

    source: str
    target: str
    version: str
    slurp: bool
    requires_python: str
    database_floor: str


def hops_of(upgrade: Upgrade) -> tuple[HopShape, ...]:
    """Each hop with its start."""
    stops = upgrade.hops()
    starts = (upgrade.source, *stops)
    return tuple(_hop(start, stop) for start, stop in zip(starts, stops, strict=False))


def _hop(start: Release, stop: Release) -> HopShape:
    return HopShape(
        start.series,
        stop.series,
        stop.version,
        stop.slurp,
        stop.requires_python,
        stop.database_floor,
    )


def as_json(upgrade: Upgrade) -> str:
    """The hops as JSON."""
    shape = {"schema_version": 1, "hops": hops_of(upgrade), "supported": upgrade.supported()}
    return msgspec.json.format(msgspec.json.encode(shape), indent=2).decode() + "\n"


def as_text(upgrade: Upgrade) -> str:
    """The hops, one a line, with what each end asks for."""
    stops = upgrade.hops()
    if not stops:
        return f"{upgrade.source} is where you are.\n"
    way = " → ".join(str(release) for release in (upgrade.source, *stops))
    lines = [f"{way}: {len(stops)} {'hop' if len(stops) == 1 else 'hops'}", ""]
    lines += [f"  {number}. {_line(release)}" for number, release in enumerate(stops, 1)]
    return "\n".join(lines) + "\n"


def _line(release: Release) -> str:
    python = f", Python {release.requires_python}" if release.requires_python else ""
    slurp = ", SLURP" if release.slurp else ""
    return f"{release}: keystone {release.version}, released {release.released}{slurp}{python}"
