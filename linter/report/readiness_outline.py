"""A readiness report in sections, for the formats that are text."""

from collections.abc import Iterator, Sequence

import msgspec

from linter.model.finding import Finding, Gap, Severity
from linter.model.location import Location
from linter.model.triage import TriagedNote
from linter.report.document import document
from linter.report.phrases import line, message_of, sentence
from linter.report.quantities import counted
from linter.report.readiness import Readiness
from linter.report.remaining_steps import DOWNTIME, State, Step
from linter.report.rule_groups import RuleGroup
from linter.report.timeline import Timeline

EXAMPLES = 3
"""Findings of a rule, and places of other lists, that are shown; further ones are counted."""
NOTES = 40
"""Release notes that are named, the open ones first."""
DAYS = 14
"""Days of warnings that are shown, the last of them."""
ROLES = ("Who carries out the upgrade", "Who owns the service", "Who approves changes")


class Item(msgspec.Struct, frozen=True):
    """A line of a list with what stands below it; `name` is an identifier, "" for none."""

    text: str
    name: str = ""
    details: tuple[str, ...] = ()


class Table(msgspec.Struct, frozen=True):
    """Rows under headings."""

    heads: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]


class Section(msgspec.Struct, frozen=True):
    """A heading with sentences, a list, numbered from `first` where that is no 0, and a table."""

    title: str
    sentences: tuple[str, ...] = ()
    items: tuple[Item, ...] = ()
    table: Table | None = None
    first: int = 0


def outline(ready: Readiness) -> Iterator[Section]:
    """The report in the order in which it is decided from; texts are on one line, not escaped."""
    yield _way(ready)
    yield _standing(ready, Severity.BLOCKER, "What blocks", "No blocker stands", "Solved by")
    yield _standing(
        ready, Severity.CONDITION, "What must be decided", "No condition stands", "Decided by"
    )
    yield _lived_with(ready)
    yield _notes(ready)
    yield Section(
        "Evidence", items=tuple(Item(f"{each.what}: {each.told}") for each in ready.evidence)
    )
    yield _gaps(ready.report.gaps)
    yield _warnings(ready.timeline, is_read=bool(ready.report.logs.files))
    yield _nodes(ready)
    yield from _access(ready)
    yield from _steps(ready)
    yield _sign_off(ready)


def _way(ready: Readiness) -> Section:
    upgrade = ready.report.upgrade
    if not ready.hops:
        return Section("The way", (f"{upgrade.source} is checked against itself.",))
    said = (
        "Upstream tests this upgrade as one hop."
        if upgrade.supported()
        else f"Upstream does not test this upgrade as one hop: stop at each of the "
        f"{len(ready.hops)} releases, and check again before each."
    )
    rows = tuple(
        (
            f"{hop.source} → {hop.target}" + (", SLURP" if hop.slurp else ""),
            hop.version,
            hop.requires_python or "not said",
        )
        for hop in ready.hops
    )
    return Section("The way", (said,), table=Table(("Hop", "Keystone", "Python"), rows))


def _standing(ready: Readiness, severity: Severity, title: str, nothing: str, by: str) -> Section:
    groups = ready.standing(severity)
    items = tuple(_rule(group, by) for group in groups)
    sentences = () if groups else (f"{nothing} among what was looked at.",)
    return Section(title, sentences, items)


def _rule(group: RuleGroup, by: str) -> Item:
    found = [finding for finding in group.findings if not finding.waiver]
    fixes = tuple(f"To do: {sentence(part.advice.fix)}" for part in group.parts if part.advice.fix)
    return Item(
        f"{group.title} ({len(found)})",
        group.rule,
        (*_some([_found(finding) for finding in found]), *fixes[:EXAMPLES], f"{by}: ____"),
    )


def _found(finding: Finding) -> str:
    return message_of(finding) + _at(finding.at)


def _at(at: Location) -> str:
    return f" ({line(str(at))})" if at.path or at.node else ""


def _some(texts: Sequence[str]) -> Iterator[str]:
    yield from texts[:EXAMPLES]
    if len(texts) > EXAMPLES:
        yield f"and {len(texts) - EXAMPLES} more"


def _lived_with(ready: Readiness) -> Section:
    items = tuple(
        Item(
            f"{each.group.title} ({len(each.findings)} {each.group.severity}): {line(each.words)}",
            each.group.rule,
        )
        for each in ready.accepted
    )
    return Section(
        "What is lived with", () if items else ("Nothing is waived or acknowledged.",), items
    )


def _notes(ready: Readiness) -> Section:
    if not ready.report.reading.series:
        return Section("Release notes", ("No release notes were read.",))
    notes = ready.notes
    concern = "applies" if notes.applying == 1 else "apply"
    said = (
        f"{counted(notes.applying, 'item')} of release notes {concern} to this deployment: "
        f"{len(notes.open)} open, {len(notes.acknowledged)} acknowledged, "
        f"{len(notes.refuted)} that cannot apply, {len(notes.informing)} on features and fixes."
    )
    asking = (*notes.open, *notes.acknowledged)
    rest = len(asking) - NOTES
    more = (Item(f"and {rest} more, which `kslint notes` tells"),) if rest > 0 else ()
    return Section("Release notes", (said,), (*map(_note, asking[:NOTES]), *more))


