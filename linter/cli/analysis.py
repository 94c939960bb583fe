"""From the words of a command line to a finished report."""

import datetime as dt
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

import msgspec

from linter import __version__
from linter.acknowledgements import (
    AcknowledgementError,
    answered,
    gaps_in_answers,
    read_acknowledgements,
)
from linter.announced import announced
from linter.catalog import store
from linter.catalog.errors import CatalogError
from linter.cli.asking import ask
from linter.cli.clock import moment, today
from linter.cli.consent import Ground, Said, borne, said_by_site
from linter.cli.ends import choose_upgrade, series_with
from linter.cli.failure import UsageError
from linter.cli.inputs import files_in, last_day
from linter.cli.live_options import NO_QUESTIONS, Questions
from linter.cli.living_options import LivingWish
from linter.cli.note_options import NO_NOTES, NotesWish
from linter.cli.settling import NO_SETTINGS, Taken
from linter.collect.directory import collect
from linter.collect.naming import shown_path
from linter.collect.place import CollectError, Named, Surroundings
from linter.coverage import gaps_beyond_files, requires_answers, weighed
from linter.engine import Evidence, Knowledge, analyse, join
from linter.inference import InferenceError
from linter.model.acknowledgement import Answers
from linter.model.finding import Gap, Severity
from linter.model.live import Live
from linter.model.logs import LOGS, LogTally
from linter.model.notes import RELEASE_NOTES, Note
from linter.model.release import Release, Upgrade
from linter.model.report import Input, Report, Tool
from linter.model.snapshot import Node, Root, Snapshot
from linter.model.verdict import decide
from linter.parse.deployment import Deployment, read_deployment
from linter.ruleset import RuleError, Ruleset, load_rules

if TYPE_CHECKING:
    from linter.notes.bundle import Bundle


class Request(msgspec.Struct, frozen=True):
    """What to check, towards what, and what to ask for."""

    paths: tuple[str, ...]
    source: str | None = None
    target: str | None = None
    named: tuple[Named, ...] = ()
    rules: tuple[Path, ...] = ()
    web: tuple[str, ...] = ()
    logs: tuple[str, ...] = ()
    logs_since: Path | None = None
    jobs: int = 0
    profile: str = "gate"
    fail_on: Severity = Severity.BLOCKER
    questions: Questions = NO_QUESTIONS
    acknowledgements: Path | None = None
    living: LivingWish = LivingWish()
    settings: Taken = NO_SETTINGS
    notes: NotesWish = NO_NOTES
    today: dt.date | None = None
    now: dt.datetime | None = None
    surroundings: Surroundings | None = None


class Gathered(msgspec.Struct, frozen=True):
    """What was read of the deployments and of what a site says, and each file of both."""

    answers: Answers
    snapshot: Snapshot
    said: Said
    inputs: tuple[Input, ...]


class Examined(msgspec.Struct, frozen=True):
    """What is known of the deployments before any rule is asked.

    `gaps` are those of what was collected and of how the releases came to be known, and where
    release notes were asked for, those of the files that they were judged by. `roots` are those of
    the `nodes` with their files, `said` is what the site says of findings.
    """

    deployments: tuple[Deployment, ...]
    upgrade: Upgrade
    knowledge: Knowledge
    evidence: Evidence
    gaps: tuple[Gap, ...]
    inputs: tuple[Input, ...]
    roots: Mapping[str, Root] = {}
    said: Said = Said()
    nodes: tuple[Node, ...] = ()


class Checked(msgspec.Struct, frozen=True):
    """A report, and what some formats tell beside it: all rules, and where the nodes lie."""

    report: Report
    rules: Ruleset
    roots: Mapping[str, Root] = {}


class Given(msgspec.Struct, frozen=True):
    """What is handed in and not looked for.

    What a running system said, release notes, and the bundle that they are to be read from.
    """

    live: Live = Live()
    notes: tuple[Note, ...] | None = None
    bundle: "Bundle | None" = None


_NOTHING_GIVEN = Given()


def check(request: Request, given: Given = _NOTHING_GIVEN) -> Report:
    """The report on the deployments that were asked for.

    Raises UsageError for paths, releases, rules or acknowledgements that cannot be used.
    """
    return checked(request, given).report


def checked(request: Request, given: Given = _NOTHING_GIVEN) -> Checked:
    """The report that `check` gives, with what it rests on."""
    with usable(), bundle_of(request.notes) as bundle:
        return _check(request, msgspec.structs.replace(given, bundle=bundle))


@contextmanager
def bundle_of(wish: NotesWish) -> Iterator["Bundle | None"]:
    """The bundle that is named, its catalogs in use until the end of the block."""
    if wish.bundle is None:
        yield None
        return
    # Nobody pays for it who has none.
    from linter.cli.bundled import opened  # noqa: PLC0415

    with opened(wish.bundle) as bundle:
        yield bundle


@contextmanager
def usable() -> Iterator[None]:
    """Whatever is said of arguments that cannot be used comes out as a UsageError."""
    try:
        yield
    except (
        CollectError,
        InferenceError,
        CatalogError,
        RuleError,
        AcknowledgementError,
    ) as error:
        raise UsageError(str(error)) from error


