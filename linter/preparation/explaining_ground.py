"""What an explanation of a value can rest on: both ends, the result, and what was found."""

from collections.abc import Sequence

import msgspec

from linter.catalog.entries import Name, OptionEntry
from linter.checks.values import names_read
from linter.difference.effective import ValueChange, heir_of
from linter.difference.said import Said, subject_of
from linter.model.finding import Finding
from linter.model.location import Location
from linter.parse.deployment import Deployment
from linter.parse.effective import Configuration, configuration, normalised
from linter.preparation.case import Case
from linter.preparation.planning import Planned


class End(msgspec.Struct, frozen=True, eq=False):
    """The configuration of one domain, or of the service, on one side."""

    configuration: Configuration

    def at(self, places: Sequence[Location]) -> dict[Name, list[str]]:
        """The texts that stand at some lines, by the names that they are given to."""
        wanted = {(place.path, place.line) for place in places}
        found: dict[Name, list[str]] = {}
        for file in self.configuration.files:
            for setting in file.settings:
                if (setting.at.path, setting.at.line) in wanted:
                    name = normalised(setting.group), setting.name
                    found.setdefault(name, []).append(setting.value)
        return found

    def texts(self, name: Name) -> list[str]:
        """Every text that is given to a name."""
        return [
            setting.value
            for file in self.configuration.files
            for setting in file.settings
            if (normalised(setting.group), setting.name) == name
        ]


class Ground(msgspec.Struct, frozen=True, eq=False):
    """What an explanation can rest on: one case, its result, and which values differ."""

    case: Case
    planned: Planned
    changes: Sequence[ValueChange]
    blockers: Sequence[Finding]
    said: Said


class Asked(msgspec.Struct, frozen=True, eq=False):
    """One value that differs, with every name that its option goes by in the files."""

    change: ValueChange
    was: End
    will_be: End
    names: tuple[Name, ...]
    subjects: frozenset[str]


def asked_of(ground: Ground, change: ValueChange) -> Asked:
    """A value that differs, with its option's names in the releases and in the files."""
    context = ground.case.context
    was = End(_of_domain(context.deployment, change.domain))
    will_be = End(_of_domain(ground.planned.after, change.domain))
    entries = (
        context.source.find(change.option),
        context.target.find(change.successor or change.option),
    )
    names = dict.fromkeys((change.option, *([change.successor] if change.successor else [])))
    names |= dict.fromkeys(name for entry in entries if entry for name in names_read(entry))
    names |= dict.fromkeys(was.at(change.before.at)) | dict.fromkeys(will_be.at(change.after.at))
    return Asked(change, was, will_be, tuple(names), frozenset(map(subject_of, names)))


def _of_domain(deployment: Deployment, domain: str) -> Configuration:
    if not domain:
        return deployment.configuration
    overlays = (item.configuration for item in deployment.overlays if item.domain == domain)
    return next(overlays, configuration(()))


def is_left(asked: Asked) -> bool:
    """Whether the lines that give the value now are in the new files too, as they are.

    Where none gives it now, whether those that will have been there all along.
    """
    lines = asked.was.at(asked.change.before.at)
    if not lines:
        return was_there(asked)
    return all(set(texts) <= set(asked.will_be.texts(name)) for name, texts in lines.items())


def was_there(asked: Asked) -> bool:
    """Whether the lines that will give the value are in the deployed files, under any name."""
    found = asked.will_be.at(asked.change.after.at).values()
    there = {text for name in asked.names for text in asked.was.texts(name)}
    return bool(found) and all(there.issuperset(texts) for texts in found)


def entries_of(
    ground: Ground, change: ValueChange
) -> tuple[OptionEntry | None, OptionEntry | None]:
    """The option in the source, and what the target has for it."""
    context = ground.case.context
    return context.source.current.get(change.option), heir_of(context, change.option)
