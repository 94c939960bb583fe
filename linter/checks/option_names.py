"""Names that the target does not read, or reads under another name."""

import difflib
import re
from collections.abc import Iterator
from typing import TypedDict

import msgspec

from linter.catalog.entries import Name, OptionEntry
from linter.checks.context import Context
from linter.checks.names import Names, is_among, key_of, written
from linter.checks.registry import Hit, check
from linter.checks.standing import Fate, Standing
from linter.checks.values import effective_text, equals_default, names_read, pinned_value
from linter.model.finding import Severity
from linter.parse.masking import masked_line


class Replacement(TypedDict, total=False):
    """What a rule knows of a removed option: what to use instead, why it went, what it breaks."""

    instead: str
    why: str


Replacements = dict[str, Replacement]


def _standings(context: Context, *fates: Fate) -> Iterator[Standing]:
    return (standing for standing in context.standings if standing.fate in fates)


def _hit(standing: Standing, fields: dict[str, str], severity: Severity | None = None) -> Hit:
    setting = standing.setting
    common = {"group": setting.group, "name": setting.name, "value": setting.shown}
    return Hit(
        subject=written(standing.name),
        at=setting.at,
        fields=common | fields,
        severity=severity,
        excerpt=setting.line_text,
    )


@check("option-removed")
def option_removed(context: Context, replacements: Replacements) -> Iterator[Hit]:
    """Settings that the source reads and the target does not know."""
    for standing in _standings(context, Fate.REMOVED):
        yield _removed(context, standing, replacements)


@check("group-removed")
def group_removed(context: Context, replacements: Replacements) -> Iterator[Hit]:
    """Settings in a group that the target does not have at all."""
    for standing in _standings(context, Fate.GROUP_REMOVED):
        yield _removed(context, standing, replacements)


def _removed(context: Context, standing: Standing, replacements: Replacements) -> Hit:
    known = replacements.get(written(standing.name), {})
    same = standing.before is not None and equals_default(standing.setting, standing.before)
    deprecated = _deprecated_since(context, standing.name)
    fields = {
        "since": standing.since,
        "history": f"deprecated since {deprecated}" if deprecated else "without a deprecation",
        "because": known.get("why", ""),
        "instead": known.get("instead", "Nothing replaces it; remove the line"),
    }
    return _hit(standing, fields, Severity.WARNING if same else Severity.CONDITION)


def _deprecated_since(context: Context, name: Name) -> str:
    """The first series on the way that announces the removal, or "" when none does."""
    for names in (context.source, *context.span.crossed):
        entry = names.find(name)
        if entry is not None and entry.for_removal:
            return _series(entry.deprecated_since) or names.series
    return ""


_SERIES = tuple(
    re.findall(
        r"\w+",
        "austin bexar cactus diablo essex folsom grizzly havana icehouse juno kilo liberty mitaka "
        "newton ocata pike queens rocky stein train ussuri victoria wallaby xena yoga zed",
    )
)
"""The series up to Zed, which older releases name by their first letter."""


def _series(since: str) -> str:
    """A series as it is written: R is rocky, Kilo is kilo."""
    if len(since) == 1:
        return next((name for name in _SERIES if name[0] == since.lower()), since)
    return since.lower()


@check("option-renamed")
def option_renamed(context: Context) -> Iterator[Hit]:
    """Settings under an old name that the target still reads."""
    for standing in _standings(context, Fate.RENAMED):
        if standing.successor:
            yield _hit(standing, {"successor": written(standing.successor)})


@check("alias-dropped")
def alias_dropped(context: Context) -> Iterator[Hit]:
    """Settings under an old name that the target reads no more."""
    for standing in _standings(context, Fate.ALIAS_DROPPED):
        if standing.successor is None:
            continue
        is_set = pinned_value(context, context.target.current[standing.successor])
        fields = {
            "successor": written(standing.successor),
            "since": standing.since,
            "instead": "is set and counts" if is_set else "falls back to its default",
        }
        yield _hit(standing, fields, Severity.WARNING if is_set else Severity.CONDITION)


@check("only-old-name-set")
def only_old_name_set(context: Context, option: Name, old_names: tuple[Name, ...]) -> Iterator[Hit]:
    """An option that nothing works without, set only under names that the target does not read."""
    entry = context.target.current.get(option)
    if entry is None or pinned_value(context, entry):
        return
    for standing in context.standings:
        if standing.name in old_names:
            yield _hit(standing, {"successor": written(option)})


