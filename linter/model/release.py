"""Keystone releases and the way from one to another."""

import msgspec


class Release(msgspec.Struct, frozen=True):
    """One coordinated release of Keystone, as openstack/releases and the package index date it."""

    series: str
    codename: str
    major: int
    version: str
    released: str
    slurp: bool
    python: tuple[str, ...]
    requires_python: str
    database_floor: str

    def __str__(self) -> str:
        """The series, with the codename behind it where the two differ."""
        if self.codename in {"", self.series}:
            return self.series
        return f"{self.series} ({self.codename})"
