"""What keystone's own checks printed, read from files."""

import re
from collections.abc import Iterator
from pathlib import Path

import msgspec

from linter.collect.reading import Unreadable, read
from linter.model.finding import Gap
from linter.model.live import StatusCheck

_WARNING = "WARNING: "
_TRACEBACK = "Traceback (most recent call last)"
_NOT_RUN = re.compile(
    r"(?m)command not found$|: (?:not found|No such file or directory|Permission denied)$"
    r"|^usage: |: error: "
)
_CHECK = re.compile(r"^\|\s*Check:\s*(?P<name>.*?)\s*\|$")
_RESULT = re.compile(r"^\|\s*Result:\s*(?P<result>\w+)\s*\|$")
_DETAIL = re.compile(r"^\|\s*(?:Details:\s*)?(?P<text>.*?)\s*\|$")


class _Printed(msgspec.Struct, frozen=True):
    """One check as `keystone-status upgrade check --json` prints it."""

    check: str
    result: int | str
    details: str | None = None


class _Report(msgspec.Struct, frozen=True):
    checks: tuple[_Printed, ...]


_CODES = {0: "success", 1: "warning", 2: "failure"}


def read_status(path: Path) -> tuple[tuple[StatusCheck, ...] | None, tuple[Gap, ...]]:
    """The checks in what `keystone-status upgrade check` printed, as JSON or as a table.

    Where there are none it ended before it could check anything, and its exit code says nothing.
    """
    text, gaps = _text(path, "keystone-status")
    if text is None:
        return None, gaps
    found = tuple(_from_json(text)) or tuple(_from_table(text))
    if found:
        return found, ()
    why = "its output holds no result: it ended before it could check anything"
    remedy = "run it again with the target's code and configuration, and see why it stops"
    return None, (Gap("keystone-status", why, remedy, required=True),)


def read_doctor(path: Path) -> tuple[tuple[str, ...] | None, tuple[Gap, ...]]:
    """The headlines of the symptoms that `keystone-manage doctor` printed, none if it is healthy.

    Its exit code is 1 with any symptom and says no more than that.
    """
    text, gaps = _text(path, "doctor")
    if text is None:
        return None, gaps
    lines = text.splitlines()
    if _TRACEBACK in text:
        why = "its output ends in a traceback: it did not look at everything"
        remedy = "see why it stops and run it again as the keystone user"
        return None, (Gap("doctor", why, remedy, required=True),)
    if _WARNING not in text and _NOT_RUN.search(text):
        why = "its output says that it could not be run, so it looked at nothing"
        remedy = "run `keystone-manage doctor` again as the keystone user"
        return None, (Gap("doctor", why, remedy, required=True),)
    found = (line.removeprefix(_WARNING).strip() for line in lines if line.startswith(_WARNING))
    return tuple(dict.fromkeys(found)), ()


def _text(path: Path, what: str) -> tuple[str | None, tuple[Gap, ...]]:
    content = read(path, {})
    if isinstance(content, Unreadable):
        why = f"the file with its output could not be read: {content.why}"
        return None, (Gap(what, why, content.remedy, required=True),)
    return content.content.decode("utf-8", errors="replace"), ()


def _from_json(text: str) -> Iterator[StatusCheck]:
    # Warnings of libraries may stand before the one line of JSON.
    for line in (text, *text.splitlines()):
        if line.lstrip().startswith("{"):
            try:
                report = msgspec.json.decode(line, type=_Report)
            except msgspec.DecodeError:
                continue
            yield from map(_check_of, report.checks)
            return


def _check_of(printed: _Printed) -> StatusCheck:
    code = printed.result
    result = _CODES.get(code, "failure") if isinstance(code, int) else code.lower()
    return StatusCheck(printed.check, result, printed.details or "")


def _from_table(text: str) -> Iterator[StatusCheck]:
    name = result = ""
    details: list[str] = []
    for line in (*text.splitlines(), "+"):
        if line.startswith("+"):
            if name and result:
                told = " ".join(filter(None, details))
                yield StatusCheck(name, result, "" if told == "None" else told)
            name, result, details = "", "", []
        elif found := _CHECK.match(line):
            name = found["name"]
        elif found := _RESULT.match(line):
            result = found["result"].lower()
        elif (found := _DETAIL.match(line)) and result:
            details.append(found["text"])
