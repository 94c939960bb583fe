"""The finished report: complete before any renderer sees it."""

from datetime import date, datetime

import msgspec

from linter.model.finding import Finding, Gap
from linter.model.logs import LogTally
from linter.model.policy import AccessChange
from linter.model.release import Upgrade
from linter.model.triage import ReadingList
from linter.model.verdict import Verdict

OF_THE_SITE = frozenset({"acknowledgements", "baseline", "settings", "waivers"})
"""The kinds of inputs that are part of no deployment, and say what somebody decided."""


class Input(msgspec.Struct, frozen=True, order=True):
    """A file that was read, with the digest of what was read; `lines` are those of its lines."""

    node: str
    path: str
    kind: str
    sha256: str
    lines: str = ""


class Tool(msgspec.Struct, frozen=True):
    """What made the report: version of kslint, digests of its rules and of the catalogs it used."""

    name: str
    version: str
    rules: str
    catalogs: str


class Report(msgspec.Struct, frozen=True):
    """One analysis of one or several deployments towards one release.

    Logs are no inputs, for they grow while they are read and nobody wants a digest of gigabytes;
    what was read of them is told by `logs`. `reading` are the release notes, where somebody asked.
    `created` is the only time of this run. Up to and with the day `valid_until` every waiver and
    acknowledgement in it counts; None says for ever.
    """

    tool: Tool
    upgrade: Upgrade
    profile: str
    inputs: tuple[Input, ...]
    verdict: Verdict
    findings: tuple[Finding, ...]
    gaps: tuple[Gap, ...]
    rules_evaluated: int
    access_changes: tuple[AccessChange, ...] = ()
    logs: LogTally = LogTally()
    reading: ReadingList = ReadingList()
    created: datetime | None = None
    valid_until: date | None = None
