"""Values that the type accepts and keystone cannot work with."""

import re
from collections.abc import Iterator, Sequence
from fnmatch import fnmatchcase

import msgspec

from linter.catalog.entries import OptionEntry
from linter.checks.context import Context
from linter.checks.names import key_of, written
from linter.checks.registry import Hit, check
from linter.checks.values import (
    consequence,
    default_of,
    effective_text,
    equals_default,
    judged,
    pinned_value,
    severity_when_broken,
    shown_value,
)
from linter.model.facts import Setting
from linter.model.finding import Severity
from linter.model.location import Location
from linter.parse.values import Accepted


@check("option-value")
def option_value(
    context: Context,
    group: str,
    name: str,
    values: tuple[str, ...],
    within: tuple[str, str] = ("", ""),
) -> Iterator[Hit]:
    """An option that is set to one of certain values; patterns as in a shell.

    `within` are the first and last series of the target.
    """
    if not context.span.ends_within(first=within[0], last=within[1]):
        return
    entry = context.target.find((group, name))
    setting = pinned_value(context, entry) if entry else None
    if entry is None or setting is None:
        return
    for value in _parts(context, entry, setting):
        if any(fnmatchcase(value, pattern) for pattern in values):
            yield _hit(context, entry, setting)
            return


def _parts(context: Context, entry: OptionEntry, setting: Setting) -> Sequence[str]:
    """The value as read, or each item of a list."""
    verdict = judged(setting, entry, context.target, context.deployment.configuration)
    if not isinstance(verdict, Accepted) or setting.templated:
        return ()
    if isinstance(verdict.value, list):
        return [str(item) for item in verdict.value]
    return (str(verdict.value),)


def _hit(context: Context, entry: OptionEntry, setting: Setting) -> Hit:
    fields = {
        "group": setting.group,
        "name": setting.name,
        "value": setting.shown or "(empty)",
        "consequence": consequence(context, entry, setting),
    }
    return Hit(written(key_of(entry)), setting.at, fields, excerpt=setting.line_text)


@check("value-empty")
def value_empty(
    context: Context, texts: tuple[str, ...], tolerated: tuple[str, ...]
) -> Iterator[Hit]:
    """Numbers set to nothing although a number is their default, and the `texts` that need one.

    The `tolerated` numbers were seen to do without: conditions.
    """
    for entry in _entries_set(context):
        setting = pinned_value(context, entry)
        if setting is None or setting.value != "" or default_of(entry) is None:
            continue
        subject = written(key_of(entry))
        number = entry.type.kind in {"integer", "float", "port"} and not entry.multi
        if subject in texts:
            severity = Severity.BLOCKER
        elif number and subject not in tolerated:
            severity = severity_when_broken(context, entry, setting)
        elif number:
            severity = Severity.CONDITION
        else:
            continue
        yield msgspec.structs.replace(_hit(context, entry, setting), severity=severity)


def _entries_set(context: Context) -> list[OptionEntry]:
    found = {
        key_of(standing.entry): standing.entry for standing in context.standings if standing.entry
    }
    return [found[key] for key in sorted(found)]


@check("no-first-method")
def no_first_method(context: Context, firsts: tuple[str, ...]) -> Iterator[Hit]:
    """[auth] methods that a user without a token cannot use; `firsts` are those that can."""
    entry = context.target.current.get(("auth", "methods"))
    setting = pinned_value(context, entry) if entry else None
    if entry is None or setting is None or setting.templated:
        return
    methods = [method for method in _parts(context, entry, setting) if method]
    known = context.target.catalog.entry_points
    own = [method for method in methods if f"keystone.auth.{method}" not in known]
    if not own and not set(methods) & set(firsts):
        yield _hit(context, entry, setting)


@check("log-level-unknown")
def log_level_unknown(context: Context, group: str, name: str) -> Iterator[Hit]:
    """Entries of a list of logger=LEVEL pairs that name no level of Python's logging."""
    entry = context.target.current.get((group, name))
    setting = pinned_value(context, entry) if entry else None
    if entry is None or setting is None:
        return
    for item in _parts(context, entry, setting):
        level = item.rpartition("=")[2] if "=" in item else ""
        if not re.fullmatch(
            r"CRITICAL|FATAL|ERROR|WARN|WARNING|INFO|DEBUG|NOTSET|TRACE|\d+", level
        ):
            yield _hit(context, entry, setting)
            return


@check("needs-companion")
def needs_companion(
    context: Context,
    when: tuple[str, str, str],
    option: tuple[str, str],
    allowed: tuple[str, ...],
    first: str,
) -> Iterator[Hit]:
    """An option that from the series `first` on must have one of the values once `when` holds."""
    group, name, wanted = when
    entry = context.target.find(option)
    if not context.span.ends_within(first=first):
        return
    if entry is None or str(effective_text(context, group, name)).lower() != wanted:
        return
    text = effective_text(context, *option) or ""
    leader = context.target.find((group, name))
    setting = pinned_value(context, leader) if leader else None
    if setting is None or any(fnmatchcase(text, pattern) for pattern in allowed):
        return
    companion = pinned_value(context, entry)
    shown = shown_value(companion, text) if companion else text
    fields = {"group": group, "name": name, "value": setting.shown, "companion": shown}
    yield Hit(written((group, name)), setting.at, fields, excerpt=setting.line_text)


@check("value-outside")
def value_outside(
    context: Context,
    when: tuple[str, str, str],
    option: tuple[str, str],
    prefix: str,
    known: tuple[str, ...],
) -> Iterator[Hit]:
    """An option that takes only `known` words, though its type takes any, once `when` holds.

    Words are compared in capitals and may come without the `prefix`.
    """
    group, name, wanted = when
    entry = context.target.find(option)
    setting = pinned_value(context, entry) if entry else None
    if entry is None or setting is None or setting.templated:
        return
    word = setting.value.upper()
    is_known = word in known or prefix + word in known
    if str(effective_text(context, group, name)).lower() == wanted and not is_known:
        yield _hit(context, entry, setting)


@check("list-lacks")
def list_lacks(
    context: Context, option: tuple[str, str], item: str, subject: str, breaks: bool
) -> Iterator[Hit]:
    """A list that is set and does not hold an item of the target's default.

    The finding is about the `subject` that is missed, not about the list. A list that only spells
    out the source's default is spoken of where missing the item breaks something.
    """
    entry = context.target.current.get(option)
    setting = pinned_value(context, entry) if entry else None
    if entry is None or setting is None or setting.templated:
        return
    parts = _parts(context, entry, setting)
    before = context.source.find(option)
    is_untouched = before is not None and equals_default(setting, before)
    if not parts or item in parts or (is_untouched and not breaks):
        return
    hit = msgspec.structs.replace(_hit(context, entry, setting), subject=subject)
    if is_untouched:
        at = Location(setting.at.node, setting.at.path)
        hit = msgspec.structs.replace(hit, at=at, excerpt="")
    yield hit
