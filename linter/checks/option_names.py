"""Names that the target does not read, or reads under another name."""

import re
from collections.abc import Iterator
from typing import TypedDict

from linter.catalog.entries import Name, OptionEntry
from linter.checks.context import Context
from linter.checks.names import Names, is_among, key_of, written
from linter.checks.registry import Hit, check, hit_of
from linter.checks.standing import Fate, Standing
from linter.checks.values import effective_text, equals_default, names_read, pinned_value
from linter.model.finding import Severity


class Replacement(TypedDict, total=False):
    """What a rule knows of a removed option: what to use instead, why it went, what it breaks."""

    instead: str
    why: str
    only_with: tuple[str, str, str]


Replacements = dict[str, Replacement]


@check("option-removed")
def option_removed(
    context: Context, replacements: Replacements, but: tuple[str, ...] = ()
) -> Iterator[Hit]:
    """Settings that the source reads and the target does not know.

    `but` are patterns of those that have a rule of their own.
    """
    for standing in context.with_fate(Fate.REMOVED):
        if not is_among(written(standing.name), but):
            yield _removed(context, standing, replacements)


@check("group-removed")
def group_removed(
    context: Context, replacements: Replacements, but: tuple[str, ...] = ()
) -> Iterator[Hit]:
    """Settings in a group that the target does not have at all.

    `but` are patterns of those that have a rule of their own.
    """
    for standing in context.with_fate(Fate.GROUP_REMOVED):
        if not is_among(written(standing.name), but):
            yield _removed(context, standing, replacements)


def _removed(context: Context, standing: Standing, replacements: Replacements) -> Hit:
    known = replacements.get(written(standing.name), {})
    same = standing.before is not None and equals_default(standing.setting, standing.before)
    same = same or not _is_used(context, known)
    deprecated = _deprecated_since(context, standing.name)
    fields = {
        "since": standing.since,
        "history": f" (deprecated since {deprecated})" if deprecated else "",
        "because": known.get("why", ""),
        "instead": known.get("instead", "Nothing replaces it; remove the line"),
    }
    return hit_of(standing.setting, fields, Severity.WARNING if same else Severity.CONDITION)


def _is_used(context: Context, known: Replacement) -> bool:
    """Whether the option has an effect with what else is set, as far as the rule knows."""
    when = known.get("only_with")
    return when is None or effective_text(context, when[0], when[1]) == when[2]


def _deprecated_since(context: Context, name: Name) -> str:
    """The first series on the way that announces the removal, or "" when none does."""
    for names in (context.source, *context.span.crossed):
        entry = names.find(name)
        if entry is not None and entry.for_removal:
            return series_named(entry.deprecated_since) or _seen_in(context, names)
    return ""


def _seen_in(context: Context, names: Names) -> str:
    """When a deprecation without a date was first seen on the way."""
    return f"{names.series} or before" if names is context.source else names.series


_SERIES = tuple(
    re.findall(
        r"\w+",
        "austin bexar cactus diablo essex folsom grizzly havana icehouse juno kilo liberty mitaka "
        "newton ocata pike queens rocky stein train ussuri victoria wallaby xena yoga zed",
    )
)
"""The series up to Zed, which older releases name by their first letter."""


def series_named(since: str) -> str:
    """A series as it is written, of what code calls it: R is rocky, Kilo is kilo."""
    if len(since) == 1:
        return next((name for name in _SERIES if name[0] == since.lower()), since)
    return since.lower()


@check("option-renamed")
def option_renamed(context: Context) -> Iterator[Hit]:
    """Settings under an old name that the target still reads."""
    for standing in context.with_fate(Fate.RENAMED):
        if standing.successor:
            yield hit_of(standing.setting, {"successor": written(standing.successor)})


