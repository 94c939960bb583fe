"""Lines of logs in every format, and what can happen to them on their way to us."""

import random
from collections.abc import Callable, Iterator

MESSAGES = (
    (
        'Deprecated: Option "cache_on_issue" from group "token" is deprecated for removal (It'
        " is redundant.).  Its value may be silently ignored in the future."
    ),
    (
        'Deprecated: Option "cache_time" from group "assignment" is deprecated. Use option '
        '"cache_time" from group "resource".'
    ),
    "Config option DEFAULT.old  is deprecated. Use option token.new instead.",
    "Ignoring change to immutable option token.provider",
    (
        '/usr/lib/policy.py:15: UserWarning: Policy "identity:x":"rule:y" was deprecated in S'
        ' in favor of "identity:z":"role:reader". Reason: \nit is\nold. Either ensure your '
        "deployment is ready for the new default or copy/paste the deprecated policy into "
        "your policy file and maintain it manually.\n  warnings.warn(deprecated_msg)\n"
    ),
    ("Policy identity:x failed scope check. The token used to make the request was project scoped"),
    (
        "Deprecated policy rules found. Use oslopolicy-policy-generator and oslopolicy-"
        "policy-upgrade to detect and resolve deprecated policies in your configuration."
    ),
    (
        "Deprecated: identity:get_policy of the v3 Policy APIs is deprecated as of Queens and"
        " may be removed in Stein. It will not be superseded."
    ),
    (
        "The use of the '[DEFAULT] admin_token' configurationoption presents a significant "
        "security risk and should not be set."
    ),
    "Encrypting credentials with the null key. Please properly encrypt credentials",
    "URL 'mysql://keystone:canary@db/keystone' does not contain a '+drivername' portion",
    "Truncating user password to 72 characters.",
    (
        "Unhandled error: oslo_config.cfg.ConfigFileValueError: Value for option provider is "
        "not valid"
    ),
    "some deprecated thing with password=canary and token gAAAAABcanarycanarycanarycanary",
    "deprecated body {'auth': {'password': {'user': {'password': 'canary', 'name': 'x'}}}}",
    'deprecated header X-Auth-Token: canary, body {"secret": "canary", "token_id": "canary"}',
    "deprecated call with Authorization: Basic canary and bindpw = canary",
    "GET /v3/auth/tokens 200",
    "*** Starting uWSGI 2.0.21 (64bit) on [Sun Nov 22 15:17:35 2026] ***",
    "No space left on device",
    "",
)
_OSLO = "2026-11-22 15:17:35.123 4242 WARNING oslo_config.cfg [{context}] "
HEADERS = (
    _OSLO.format(context="-"),
    _OSLO.format(context="None req-5f0e u1 p1 - - default default"),
    _OSLO.format(context="req-5f0e u p - default default"),
    "2026-11-22 15:17:35.123 4242 ERROR keystone ",
    "(oslo_config.cfg): 2026-11-22 15:17:35,123 WARNING ",
    "2026-11-22 15:17:35.123456 2026-11-22 15:17:35.123 4242 WARNING py.warnings [-] ",
    "[Sun Nov 22 15:17:35.123456 2026] [wsgi:error] [pid 42:tid 43] [remote 10.0.0.1:4242] ",
    "Nov 22 15:17:35 ctl1 keystone-wsgi-public[4242]: ",
    "<12>1 2026-11-22T15:17:35.123Z ctl1 keystone 4242 - - ",
    "2026-11-22T15:17:35.123456789Z stderr F ",
    "keystone-api-7d9f keystone-api ",
    "\x1b[00;33mWARNING oslo_config.cfg [\x1b[01;36mNone req-1 \x1b[00;36m-\x1b[00;33m] ",
    "[2026-11-22 15:17:35 +0000] [42] [WARNING] ",
    "",
)
WRAPPED = (
    (
        '{{"message": "{text}", "asctime": "2026-11-22 15:17:35", "name": "oslo_config.cfg", '
        '"levelname": "WARNING", "process": 42, "traceback": null}}'
    ),
    (
        '{{"log": "2026-11-22 15:17:35.123 42 WARNING a.b [-] {text}\\n", "stream": "stderr", '
        '"time": "2026-11-22T15:17:35.123456789Z"}}'
    ),
    (
        '{{"__REALTIME_TIMESTAMP": "1795360655000000", "MESSAGE": "{text}", "_HOSTNAME": '
        '"ctl1", "PRIORITY": "4", "LOGGER_NAME": "oslo_config.cfg"}}'
    ),
    "__REALTIME_TIMESTAMP=1795360655000000\n_HOSTNAME=ctl1\nPRIORITY=4\nMESSAGE={text}\n",
    ('{{"message": "{text}", "time": "2026-11-22T15:17:35", "name": "a", "level": "WARNING"}}'),
)
PIECES = (
    b"\x00",
    b"\x1b[31m",
    b"\x1b]0;title\x07",
    b"\r",
    b"\n",
    b"\t",
    b"\x9b31m",
    b"\xff\xfe",
    b"\xef\xbb\xbf",
    b"\xe2\x80\xae",
    b"\xed\xa0\x80",
    b"{",
    b'"',
    b"\\u001b[2J",
    b"\\ud800",
    b"<script>",
    b"deprecated",
    b"MESSAGE\n\x05\x00\x00\x00\x00\x00\x00\x00hello\n",
    b"9" * 400,
)
"""What is put into a line: commands of terminals, broken encodings, broken syntax."""

