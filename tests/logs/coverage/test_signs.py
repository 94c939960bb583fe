import pytest

from linter.logs.coverage.signs import SIGN_LITERALS, Signs, levels_in
from linter.logs.formats.layout import Record
from linter.model.finding import Confidence, Gap
from linter.model.location import Location
from linter.model.logs import Start

AT = Location("", "keystone.log", 7)
USER = "0d2b7c1f5a9e4c6b8f3e1d2c4b5a6978"
CONTEXT = f"req-5f4f6f2c-72e0-4eba-ae34-a48e50dfd4eb {USER} {USER} - default default"
RENAMED = (
    'Option "cache_time" from group "assignment" is deprecated. '
    'Use option "cache_time" from group "resource".'
)
POLICIES = (
    "keystone.common.rbac_enforcer.enforcer [-] Deprecated policy rules found. Use "
    "oslopolicy-policy-generator and oslopolicy-policy-upgrade to detect and resolve deprecated "
    "policies in your configuration."
)
HEADER = "2026-11-22 15:28:31.710 22136 WARNING "


def seen(*lines: str, record: Record | None = None) -> Signs:
    signs = Signs()
    signs.see("\n".join(lines).encode(), AT, record)
    return signs


@pytest.mark.parametrize(
    ("line", "evidence", "confidence"),
    [
        (
            (
                "WSGI app 0 (mountpoint='') ready in 5 seconds on interpreter 0xa840f8 pid: 22135 "
                "(default app)"
            ),
            "uWSGI loaded the application",
            Confidence.CERTAIN,
        ),
        (
            (
                "2026-11-22 23:12:08.897 12381 DEBUG keystone-wsgi-public [-] Configuration "
                "options gathered from: log_opt_values /usr/lib/python3/oslo_config/cfg.py:2806"
            ),
            "keystone wrote down its options",
            Confidence.CERTAIN,
        ),
        (
            "2026-11-22 23:12:08.897 12381 DEBUG mod_wsgi [-] Configuration options gathered from:",
            "keystone wrote down its options",
            Confidence.CERTAIN,
        ),
        (
            (
                f"{HEADER}keystone.server [-] insecure_debug is enabled so responses may include "
                "sensitive information."
            ),
            "keystone warned of insecure_debug, as it does when it starts",
            Confidence.CERTAIN,
        ),
        (
            (
                "[Wed Oct 11 14:32:52.123456 2026] [wsgi:info] [pid 12:tid 34] [remote 10.0.0.1:4] "
                "mod_wsgi (pid=12, process='keystone-public', application=''): Loading Python "
                "script file '/usr/bin/keystone-wsgi-public'."
            ),
            "mod_wsgi loaded the application",
            Confidence.CERTAIN,
        ),
        (
            (
                "[Sun Nov 22 23:50:28.921314 2026] [wsgi:info] [pid 9497:tid 9497] Loading WSGI "
                "script '/usr/bin/keystone-wsgi-public' into daemon process 'keystone-public'."
            ),
            "mod_wsgi loaded the application",
            Confidence.CERTAIN,
        ),
        (
            (
                "[Sun Nov 22 23:50:28.921314 2026] [wsgi:info] [pid 9497:tid 9497] Starting daemon "
                "process 'keystone-public' with uid=42425, gid=42425 and threads=1."
            ),
            "mod_wsgi started a process",
            Confidence.LIKELY,
        ),
        (
            (
                "[Wed Oct 11 14:32:52.123456 2026] [wsgi:info] [pid 12:tid 34] mod_wsgi (pid=12): "
                "Starting process 'keystone-public' with uid=42425, gid=42425 and threads=1."
            ),
            "mod_wsgi started a process",
            Confidence.LIKELY,
        ),
        (
            (
                "[Sun Nov 22 15:29:14.902161 2026] [mpm_event:notice] [pid 24967:tid 24967] "
                "AH00489: Apache/2.4.71 (Debian) mod_wsgi/4.9.4 Python/3.11 configured -- resuming "
                "normal operations"
            ),
            "Apache started or was reloaded",
            Confidence.LIKELY,
        ),
        (
            "[2026-11-22 15:29:14 +0000] [35] [INFO] Booting worker with pid: 35",
            "gunicorn started a worker",
            Confidence.LIKELY,
        ),
        (
            (
                "2014-12-18 21:00:03.421 6096 INFO keystone.common.environment.eventlet_server [-] "
                "Starting bin/venv-keystone-all on 0.0.0.0:35357"
            ),
            "keystone-all bound its port",
            Confidence.CERTAIN,
        ),
        (
            "Nov 22 15:29:14 one systemd[1]: Started devstack@keystone.service - Devstack.",
            "systemd started the service",
            Confidence.CERTAIN,
        ),
        (
            "Nov 22 15:29:14 one systemd[1]: Started kolla-keystone-container.service - docker.",
            "systemd started the container",
            Confidence.CERTAIN,
        ),
        (
            "Nov 22 15:29:14 one systemd[1]: Started keystone container.",
            "systemd started the container",
            Confidence.CERTAIN,
        ),
        (
            "Nov 22 15:29:14 one systemd[1]: Started OpenStack Identity service.",
            "systemd started the service",
            Confidence.CERTAIN,
        ),
        (
            HEADER + POLICIES,
            "a process warned of deprecated policies, as each does once",
            Confidence.LIKELY,
        ),
        (
            (
                f"{HEADER}py.warnings [{CONTEXT}] /usr/lib/python3/oslo_policy/policy.py:"
                "896: UserWarning: Policy identity:list_users failed scope check."
            ),
            "a process warned of a policy, as each does once",
            Confidence.LIKELY,
        ),
        (
            f"{HEADER}oslo_config.cfg [None {CONTEXT}] {RENAMED}",
            "a process warned of an option, as each does once",
            Confidence.LIKELY,
        ),
    ],
)
def test_a_start_is_told_with_its_evidence(
    line: str, evidence: str, confidence: Confidence
) -> None:
    assert seen(line).starts == (Start(AT, evidence, "", confidence),)
    assert "deprecat" in line or any(literal in line.encode() for literal in SIGN_LITERALS)


