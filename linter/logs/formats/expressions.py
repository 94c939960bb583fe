"""Parts of expressions that the formats of logs have in common, in bytes."""

import re

SECOND = rb"\d{4}-\d\d-\d\d[ T]\d\d:\d\d:\d\d"
ISO = SECOND + rb"(?:[.,]\d{1,9}+)?+"
TIME = rb"(?P<time>" + ISO + rb")"
ASCTIME = rb"[A-Z][a-z]{2} [A-Z][a-z]{2} [ \d]\d \d\d:\d\d:\d\d(?:\.\d{1,6})? \d{4}"
YEARLESS = rb"[A-Z][a-z]{2} [ \d]\d \d\d:\d\d:\d\d(?:\.\d{1,6})?"
EPOCH = rb"\d{10}(?:\d{6}|\.\d{1,9})?"
ZONE = rb"(?:Z|[+-]\d\d:?\d\d)"
LEVEL = rb"(?:TRACE|DEBUG|INFO|AUDIT|WARN(?:I(?:NG)?)?|ERROR|CRITI(?:CAL)?|FATAL)"
EOL = rb"(?=\r?(?:\n|\Z))"

_ESCAPE = rb"(?:\x1b|\\x1b|\\u001b|#033|\^\[)"
"""How ESC stands in a log: as it is, and as Apache, JSON, rsyslog and terminals write it."""

_ONE_COLOUR = _ESCAPE + rb"\[[0-9;]*m"
COLOUR = rb"(?:" + _ONE_COLOUR + rb")*+"

COLOURS = re.compile(_ONE_COLOUR.decode())
"""What to take out of a text, once it is decoded."""

# logging_exception_prefix of oslo_log/_options.py, and devstack's; TRACE until Juno.
TRACEBACK = (
    COLOUR
    + rb"(?:"
    + ISO
    + rb" )?"
    + COLOUR
    + rb"(?:(?P<pid>\d+) )?"
    + COLOUR
    + rb"(?:ERROR|TRACE)"
    + COLOUR
    + rb" (?P<logger>[\w.-]+)(?: (?!"
    + COLOUR
    + rb"\[)|"
    + EOL
    + rb")"
    + COLOUR
)
"""What stands before each line of a traceback: no brackets follow the logger."""

UWSGI = (
    rb"(?:\*\*\* |!!! |\[uWSGI\] |\[uwsgi-|spawned (?:uWSGI|\d)|WSGI app \d|Respawned uWSGI |"
    rb"DAMN ! worker |SIGINT/SIGTERM received|\.\.\.(?:gracefully|brutally) |Gracefully killing |"
    rb"worker \d+ (?:buried|killed)|goodbye to uWSGI|mapped \d+ bytes|"
    rb"Python (?:version|main interpreter)|The work of process \d|SIGPIPE: |chdir\(\): |mounting |"
    rb"uwsgi socket \d|uWSGI (?:http|running)|set[gu]id\(\) to \d|binary reloading uWSGI|"
    rb"closing all non-uwsgi)"
)
"""How the lines begin that uWSGI writes between those of the application."""

WARNING = rb"[^\s:]{1,300}:\d{1,7}: \w{0,60}Warning: "
"""How warnings.formatwarning() begins."""
