"""The values that options have in one deployment, set or by default, at both ends of an upgrade."""

from collections.abc import Iterable, Iterator
from fnmatch import fnmatchcase

import msgspec

from linter.catalog.entries import Name
from linter.checks.context import Context
from linter.checks.names import key_of, written
from linter.checks.standing import Standing
from linter.checks.values import default_of, judged, names_read, pinned_values, reads_overlays
from linter.model.facts import Setting
from linter.model.finding import Witness
from linter.parse.effective import Configuration
from linter.parse.values import Accepted


class Value(msgspec.Struct, frozen=True):
    """One value, or one item of a list; `setting` is none for the default of a release."""

    option: Name
    text: str
    series: str
    setting: Setting | None = None

    def fits(self, patterns: Iterable[str]) -> bool:
        """Whether it is known and fits one of the patterns."""
        is_known = self.setting is None or not self.setting.templated
        return is_known and any(fnmatchcase(self.text, pattern) for pattern in patterns)

    @property
    def witness(self) -> Witness:
        """The line that sets it, or what the release does without one."""
        if self.setting is not None:
            return line(self.setting)
        shown = self.text or "(empty)"
        text = f"{written(self.option)} is not set: {shown} by default"
        return Witness("catalog", text, reference=self.series)


def line(setting: Setting) -> Witness:
    """A deployed line as a witness."""
    return Witness("config", setting.line_text, at=setting.at)


def settings_of(context: Context, option: Name) -> tuple[Setting, ...]:
    """Every line that sets an option under one of its names; of `*`, any option of the group."""
    group, name = option
    if name == "*":
        return tuple(each.setting for each in context.standings if group in _groups(each))
    names = {option, *_other_names(context, option)}
    return tuple(each.setting for each in context.standings if each.name in names)


def _groups(standing: Standing) -> set[str]:
    """The group that a line names, and those of the option that it sets."""
    entries = [entry for entry in (standing.before, standing.entry) if entry is not None]
    return {standing.name[0], *(key_of(entry)[0] for entry in entries)}


def _other_names(context: Context, option: Name) -> Iterator[Name]:
    for names in (context.source, *context.span.crossed):
        entry = names.find(option)
        if entry is not None:
            yield from names_read(entry)


def values_of(context: Context, option: Name) -> tuple[Value, ...]:
    """What source and target take for the value, in the service and in each domain that is read."""
    found = [
        value
        for configuration in _read(context)
        for value in _values(context, option, configuration)
    ]
    return tuple(dict.fromkeys(found))


def _read(context: Context) -> Iterator[Configuration]:
    yield context.deployment.configuration
    if reads_overlays(context):
        for overlay in context.deployment.overlays:
            yield overlay.configuration


def _values(context: Context, option: Name, configuration: Configuration) -> Iterator[Value]:
    """A domain has its settings only: the defaults are those of the service."""
    for names in (context.source, context.target):
        entry = names.find(option)
        if entry is None:
            continue
        settings = pinned_values(configuration, entry)
        for setting in settings:
            verdict = judged(setting, entry, names, configuration)
            value = verdict.value if isinstance(verdict, Accepted) else setting.value
            # Of a line, which release reads it makes no difference to anybody.
            yield from (Value(option, text, "", setting) for text in _texts(value))
        if not settings and configuration is context.deployment.configuration:
            texts = _texts(default_of(entry))
            yield from (Value(option, text, names.series) for text in texts)


def _texts(value: object) -> tuple[str, ...]:
    if isinstance(value, list):
        return tuple(str(item) for item in value) or ("",)
    if isinstance(value, bool):
        return (str(value).lower(),)
    return ("" if value is None else str(value),)