@pytest.mark.parametrize(
    "line",
    [
        (
            "[Sun Nov 22 23:50:28.921314 2026] [wsgi:info] [pid 9497:tid 9497] Loading WSGI script "
            "'/usr/share/openstack-dashboard/wsgi.py' into daemon process 'horizon'."
        ),
        "*** Starting uWSGI 2.0.30 (64bit) on [Sun Nov 22 15:28:31 2026] ***",
        "WSGI app 1 (mountpoint='/placement') ready in 5 seconds on interpreter 0x1 pid: 12",
        "unable to load app 0 (mountpoint='') (callable not found or import error)",
        "Nov 22 15:29:14 one systemd[1]: keystone.service: Succeeded.",
        "Nov 22 15:29:14 one systemd[1]: Started kolla-keystone_fernet-container.service - docker.",
        "Nov 22 15:29:14 one systemd[1]: Started keystone_cron container.",
        "Nov 22 15:29:14 one systemd[1]: Stopped keystone.service - Keystone.",
        (
            "2026-11-22 15:29:14.902 12 DEBUG nova-api [-] Configuration options gathered from: "
            "log_opt_values /usr/lib/python3/dist-packages/oslo_config/cfg.py:2806"
        ),
        "2026-11-22 15:29:14.902 12 DEBUG keystone-manage [-] Configuration options gathered from:",
        f"{HEADER}oslo_config.cfg [-] {RENAMED}",
        f"{HEADER}oslo_config.cfg [None req-5f4f6f2c-72e0-4eba-ae34-a48e50dfd4eb - - - - - -] "
        + RENAMED,
    ],
    ids=lambda line: line[:60],
)
def test_what_may_be_something_else_is_no_start(line: str) -> None:
    assert seen(line).starts == ()


def test_a_start_of_another_service_is_none_of_keystone() -> None:
    ready = "WSGI app 0 (mountpoint='') ready in 5 seconds on interpreter 0x1 pid: 12 (default app)"

    assert seen(ready, record=Record(ready, program="nova-api-wsgi")).starts == ()
    assert len(seen(ready, record=Record(ready, program="devstack@keystone.service")).starts) == 1


@pytest.mark.parametrize(("logger", "starts"), [("keystone-wsgi-public", 1), ("nova-api", 0)])
def test_a_start_is_told_in_whichever_order_a_format_writes(logger: str, starts: int) -> None:
    message = "Configuration options gathered from:"
    line = f'{{"MESSAGE": "{message}", "LOGGER_NAME": "{logger}"}}'

    signs = seen(line, record=Record(message, logger=logger))

    assert len(signs.starts) == starts


def test_each_line_of_a_record_may_be_a_sign() -> None:
    ready = "WSGI app 0 (mountpoint='') ready in 5 seconds on interpreter 0x1 pid: {} (default app)"
    record = Record("", "2026-11-22T15:28:31.710", pid="1")

    signs = seen("spawned uWSGI worker 1", ready.format(12), ready.format(13), record=record)

    assert signs.starts == tuple(
        Start(
            Location("", "keystone.log", line),
            "uWSGI loaded the application",
            "2026-11-22T15:28:31.710",
        )
        for line in (8, 9)
    )


def test_what_a_process_says_once_is_no_start_where_its_start_was_seen() -> None:
    dump = "2026-11-22 23:12:08.897 12 DEBUG keystone [-] Configuration options gathered from:"
    one, other = seen(dump, record=Record("", pid="12")), seen(HEADER + POLICIES)
    same = seen(HEADER + POLICIES, record=Record("", pid="12"))
    new = seen(HEADER + POLICIES, record=Record("", pid="13"))

    for more in (same, new, other):
        one.join(more)

    assert [start.evidence for start in one.starts] == [
        "keystone wrote down its options",
        "a process warned of deprecated policies, as each does once",
    ]


def test_of_very_many_starts_the_last_is_kept() -> None:
    signs = Signs()
    for line in range(1, 1001):
        signs.see(b"Booting worker with pid: 1", Location("", "keystone.log", line))

    assert len(signs.starts) == 50
    assert signs.starts[0].at.line == 1
    assert signs.starts[-1].at.line == 1000


