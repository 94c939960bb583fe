"""Shows that a release note concerns a deployment."""

from collections.abc import Iterator
from itertools import chain

from linter.checks.context import Context
from linter.checks.log_evidence import witness_of
from linter.checks.names import named, written
from linter.checks.values import default_of
from linter.model.finding import Witness
from linter.model.location import Location
from linter.model.notes import Note
from linter.model.visible import visible
from linter.triage.features import Feature, Patterns
from linter.triage.ground import Ground
from linter.triage.in_force import line, settings_of, values_of
from linter.triage.mentioned import Mentioned
from linter.triage.policies import changed_default, line_of, override_of
from linter.triage.speech import narrowed, spoken_of, touched_by
from linter.triage.unset import speaks_of_unnamed_options, speaks_of_unset_options

_EVERYWHERE = frozenset({"keystone.conf", "policy.json", "policy.yaml"})
"""Files that notes name for what is in them, which is told by the options and the rules."""
_SHOWN = 60


def grounds(context: Context, note: Note, found: Mentioned) -> Iterator[Ground]:
    """Everything in a deployment that a note speaks of, the most telling first."""
    return chain(
        _options(context, found),
        _rules(context, found),
        _commands(context, found),
        _files(context, found),
        _logs(context, note),
        _features(context, found),
        _defaults(context, found),
        _always(context, found),
    )


def _options(context: Context, found: Mentioned) -> Iterator[Ground]:
    for option in found.options:
        for setting in settings_of(context, option):
            yield Ground(f"{written(option)} is set here", line(setting))
    whole = set(found.groups) - {group for group, _ in found.options} - {"DEFAULT"}
    for group in sorted(whole):
        for setting in settings_of(context, (group, "*")):
            yield Ground(f"options of [{group}] are set here", line(setting))


def _rules(context: Context, found: Mentioned) -> Iterator[Ground]:
    for rule in found.rules:
        ground = override_of(context, rule)
        if ground is not None:
            yield ground


def _commands(context: Context, found: Mentioned) -> Iterator[Ground]:
    wanted = set(found.commands)
    # A note on one command of keystone-manage is not about its others.
    if any(command.startswith("keystone-manage ") for command in wanted):
        wanted.discard("keystone-manage")
    for script in context.deployment.scripts:
        for call in script.invocations:
            names = {call.program, f"{call.program} {call.command}".strip()}
            for name in sorted(names & wanted):
                yield Ground(f"{name} is run here", Witness("config", name, at=call.at))
    for web in context.deployment.webs:
        for use in web.uses:
            name = use.value.rpartition("/")[2]
            if use.kind == "script" and name in wanted:
                yield Ground(f"{name} is run here", Witness("config", use.line_text, at=use.at))


def _files(context: Context, found: Mentioned) -> Iterator[Ground]:
    names = {file.rpartition("/")[2] for file in found.files} - _EVERYWHERE
    for path in sorted(context.deployment.paths()):
        name = path.rpartition("/")[2]
        if name in names:
            at = Location(context.deployment.node, path)
            yield Ground(f"{visible(name)} is here", Witness("config", visible(path), at=at))


def _logs(context: Context, note: Note) -> Iterator[Ground]:
    subjects = set(note.identifiers)
    for event in context.logs.events:
        if event.subject in subjects:
            yield Ground(f"the logs speak of {visible(event.subject)}", witness_of(event))


def _features(context: Context, found: Mentioned) -> Iterator[Ground]:
    """The features in use; that an option goes which is not set is nothing to those who use one."""
    if speaks_of_unnamed_options(found):
        return
    features = narrowed(spoken_of(found))
    if not speaks_of_unset_options(context, found):
        features += touched_by(found)
    for feature in features:
        yield from _uses(context, feature)


def _always(context: Context, found: Mentioned) -> Iterator[Ground]:
    for feature in narrowed(spoken_of(found)):
        if feature.always:
            witness = Witness("catalog", feature.always, reference=context.target.series)
            yield Ground(feature.always, witness, is_deployed=False)


def _uses(context: Context, feature: Feature) -> Iterator[Ground]:
    reason = f"{feature.name} is in use here"
    for option, patterns in feature.shown_by.items():
        for value in values_of(context, named(option)):
            if value.fits(patterns):
                yield Ground(reason, value.witness, is_deployed=value.setting is not None)
    yield from _set(context, feature.shown_by_setting, reason)
    written_rule = line_of(context, feature.shown_by_rules)
    if written_rule is not None:
        yield Ground(reason, written_rule)


def _set(context: Context, wanted: Patterns, reason: str) -> Iterator[Ground]:
    for option, patterns in wanted.items():
        if option.endswith("] *"):
            for setting in settings_of(context, named(option)):
                yield Ground(reason, line(setting))
            continue
        for value in values_of(context, named(option)):
            if value.setting is not None and value.fits(patterns):
                yield Ground(reason, value.witness)


def _defaults(context: Context, found: Mentioned) -> Iterator[Ground]:
    """Defaults that change; what is set was told before."""
    for option in found.options:
        before, after = context.source.find(option), context.target.find(option)
        if before is None or after is None or before.default == after.default:
            continue
        old, new = _shown(default_of(before)), _shown(default_of(after))
        text = f"{written(option)} is {old} by default, and {new} then"
        witness = Witness("catalog", text, reference=context.target.series)
        yield Ground(f"the default of {written(option)} changes", witness, is_deployed=False)
    for rule in found.rules:
        ground = changed_default(context, rule)
        if ground is not None:
            yield ground


def _shown(default: object) -> str:
    text = visible("nothing" if default is None else str(default)) or "(empty)"
    return text if len(text) <= _SHOWN else f"{text[: _SHOWN - 1]}…"
