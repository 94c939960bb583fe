"""Which upgrade a run is about: what its words say, and what the files tell."""

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from linter.catalog import store
from linter.catalog.entries import Name
from linter.catalog.errors import UnknownRelease
from linter.collect.installed import installed_release
from linter.collect.marker import prepared_for
from linter.inference import infer_source, next_hop, upgrade_between
from linter.model.finding import Gap
from linter.model.release import Release, Upgrade
from linter.parse.deployment import Deployment

if TYPE_CHECKING:
    from linter.cli.analysis import Request


def choose_upgrade(
    request: "Request", deployments: Sequence[Deployment]
) -> tuple[Upgrade, tuple[Gap, ...]]:
    """The upgrade that was asked for, what is missing found out, with the gaps that this leaves."""
    ladder = store.releases()
    with request.settings.naming("to", UnknownRelease):
        target = store.release_by_name(request.target) if request.target else None
    source, source_reason, gaps = _source(request, target, deployments)
    if target is None:
        target, target_reason = next_hop(source, ladder), "the next supported hop"
    else:
        target_reason = request.settings.origin("to")
    return upgrade_between(source, target, ladder, (source_reason, target_reason)), gaps


def _source(
    request: "Request", target: Release | None, deployments: Sequence[Deployment]
) -> tuple[Release, str, tuple[Gap, ...]]:
    if request.source:
        with request.settings.naming("from", UnknownRelease):
            return store.release_by_name(request.source), request.settings.origin("from"), ()
    prepared = {prepared_for(Path(path)) for path in request.paths}
    series = next(iter(prepared)) if len(prepared) == 1 else None
    if series is not None:
        return store.release_by_name(series), f"kslint prepared the files for {series}", ()
    installed = installed_release()
    if installed is not None:
        version, where = installed
        return store.release_by_name(version), f"keystone {version} is installed in {where}", ()
    guess = infer_source(deployments, store.releases(), series_with, target)
    return guess.release, guess.reason, (guess.gap,)


def series_with(name: Name) -> tuple[str, ...]:
    """The series whose release knows an option by this name, oldest first."""
    return tuple(release.series for release in store.appearances(*name))
