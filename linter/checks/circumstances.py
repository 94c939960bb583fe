"""What a deployment uses, told by the values in force, and the faults that lie in their meeting."""

from collections.abc import Iterable, Iterator
from fnmatch import fnmatchcase
from typing import Literal, TypedDict

import msgspec

from linter.catalog.entries import Name
from linter.checks.context import Context
from linter.checks.names import named
from linter.checks.registry import Hit, check
from linter.checks.values import (
    default_of,
    effective_text,
    judged,
    pinned_value,
    reads_overlays,
    shown_value,
)
from linter.model.facts import Setting
from linter.model.location import Location
from linter.parse.effective import Configuration
from linter.parse.values import Accepted

_OF_DOMAINS = {"identity", "ldap"}
"""Groups that the drivers of a single domain read."""

Shown = Literal[
    "hashes", "roles", "tables", "endpoints", "ec2_credentials", "too_deep_projects", ""
]
"""A part of what a live database shows."""

Patterns = dict[str, tuple[str, ...]]
"""Options as written, each with patterns as in a shell; a boolean is `true` or `false`."""


class Circumstances(TypedDict, total=False):
    """What must hold at once; a value is what is set, or else the default.

    `values` are options of which the value, or one item of it, fits a pattern; `other_than` are set
    options of which the value, or one item of it, fits none; `above` are numbers to be exceeded; of
    `changed` one at least must be set to something else than its default.
    """

    values: Patterns
    other_than: Patterns
    above: dict[str, int]
    changed: tuple[str, ...]


class InForce(msgspec.Struct, frozen=True):
    """The value of an option, set or by default; a list has several texts."""

    texts: tuple[str, ...]
    default: tuple[str, ...]
    setting: Setting | None = None

    @property
    def is_known(self) -> bool:
        """Whether it can be told; a template's placeholder cannot."""
        return self.setting is None or not self.setting.templated

    @property
    def is_changed(self) -> bool:
        """Whether a line says something else than the default does."""
        return self.setting is not None and self.is_known and self.texts != self.default

    def fitting(self, patterns: tuple[str, ...]) -> list[str]:
        """The items that fit one of the patterns."""
        return [text for text in self.texts if any(fnmatchcase(text, each) for each in patterns)]

    def exceeds(self, limit: int) -> bool:
        """Whether it is a number above the limit."""
        return any(text.isdecimal() and int(text) > limit for text in self.texts)

    @property
    def shown(self) -> str:
        """The value fit to print."""
        text = ",".join(self.texts)
        return shown_value(self.setting, text) if self.setting else text or "(empty)"


@check("values-in-force")
def values_in_force(
    context: Context,
    when: Circumstances,
    subject: str = "",
    domains: bool = False,
    shown_by: Shown = "",
) -> Iterator[Hit]:
    """Options whose values in force, set or by default, make up the fault together.

    The finding stands where the first of them that is set stands, and is about it unless there is a
    `subject`; `{value}` is its value, `{last}` that of the last option. With `domains` each domain
    overlay that is read is looked at too. Nothing is said where the part of a live database that
    shows more was looked at.
    """
    if is_shown(context, shown_by):
        return
    for configuration in _read(context, domains=domains):
        if _holds(context, when, configuration):
            yield _met(context, when, subject, configuration)


def is_shown(context: Context, part: Shown) -> bool:
    """Whether a part of a live database was looked at."""
    return bool(part) and getattr(context.live.database, part, None) is not None


def circumstances_hold(context: Context, when: Circumstances) -> bool:
    """Whether they hold for the service or a domain, or may for one whose options are not seen."""
    if any(_holds(context, when, configuration) for configuration in _read(context)):
        return True
    groups = {named(option)[0] for option in _options(when)}
    return groups <= _OF_DOMAINS and _domains_are_in_the_database(context)


def _domains_are_in_the_database(context: Context) -> bool:
    enabled = effective_text(context, "identity", "domain_specific_drivers_enabled")
    database = effective_text(context, "identity", "domain_configurations_from_database")
    return (enabled, database) == ("True", "True")


def _read(context: Context, *, domains: bool = True) -> Iterator[Configuration]:
    yield context.deployment.configuration
    if domains and reads_overlays(context):
        for overlay in context.deployment.overlays:
            yield overlay.configuration


def _holds(context: Context, when: Circumstances, configuration: Configuration) -> bool:
    found = {option: _in_force(context, option, configuration) for option in _options(when)}
    changed = when.get("changed", ())
    return (
        all(item.is_known for item in found.values())
        and all(found[option].fitting(each) for option, each in when.get("values", {}).items())
        and all(
            _differs(found[option], each) for option, each in when.get("other_than", {}).items()
        )
        and all(found[option].exceeds(limit) for option, limit in when.get("above", {}).items())
        and (not changed or any(found[option].is_changed for option in changed))
    )


def _options(when: Circumstances) -> tuple[str, ...]:
    """Every option named, in the order in which the rule does."""
    parts: Iterable[Iterable[str]] = when.values()  # type: ignore[assignment]  # mypy: objects
    return tuple(option for part in parts for option in part)


def _differs(item: InForce, patterns: tuple[str, ...]) -> bool:
    return item.setting is not None and len(item.fitting(patterns)) < len(item.texts)


def _in_force(context: Context, option: str, configuration: Configuration) -> InForce:
    """As the target sees it, or the source where the target has no such option."""
    name: Name = named(option)
    names = context.target if context.target.find(name) else context.source
    entry = names.find(name)
    if entry is None:
        # A group that a site or a plugin names is in no catalog.
        winners = configuration.effective((name,), multi=False).winners
        return InForce((winners[-1].value,), ("",), winners[-1]) if winners else InForce((), ())
    default = _texts(default_of(entry))
    setting = pinned_value(context, entry, configuration)
    if setting is None:
        return InForce(default, default)
    verdict = judged(setting, entry, names, configuration)
    value = verdict.value if isinstance(verdict, Accepted) else setting.value
    return InForce(_texts(value), default, setting)


def _texts(value: object) -> tuple[str, ...]:
    if isinstance(value, list):
        return tuple(str(item) for item in value) or ("",)
    if isinstance(value, bool):
        return (str(value).lower(),)
    return ("" if value is None else str(value),)


def _met(context: Context, when: Circumstances, subject: str, configuration: Configuration) -> Hit:
    found = {option: _in_force(context, option, configuration) for option in _options(when)}
    first = next((option for option, item in found.items() if item.setting), next(iter(found)))
    group, name = named(first)
    last = list(found.values())[-1]
    fields = {"group": group, "name": name, "value": found[first].shown, "last": last.shown}
    setting = found[first].setting
    if setting is not None:
        return Hit(subject or first, setting.at, fields, excerpt=setting.line_text)
    at = Location(context.deployment.node, context.deployment.main_path)
    return Hit(subject or first, at, fields)
