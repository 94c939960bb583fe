"""Logging configuration files that stop keystone at its start."""

import configparser
import os
from collections.abc import Callable, Iterator
from itertools import islice

import msgspec

from linter.checks.context import Context
from linter.checks.logging_expressions import arguments_fault, expression_fault, format_fault
from linter.checks.logging_file import Reading, file_in_force, named_file
from linter.checks.registry import Hit, check, hit_of
from linter.model.finding import Confidence
from linter.model.visible import visible

_MOST = 20
"""So many faults of one file are told."""


class Ages(msgspec.Struct, frozen=True):
    """What depends on the age of the target's Python, as a rule says it by series of keystone.

    Up to the series `args_needed_until` a handler may meet a Python in which its args must be set,
    from `formats_checked_from` on one that checks formats, up to `python2_until` one that takes a
    name twice and comments behind values. `names_until` are names that only the older Pythons have
    among those of `logging`, with the last series that may meet one of these.
    """

    args_needed_until: str
    python2_until: str
    formats_checked_from: str
    names_until: dict[str, str]


class _Fault(msgspec.Struct, frozen=True):
    section: str
    name: str
    words: str
    confidence: Confidence | None = None


@check("logging-path-relative")
def logging_path_relative(context: Context) -> Iterator[Hit]:
    """A file that is looked for from the directory in which keystone happens to run."""
    named = named_file(context)
    if named and not os.path.isabs(named.path):  # noqa: PTH117  a path of another machine
        yield hit_of(named.setting, {})


@check("logging-file-refused")
def logging_file_refused(context: Context, ages: Ages) -> Iterator[Hit]:
    """What logging.config.fileConfig of the target's Python refuses in the file that it loads."""
    file = file_in_force(context)
    if file is None or file.is_partial:
        return
    taken = context.span.ends_within(last=ages.python2_until)
    for flaw in file.flaws[:1]:
        unsure = taken and flaw.kind in {"section-twice", "option-twice"}
        confidence = Confidence.POSSIBLE if unsure else None
        fields = {"path": file.path, "fault": _FLAWS[flaw.kind]}
        yield Hit(file.path, flaw.at, fields, confidence=confidence, excerpt=flaw.text)
    if file.flaws:
        return
    reading = Reading(file)
    for fault in islice(_faults(reading, ages, context), _MOST):
        entry = reading.entry(fault.section, fault.name)
        where = f"[{fault.section}] {fault.name}".rstrip()
        # Python 2 takes what stands behind a semicolon for a comment.
        unsure = taken and entry is not None and " ;" in entry.value
        yield Hit(
            where,
            reading.at(fault.section, fault.name),
            {"path": file.path, "fault": visible(f"{where} {fault.words}")},
            confidence=Confidence.POSSIBLE if unsure else fault.confidence,
            excerpt=entry.line_text if entry else "",
        )


_FLAWS = {
    "no-section": "a line stands before the first section",
    "no-assignment": "a line is no assignment",
    "empty-key": "an assignment has no name",
    "section-twice": "a section is there twice",
    "option-twice": "a name is set twice in one section",
    "byte-order-mark": "it begins with a byte order mark",
    "not-utf-8": "it has bytes that are no UTF-8",
}


def _faults(reading: Reading, ages: Ages, context: Context) -> Iterator[_Fault]:
    parts: tuple[Callable[[], Iterator[_Fault]], ...] = (
        lambda: _formatters(reading, ages, context),
        lambda: _handlers(reading, ages, context),
        lambda: _loggers(reading),
    )
    for part in parts:
        try:
            yield from part()
        except configparser.InterpolationError as error:
            words = "refers with %(...)s to what does not exist, or has a % of its own"
            yield _Fault(error.section, error.option, words)


def _listed(reading: Reading, kind: str) -> Iterator[tuple[str, str, bool]]:
    """Each name that is listed for a kind of thing, its section, and whether there is one."""
    for name in dict.fromkeys(reading.names(f"{kind}s", "keys")):
        section = f"{kind}_{name}"
        yield name, section, reading.has(section)


def _unknown(reading: Reading, kind: str, name: str) -> _Fault:
    shown = reading.shown(f"{kind}s", "keys", name)
    return _Fault(f"{kind}s", "keys", f"lists {shown}, and there is no [{kind}_{shown}]")


def _unlisted(reading: Reading, kind: str) -> Iterator[_Fault]:
    if reading.value(f"{kind}s", "keys") is None:
        yield _Fault(f"{kind}s", "keys", "is missing")


