"""What collectors of logs make of the lines of a real log."""

import json
from collections.abc import Callable, Iterable

_STAMP = "2026-11-22T15:29:18.651770123Z"


def docker(line: str) -> str:
    """As docker's json-file driver writes it, below /var/lib/docker/containers."""
    return json.dumps({"log": line + "\n", "stream": "stderr", "time": _STAMP})


def cri(line: str) -> str:
    """As containerd and CRI-O write it, below /var/log/pods."""
    return f"{_STAMP} stderr F {line}"


def compose(line: str) -> str:
    """As `docker compose logs` shows it."""
    return f"keystone-1  | {line}"


def pod(line: str) -> str:
    """As `kubectl logs --prefix` shows it."""
    return f"[pod/keystone-api-5d8f7c9b4-x2x7k/keystone-api] {line}"


def syslog(line: str) -> str:
    """As rsyslog writes to /var/log/syslog."""
    return f"Nov 22 15:29:18 controller-1 keystone-wsgi-public[4242]: {line}"


def syslog_rfc5424(line: str) -> str:
    """As rsyslog's RSYSLOG_SyslogProtocol23Format writes it."""
    return f"<28>1 {_STAMP} controller-1 keystone 4242 - - {line}"


def journal(lines: Iterable[str]) -> bytes:
    """The journal's export format, as systemd takes the standard error of a service."""
    fields = (
        "__REALTIME_TIMESTAMP={time}\n__MONOTONIC_TIMESTAMP={time}\n"
        "_BOOT_ID=0123456789abcdef0123456789abcdef\n_MACHINE_ID=fedcba9876543210fedcba9876543210\n"
        "_HOSTNAME=controller-1\n_TRANSPORT=stdout\n_PID=4242\n_SYSTEMD_UNIT=keystone.service\n"
        "SYSLOG_IDENTIFIER=uwsgi\nPRIORITY=6\n"
    )
    start = 1_795_361_358_000_000
    entries = (
        fields.format(time=start + number).encode() + _message(line) + b"\n"
        for number, line in enumerate(lines)
    )
    return b"".join(entries)


def _message(line: str) -> bytes:
    r"""A text that holds control characters stands in the export format behind its length."""
    text = line.encode()
    if line.isprintable():
        return b"MESSAGE=" + text + b"\n"
    return b"MESSAGE\n" + len(text).to_bytes(8, "little") + text + b"\n"


ENVELOPES: tuple[Callable[[str], str], ...] = (docker, cri, compose, pod, syslog, syslog_rfc5424)
