"""What the first line of a record looks like, without what collectors put before it."""

import enum
import functools
import re

import msgspec

from linter.logs.formats.expressions import (
    ASCTIME,
    COLOUR,
    EOL,
    LEVEL,
    TIME,
    TRACEBACK,
    UWSGI,
    WARNING,
    ZONE,
)


class Rank(enum.IntEnum):
    """How much a form tells of a file: the application's own records tell most."""

    APPLICATION = 0
    SERVER = 1
    TIMED = 2
    PLAIN = 3


class Form(msgspec.Struct, frozen=True):
    """A way to write records.

    `head` matches as far as the message; its groups are `time` or another name of times.READERS,
    `pid`, `level` and `logger`. `margin` matches what lines that go on have of it. `level` and
    `logger` are those of records that do not name theirs. `tail` matches what follows the message,
    `clock` the parts of a time that the group `clock` has found.
    """

    name: str
    head: bytes
    rank: Rank = Rank.APPLICATION
    margin: bytes = b""
    level: str = ""
    logger: str = ""
    tail: bytes = b""
    clock: bytes = b""


_LEVEL = rb"(?P<level>" + LEVEL + rb")"
_LOGGER = rb"(?P<logger>[\w.-]+)"
_BRACKETS = rb"\[[^\]\n]*+\] ?"

# logging_context_format_string and logging_default_format_string of oslo_log/_options.py. Mail
# programs wrap such lines after the level.
OSLO = Form(
    "oslo",
    TIME
    + rb" (?P<pid>\d++) (?P<level>[A-Z]++) ?(?:(?P<logger>\S++) "
    + _BRACKETS
    + rb"|"
    + EOL
    + rb")",
    margin=TRACEBACK,
)
# devstack's lib/oslo: colours, no pid, and no time either where journald has it.
_BARE_OSLO = COLOUR.join((_LEVEL, rb" ", _LOGGER, rb" ", _BRACKETS, b""))
# module and funcName of the sample's debug format follow the level; the module is known by name,
# which is another where oslo.log's report_deprecated_feature logs for a module or for oslo.config.
_SAMPLE_LOGGER = rb"\((?P<logger>(?:[\w-]+\.)*(?P<last>[\w-]+))\): "
_SAMPLE_DEBUG = rb"(?:(?:(?P=last)|__init__|versionutils) (?:\w+|<\w+>) )?"

FORMS = (
    OSLO,
    Form(
        "oslo",
        COLOUR.join((b"", TIME, rb" ", rb"(?:(?P<pid>\d+) )?", _BARE_OSLO)),
        margin=TRACEBACK,
    ),
    Form("oslo", COLOUR + _BARE_OSLO, margin=TRACEBACK),
    Form("logging.conf", _SAMPLE_LOGGER + TIME + rb" " + _LEVEL + rb" " + _SAMPLE_DEBUG),
    Form("logging", _LEVEL + rb":" + _LOGGER + rb":"),
    Form("logging", TIME + rb" - " + _LOGGER + rb" - (?:\d+ - )?" + _LEVEL + rb" - "),
    Form("logging", TIME + rb" (?:(?P<pid>\d+) )?" + _LEVEL + rb" +\[(?P<logger>[\w.]+)\] "),
    Form("logging", _LEVEL + rb" +\[(?P<logger>[\w.]+)\] "),
    Form("json", rb'(?=\{ ?")'),
    Form(
        "logging",
        TIME + rb" (?:(?P<pid>\d+) )?" + _LEVEL + rb"(?: (?P<logger>root|\w+(?:\.\w+)+))?:? +",
    ),
    Form(
        "gunicorn",
        rb"\[" + TIME + rb"(?: [+-]\d{4})?\] \[(?P<pid>\d+)\] \[(?P<level>[A-Z]+)\] ",
        Rank.SERVER,
    ),
    Form(
        "uwsgi",
        rb"(?=\[pid: (?P<pid>\d+)\|(?:[^\n]{0,300}?\[(?P<asctime>" + ASCTIME + rb")\])?)",
        Rank.SERVER,
    ),
    Form(
        "uwsgi",
        rb"(?=(?=\*\*\* Starting uWSGI [^\n]{0,60}\[(?P<asctime>"
        + ASCTIME
        + rb")\]|)"
        + UWSGI
        + rb")",
        Rank.SERVER,
    ),
    Form("mod_wsgi", rb"(?=mod_wsgi \(pid=(?P<pid>\d+))", Rank.SERVER),
    Form("apache", rb"(?=(?:AH\d{5}|WSGI\d{4}): )", Rank.SERVER),
    # What Python warns of, whether or not keystone captures it.
    Form(
        "python",
        rb"(?=" + WARNING + rb")",
        Rank.SERVER,
        level="WARNING",
        logger="py.warnings",
    ),
    Form(
        "access",
        rb"(?=\S+ \S+ \S+ (?:\S+ )?\[(?P<access>\d\d/\w{3}/\d{4}:\d\d:\d\d:\d\d) [+-]\d{4}\] )",
        Rank.SERVER,
    ),
    Form("journal", rb"(?=-- (?:Logs begin|Journal begins|Boot|Reboot|No entries))", Rank.SERVER),
    Form("timed", TIME + rb"(?: ?" + ZONE + rb")?:? ", Rank.TIMED),
)
PLAIN = Form("plain", rb"(?=\S)", Rank.PLAIN)
LONE = Form("plain", rb"", Rank.TIMED)
"""The form of a line that was looked at by itself, and has no other."""


@functools.cache
def expression(form: Form) -> re.Pattern[bytes]:
    """What finds such a record, at the beginning of a text."""
    return re.compile(form.head)


def form_of(text: bytes, custom: tuple[Form, ...] = ()) -> Form | None:
    """The form that a text begins with, one of `custom` if it can be."""
    return next((form for form in (*custom, *FORMS) if expression(form).match(text)), None)
