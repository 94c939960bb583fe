"""Which features a release note speaks of."""

from linter.triage.features import Feature, features
from linter.triage.mentioned import Mentioned


def spoken_of(found: Mentioned) -> tuple[Feature, ...]:
    """The features that a note has a word for."""
    words = found.words
    return tuple(feature for feature in features() if feature.expression.search(words))


def narrowed(spoken: tuple[Feature, ...]) -> tuple[Feature, ...]:
    """Of the features that a note speaks of, those whose users alone it concerns."""
    return tuple(feature for feature in spoken if feature.narrows) or spoken


def touched_by(found: Mentioned) -> tuple[Feature, ...]:
    """The features of which a note names an option or a group, and has no word for them."""
    groups = {*found.groups, *(group for group, _ in found.options)}
    told = spoken_of(found)
    return tuple(
        feature
        for feature in features()
        if not groups.isdisjoint(feature.groups) and feature not in told
    )
