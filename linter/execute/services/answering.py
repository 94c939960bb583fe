"""Whether a node answers, asked by itself and never for long."""

import http.client
import socket
import ssl
from urllib.parse import urlsplit

_TRY = 10.0
"""Seconds of one try: a broken application behind uWSGI lets a client wait for ever."""
_GOOD = frozenset({200, 300})
"""Keystone answers its version with 200, and a choice of versions with 300."""


def why_silent(address: str, seconds: float = _TRY) -> str:
    """Why the API at an address does not answer within some seconds; "" if it does."""
    parts = urlsplit(address)
    connection = _connection(parts.scheme, parts.hostname or "", parts.port, seconds)
    try:
        connection.request("GET", parts.path or "/", headers={"Connection": "close"})
        status = connection.getresponse().status
    except (OSError, http.client.HTTPException) as error:
        return f"{address} does not answer: {_why(error, seconds)}"
    finally:
        connection.close()
    return "" if status in _GOOD else f"{address} answers with HTTP {status}"


def is_open(address: str, port: int, seconds: float = 2.0) -> bool:
    """Whether somebody listens to a port at the host of an address."""
    try:
        with socket.create_connection((urlsplit(address).hostname or "", port), timeout=seconds):
            return True
    except OSError:
        return False


def _connection(
    scheme: str, host: str, port: int | None, seconds: float
) -> http.client.HTTPConnection:
    # No proxy stands between: it would answer for the node.
    if scheme != "https":
        return http.client.HTTPConnection(host, port, timeout=seconds)
    # Nothing secret is said; whether the certificate is good is for the tokens to find out.
    context = ssl.create_default_context()
    context.check_hostname = False
    context.verify_mode = ssl.CERT_NONE
    return http.client.HTTPSConnection(host, port, timeout=seconds, context=context)


def _why(error: Exception, seconds: float) -> str:
    if isinstance(error, TimeoutError):
        return f"nothing came within {seconds:g} s"
    return str(getattr(error, "strerror", "") or error or type(error).__name__)