@check("option-dead")
def option_dead(context: Context) -> Iterator[Hit]:
    """Settings that the source itself reads no more."""
    for standing in _standings(context, Fate.DEAD):
        yield _hit(standing, {"since": standing.since, "last": standing.known_in[-1]})


@check("option-unknown")
def option_unknown(
    context: Context, packaged: dict[str, str], older: tuple[str, ...]
) -> Iterator[Hit]:
    """Settings that neither end of the upgrade knows and no earlier release knew.

    `packaged` are lines that distributions ship in the file, with who does: only worth knowing.
    `older` are patterns of options that ended before the first release there is a catalog of.
    """
    for standing in _standings(context, Fate.UNKNOWN):
        if _names_plugin(context, standing.name):
            continue
        shipped_by = packaged.get(written(standing.name))
        if shipped_by:
            hint = f"it comes with {shipped_by} and nothing reads it"
            yield _hit(standing, {"hint": hint}, Severity.INFO)
        else:
            hit = _hit(standing, {"hint": _hint(context, standing, older)})
            yield msgspec.structs.replace(hit, excerpt=_excerpt(context, standing))


def _excerpt(context: Context, standing: Standing) -> str:
    """The source line, without its value where the name may be a misspelt secret's."""
    line = standing.setting.line_text
    secrets = {entry.name for entry in context.target.catalog.options if entry.secret}
    name = standing.setting.name.lower()
    if difflib.get_close_matches(name, {*secrets, "password", "secret", "token"}, 1, 0.7):
        return masked_line(line)
    return line


def _hint(context: Context, standing: Standing, older: tuple[str, ...]) -> str:
    if is_among(written(standing.name), older):
        return f"it ended before {context.span.ladder[0]} and has had no effect since"
    if standing.known_in:
        return f"it appears in {standing.known_in[0]}"
    near = _nearest(context.target, standing.name)
    return f"did you mean {near}?" if near else "nothing like it exists in any known release"


def _nearest(names: Names, name: Name) -> str:
    """The option or group that was probably meant, "" when nothing is near."""
    group, option = name
    here = [known for known_group, known in names.current if known_group == group]
    close = difflib.get_close_matches(option.replace("-", "_").lower(), here, n=1, cutoff=0.75)
    if close:
        return written((group, close[0]))
    homes = sorted(known for known, known_option in names.current if known_option == option)
    like = difflib.get_close_matches(group, homes, n=1, cutoff=0.7)
    if like or len(homes) == 1:
        return written(((like or homes)[0], option))
    if group in names.groups:
        return ""
    groups = difflib.get_close_matches(group, sorted(names.groups), n=1, cutoff=0.7)
    return f"[{groups[0]}]" if groups else ""


@check("option-not-sampled")
def option_not_sampled(context: Context) -> Iterator[Hit]:
    """Settings that the target reads although its sample does not list them."""
    for standing in _standings(context, Fate.CURRENT):
        if standing.entry and not standing.entry.sampled:
            yield _hit(standing, {})


@check("option-site-defined")
def option_site_defined(context: Context) -> Iterator[Hit]:
    """Settings in groups whose option names a site or a plugin chooses."""
    for standing in _standings(context, Fate.SITE, Fate.UNKNOWN):
        if standing.fate is Fate.SITE or _names_plugin(context, standing.name):
            yield _hit(standing, {})


def _names_plugin(context: Context, name: Name) -> bool:
    """Whether [auth] names the plugin of a method that is in use."""
    methods = effective_text(context, "auth", "methods") or ""
    return name[0] == "auth" and name[1] in methods.split(",")


@check("option-for-removal")
def option_for_removal(context: Context) -> Iterator[Hit]:
    """Settings that the target reads for the last time or nearly so, unless set to the default."""
    for standing in _standings(context, Fate.CURRENT, Fate.RENAMED):
        entry = standing.entry
        if entry is None or not entry.for_removal or equals_default(standing.setting, entry):
            continue
        yield _hit(standing, {"since": _announced(context, entry)})


def _announced(context: Context, entry: OptionEntry) -> str:
    since = _series(entry.deprecated_since)
    return since or _deprecated_since(context, key_of(entry))


@check("alias-and-name-both-set")
def alias_and_name_both_set(context: Context) -> Iterator[Hit]:
    """Settings under an old name of an option that is also set under another of its names."""
    for standing in _standings(context, Fate.RENAMED):
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
            yield _hit(standing, fields)
