"""One supported hop of an upgrade at one site, as both strategies take it."""

import msgspec

from linter.model.release import Release
from linter.model.site import Machine, Site


class Hop(msgspec.Struct, frozen=True):
    """From one release to the next stop; `digest` is that of the prepared files, "" without any."""

    source: Release
    target: Release
    site: Site
    digest: str = ""

    @property
    def first(self) -> Machine:
        """The machine whose code changes the schema."""
        return self.site.machines[0]