def _note(each: TriagedNote) -> Item:
    state = line(each.acknowledgement) if each.acknowledgement else "open"
    about = f"{each.triage.value}, {each.note.section.value}, keystone {each.note.version}"
    return Item(f"{about}: {line(each.reason)} ({state})", each.note.key)


def _gaps(gaps: Sequence[Gap]) -> Section:
    items = tuple(
        Item(
            f"{line(gap.what)}{_where(gap)}{' (required)' * gap.required}: {line(gap.why)}",
            details=(f"To do: {sentence(gap.remedy)}",),
        )
        for gap in gaps
    )
    nothing = ("Nothing that kslint knows of was left out.",)
    return Section(f"Not looked at ({len(gaps)})", () if gaps else nothing, items)


def _where(gap: Gap) -> str:
    return f" at {line(str(gap.at))}" if gap.at and str(gap.at) != gap.what else ""


def _warnings(timeline: Timeline, *, is_read: bool) -> Section:
    title = "Deprecation warnings by day"
    if not is_read:
        return Section(title, ("No log was read, so nobody knows what keystone warned of.",))
    number = counted(timeline.count, "warning")
    if not timeline.days:
        return Section(title, (f"{number}; the logs tell no days.",))
    said = f"{number} from {timeline.days[0].date} to {timeline.days[-1].date}"
    said += f", {timeline.undated} of them without a day" if timeline.undated else ""
    said += f", {timeline.earlier} of them before that" if timeline.earlier else ""
    shown = timeline.days[-DAYS:]
    rest = sum(day.count for day in timeline.days[:-DAYS])
    before = (("before", str(rest)),) if timeline.days[:-DAYS] else ()
    rows = ((str(day.date), str(day.count) if day.is_covered else "no log") for day in shown)
    return Section(title, (f"{said}.",), table=Table(("Day", "Warnings"), (*before, *rows)))


def _nodes(ready: Readiness) -> Section:
    several = len(ready.nodes) > 1
    said = "One deployment was looked at, so nothing is known of differences between nodes."
    if ready.drift:
        said = f"{counted(len(ready.drift), 'difference')} between nodes that should be alike:"
    elif several:
        said = "No difference was found between nodes that should be alike."
    nameless = "no node in particular" if several else "the deployment"
    rows = (
        (line(each.name) or nameless, str(each.files), *map(str, each.open)) for each in ready.nodes
    )
    heads = ("Node", "Files", "Blockers", "Conditions", "Warnings", "Worth knowing")
    drift = tuple(Item(text) for text in _some([message_of(each) for each in ready.drift]))
    return Section("Nodes", (said,), drift, Table(heads, tuple(rows)))


def _access(ready: Readiness) -> Iterator[Section]:
    if ready.access:
        rows = tuple(
            (line(row.subjects), row.gain or "nobody", row.lose or "nobody") for row in ready.access
        )
        heads = ("API rules", "May newly use them", "May no longer use them")
        yield Section("Who gains and who loses access", table=Table(heads, rows))


def _steps(ready: Readiness) -> Iterator[Section]:
    said = "In the order of Keystone's upgrade guide, with a stop of the service."
    before = tuple(map(_step, ready.before))
    yield Section("Before the upgrade", (said, DOWNTIME), before, first=1)
    several = f"{len(ready.hops)} times, once for each hop, each with its own code and files."
    sentences = (several,) if len(ready.hops) > 1 else ()
    during = tuple(map(_step, ready.during))
    yield Section("The upgrade", sentences, during, first=len(before) + 1)


def _step(step: Step) -> Item:
    state = "" if step.state is State.AHEAD else f" [{step.state.value}]"
    return Item(f"{step.title}: {line(step.detail)}{state}")


def _sign_off(ready: Readiness) -> Section:
    report = ready.report
    tool, decision = report.tool, report.verdict.decision.words
    made = f"{tool.name} {tool.version}"
    made += f", made on {report.created:%Y-%m-%d %H:%M} UTC" if report.created else ""
    until = f" It holds up to {report.valid_until} at most." if report.valid_until else ""
    seal = document(report).seal
    sentences = (
        f"kslint says {decision}; people decide.",
        f"What is signed is the report of {made}, which as JSON has the seal {seal}.{until}",
        "`kslint report --verify` tells whether it still holds.",
    )
    heads = ("Role", "Name", "Decision", "Date", "Signature")
    rows = tuple((role, *4 * ("",)) for role in ROLES)
    return Section("Sign-off", sentences, table=Table(heads, rows))
