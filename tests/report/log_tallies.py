"""What logs said, for the tests of its renderers."""

from linter.model.finding import Gap
from linter.model.location import Location
from linter.model.logs import EventKind, LogEvent, LogFile, LogTally, Origin, Sample, Start

REMOVAL = LogEvent(
    EventKind.OPTION_REMOVAL,
    "[token] cache_on_issue",
    'Option "cache_on_issue" from group "token" is deprecated for removal (It is redundant).  Its '
    "value may be silently ignored in the future.",
    1204,
    "2026-11-20T10:00:00.001",
    "2026-11-22T15:29:18.651",
    (
        Sample(Location("ctl1", "keystone.log.1.gz", 12), "Option ...", "2026-11-20T10:00:00.001"),
        Sample(Location("ctl1", "keystone.log", 7), "Option ...", "2026-11-21T10:00:00.001"),
    ),
    "oslo_config.cfg",
    "WARNING",
    Origin.LIBRARY,
    days=(("2026-11-20", 4), ("2026-11-22", 1200)),
    nodes=(("ctl1", 1200), ("ctl2", 4)),
)
POLICY = LogEvent(
    EventKind.POLICY_RULES,
    "policy rules",
    "Deprecated policy rules found.",
    2,
    samples=(
        Sample(Location("", "uwsgi.log", 3), "Deprecated policy"),
        Sample(Location("", "uwsgi.log", 9), "Deprecated policy"),
    ),
    logger="keystone.common.rbac_enforcer.enforcer",
    level="WARNING",
)
FAILURE = LogEvent(
    EventKind.FAILURE,
    "ConfigFileValueError",
    "Unhandled error: ConfigFileValueError: Value for option x is not valid",
    1,
    "2026-11-22T15:29:18.651",
    "2026-11-22T15:29:18.651",
    (Sample(Location("ctl1", "keystone.log", 8), "Unhandled error"),),
    "keystone",
    "CRITICAL",
)
LIBRARY = LogEvent(
    EventKind.OTHER,
    "py.warnings",
    "SADeprecationWarning: the thing is deprecated",
    3,
    logger="py.warnings",
    origin=Origin.LIBRARY,
)
SERVICE = LogEvent(
    EventKind.OPTION_RENAMED,
    "[DEFAULT] old",
    'Option "old" from group "DEFAULT" is deprecated. Use option "new" from group "x".',
    9,
    logger="oslo_config.cfg",
    origin=Origin.SERVICE,
    service="nova",
)
OTHER = LogEvent(EventKind.OTHER, "site.plugin", "the site's plugin is deprecated", 1)
FILES = (
    LogFile(
        "ctl1",
        "keystone.log.1.gz",
        "keystone.log",
        "oslo",
        3_000_000,
        "2026-11-20T10:00:00.001",
        "2026-11-21T09:00:00.001",
        ("INFO", "WARNING"),
        complete=False,
    ),
    LogFile(
        "ctl1",
        "keystone.log",
        "keystone.log",
        "oslo",
        2_400_000,
        "2026-11-21T09:00:01.001",
        "2026-11-22T16:00:00.001",
        ("DEBUG",),
    ),
    LogFile("", "uwsgi.log", "uwsgi.log", "", 900),
)
GAPS = (
    Gap(
        "keystone.log.1.gz",
        "it is damaged: 3.0 MB were read",
        "fetch the file again",
        required=True,
        at=Location("ctl1", "keystone.log.1.gz"),
    ),
    Gap("policies", "keystone names none of them", "compare the policy files", required=False),
)
FULL = LogTally(
    events=(REMOVAL, SERVICE, LIBRARY, POLICY, FAILURE, OTHER),
    files=FILES,
    starts=(
        Start(Location("ctl1", "keystone.log", 3), "its first warning", "2026-11-21T10:00:00.001"),
        Start(Location("ctl1", "keystone.log", 1), "uWSGI started", "2026-11-20T10:00:00.001"),
    ),
    releases=(("zed or later", "three fields of identity"),),
    gaps=GAPS,
)
ESCAPES = "\x1b[31mred\x1b]0;title\x07\u202e\x00\x9b\r\n<script>alert(1)</script>"
SECRETS = "mysql://keystone:canary@db password=canary 'token': 'canary'"
HOSTILE_TEXT = f"{ESCAPES} {SECRETS} [bold]x[/bold] \udcff"


def hostile() -> LogTally:
    """What somebody would make of every text of a log."""
    long = HOSTILE_TEXT + "x" * 100_000
    at = Location(HOSTILE_TEXT, HOSTILE_TEXT, 1)
    return LogTally(
        events=(
            LogEvent(
                EventKind.FEATURE,
                long,
                long,
                1,
                long,
                long,
                (Sample(at, long, long),),
                long,
                long,
                Origin.SERVICE,
                long,
                long,
                long,
                long,
                ((long, 1),),
                ((long, 1),),
            ),
        ),
        files=(LogFile(long, long, long, long, 1, long, long, (long,)),),
        starts=(Start(at, long, long),),
        releases=((long, long),),
        gaps=(Gap(long, long, long, required=True, at=at),),
    )
