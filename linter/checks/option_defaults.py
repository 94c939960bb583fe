"""Defaults that differ between source and target, for options that the deployment leaves alone."""

from collections.abc import Iterator
from typing import Any

import msgspec

from linter.catalog.entries import OptionEntry
from linter.checks.context import Context
from linter.checks.names import is_among, key_of, named, written
from linter.checks.registry import Hit, check
from linter.checks.values import default_of, effective_text, pinned_value
from linter.model.finding import Severity
from linter.model.location import Location


@check("default-changed")
def default_changed(
    context: Context,
    matters: dict[str, str],
    notable: dict[str, str],
    harmless: tuple[str, ...],
    now_fixed: dict[str, bool],
) -> Iterator[Hit]:
    """Changed defaults of options that are not set.

    `matters` are options with what the change means, conditions; `notable` ones are warnings, and
    so is every change that nobody has judged yet; `harmless` are patterns of those left out.
    `now_fixed` are options that went, with the value that now always holds.
    """
    yield from _fixed(context, matters, now_fixed)
    for key, entry in sorted(context.target.current.items()):
        before = context.source.find(key)
        if before is None or not _differs(before, entry) or _is_pinned(context, before, entry):
            continue
        subject = written(key)
        if is_among(subject, harmless):
            continue
        severity = Severity.CONDITION if subject in matters else Severity.WARNING
        meaning = matters.get(subject) or notable.get(subject, "")
        yield _changed(context, before, entry, severity, meaning)


def _fixed(context: Context, matters: dict[str, str], now_fixed: dict[str, bool]) -> Iterator[Hit]:
    for subject, value in now_fixed.items():
        before = context.source.current.get(named(subject))
        if before is None or key_of(before) in context.target.current:
            continue
        if default_of(before) == value or pinned_value(context, before):
            continue
        hit = _changed(context, before, before, Severity.CONDITION, matters.get(subject, ""))
        change = f"was {shown_default(default_of(before))}; {shown_default(value)} now always holds"
        yield msgspec.structs.replace(hit, fields={**hit.fields, "change": change})


def _is_pinned(context: Context, before: OptionEntry, entry: OptionEntry) -> bool:
    return bool(pinned_value(context, entry) or pinned_value(context, before))


def _differs(before: OptionEntry, entry: OptionEntry) -> bool:
    return bool(comparable(default_of(before)) != comparable(default_of(entry)))


def comparable(value: Any) -> Any:  # a plain JSON value
    """A default or a value read, as it is compared: none at all is as good as an empty text."""
    return "" if value is None else value


def _changed(
    context: Context, before: OptionEntry, entry: OptionEntry, severity: Severity, why: str
) -> Hit:
    fields = {
        "group": entry.group,
        "name": entry.name,
        "change": _change(default_of(before), default_of(entry)),
        "meaning": why,
    }
    at = Location(node=context.deployment.node, path=context.deployment.main_path)
    return Hit(written(key_of(entry)), at, fields, severity)


def _change(before: Any, after: Any) -> str:
    if isinstance(before, list) and isinstance(after, list):
        added = ", ".join(str(item) for item in after if item not in before)
        dropped = ", ".join(str(item) for item in before if item not in after)
        told = [f"gains {added}" if added else "", f"loses {dropped}" if dropped else ""]
        return " and ".join(part for part in told if part) or "is put in another order"
    return f"changes from {shown_default(before)} to {shown_default(after)}"


def shown_default(default: Any) -> str:
    """A default in words; the text may be of any length."""
    if default is None:
        return "(none)"
    if isinstance(default, bool):
        return str(default).lower()
    if isinstance(default, list):
        return ",".join(str(item) for item in default) or "(empty)"
    return str(default) or "(empty)"


@check("option-new")
def option_new(
    context: Context,
    matters: dict[str, str],
    decisive: dict[str, str],
    only_with: dict[str, tuple[str, str, str]],
) -> Iterator[Hit]:
    """Options that the target adds, that are not set, and whose default somebody should weigh.

    `decisive` ones are conditions where their default turns something on. `only_with` names what
    must be set for an option to be of interest.
    """
    for subject, meaning in {**matters, **decisive}.items():
        entry = context.target.current.get(named(subject))
        if entry is None or context.source.find(key_of(entry)) or pinned_value(context, entry):
            continue
        default = default_of(entry)
        if subject in decisive and not default:
            continue
        group, name, value = only_with.get(subject, ("", "", None))
        if value is not None and effective_text(context, group, name) != value:
            continue
        fields = {
            "group": entry.group,
            "name": entry.name,
            "default": shown_default(default),
            "meaning": meaning,
        }
        at = Location(node=context.deployment.node, path=context.deployment.main_path)
        yield Hit(subject, at, fields, Severity.CONDITION if subject in decisive else None)


@check("option-must-follow")
def option_must_follow(
    context: Context, option: tuple[str, str], follows: tuple[str, str]
) -> Iterator[Hit]:
    """An option left at its default although the one it goes with was moved."""
    entry = context.target.current.get(option)
    leader = context.target.current.get(follows)
    if entry is None or leader is None or pinned_value(context, entry):
        return
    moved = pinned_value(context, leader)
    here = effective_text(context, *option)
    if moved is None or moved.templated or (moved.value.rstrip("/") == str(here).rstrip("/")):
        return
    found = (item for item in context.deployment.keys if item.named == str(here).rstrip("/"))
    if any(item.numbered for item in found):
        # It was left where it is, and has keys of its own.
        return
    fields = {"group": option[0], "name": option[1], "value": moved.shown, "default": str(here)}
    yield Hit(written(option), moved.at, fields, excerpt=moved.line_text)
