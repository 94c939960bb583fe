"""Deployments and release notes written for a test, and what becomes of the ones in the others."""

from pathlib import Path

from linter.catalog import store
from linter.catalog.mentions import Known
from linter.checks.context import Context
from linter.cli.analysis import deployments_in
from linter.cli.ends import series_with
from linter.engine import Evidence, Knowledge, contexts_of
from linter.inference import upgrade_between
from linter.model.finding import Gap
from linter.model.logs import LogTally
from linter.model.notes import Note, NoteSection
from linter.model.triage import Triage, TriagedNote
from linter.notes.compose import note
from linter.triage.judging import triaged

PLAIN = "[database]\nconnection = mysql+pymysql://keystone:canary@db.example.org/keystone\n"
FROM, TO = "stein", "train"


def deployed(
    folder: Path,
    text: str = "",
    *,
    logs: LogTally = LogTally(),  # noqa: B008  frozen
    between: tuple[str, str] = (FROM, TO),
    **others: str,
) -> Context:
    """A deployment with these lines in keystone.conf, and other files by their names.

    In a name two underscores stand for a dot.
    """
    folder.mkdir(exist_ok=True)
    (folder / "keystone.conf").write_text(PLAIN + text, encoding="utf-8")
    for name, content in others.items():
        (folder / name.replace("__", ".")).write_text(content, encoding="utf-8")
    return context_of(folder, between, logs)


def context_of(path: Path, between: tuple[str, str], logs: LogTally | None = None) -> Context:
    """What is known of the deployment in a folder, for an upgrade from one series to another."""
    source, target = (store.release_by_name(series) for series in between)
    upgrade = upgrade_between(source, target, store.releases(), ("given", "given"))
    knowledge = Knowledge(store.load, series_with)
    evidence = Evidence(logs=logs or LogTally())
    return next(iter(contexts_of(deployments_in(str(path)), upgrade, knowledge, evidence)))


def item(
    text: str, section: str = "upgrade", series: str = TO, version: str = "", id_: str = "a-note"
) -> Note:
    """An item of a release note."""
    catalog = store.load(series)
    version = version or f"{catalog.release.major}.0.0"
    return note(series, version, NoteSection(section), 1, text, known(series), id_)


def known(series: str) -> Known:
    """The names that a release knows."""
    catalog = store.load(series)
    options = frozenset((entry.group, entry.name) for entry in catalog.options)
    return Known(options, frozenset(catalog.commands))


def judged(context: Context, *notes: Note, gaps: tuple[Gap, ...] = ()) -> TriagedNote:
    """What becomes of the first note."""
    return next(each for each in triaged([context], notes, gaps) if each.note == notes[0])


def said(context: Context, text: str, section: str = "upgrade") -> tuple[Triage, str]:
    """The triage of a text, and the reason."""
    found = judged(context, item(text, section))
    return found.triage, found.reason
