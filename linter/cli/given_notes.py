"""The release notes that --online, --offline or --bundle ask for, judged for the deployments."""

import sys

from msgspec.structs import replace

from linter.acknowledgements import acknowledged
from linter.catalog import store
from linter.cli import output
from linter.cli.analysis import Examined, Given, Request
from linter.cli.fetching import drawn
from linter.cli.note_options import NotesWish
from linter.cli.notes_request import notes_request
from linter.engine import contexts_of, gaps_in
from linter.model.notes import RELEASE_NOTES
from linter.model.report import Input
from linter.model.triage import ReadingList
from linter.notes.gathering import Gathered, gather
from linter.notes.limits import Means, within
from linter.notes.request import NotesRequest, wanted
from linter.ruleset import Ruleset
from linter.triage.judging import triaged


def read_given(examined: Examined, request: Request, _rules: Ruleset, given: Given) -> Examined:
    """The same with the release notes of the upgrade: those given, else those that can be had."""
    upgrade = examined.upgrade
    releases = wanted(upgrade, request.notes.previous)
    if given.notes is None:
        gathered = _gathered(request.notes, notes_request(request.notes, upgrade, given.bundle))
    else:
        gathered = Gathered(given.notes, (), (), (), upgrade.target.version)
    evidence = examined.evidence
    contexts = tuple(contexts_of(examined.deployments, upgrade, examined.knowledge, evidence))
    gaps = (*examined.gaps, *(gap for context in contexts for gap in gaps_in(context)))
    reading = ReadingList(
        series=tuple(release.series for release in releases),
        notes=acknowledged(triaged(contexts, gathered.notes, gaps), evidence.answers, upgrade),
        documents=gathered.documents,
        gaps=gathered.gaps,
        version=gathered.version,
    )
    published = (
        Input("", document.address, RELEASE_NOTES, document.sha256)
        for document in gathered.documents
    )
    return replace(
        examined,
        evidence=replace(evidence, reading=reading),
        gaps=gaps,
        inputs=tuple(sorted((*examined.inputs, *published))),
    )


def _gathered(wish: NotesWish, request: NotesRequest) -> Gathered:
    """The notes; on a terminal stderr shows how far it is, and what failed is said there."""
    with drawn(sys.stderr) as watch:
        gathered = gather(request, store.known_of_series, Means(within(wish.timeout)), watch)
    for trouble in gathered.troubles:
        output.talk(f"kslint: {trouble}")
    return gathered