def test_lost_lines_are_one_gap_for_each_way_in_which_they_were_lost() -> None:
    signs = Signs()
    for second in range(3):
        time = f"2026-11-22T15:29:0{second}.000"
        signs.see(b"OSError: [Errno 28] No space left on device", AT, Record("", time))
    signs.see(b"systemd-journald[9]: Suppressed 12 messages from keystone.service", AT)
    signs.see(b"rsyslogd: imuxsock[pid 9]: begin to drop messages due to rate-limiting", AT)
    signs.see(b"--- Logging error ---", AT)

    assert signs.gaps() == (
        Gap(
            "log keystone.log",
            "a disk was full, and what was to be logged then is missing (3 times, first at "
            "2026-11-22T15:29:00.000, last at 2026-11-22T15:29:02.000)",
            "restart keystone with room for its log, and look at the log again",
            required=False,
            at=AT,
        ),
        Gap(
            "log keystone.log",
            "journald dropped messages for their number (once)",
            "raise RateLimitBurst in journald.conf, restart keystone and look again",
            required=False,
            at=AT,
        ),
        Gap(
            "log keystone.log",
            "rsyslog dropped messages for their number (once)",
            "raise RateLimit.Burst of its input, restart keystone and look again",
            required=False,
            at=AT,
        ),
        Gap(
            "log keystone.log",
            "Python failed to write records, which are missing (once)",
            "find out why below the line, and look at the log again after a restart",
            required=False,
            at=AT,
        ),
    )


@pytest.mark.parametrize(
    ("block", "levels"),
    [
        (b"2026-11-22 15:28:31.710 22136 WARNING oslo_config.cfg [-] INFO is a level", {"WARNING"}),
        (
            (
                b"2026-11-22 15:28:31.710 1 INFO keystone [-] a\n"
                b"2026-11-22 15:28:31.710 1 DEBUG keystone [-] b"
            ),
            {"INFO", "DEBUG"},
        ),
        (b"default_log_levels = ['amqp=WARN', 'suds=INFO']", set()),
        (b"[Wed Oct 11 14:32:52.123456 2026] [wsgi:error] [pid 12:tid 34] no level", set()),
        (b'{"message": "x", "name": "keystone", "levelname": "ERROR", "levelno": 40}', {"ERROR"}),
        (b"MESSAGE=x\nPRIORITY=4\n", {"WARNING"}),
        (b'{"PRIORITY" : "6", "MESSAGE" : "x"}', set()),
        (b'{"PRIORITY":"6","MESSAGE":[27,91]}', {"INFO"}),
        (b'{"a": "' + b"x" * 200 + b'", "MESSAGE" : "2026-11-22 15:28:31.710 1 INFO k"}', {"INFO"}),
        (b"MESSAGE=x\nPRIORITY=6\nLOGGER_LEVEL=WARNING\n", {"WARNING"}),
        (b"*** WARNING: you are running uWSGI as root !!! (use the --uid flag) ***", set()),
        (b"(keystone.common.wsgi): 2026-11-22 15:21:24,238 WARN x", {"WARNING"}),
        (b"\x1b[00;32mDEBUG keystone.x [-] \x1b[01;35mb", {"DEBUG"}),
    ],
)
def test_levels_are_those_of_records(block: bytes, levels: set[str]) -> None:
    assert levels_in(block) == levels


@pytest.mark.parametrize(
    ("context", "releases"),
    [
        (
            f"None req-5f4f6f2c-72e0-4eba-ae34-a48e50dfd4eb {USER} - - - - -",
            {"zed or later": "six fields of identity in the context of requests"},
        ),
        (
            CONTEXT,
            {"yoga or earlier": "five fields of identity in the context of requests"},
        ),
        ("-", {}),
        ("req-8376d365-5620-426e-9d6e-ccd97930ace4 None None", {}),
    ],
)
def test_the_context_of_requests_tells_the_era(context: str, releases: dict[str, str]) -> None:
    signs = Signs()

    signs.sample(f"2026-11-22 15:28:31.710 1 INFO keystone [{context}] x\n".encode())

    assert signs.releases == releases


@pytest.mark.parametrize(
    ("line", "why", "remedy"),
    [
        (
            "Nov 22 15:29:18 web1 uwsgi[9]: [57B blob data]",
            "journalctl left out messages with colours in them (once)",
            "run journalctl with --all",
        ),
        (
            "    MESSAGE=[1.2K blob data]",
            "journalctl left out messages with colours in them (once)",
            "run journalctl with --all",
        ),
        (
            '\t"MESSAGE" : [',
            "journalctl wrote messages with colours in them as numbers, one in a line (once)",
            "run journalctl with --output export",
        ),
    ],
)
def test_messages_that_journalctl_hides_are_a_gap_that_must_be_closed(
    line: str, why: str, remedy: str
) -> None:
    assert seen(line).gaps() == (Gap("log keystone.log", why, remedy, required=True, at=AT),)
