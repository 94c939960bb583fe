"""Keystone releases and the way from one to another."""

import msgspec


class Release(msgspec.Struct, frozen=True):
    """One coordinated release of Keystone, as openstack/releases and the package index date it.

    `python` are the versions its metadata declares; `database_floor` is the series of the oldest
    release whose database its db_sync can take, empty when every known one will do.
    """

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


class Upgrade(msgspec.Struct, frozen=True):
    """From one release to another; `ladder` is every known release, oldest first.

    `source_reason` and `target_reason` say how each end came to be known.
    """

    source: Release
    target: Release
    ladder: tuple[Release, ...]
    source_reason: str = ""
    target_reason: str = ""

    def crossed(self) -> tuple[Release, ...]:
        """The releases entered on the way, the target last; none for a check against itself."""
        majors = range(self.source.major + 1, self.target.major + 1)
        return tuple(release for release in self.ladder if release.major in majors)

    def crosses(self, series: str) -> bool:
        """Whether the way enters this series."""
        return any(series in {release.series, release.codename} for release in self.crossed())

    def hops(self) -> tuple[Release, ...]:
        """The releases to stop at, the target last, each hop one that upstream tests.

        One release at a time, or from one SLURP release to the next (2023.1 and later).
        """
        hops: list[Release] = []
        current = self.source
        for release in self.crossed():
            if release.major < self._next_stop(current).major:
                continue
            hops.append(release)
            current = release
        return tuple(hops)

    def _next_stop(self, current: Release) -> Release:
        later = [
            release for release in self.ladder if current.major < release.major <= self.target.major
        ]
        if current.slurp:
            return next((release for release in later if release.slurp), later[0])
        return later[0]

    def supported(self) -> bool:
        """Whether upstream tests this upgrade as one hop."""
        return len(self.hops()) <= 1

    def takes_database(self) -> bool:
        """Whether the target's db_sync can take a database that the source left."""
        floor = self.target.database_floor
        oldest = next((release.major for release in self.ladder if release.series == floor), 0)
        return self.source.major >= oldest
