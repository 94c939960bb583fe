"""The lines that show a start of keystone."""

import re

import msgspec

from linter.model.finding import Confidence


class StartSign(msgspec.Struct, frozen=True, eq=False):
    """A line that shows a start of keystone; `evidence` is what it says.

    Its expression may name the process, `pid`, and where the application answers, `mount`. `own` is
    for a record of keystone itself, not of what runs it; `once` for one that each process
    writes some time after its start, which is no start more where the process is known.
    """

    literal: bytes
    pattern: re.Pattern[str]
    evidence: str
    confidence: Confidence = Confidence.CERTAIN
    own: bool = False
    once: bool = False


_LOADED = re.compile(
    r"(?:mod_wsgi \(pid=(?P<pid>\d+).*?\): |\[wsgi:\w+\] .*)"
    r"Loading (?:WSGI script|Python script file) '[^']*keystone"
)
_PROCESS = re.compile(
    r"(?:mod_wsgi \(pid=(?P<pid>\d+).*?\): |\[wsgi:\w+\] .*)"
    r"Starting (?:daemon )?process '[^']*keystone"
)

# That uWSGI itself starts shows nothing yet: it may find its port taken, or no application.
# keystone logs none of its starts at INFO; the option dump, at DEBUG, is the service's alone
# (keystone/server/flask/core.py), keystone-manage writes none.
STARTS = (
    StartSign(
        b"(mountpoint='",
        re.compile(
            r"WSGI app \d+ \(mountpoint='(?P<mount>[^']*)'\) ready in \d+ seconds.* "
            r"pid: (?P<pid>\d+)"
        ),
        "uWSGI loaded the application",
    ),
    StartSign(
        b"Configuration options gathered from:",
        re.compile(
            r"(?:^|[\s\"'])(?:[^\s\"']*keystone(?!-manage)[^\s\"']*|uwsgi|mod_wsgi|gunicorn)[\s\"'].*"
            r"Configuration options gathered from:"
            r"|^Configuration options gathered from:"
        ),
        "keystone wrote down its options",
        own=True,
    ),
    StartSign(
        b"insecure_debug is enabled so responses",
        re.compile(r"insecure_debug is enabled so responses may include sensitive information"),
        "keystone warned of insecure_debug, as it does when it starts",
        own=True,
    ),
    # At Apache's LogLevel info; mod_wsgi 4 and 6 word it differently.
    StartSign(b"Loading WSGI script '", _LOADED, "mod_wsgi loaded the application"),
    StartSign(b"Loading Python script file '", _LOADED, "mod_wsgi loaded the application"),
    StartSign(b"Starting process '", _PROCESS, "mod_wsgi started a process", Confidence.LIKELY),
    StartSign(
        b"Starting daemon process '", _PROCESS, "mod_wsgi started a process", Confidence.LIKELY
    ),
    # Apache goes on even if mod_wsgi fails.
    StartSign(
        b"configured -- resuming normal operations",
        re.compile(r"configured -- resuming normal operations"),
        "Apache started or was reloaded",
        Confidence.LIKELY,
    ),
    StartSign(
        b"Booting worker with pid",
        re.compile(r"Booting worker with pid:? (?P<pid>\d+)"),
        "gunicorn started a worker",
        Confidence.LIKELY,
    ),
    StartSign(
        b"environment.eventlet_server",
        re.compile(r"environment\.eventlet_server .*\bStarting \S+ on \S+"),
        "keystone-all bound its port",
        own=True,
    ),
    StartSign(
        b"keystone.service",
        re.compile(r"\bStarted \S*keystone\.service\b"),
        "systemd started the service",
    ),
    # Units of Kolla and of TripleO; those of its cron jobs have longer names.
    StartSign(
        b"keystone-container.service",
        re.compile(r"\bStarted \S*keystone-container\.service\b"),
        "systemd started the container",
    ),
    StartSign(
        b"Started keystone container",
        re.compile(r"\bStarted keystone container\b"),
        "systemd started the container",
    ),
    StartSign(
        b"OpenStack Identity",
        re.compile(r"\bStarted .*OpenStack Identity\b"),
        "systemd started the service",
    ),
    # Once in a process, when it first applies a policy; keystone-manage applies none.
    StartSign(
        b"Deprecated policy rules found. Use",
        re.compile(r"Deprecated policy rules found\. Use oslopolicy-policy-generator"),
        "a process warned of deprecated policies, as each does once",
        Confidence.LIKELY,
        own=True,
        once=True,
    ),
    # Until Stein; Python shows the same warning once in a process.
    StartSign(
        b"UserWarning: Policy ",
        re.compile(r"/oslo_policy/policy\.py:\d+: UserWarning: Policy \S"),
        "a process warned of a policy, as each does once",
        Confidence.LIKELY,
        own=True,
        once=True,
    ),
    # Only the service knows a user; keystone-manage has none in its context, as before any token.
    StartSign(
        b"is deprecated",
        re.compile(
            r" oslo_config\.cfg \[(?:None |req-\S+ )?req-\S+ [0-9a-f]{32,64} .*"
            r"(?:is deprecated for removal|is deprecated\. Use option)"
        ),
        "a process warned of an option, as each does once",
        Confidence.LIKELY,
        own=True,
        once=True,
    ),
)
