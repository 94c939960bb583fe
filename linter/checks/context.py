"""What a check may look at: one deployment, the upgrade, and what the catalogs say of it."""

from collections.abc import Iterator

import msgspec

from linter.checks.names import Names
from linter.checks.standing import Fate, Span, Standing
from linter.model.acknowledgement import Answers
from linter.model.live import Live
from linter.model.logs import LogTally
from linter.model.policy import AccessComparison
from linter.model.release import Upgrade
from linter.model.triage import ReadingList
from linter.model.waiver import WaiverFault
from linter.parse.deployment import Deployment


class Context(msgspec.Struct, frozen=True, eq=False):
    """One deployment and one upgrade; `standings` has every setting, in order.

    `fleet` are all deployments of the run, this one among them. `live` is what was asked of a
    running system, empty in most runs. `access` is who may do what in one of the two releases only.
    `logs` is what the logs of all nodes said, `reading` what release notes mean for the whole
    fleet, both empty where nobody asked. `answers` are what somebody acknowledged,
    `waiver_faults` what is wrong with waivers, which is only known when all else is.
    A context is equal to itself alone, so that what follows from it can be kept beside it.
    """

    deployment: Deployment
    upgrade: Upgrade
    fleet: tuple[Deployment, ...]
    span: Span
    standings: tuple[Standing, ...]
    live: Live = Live()
    access: AccessComparison = AccessComparison()
    logs: LogTally = LogTally()
    reading: ReadingList = ReadingList()
    answers: Answers = Answers()
    waiver_faults: tuple[WaiverFault, ...] = ()

    @property
    def source(self) -> Names:
        """The options of the release that is deployed."""
        return self.span.source

    @property
    def target(self) -> Names:
        """The options of the release to upgrade to."""
        return self.span.target

    def with_fate(self, *fates: Fate) -> Iterator[Standing]:
        """The settings that the target takes in one of these ways."""
        return (standing for standing in self.standings if standing.fate in fates)