@check("alias-dropped")
def alias_dropped(
    context: Context, but: tuple[str, ...] = (), only: tuple[str, ...] = ()
) -> Iterator[Hit]:
    """Settings under an old name that the target reads no more.

    Those of the options `but` are left to a rule of their own while nothing else sets them. `only`,
    when given, are the options to speak of.
    """
    for standing in context.with_fate(Fate.ALIAS_DROPPED):
        if standing.successor is None:
            continue
        is_set = pinned_value(context, context.target.current[standing.successor])
        if not is_set and written(standing.successor) in but:
            continue
        if only and written(standing.successor) not in only:
            continue
        fields = {
            "successor": written(standing.successor),
            "since": standing.since,
            "instead": "is set and counts" if is_set else "falls back to its default",
        }
        yield hit_of(standing.setting, fields, Severity.WARNING if is_set else Severity.CONDITION)


@check("only-old-name-set")
def only_old_name_set(context: Context, option: Name, old_names: tuple[Name, ...]) -> Iterator[Hit]:
    """An option that nothing works without, set only under names that the target does not read."""
    entry = context.target.current.get(option)
    if entry is None or pinned_value(context, entry):
        return
    for standing in context.standings:
        if standing.name in old_names:
            yield hit_of(standing.setting, {"successor": written(option)})


@check("option-dead")
def option_dead(context: Context) -> Iterator[Hit]:
    """Settings that the source itself reads no more."""
    for standing in context.with_fate(Fate.DEAD):
        yield hit_of(
            standing.setting, {"since": standing.since, "last": _last_before(context, standing)}
        )


def _last_before(context: Context, standing: Standing) -> str:
    """The last release before the source that knows the name."""
    ladder = context.span.ladder
    start = ladder.index(context.source.series)
    return [series for series in standing.known_in if ladder.index(series) < start][-1]


@check("option-for-removal")
def option_for_removal(context: Context, only: tuple[str, ...] = ()) -> Iterator[Hit]:
    """Settings that the target reads for the last time or nearly so, unless set to the default.

    `only`, when given, are the options to speak of.
    """
    for standing in context.with_fate(Fate.CURRENT, Fate.RENAMED):
        entry = standing.entry
        if entry is None or not entry.for_removal or _is_untouched(standing, entry):
            continue
        if only and written(key_of(entry)) not in only:
            continue
        yield hit_of(standing.setting, {"since": _announced(context, entry)})


def _is_untouched(standing: Standing, entry: OptionEntry) -> bool:
    """Whether the line says no more than what source or target do without it."""
    ends = (entry, standing.before)
    return any(end is not None and equals_default(standing.setting, end) for end in ends)


def _announced(context: Context, entry: OptionEntry) -> str:
    since = series_named(entry.deprecated_since)
    return since or _deprecated_since(context, key_of(entry))


@check("alias-and-name-both-set")
def alias_and_name_both_set(context: Context) -> Iterator[Hit]:
    """Settings under an old name of an option that is also set under another of its names."""
    for standing in context.with_fate(Fate.RENAMED):
        if standing.entry is None or context.deployment.overlay_of(standing.setting):
            continue
        configuration = context.deployment.configuration
        rivals = [name for name in names_read(standing.entry) if configuration.sets(name)]
        rivals = [name for name in rivals if name != standing.name]
        winner = pinned_value(context, standing.entry)
        if rivals and winner is not None:
            counts = written((winner.group, winner.name))
            fields = {
                "successor": written(key_of(standing.entry)),
                "rivals": ", ".join(map(written, rivals)),
                "winner": counts,
            }
            differ = _held_apart(context, standing, rivals)
            yield hit_of(standing.setting, fields, Severity.CONDITION if differ else None)


def _held_apart(context: Context, standing: Standing, rivals: list[Name]) -> bool:
    """Whether names that were options of their own in the source now contend for one."""
    mine = context.source.find(standing.name)
    others = [context.source.find(name) for name in rivals]
    if mine is None or all(other is None or other is mine for other in others):
        return False
    values = {
        setting.value
        for name in (standing.name, *rivals)
        for setting in context.deployment.configuration.effective((name,), multi=False).winners
    }
    return len(values) > 1
