"""The releases whose names and dates are known, and what follows for those still to come."""

import re
from functools import cache
from pathlib import Path

import msgspec

from linter.catalog.errors import UnknownRelease

_TABLE = Path(__file__).parent / "data" / "series.json"


class Scheduled(msgspec.Struct, frozen=True, omit_defaults=True):
    """What is known of a release before it is built.

    `version` is the one to build, `python` the interpreter to build it on, `build_packages` what
    its source distributions can be built with; each may be empty: then the package index tells.
    """

    series: str
    codename: str
    major: int
    slurp: bool
    version: str = ""
    released: str = ""
    python: str = ""
    build_packages: dict[str, str] = {}


@cache
def schedule() -> tuple[Scheduled, ...]:
    """The known releases, oldest first; their dates are those of openstack/releases."""
    return msgspec.json.decode(_TABLE.read_bytes(), type=tuple[Scheduled, ...])


def scheduled(series: str) -> Scheduled:
    """What is known of a series; of one not in the table what its name says.

    Since 2023.1 there are two releases a year, numbered on; the first of a year can be upgraded to
    from the first of the year before. Raises UnknownRelease.
    """
    for known in schedule():
        if series == known.series:
            return known
    match = re.fullmatch(r"(20\d\d)\.([12])", series)
    if match is None:
        names = ", ".join(known.series for known in schedule())
        raise UnknownRelease(f"'{series}' is no series: give YEAR.1, YEAR.2 or one of {names}")
    year, number = int(match[1]), int(match[2])
    major = 23 + 2 * (year - 2023) + number - 1
    return Scheduled(series, series, major, slurp=number == 1)