Mutation = Callable[[random.Random, bytes], bytes]


def line(source: random.Random) -> bytes:
    """An unharmed record in one of the formats."""
    text = source.choice(MESSAGES)
    if source.random() < 1 / 4:
        escaped = text.replace("\\", "\\\\").replace('"', '\\"').replace("\n", "\\n")
        return source.choice(WRAPPED).format(text=escaped).encode()
    return (source.choice(HEADERS) + text).encode()


def mutated(source: random.Random) -> bytes:
    """A record to which up to three things have happened, with the end of its line."""
    made = line(source)
    for _ in range(source.randrange(4)):
        made = source.choice(_MUTATIONS)(source, made)
    return made + (b"\n" if source.random() < 0.95 else b"")


def mutated_logs(source: random.Random, lines: int, each: int = 500) -> Iterator[bytes]:
    """Logs of some mutated lines each, so many lines in all; a few are in another encoding."""
    for first in range(0, lines, each):
        log = b"".join(mutated(source) for _ in range(min(each, lines - first)))
        yield (
            _reencoded(log, source.choice(("utf-16", "utf-16-be", "cp037")))
            if (source.random() < 1 / 20)
            else log
        )


def _reencoded(log: bytes, encoding: str) -> bytes:
    return log.decode("latin-1").encode(encoding, "replace")


def _cut(source: random.Random, made: bytes) -> bytes:
    return made[: source.randrange(len(made) + 1)]


def _beheaded(source: random.Random, made: bytes) -> bytes:
    return made[source.randrange(len(made) + 1) :]


def _twice(source: random.Random, made: bytes) -> bytes:
    return made + source.choice((b"", b"\n", b" ")) + made


def _flipped(source: random.Random, made: bytes) -> bytes:
    changed = bytearray(made)
    for _ in range(min(len(made), source.randrange(1, 9))):
        changed[source.randrange(len(changed))] = source.randrange(256)
    return bytes(changed)


def _with_piece(source: random.Random, made: bytes) -> bytes:
    at = source.randrange(len(made) + 1)
    return made[:at] + source.choice(PIECES) + made[at:]


def _stretched(source: random.Random, made: bytes) -> bytes:
    at = source.randrange(len(made) + 1)
    # Most are short, for thousands of long lines show no more than some do, and take minutes.
    times = source.choices((20, 2_000, 200_000), (90, 9, 1))[0]
    return made[:at] + source.choice((b"x", b" ", b"a:/b:", b"\\", b'"', b"[")) * times + made[at:]


def _joined(source: random.Random, made: bytes) -> bytes:
    return made + line(source)


def _wrapped(source: random.Random, made: bytes) -> bytes:
    width = source.randrange(20, 100)
    return b"\n".join(made[at : at + width] for at in range(0, len(made), width))


def _nested(source: random.Random, made: bytes) -> bytes:
    times = 5_000 if source.random() < 0.05 else 50
    return source.choice((b"[", b'{"a":')) * times + made


_MUTATIONS: tuple[Mutation, ...] = (
    _cut,
    _beheaded,
    _twice,
    _flipped,
    _with_piece,
    _stretched,
    _joined,
    _wrapped,
    _nested,
)
