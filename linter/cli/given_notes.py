"""The release notes that --online, --offline or --bundle ask for, judged for the deployments."""

from collections.abc import Sequence

from msgspec.structs import replace

from linter.acknowledgements import acknowledged
from linter.catalog import store
from linter.catalog.package_index import index_address
from linter.cli.analysis import Examined, Request
from linter.cli.note_options import NotesWish
from linter.engine import contexts_of, gaps_in
from linter.model.notes import Note
from linter.model.release import Upgrade
from linter.model.triage import ReadingList
from linter.notes.cache import cache_folder
from linter.notes.documents import NOTES_SITE
from linter.notes.gathering import Gathered, NotesRequest, gather, wanted
from linter.ruleset import Ruleset
from linter.triage.judging import triaged


def read_given(
    examined: Examined, request: Request, _rules: Ruleset, notes: Sequence[Note] | None = None
) -> Examined:
    """The same with the release notes of the upgrade; `notes` are taken instead of fetching any."""
    upgrade = examined.upgrade
    releases = wanted(upgrade, request.notes.previous)
    if notes is None:
        gathered = _gathered(request.notes, upgrade)
    else:
        gathered = Gathered(tuple(notes), (), (), (), upgrade.target.version)
    evidence = examined.evidence
    contexts = tuple(
        contexts_of(examined.deployments, upgrade, examined.knowledge, evidence)
    )  # fmt: skip
    gaps = (*examined.gaps, *(gap for context in contexts for gap in gaps_in(context)))
    reading = ReadingList(
        series=tuple(release.series for release in releases),
        notes=acknowledged(triaged(contexts, gathered.notes, gaps), evidence.answers, upgrade),
        documents=gathered.documents,
        gaps=gathered.gaps,
        version=gathered.version,
    )
    return replace(examined, evidence=replace(evidence, reading=reading))


def _gathered(wish: NotesWish, upgrade: Upgrade) -> Gathered:
    return gather(
        NotesRequest(
            wanted(upgrade, wish.previous),
            newest=store.releases()[-1],
            folder=cache_folder(),
            index=wish.index or index_address(),
            site=wish.site or NOTES_SITE,
            offline=wish.offline,
        ),
        store.known_of_series,
    )
