"""What keystone's own checks said, and whether they came so far as to say anything."""

import re
from collections.abc import Iterable
from pathlib import Path

import msgspec

from linter.collect.live.outputs import read_doctor, read_status
from linter.model.visible import visible

_UNKNOWN_OPTION = re.compile(r"unrecognized arguments|no such option|invalid choice")
_SYMPTOMS_OR_NONE = frozenset({0, 1})


class Said(msgspec.Struct, frozen=True):
    """The headlines of what a check found; `crash` says why it found nothing out, "" if it did."""

    found: tuple[str, ...] = ()
    crash: str = ""

    def fact(self) -> str:
        """What a journal keeps."""
        return msgspec.json.encode(self).decode()


def said_in(fact: str) -> Said | None:
    """What a journal kept, None where it kept nothing that can be read."""
    try:
        return msgspec.json.decode(fact, type=Said) if fact else None
    except msgspec.MsgspecError:
        return None


def doctor_said(code: int | None, stdout: Path) -> Said:
    """The symptoms; exit 1 means that there are some, or that it crashed without naming any.

    keystone.cmd.cli.Doctor ends with 1 for every symptom, as Python does for every traceback; with
    log_file set the traceback is not printed either.
    """
    symptoms, gaps = read_doctor(stdout)
    if symptoms is None:
        return Said(crash=gaps[0].why)
    if code not in _SYMPTOMS_OR_NONE:
        return Said(crash=_ended(code))
    if code and not symptoms:
        return Said(crash="it ended with 1 and named no symptom")
    return Said(tuple(map(visible, symptoms)))


def status_said(code: int | None, stdout: Path) -> Said:
    """The checks that failed or warned; the exit code says nothing without them.

    It loads the drivers first (keystone.cmd.status), so it ends with 1 where one cannot be loaded.
    """
    checks, gaps = read_status(stdout)
    if checks is None:
        # Up to Stein it has no checks at all: nothing to list, and 0.
        return Said() if code == 0 else Said(crash=f"{gaps[0].why} ({_ended(code)})")
    told = (check for check in checks if check.result != "success")
    return Said(tuple(visible(f"{check.name}: {check.result}") for check in told))


def is_without_json(text: str) -> bool:
    """Whether a program said that it does not know an option that it was given."""
    return bool(_UNKNOWN_OPTION.search(text))


def difference(before: Said | None, after: Said) -> tuple[str, ...]:
    """What is new and what is gone, a sentence each; nothing of what was so before."""
    known = frozenset(before.found if before else ())
    now = frozenset(after.found)
    gone = () if after.crash else sorted(known - now)
    return (*_each("new", sorted(now - known)), *_each("gone", gone))


def _each(word: str, found: Iterable[str]) -> tuple[str, ...]:
    return tuple(f"{word}: {one}" for one in found)


def _ended(code: int | None) -> str:
    return "its time was up" if code is None else f"it ended with {code}"
