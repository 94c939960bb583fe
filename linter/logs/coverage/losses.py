"""The lines that show that others were lost."""

import re

import msgspec


class LossSign(msgspec.Struct, frozen=True, eq=False):
    """A line that shows that others are missing, and what keeps them.

    `hides` is true where whole kinds of messages are missing, not only those of some time.
    """

    literal: bytes
    pattern: re.Pattern[str]
    why: str
    remedy: str
    hides: bool = False


LOSSES = (
    LossSign(
        b"No space left on device",
        re.compile(r"No space left on device"),
        "a disk was full, and what was to be logged then is missing",
        "restart keystone with room for its log, and look at the log again",
    ),
    LossSign(
        b"--- Logging error ---",
        re.compile(r"--- Logging error ---"),
        "Python failed to write records, which are missing",
        "find out why below the line, and look at the log again after a restart",
    ),
    LossSign(
        b"Suppressed ",
        re.compile(r"\bSuppressed \d+ messages from "),
        "journald dropped messages for their number",
        "raise RateLimitBurst in journald.conf, restart keystone and look again",
    ),
    LossSign(
        b"due to rate-limiting",
        re.compile(r"(?:begin to drop|lost \d+) messages .*due to rate-limiting"),
        "rsyslog dropped messages for their number",
        "raise RateLimit.Burst of its input, restart keystone and look again",
    ),
    LossSign(
        b"logrotate",
        re.compile(r"\blogrotate\b.*\berror: "),
        "logrotate failed, and logs may be missing or overwritten",
        "see what logrotate says, and which logs there are",
    ),
    # Every record that oslo.log writes to the standard error ends with a colour.
    LossSign(
        b" blob data]",
        re.compile(r"\[\d[\d.]*[KMG]?B? blob data\]"),
        "journalctl left out messages with colours in them",
        "run journalctl with --all",
        hides=True,
    ),
    LossSign(
        b'"MESSAGE" : [',
        re.compile(r'"MESSAGE" : \[\s*$'),
        "journalctl wrote messages with colours in them as numbers, one in a line",
        "run journalctl with --output export",
        hides=True,
    ),
)
