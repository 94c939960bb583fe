"""Looks whether a sealed report still holds for the files that there are now."""

from collections.abc import Iterator
from pathlib import Path

from linter.cli.analysis import Request, bundle_of, gather, tool_of, usable
from linter.cli.clock import today
from linter.cli.failure import UsageError
from linter.model.notes import RELEASE_NOTES
from linter.model.report import Input
from linter.notes.cache import Cache, Copies, cache_folder
from linter.notes.fetched import NotKept, digest_of
from linter.report.told import ReportError
from linter.ruleset import load_rules
from linter.seal import SealedReport, Verification, read_sealed, verified


def verification(content: bytes, name: str, request: Request) -> Verification:
    """Whether the report in a file of this name still holds.

    Raises UsageError where it is no report, and for what cannot be used.
    """
    try:
        sealed = read_sealed(content)
    except ReportError as error:
        raise UsageError(f"{name}: {error}") from error
    with usable(), bundle_of(request.notes) as bundle:
        rules = load_rules(request.rules)
        inputs = gather(request, rules).inputs
        published = _published(sealed, bundle or Cache(cache_folder()))
        now = (*inputs, *_baselines(sealed), *published)
        return verified(sealed, tool_of(rules), now, request.today or today())


def _baselines(sealed: SealedReport) -> Iterator[Input]:
    """The baseline of a report of `kslint check`, where it lay; no option of ours names it."""
    for source in sealed.inputs:
        path = Path(source.path)
        if source.kind == "baseline" and path.is_file():
            yield Input("", source.path, source.kind, digest_of(path.read_bytes()))


def _published(sealed: SealedReport, source: Copies) -> Iterator[Input]:
    """The documents with release notes that are at hand."""
    for document in sealed.inputs:
        if document.kind != RELEASE_NOTES:
            continue
        try:
            kept = source.kept(document.path)
        except NotKept:
            continue
        if kept is not None:
            yield Input("", document.path, RELEASE_NOTES, kept.digest)
