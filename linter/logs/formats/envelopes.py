"""What collectors of logs and web servers put before each line of a record."""

import functools
import re

import msgspec

from linter.logs.formats.expressions import ASCTIME, COLOUR, EOL, TIME, YEARLESS, ZONE


class Envelope(msgspec.Struct, frozen=True):
    """What stands before the text of a line.

    `head` has the groups of a form's head and `host`, `program`, `priority` as syslog counts it,
    and `part`, which is P on a line that goes on without a break. `escapes` names how the text
    itself is written: "apache" or "rsyslog". A weak one counts only before a known form.
    """

    name: str
    head: bytes
    escapes: str = ""
    is_weak: bool = False


_T_TIME = rb"(?P<time>\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(?:[.,]\d{1,9})?)"
_PRIORITY = rb"(?:<(?P<priority>\d{1,3})>)?"
_TAG = rb"(?P<program>[A-Za-z_(/][^\s:\[\]]*)(?:\[(?P<pid>\d+)\])?: ?"
_HOST = rb"(?P<host>[^\s\[\]:]+) "
_DATA = rb"(?:-|(?:\[(?:[^\]\\\n]|\\.)*+\])++)"
# Of the request that was served; the script is named by mod_wsgi 6.
_REQUEST = rb"(?:\[(?:remote|client|script) [^\]\n]*\] ){0,3}"

ENVELOPES = (
    Envelope("syslog", _PRIORITY + rb"(?P<yearless>" + YEARLESS + rb") " + _HOST + _TAG, "rsyslog"),
    Envelope("syslog", _PRIORITY + _T_TIME + ZONE + rb"? " + _HOST + _TAG, "rsyslog"),
    Envelope(
        "syslog",
        rb"<(?P<priority>\d{1,3})>1 (?:-|" + TIME + ZONE + rb"?) (?P<host>\S+) (?P<program>\S+)"
        rb" (?:-|(?P<pid>\d+)|\S+) \S+ " + _DATA + rb"(?: (?:\xef\xbb\xbf)?|" + EOL + rb")",
        "rsyslog",
    ),
    # journalctl -o short-full, short-unix and short-monotonic.
    Envelope("syslog", rb"[A-Z][a-z]{2} " + TIME + rb" [A-Z]\S{0,5} " + _HOST + _TAG),
    Envelope("syslog", rb"(?P<epoch>\d{10}\.\d{6}) " + _HOST + _TAG),
    Envelope("syslog", rb"\[ {0,8}\d{1,9}\.\d{6}\] " + _HOST + _TAG),
    # The error log of Apache 2.4, where mod_wsgi had no name for long, and of 2.2, where no module
    # has one and there is no process; then what other modules say.
    *(
        Envelope(
            "apache",
            rb"\[(?P<asctime>"
            + ASCTIME
            + rb")\] \["
            + module
            + rb"\] (?:\[pid (?P<pid>\d+)(?::tid \d+)?\] )?"
            + _REQUEST,
            "apache",
        )
        for module in (rb"(?:(?:wsgi)?:\w+|(?P<level>\w+))", rb"[\w-]+:(?P<level>\w+)")
    ),
    # ErrorLogFormat "%{cu}t %M" of keystone's own virtual host.
    Envelope("apache", rb"(?P<time>\d{4}-\d\d-\d\d \d\d:\d\d:\d\d\.\d{6}) " + _REQUEST, "apache"),
    # The default of uWSGI's log-date, and its most frequent other value.
    Envelope("uwsgi", rb"(?P<asctime>" + ASCTIME + rb") - "),
    Envelope("uwsgi", TIME + rb" - "),
    Envelope(
        "kubernetes",
        _T_TIME + ZONE + rb" (?:stdout|stderr) (?P<part>[FP]) ",
    ),
    Envelope("pod", rb"\[pod/(?P<host>[^/\]\s]+)/(?P<program>[^\]\s]+)\] "),
    Envelope(
        "compose",
        COLOUR + rb"(?P<program>\w[\w.-]{0,100}) {1,60}\| " + COLOUR,
        is_weak=True,
    ),
    # docker logs -t and kubectl logs --timestamps; logcli adds labels.
    Envelope("stamped", _T_TIME + ZONE + rb" (?:\{\w+=[^}\n]{0,1000}\} )?"),
)

_QUOTE = re.compile(rb"(?:#|>|\|)+ ?|[ \t]{1,40}")


@functools.lru_cache(256)
def expression(envelope: Envelope) -> re.Pattern[bytes]:
    """What finds such an envelope, at the beginning of a text."""
    return re.compile(envelope.head)


def envelope_of(text: bytes) -> Envelope | None:
    """The envelope that a text begins with, that of a quotation last of all."""
    for envelope in ENVELOPES:
        if expression(envelope).match(text):
            return envelope
    quote = _QUOTE.match(text)
    return Envelope("quoted", re.escape(quote[0]), is_weak=True) if quote else None