def _formatters(reading: Reading, ages: Ages, context: Context) -> Iterator[_Fault]:
    yield from _unlisted(reading, "formatter")
    checked = context.span.ends_within(first=ages.formats_checked_from)
    for name, section, exists in _listed(reading, "formatter"):
        if not exists:
            yield _unknown(reading, "formatter", name)
        elif checked and reading.value(section, "class") in {None, "", "logging.Formatter"}:
            text = reading.value(section, "format", raw=True)
            style = reading.value(section, "style", raw=True) or "%"
            said = "" if text is None else format_fault(text, style)
            if said and not reading.is_templated(section, "format"):
                yield _Fault(section, "format", f"cannot be used: {said}")


def _handlers(reading: Reading, ages: Ages, context: Context) -> Iterator[_Fault]:
    yield from _unlisted(reading, "handler")
    formatters = set(reading.names("formatters", "keys"))
    handlers = set(reading.names("handlers", "keys"))
    for name, section, exists in _listed(reading, "handler"):
        if not exists:
            yield _unknown(reading, "handler", name)
            continue
        if reading.value(section, "class") is None:
            yield _Fault(section, "class", "is missing")
        yield from _references(reading, section, "formatter", formatters, "formatters")
        yield from _references(reading, section, "target", handlers, "handlers")
        yield from _arguments(reading, section, ages, context)
        yield from _level(reading, section)


def _references(
    reading: Reading, section: str, option: str, known: set[str], kind: str
) -> Iterator[_Fault]:
    name = reading.value(section, option)
    listed = reading.value(kind, "keys") is not None
    if not name or name in known or not listed or reading.is_templated(section, option):
        return
    if option == "target" and not (reading.value(section, "class") or "").endswith("MemoryHandler"):
        return
    shown = reading.shown(section, option, name)
    yield _Fault(section, option, f"names {shown}, which [{kind}] keys does not list")


def _arguments(reading: Reading, section: str, ages: Ages, context: Context) -> Iterator[_Fault]:
    args = reading.value(section, "args")
    if args is None and context.span.ends_within(last=ages.args_needed_until):
        words = "is missing, and before Python 3.7 it must be there"
        yield _Fault(section, "args", words, Confidence.POSSIBLE)
    known = [name for name, last in ages.names_until.items() if context.span.ends_within(last=last)]
    texts = {"args": args or "()", "kwargs": reading.value(section, "kwargs") or "{}"}
    for option, text in texts.items():
        said = "" if reading.is_templated(section, option) else expression_fault(text, ())
        if said:
            unsure = not expression_fault(text, known)
            confidence = Confidence.POSSIBLE if unsure else None
            yield _Fault(section, option, f"cannot be used: {said}", confidence)
            return
    if not any(reading.is_templated(section, option) for option in texts):
        said = arguments_fault(reading.value(section, "class") or "", **texts)
        if said:
            yield _Fault(section, "args", f"cannot be used: {said}")


_LEVELS = frozenset(
    {"CRITICAL", "FATAL", "ERROR", "WARN", "WARNING", "INFO", "DEBUG", "NOTSET", "TRACE"}
)
"""Those of Python's logging, and the one that oslo.log adds."""


def _level(reading: Reading, section: str) -> Iterator[_Fault]:
    level = reading.value(section, "level")
    if level is not None and level not in _LEVELS and not reading.is_templated(section, "level"):
        shown = reading.shown(section, "level", level) or "(empty)"
        yield _Fault(section, "level", f"= {shown} is no level")


def _loggers(reading: Reading) -> Iterator[_Fault]:
    yield from _unlisted(reading, "logger")
    listed = list(_listed(reading, "logger"))
    if reading.value("loggers", "keys") is not None and "root" not in [name for name, *_ in listed]:
        yield _Fault("loggers", "keys", "does not list root")
    handlers = set(reading.names("handlers", "keys"))
    for name, section, exists in listed:
        if not exists:
            yield _unknown(reading, "logger", name)
            continue
        needed = ("handlers",) if name == "root" else ("handlers", "qualname")
        yield from _logger(reading, section, handlers, needed)
        if name != "root":
            yield from _propagation(reading, section)


def _logger(
    reading: Reading, section: str, known: set[str], needed: tuple[str, ...]
) -> Iterator[_Fault]:
    for option in needed:
        if reading.value(section, option) is None:
            yield _Fault(section, option, "is missing")
    for name in reading.names(section, "handlers"):
        if name not in known and not reading.is_templated(section, "handlers"):
            shown = reading.shown(section, "handlers", name)
            words = f"names {shown}, which [handlers] keys does not list"
            yield _Fault(section, "handlers", words)
    yield from _level(reading, section)


def _propagation(reading: Reading, section: str) -> Iterator[_Fault]:
    text = reading.value(section, "propagate")
    try:
        int("1" if text is None else text)
    except ValueError:
        if not reading.is_templated(section, "propagate"):
            shown = reading.shown(section, "propagate", text or "") or "(empty)"
            yield _Fault(section, "propagate", f"= {shown} is no whole number")
