"""Tokens that are issued and validated, and one that is kept to be found valid afterwards."""

import os
from collections.abc import Mapping
from datetime import datetime
from pathlib import Path
from typing import Any

import msgspec

from linter.execute.running import StepError
from linter.execute.token_credentials import Credentials, identity, scopes
from linter.execute.token_requests import Question, Reply, asked, refused

_OK, _CREATED, _NOT_FOUND, _UNAUTHORIZED = 200, 201, 404, 401
_FLAGS = os.O_WRONLY | os.O_CREAT | os.O_TRUNC | os.O_NOFOLLOW | os.O_CLOEXEC


class Token(msgspec.Struct, frozen=True):
    """A token, never to be shown; `scope` and `services` say what it is good for.

    `issued` and `expires` are by keystone's own clock.
    """

    secret: str
    issued: str
    expires: str
    scope: str = "nothing"
    services: int = 0

    def __repr__(self) -> str:
        return f"Token(scope={self.scope!r}, services={self.services}, expires={self.expires!r})"


def issue(address: str, credentials: Credentials) -> Token:
    """A token with the best scope that is granted. Raises StepError where none is."""
    tries = scopes(credentials)
    for scope in tries:
        body = {"auth": {"identity": identity(credentials), **scope}}
        question = Question("POST", "/auth/tokens", body=body, authority=credentials.of("CACERT"))
        reply = asked(address, question)
        if reply.status == _CREATED and reply.headers.get("x-subject-token"):
            return _token(reply)
        if reply.status != _UNAUTHORIZED or scope is tries[-1]:
            raise refused("a token", address, reply)
    raise AssertionError


def validate(address: str, credentials: Credentials, token: Token, subject: Token) -> None:
    """Raises StepError unless keystone finds a token valid that another one asks about.

    A token that ran out meanwhile, by keystone's own clock, raises RanOutError.
    """
    headers = {"X-Auth-Token": token.secret, "X-Subject-Token": subject.secret}
    question = Question("GET", "/auth/tokens", headers, authority=credentials.of("CACERT"))
    reply = asked(address, question)
    if reply.status == _OK and "token" in reply.body:
        return
    if reply.status in {_NOT_FOUND, _UNAUTHORIZED} and _has_run_out(subject, token):
        raise RanOutError(f"it ran out at {subject.expires}")
    raise refused("the validation of a token", address, reply)


class RanOutError(StepError):
    """A token whose time was over, so that nobody can say whether it would be valid."""


def keep(token: Token, path: Path) -> None:
    """Keeps a token in a file that nobody else can read. Raises StepError."""
    try:
        with os.fdopen(os.open(path, _FLAGS, 0o600), "wb") as file:
            os.fchmod(file.fileno(), 0o600)
            file.write(msgspec.json.encode(token))
            file.flush()
            os.fsync(file.fileno())
    except OSError as error:
        raise StepError(f"{path} cannot be written: {error.strerror}: see to it") from error


def kept(path: Path) -> Token | None:
    """The token that was kept, None where there is none any more."""
    try:
        return msgspec.json.decode(path.read_bytes(), type=Token)
    except (OSError, msgspec.MsgspecError):
        return None


def _token(reply: Reply) -> Token:
    told = reply.body.get("token")
    body: Mapping[str, Any] = told if isinstance(told, dict) else {}
    catalog = body.get("catalog")
    return Token(
        reply.headers["x-subject-token"],
        str(body.get("issued_at", "")),
        str(body.get("expires_at", "")),
        next((name for name in ("project", "domain", "system") if name in body), "nothing"),
        len(catalog) if isinstance(catalog, list) else 0,
    )


def _has_run_out(token: Token, newer: Token) -> bool:
    """Whether the time of a token was over when another one was issued."""
    try:
        return datetime.fromisoformat(token.expires) <= datetime.fromisoformat(newer.issued)
    except (ValueError, TypeError):
        return False
