"""Proves that a release note does not concern a deployment."""

import re
from collections.abc import Callable, Iterator, Sequence

import msgspec

from linter.checks.context import Context
from linter.checks.names import named
from linter.model.finding import Witness
from linter.model.notes import Note, NoteSection
from linter.model.release import Release
from linter.triage.features import Feature
from linter.triage.ground import Ground
from linter.triage.in_force import settings_of, values_of
from linter.triage.mentioned import Mentioned
from linter.triage.policies import nothing_overridden, untouched
from linter.triage.speech import spoken_of, touched_by
from linter.triage.unset import not_set, says_that_it_goes

_OWN_FILE = "keystone.conf"
# What shows that a text goes beyond the option or the feature that it begins with.
_BEYOND = re.compile(
    r"\b(?:all|any|every|each|regardless|default value"
    r"|by default|now defaults|substitut\w+|interpolat\w+|new option"
    r"|databases?|tables?|columns?|schema|index|migrat\w+|db_sync)\b",
    re.IGNORECASE,
)
_GOES_ON = re.compile(
    r"(?:this|these|those) (?:options?|settings?|drivers?|polic(?:y|ies)|methods?)\b",
    re.IGNORECASE,
)
_LASTING = frozenset({NoteSection.DEPRECATIONS, NoteSection.ISSUES, NoteSection.PRELUDE})


class _Subject(msgspec.Struct, frozen=True):
    """Something that a note speaks of, how its text says so, and why it does not matter here."""

    is_named_in: Callable[[str], bool]
    ground: Ground | None


def refutation(context: Context, found: Mentioned) -> Ground | None:
    """Why a note does not concern a deployment that is known in full, None where nothing proves it.

    Everything that the note names must be out of use, and each sentence must speak of such.
    """
    if not found.is_plausible or found.commands or _other_files(found):
        return None
    if _BEYOND.search(found.words):
        return None
    subjects = tuple(_subjects(context, found))
    grounds = [subject.ground for subject in subjects if subject.ground is not None]
    if not grounds or len(grounds) < len(subjects):
        return None
    return grounds[0] if _is_about(subjects, found.sentences) else None


def _is_about(subjects: Sequence[_Subject], sentences: Sequence[str]) -> bool:
    """Whether each sentence is about one of the subjects, and each subject has its sentence."""
    said = [any(subject.is_named_in(sentence) for sentence in sentences) for subject in subjects]
    heard = [
        any(subject.is_named_in(sentence) for subject in subjects)
        or (number > 0 and _GOES_ON.match(sentence) is not None)
        for number, sentence in enumerate(sentences)
    ]
    return all(said) and all(heard)


def _other_files(found: Mentioned) -> set[str]:
    """The files that are named but those that stand for a feature."""
    files = {file.rpartition("/")[2] for file in found.files}
    features = {word for feature in spoken_of(found) for word in feature.words}
    return files - features - {_OWN_FILE}


def _subjects(context: Context, found: Mentioned) -> Iterator[_Subject]:
    absent: set[str] = set()
    for feature in spoken_of(found):
        ground = _out_of_use(context, feature)
        if ground is not None:
            absent.update(feature.groups)
        yield _Subject(_says_feature(feature), ground)
    for feature in touched_by(found):
        ground = _out_of_use(context, feature)
        if ground is not None:
            absent.update(feature.groups)
            yield _Subject(_says_feature(feature), ground)
    for option in found.options:
        if option[0] not in absent:
            yield _Subject(_goes(option[1]), not_set(context, option))
    for group in set(found.groups) - absent - {group for group, _ in found.options}:
        yield _Subject(_goes(group), not_set(context, (group, "*")))
    for rule in found.rules:
        yield _Subject(_says(rule), untouched(context, rule))


def _says_feature(feature: Feature) -> Callable[[str], bool]:
    def says(sentence: str) -> bool:
        has_group = any(f"[{group}]" in sentence for group in feature.groups)
        return has_group or feature.expression.search(sentence) is not None

    return says


def _says(word: str) -> Callable[[str], bool]:
    return lambda sentence: word in sentence


def _goes(name: str) -> Callable[[str], bool]:
    return lambda sentence: says_that_it_goes(sentence, name)


def _out_of_use(context: Context, feature: Feature) -> Ground | None:
    """That every value, set or by default, leaves the feature out."""
    witness = nothing_overridden(context) if feature.needs_overrides else None
    if feature.needs_overrides and witness is None:
        return None
    for option, patterns in feature.ruled_out_by.items():
        values = values_of(context, named(option))
        if not values or not all(value.fits(patterns) for value in values):
            return None
        witness = witness or values[0].witness
    if witness is None or _has_more_set(context, feature):
        return None
    return Ground(f"{feature.name} is not in use here: {feature.because}", witness)


def _has_more_set(context: Context, feature: Feature) -> bool:
    """Whether a file sets options of the feature that do not themselves rule it out."""
    ruling = {named(option) for option in feature.ruled_out_by}
    return any(
        (setting.group, setting.name) not in ruling
        for group in feature.groups
        for setting in settings_of(context, (group, "*"))
    )


def installed(context: Context, note: Note) -> Ground | None:
    """That the source release has what a note tells of.

    What a stable branch got later may be missing from a release that came before it: only what a
    series began with is in all later ones. A deprecation and a known issue last.
    """
    release = _release_of(context, note.series)
    source = context.upgrade.source
    if release is None or release.major > source.major or note.section in _LASTING:
        return None
    if re.fullmatch(rf"{release.major}\.0\.0(?:\.0(?:b|rc)\d+)?", note.version) is None:
        return None
    reason = f"it came with {note.version}, and {source.series} is deployed"
    text = context.upgrade.source_reason or f"the deployed release is {source.series}"
    return Ground(reason, Witness("catalog", text, reference=source.series))


def _release_of(context: Context, series: str) -> Release | None:
    ladder = context.upgrade.ladder
    return next((each for each in ladder if series in {each.series, each.codename}), None)
