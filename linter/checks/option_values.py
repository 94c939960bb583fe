"""Values that the target refuses, or reads otherwise than they look."""

from collections.abc import Iterator
from fnmatch import fnmatchcase

import msgspec

from linter.catalog.entries import Name, OptionEntry
from linter.checks.context import Context
from linter.checks.names import key_of, written
from linter.checks.registry import Hit, check, hit_of
from linter.checks.standing import Fate
from linter.checks.values import (
    consequence,
    judged,
    pinned_values,
    severity_when_broken,
)
from linter.model.facts import Setting
from linter.model.finding import Witness
from linter.parse.effective import Configuration, normalised
from linter.parse.values import Rejected


@check("value-refused")
def value_refused(context: Context) -> Iterator[Hit]:
    """Values that the source accepts and the target does not."""
    for entry, setting, refusal in _refused(context):
        if not _refused_by_source(context, setting):
            yield _hit(context, entry, setting, refusal)


@check("value-already-refused")
def value_already_refused(context: Context) -> Iterator[Hit]:
    """Values that neither end of the upgrade accepts."""
    for entry, setting, refusal in _refused(context):
        if _refused_by_source(context, setting):
            yield _hit(context, entry, setting, refusal)


@check("value-refused-as")
def value_refused_as(context: Context, options: dict[str, tuple[str, ...]]) -> Iterator[Hit]:
    """Values of the `options` that the target refuses and that fit one of the patterns given."""
    for entry, setting, refusal in _refused(context):
        patterns = options.get(written(key_of(entry)), ())
        if any(fnmatchcase(setting.value, pattern) for pattern in patterns):
            choices = ", ".join(entry.type.choices)
            hit = _hit(context, entry, setting, refusal)
            yield msgspec.structs.replace(hit, fields={**hit.fields, "choices": choices})


def _refused(context: Context) -> Iterator[tuple[OptionEntry, Setting, Rejected]]:
    """Every assignment in effect that the target's type refuses, in the order of the options."""
    for configuration in context.deployment.configurations():
        for key in _options_set(context, configuration):
            entry = context.target.current[key]
            for setting in pinned_values(configuration, entry):
                if setting.templated:
                    continue
                verdict = judged(setting, entry, context.target, configuration)
                if isinstance(verdict, Rejected):
                    yield entry, setting, verdict


def _options_set(context: Context, configuration: Configuration) -> list[Name]:
    found = (context.target.find(name) for name in configuration.index)
    return sorted({key_of(entry) for entry in found if entry is not None})


@check("value-refused-in-copy")
def value_refused_in_copy(context: Context) -> Iterator[Hit]:
    """Values in a group such as [cors.horizon], which repeats the options of [cors]."""
    configuration = context.deployment.configuration
    for standing in context.with_fate(Fate.SITE):
        original, dot, _ = standing.name[0].partition(".")
        entry = context.target.current.get((original, standing.name[1]))
        if not dot or entry is None or standing.setting.templated:
            continue
        verdict = judged(standing.setting, entry, context.target, configuration)
        if isinstance(verdict, Rejected):
            yield _hit(context, entry, standing.setting, verdict)


_REFERENCE = "Write $$ for a $ that stands for itself, or refer to an option that exists"
_VALUE = "Set a value that the option takes"


def _refused_by_source(context: Context, setting: Setting) -> bool:
    before = context.source.find((normalised(setting.group), setting.name))
    if before is None:
        return False
    configuration = context.deployment.configuration_of(setting)
    return isinstance(judged(setting, before, context.source, configuration), Rejected)


def _hit(context: Context, entry: OptionEntry, setting: Setting, refusal: Rejected) -> Hit:
    fields = {
        "reason": refusal.reason,
        "remedy": _REFERENCE if "$" in refusal.reason else _VALUE,
        "consequence": consequence(context, entry, setting),
    }
    return hit_of(setting, fields, severity_when_broken(context, entry, setting))


@check("assignment-shadowed")
def assignment_shadowed(context: Context) -> Iterator[Hit]:
    """Assignments that a later one in the same file overrides with another value.

    Not in templates, whose branches set an option in turn.
    """
    templates = {file.path for file in context.deployment.files if file.template}
    for configuration in context.deployment.configurations():
        for key in _options_set(context, configuration):
            if context.target.current[key].multi:
                continue
            result = configuration.effective((key,), multi=False)
            for setting in result.shadowed:
                winner = result.winners[-1]
                if setting.at.path != winner.at.path or setting.at.path in templates:
                    continue
                if setting.value != winner.value:
                    yield _shadowed(setting, winner)


def _shadowed(setting: Setting, winner: Setting) -> Hit:
    hit = hit_of(setting, {"winner": winner.shown, "line": str(winner.at.line)})
    witness = Witness("config", winner.line_text, at=winner.at)
    return msgspec.structs.replace(hit, witnesses=(witness,))