def _check(request: Request, given: Given) -> Checked:
    rules = load_rules(request.rules)
    examined = examine(request, rules, given)
    upgrade, evidence = examined.upgrade, examined.evidence
    outcome = analyse(examined.deployments, upgrade, rules, examined.knowledge, evidence)
    answers = evidence.answers
    required = requires_answers(request.profile)
    found = join(answered(outcome.findings, answers, rules, upgrade, required=required))
    told = announced(found, rules, upgrade, store.load, evidence.reading.notes)
    ground = Ground(examined.deployments, upgrade, rules, examined.knowledge, _today(request))
    taken = borne(told, examined.said, request.living, ground)
    findings = taken.findings
    gaps = _gaps(
        (
            *examined.gaps,
            *outcome.gaps,
            *taken.gaps,
            *gaps_in_answers(findings, answers, upgrade),
            *evidence.logs.gaps,
            *evidence.reading.gaps,
            *gaps_beyond_files(tuple(_asked(request, evidence))),
        ),
        request.profile,
    )
    report = Report(
        tool=tool_of(rules),
        upgrade=upgrade,
        profile=request.profile,
        inputs=examined.inputs,
        verdict=decide(findings, gaps, request.fail_on),
        findings=findings,
        gaps=gaps,
        rules_evaluated=outcome.evaluated,
        access_changes=outcome.access_changes,
        logs=evidence.logs,
        reading=evidence.reading,
        created=request.now or moment(),
        valid_until=last_day(answers, examined.said.consent.waivers, upgrade, _today(request)),
    )
    return Checked(report, rules, examined.roots)


def tool_of(rules: Ruleset) -> Tool:
    """What a report says of this kslint, with the rules and the catalogs in use."""
    return Tool("kslint", __version__, rules.digest, store.digest())


def gather(request: Request, rules: Ruleset) -> Gathered:
    """Reads all files that a report rests on. Raises what `usable` knows."""
    answers = _answers(request, rules)
    snapshot = collect(
        request.paths,
        named=request.named,
        web=request.web,
        surroundings=request.surroundings,
    )
    said = said_by_site(request.living, request.settings, rules, snapshot)
    return Gathered(answers, snapshot, said, _inputs(snapshot, request, answers, said))


def examine(request: Request, rules: Ruleset, given: Given = _NOTHING_GIVEN) -> Examined:
    """Collects the deployments, and all that is asked for beside them.

    Raises what `usable` knows.
    """
    gathered = gather(request, rules)
    answers, snapshot, said = gathered.answers, gathered.snapshot, gathered.said
    deployments = tuple(_deployments(snapshot))
    upgrade, guesses = choose_upgrade(request, deployments)
    live = given.live
    unanswered: tuple[Gap, ...] = ()
    if request.questions != NO_QUESTIONS:
        live, unanswered = ask(request.questions, deployments)
    evidence = Evidence(live, _logs(request, deployments, upgrade.source), answers=answers)
    examined = Examined(
        deployments,
        upgrade,
        Knowledge(store.load, series_with),
        evidence,
        (*snapshot.gaps, *guesses, *unanswered),
        gathered.inputs,
        {node.name: node.root for node in snapshot.nodes},
        said,
        snapshot.nodes,
    )
    if request.notes.is_asked or given.notes is not None:
        # Nobody pays for readers of release notes who asks for none.
        from linter.cli.given_notes import read_given  # noqa: PLC0415

        return read_given(examined, request, rules, given)
    return examined


def _asked(request: Request, evidence: Evidence) -> Iterator[str]:
    """The evidence beyond files that this run has looked at."""
    if evidence.reading.series or request.notes.is_asked:
        yield RELEASE_NOTES
    if evidence.live.database or request.questions.of_database:
        yield "database"
    if request.logs:
        yield LOGS


def _logs(request: Request, deployments: Sequence[Deployment], source: Release) -> LogTally:
    if not request.logs:
        return LogTally()
    # Nobody pays for the scanner who gives no logs.
    from linter.cli.given_logs import read_given  # noqa: PLC0415
    from linter.logs.reading import LogRequest  # noqa: PLC0415

    asked = LogRequest(request.logs, jobs=request.jobs, since=request.logs_since)
    return read_given(asked, deployments, source)


def deployments_in(path: str) -> list[Deployment]:
    """The deployments in a directory, file or archive. Raises UsageError if it cannot be read."""
    try:
        return _deployments(collect((path,)))
    except (CollectError, CatalogError) as error:
        raise UsageError(str(error)) from error


def _deployments(snapshot: Snapshot) -> list[Deployment]:
    """One deployment for all nodes that have the same files."""
    alike: dict[str, list[Node]] = {}
    for node in snapshot.nodes:
        alike.setdefault(node.digest, []).append(node)
    secrets = store.secret_names()
    return [
        read_deployment(nodes[0], [node.name for node in nodes], secrets)
        for nodes in alike.values()
    ]


def _gaps(gaps: Sequence[Gap], profile: str) -> tuple[Gap, ...]:
    """Each gap once, those first that the profile requires to be closed."""
    weighty = dict.fromkeys(weighed(gap, profile) for gap in gaps)
    return tuple(sorted(weighty, key=lambda gap: (not gap.required, gap.what)))


def _answers(request: Request, rules: Ruleset) -> Answers:
    if request.acknowledgements is None:
        return Answers()
    return read_acknowledgements(request.acknowledgements, rules, _today(request))


def _inputs(
    snapshot: Snapshot, request: Request, answers: Answers, said: Said
) -> tuple[Input, ...]:
    found = [*files_in(snapshot), *request.settings.inputs, *said.inputs]
    if request.acknowledgements:
        path = shown_path(request.acknowledgements)
        found.append(Input("", path, "acknowledgements", answers.sha256))
    return tuple(sorted(found))


def _today(request: Request) -> dt.date:
    return request.today or today()
