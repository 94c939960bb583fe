"""What logs said: each distinct message once, and what could be seen at all."""

import enum

import msgspec

from linter.model.finding import Confidence, Gap
from linter.model.location import Location

# Gaps of these names leave open what a profile may ask for (linter.coverage).
LOGS = "logs"
"""It is open whether there are warnings at all."""
START = "start of keystone in the logs"
LOGS_OF_NODES = "logs of nodes"


class EventKind(enum.StrEnum):
    """What a message is about, which says what its subject is.

    The subject is written as in findings: `[group] name` for options, the rule's name for policies,
    else the feature, the file or the library that is spoken of.
    """

    OPTION_REMOVAL = "option-removal"
    OPTION_RENAMED = "option-renamed"
    OPTION_IMMUTABLE = "option-immutable"
    OPTION_VALUE = "option-value"
    POLICY_DEFAULT = "policy-default"
    POLICY_REMOVAL = "policy-removal"
    POLICY_RULES = "policy-rules"
    POLICY_SCOPE = "policy-scope"
    POLICY_FILE = "policy-file"
    POLICY_FLAW = "policy-flaw"
    FEATURE = "feature"
    DATABASE = "database"
    KEYS = "keys"
    PASSWORD = "password"  # noqa: S105  a kind of message
    SECURITY = "security"
    FAILURE = "failure"
    LIBRARY = "library"
    OTHER = "other"


class Origin(enum.StrEnum):
    """Whose code wrote a message."""

    KEYSTONE = "keystone"
    LIBRARY = "library"
    SERVICE = "service"


class Sample(msgspec.Struct, frozen=True):
    """One of the places where a message stands; `time` is as in events, `text` safe to print."""

    at: Location
    text: str
    time: str = ""


class LogEvent(msgspec.Struct, frozen=True):
    """A distinct message with all its occurrences.

    `message` is safe to print; request ids, addresses and the like are replaced by `<...>`. Times
    are those of the log, without a zone, as 2026-11-22T15:29:18.651, and empty where the log has
    none. `service` names another service whose log it came from. `since`, `removal` and
    `replacement` are what the message says, in its own words. `days` and `nodes` count occurrences.
    """

    kind: EventKind
    subject: str
    message: str
    count: int
    first: str = ""
    last: str = ""
    samples: tuple[Sample, ...] = ()
    logger: str = ""
    level: str = ""
    origin: Origin = Origin.KEYSTONE
    service: str = ""
    since: str = ""
    removal: str = ""
    replacement: str = ""
    days: tuple[tuple[str, int], ...] = ()
    nodes: tuple[tuple[str, int], ...] = ()


class Start(msgspec.Struct, frozen=True):
    """A start of keystone, and what shows it, surely or likely."""

    at: Location
    evidence: str
    time: str = ""
    confidence: Confidence = Confidence.CERTAIN


class LogFile(msgspec.Struct, frozen=True):
    """A file, stream or member of an archive as far as it was read.

    `size` is in bytes as read, unpacked. `levels` are those that were seen in samples of it.
    `family` joins the rotated files of one log, which are in their order. `complete` is false where
    reading ended before the end.
    """

    node: str
    path: str
    family: str
    layout: str
    size: int
    first: str = ""
    last: str = ""
    levels: tuple[str, ...] = ()
    complete: bool = True


class LogTally(msgspec.Struct, frozen=True):
    """Everything that the logs of one run said; `gaps` are what of them could not be read.

    `releases` are the releases of keystone that wrote them, where that shows, with what shows it.
    """

    events: tuple[LogEvent, ...] = ()
    files: tuple[LogFile, ...] = ()
    starts: tuple[Start, ...] = ()
    releases: tuple[tuple[str, str], ...] = ()
    gaps: tuple[Gap, ...] = ()

    @property
    def first(self) -> str:
        """The time of the earliest record, empty where no log has times."""
        return min((file.first for file in self.files if file.first), default="")

    @property
    def last(self) -> str:
        """The time of the latest record."""
        return max((file.last for file in self.files if file.last), default="")


def to_the_second(time: str) -> str:
    """A time of a log as people write it: 2026-11-22 15:29:18."""
    return time.partition(".")[0].replace("T", " ")
