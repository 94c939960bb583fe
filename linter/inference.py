"""Which release a deployment runs and which comes next, when nobody says."""

from collections import Counter
from collections.abc import Callable, Sequence

import msgspec

from linter.catalog.entries import Name
from linter.model.finding import Gap
from linter.model.release import Release, Upgrade
from linter.parse.deployment import Deployment
from linter.parse.effective import normalised

_SAMPLE = 100
"""From so many options in comments on, a file is a sample that somebody edited."""


_MARGIN = 2
"""By so many options a release must be the best one before it is taken for certain."""


class InferenceError(Exception):
    """No release fits; the sentence says what to give instead."""


class Guess(msgspec.Struct, frozen=True):
    """A release, why it, and the Gap that guessing leaves."""

    release: Release
    reason: str
    gap: Gap


def infer_source(
    deployments: Sequence[Deployment],
    ladder: Sequence[Release],
    history: Callable[[Name], tuple[str, ...]],
    newest: Release | None,
) -> Guess:
    """The release, not newer than `newest`, that knows most of the options named in the files.

    Raises InferenceError when the files name no option that any release knows.
    """
    names = _names(deployments)
    scores: Counter[str] = Counter()
    for name in names:
        scores.update(history(name))
    eligible = [item for item in ladder if newest is None or item.major <= newest.major]
    best = max((scores[release.series] for release in eligible), default=0)
    if not best:
        raise InferenceError(
            "no release could be told from the configuration: it sets no option that any release "
            "knows; say which release is deployed with --from"
        )
    candidates = [item for item in eligible if scores[item.series] > best - _MARGIN]
    return _guess(candidates, best, len(names), newest or ladder[-1])


def _names(deployments: Sequence[Deployment]) -> set[Name]:
    """The options that are set; in an edited sample also those in comments, a whole release."""
    names: set[Name] = set()
    commented: set[Name] = set()
    for deployment in deployments:
        for file in deployment.files:
            names |= {(normalised(item.group), item.name) for item in file.settings}
            commented |= {(normalised(group), name) for group, name in file.commented}
    return names | commented if len(commented) >= _SAMPLE else names


def _guess(candidates: Sequence[Release], known: int, named: int, end: Release) -> Guess:
    """The newest candidate that leaves something to upgrade to, up to `end`."""
    earlier = [item for item in candidates if item.major < end.major]
    release = earlier[-1] if earlier else candidates[-1]
    reason = f"inferred: it knows {known} of the {named} options in the files, more than others do"
    why = "it was inferred from the option names, since no installed keystone was found"
    if len(candidates) > 1:
        first, last = candidates[0].series, candidates[-1].series
        fits = f"fits releases from {first} to {last} about equally well"
        reason = f"guessed: what the files set {fits}"
        why = f"what the files set {fits}"
    required = len(candidates) > 1
    gap = Gap("source release", why, "say which release is deployed with --from", required)
    return Guess(release, reason, gap)


def next_hop(source: Release, ladder: Sequence[Release]) -> Release:
    """The next release that upstream tests upgrading to: the next SLURP from a SLURP release.

    Raises InferenceError when nothing later is known.
    """
    later = [release for release in ladder if release.major > source.major]
    if not later:
        raise InferenceError(
            f"{source} is the newest release known; name another with --to, or add one with "
            "`kslint catalog build`"
        )
    if source.slurp:
        return next((release for release in later if release.slurp), later[0])
    return later[0]


def upgrade_between(
    source: Release, target: Release, ladder: Sequence[Release], reasons: tuple[str, str]
) -> Upgrade:
    """The upgrade from one release to another.

    Raises InferenceError for a backward one.
    """
    if target.major < source.major:
        raise InferenceError(
            f"{target} is older than {source}: keystone cannot be downgraded; known releases, "
            f"oldest first: {', '.join(release.series for release in ladder)}"
        )
    return Upgrade(source, target, tuple(ladder), *reasons)
