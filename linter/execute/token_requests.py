"""Requests to keystone at a machine's own address, whose failures are told in words."""

import http
import json
import socket
import time
from collections.abc import Mapping
from contextlib import suppress
from typing import Any
from urllib.parse import urlsplit

import msgspec
import requests
from urllib3 import exceptions as urllib3

from linter.execute.running import StepError
from linter.model.visible import visible
from linter.notes.faults import explained
from linter.notes.fetched import FetchError

_CONNECT, _READ, _ALL = 5, 30, 60
_MOST = 8 << 20
_PART = 1 << 16
_SHOWN = 200
_STATUSES = {
    300: "it tells which versions there are",
    401: "it refuses the credentials, or the token is not valid any more",
    403: "it knows the user and forbids what was asked",
    404: "it has nothing there, or knows no such token",
    500: "keystone failed: its log says why",
    502: "a proxy stands there and has no keystone behind it",
    503: "it is not ready, or a proxy stands there and has no keystone behind it",
    504: "a proxy stands there and the keystone behind it gives no answer",
}


class Reply(msgspec.Struct, frozen=True):
    """What keystone answered: status, headers in small letters, and its JSON, {} where none is."""

    status: int
    headers: Mapping[str, str]
    body: Mapping[str, Any]
    text: str


class Question(msgspec.Struct, frozen=True):
    """What to ask below an address; `headers` and `body` may hold secrets."""

    method: str
    path: str
    headers: Mapping[str, str] = {}
    body: Mapping[str, Any] | None = None
    authority: str = ""


def asked(address: str, question: Question) -> Reply:
    """The answer, whatever its status; by no proxy. Raises StepError where there is none."""
    place = visible(address)
    try:
        with explained(place), requests.Session() as session:
            session.trust_env = False
            session.verify = question.authority or True
            return _asked(session, address, question)
    except FetchError as error:
        said = str(error).removeprefix(f"{place} cannot be fetched, ")
        raise StepError(f"{place} gives no answer: {said}") from error


def _asked(session: requests.Session, address: str, question: Question) -> Reply:
    ends = time.monotonic() + _ALL
    answer = session.request(
        question.method,
        address.rstrip("/") + question.path,
        headers={"Accept": "application/json", **question.headers},
        json=question.body,
        timeout=(_CONNECT, _READ),
        allow_redirects=False,
        stream=True,
    )
    with answer:
        content = bytearray()
        while part := answer.raw.read1(_PART, decode_content=True):
            content += part
            if len(content) > _MOST or time.monotonic() > ends:
                raise urllib3.ReadTimeoutError(None, "", "too slow or too much")  # type: ignore[arg-type]
    text = content.decode("utf-8", errors="replace")
    headers = {name.lower(): value for name, value in answer.headers.items()}
    return Reply(answer.status_code, headers, _document(text), text)


def _document(text: str) -> Mapping[str, Any]:
    with suppress(ValueError):
        found = json.loads(text)
        if isinstance(found, dict):
            return found
    return {}


def refused(what: str, address: str, reply: Reply) -> StepError:
    """The failure that an answer is, in words: what was asked, where, and what that may mean."""
    why = _STATUSES.get(reply.status, "")
    if not address.rstrip("/").endswith("/v3"):
        why = "the address of a machine must end with /v3"
    elif reply.text.lstrip()[:1] == "<":
        why = "what answers there is a page and no keystone: a proxy or a web server of its own"
    status = f"{reply.status} {_phrase(reply.status)}".strip()
    said = _message(reply)
    parts = [f"{what} at {visible(address)} was answered with {status}", why, said]
    return StepError(": ".join(filter(None, parts)))


def _phrase(status: int) -> str:
    try:
        return http.HTTPStatus(status).phrase
    except ValueError:
        return ""


def _message(reply: Reply) -> str:
    error = reply.body.get("error")
    said = error.get("message") if isinstance(error, dict) else ""
    return visible(str(said or ""))[:_SHOWN]


def answers_as_keystone(address: str) -> bool:
    """Whether something at an address tells versions of the identity API, or fails like keystone.

    A web server may go on there with other sites; nobody answers where nobody listens.
    """
    try:
        reply = asked(address, Question("GET", ""))
    except StepError:
        # What hangs or speaks no HTTP may be a worker that is stuck in the middle of ending.
        return _is_open(address)
    return bool({"version", "versions"} & reply.body.keys()) or "x-openstack-request-id" in (
        reply.headers
    )


def _is_open(address: str) -> bool:
    """Whether somebody listens at an address that gave no answer."""
    parts = urlsplit(address)
    port = parts.port or (443 if parts.scheme == "https" else 80)
    try:
        with socket.create_connection((parts.hostname or "", port), _CONNECT):
            return True
    except (OSError, ValueError):
        return False
