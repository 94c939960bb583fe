"""DECISIONS.md: what was done to each file, and what is left for a person to decide."""

from collections.abc import Iterable, Iterator
from itertools import groupby

from linter.collect.marker import OUTSIDE, WEB
from linter.difference.effective import ValueChange
from linter.difference.held import Held
from linter.difference.said import spoken, subject_of
from linter.model.finding import Finding, Gap
from linter.model.preparation import Change, Style
from linter.preparation.entries import Entry, Origin
from linter.preparation.explaining import Explained
from linter.preparation.made import Made
from linter.report.decisions_markdown import alike_among, asked_alike, asked_alone
from linter.report.markdown_lines import code, codes, on, prose
from linter.report.phrases import sentence
from linter.report.preparation_outline import Outline, Shared, outline
from linter.report.preparation_phrases import (
    SAMPLES,
    STYLES,
    held_in_words,
    line_of,
    next_step,
    subject_in_words,
    unshown,
)
from linter.report.quantities import counted


def render(made: Made) -> str:
    """What was made as CommonMark, in which nothing from a file is markup.

    It has no path of this machine but those of files that lie outside of what was given.
    """
    return "\n\n".join(_parts(outline(made))) + "\n"


def _parts(found: Outline) -> Iterator[str]:
    yield from _head(found)
    if found.open:
        yield f"## Open decisions ({len(found.open)})"
        for each in found.open:
            yield from asked_alone(each)
    yield from _against(found)
    if found.settled:
        yield f"## Decisions that hold until answered otherwise ({len(found.settled)})"
        for alike in alike_among(found.settled):
            yield from asked_alone(alike[0]) if len(alike) == 1 else asked_alike(alike)
    yield from _listed(
        "Answers that answer nothing", map(code, found.made.preparation.idle_answers)
    )
    yield from _changed(found)
    yield from _listed("Values that differ", map(_explained, found.values))
    yield from _listed("Defaults that differ", map(_explained, found.defaults))
    yield from _idle(found)
    yield from _listed("Not looked at", map(_gap, found.gaps))
    yield from _files(found)


def _head(found: Outline) -> Iterator[str]:
    made = found.made
    upgrade = made.preparation.upgrade
    yield f"# Prepared files for Keystone {upgrade.source} → {upgrade.target}"
    yield f"**{found.standing.value}.** {prose(' '.join(found.why))}"
    yield next_step(found)
    facts = [f"style: {STYLES[made.preparation.style]}"]
    if made.preparation.style is Style.SAMPLE:
        facts.append(f"sample: {SAMPLES[made.preparation.real_samples]}")
    nodes = [node for each in made.preparation.deployments for node in each.nodes if node]
    if nodes:
        facts.append(f"nodes: {', '.join(map(code, sorted(nodes)))}")
    yield "\n".join(f"- {fact}" for fact in facts)


def _against(found: Outline) -> Iterator[str]:
    """What stands against the new files, before anything that was merely done."""
    yield from _listed(
        "Values that differ without a known reason",
        (f"{_value_change(each.value)}{on(each.nodes)}" for each in found.unexplained),
        "**This is a fault in kslint, or in what it was given. Do not use the files as they are.**",
    )
    yield from _listed(
        "What else differs without a known reason",
        (f"{prose(each.value)}{on(each.nodes)}" for each in found.untold),
        "**This is a fault in kslint, or in what it was given. Do not use the files as they are.**",
    )
    yield from _listed(
        "Findings that stand against the new files",
        map(_finding, found.remaining),
        "Lines are those of the new files.",
    )
    yield from _listed(
        "Names that are left and that the target lacks",
        (f"{code(each.value)}{on(each.nodes)}" for each in found.left),
    )


def _finding(each: Shared[Finding]) -> str:
    finding = each.value
    where = f" at {code(str(finding.at))}" if str(finding.at) else ""
    fix = f" {prose(sentence(finding.fix))}" if finding.fix else ""
    said = prose(sentence(finding.message))
    return f"{code(finding.rule)} ({finding.severity}){where}{on(each.nodes)}: {said}{fix}"


def _changed(found: Outline) -> Iterator[str]:
    number = sum(len(file.changes) for file in found.files)
    yield f"## Changes ({number})"
    if not found.files:
        yield "Nothing had to be changed."
    for file in found.files:
        name = code(file.path) if file.path else "Elsewhere"
        yield f"### {name}{f' → {code(file.to)}' if file.to else ''}"
        yield "\n".join(f"- {_change(each)}" for each in file.changes)


def _change(each: Shared[Change]) -> str:
    change = each.value
    where = line_of(change.at)
    said = f"{where}, {change.action}" if where else str(change.action)
    notes = codes(change.rules) if change.rules else ""
    if change.decision and change.decision != change.subject:
        notes = ", ".join(filter(None, (notes, f"decision {code(change.decision)}")))
    behind = f" ({notes})" if notes else ""
    return f"{said}: {code(change.subject)}{on(each.nodes)}: {prose(sentence(change.why))}{behind}"


def _explained(each: Shared[Explained]) -> str:
    return f"{_value_change(each.value.change)}{on(each.nodes)}: {prose(each.value.why)}"


def _idle(found: Outline) -> Iterator[str]:
    """A line for each group: there may be whole ones."""
    names = [(each.value.change.option, each.nodes) for each in found.idle]
    if names:
        yield f"## Options that were not set and that the target lacks ({len(names)})"
    groups = groupby(sorted(names), key=lambda name: (name[0][0], name[1]))
    lines = (
        f"- {code(f'[{spoken(group)}]')}{on(nodes)}: "
        f"{', '.join(code(spoken(name)) for (_, name), _ in found)}"
        for (group, nodes), found in groups
    )
    if names:
        yield "\n".join(lines)


def _value_change(change: ValueChange) -> str:
    successor = f", now {code(subject_of(change.successor))}" if change.successor else ""
    ends = f"{_held(change.before)} → {_held(change.after)}{unshown(change)}"
    return f"{code(subject_in_words(change))}{successor}: {ends}"


def _held(held: Held) -> str:
    value, said = held_in_words(held)
    if not value:
        return said
    return f"{code(value)} ({said})" if said else code(value)


def _gap(each: Shared[Gap]) -> str:
    gap = each.value
    required = " (required)" if gap.required else ""
    at = str(gap.at) if gap.at else ""
    where = f" at {code(at)}" if at and at != gap.what else ""
    what = f"**{prose(gap.what)}**{where}{on(each.nodes)}{required}"
    return f"{what}: {prose(gap.why)}; {prose(gap.remedy)}"


def _files(found: Outline) -> Iterator[str]:
    origins = (
        ("Copied without being understood", (Origin.NOT_UNDERSTOOD,)),
        ("Keys, copied unread", (Origin.KEY,)),
        ("Links, as they are", (Origin.LINK,)),
        ("Left out", (Origin.LEFT_OUT,)),
        ("Copied as they are", (Origin.COPIED,)),
    )
    for title, kinds in origins:
        yield from _listed(title, map(_entry, found.entries(*kinds)))
    tree = found.made.tree
    yield from _listed("Folders that were passed over", map(code, tree.skipped))
    for title, entries, name in (
        ("Files of the configuration that lie outside of what was given", tree.outside, OUTSIDE),
        ("Files of web servers and of what else starts keystone", tree.web, WEB),
    ):
        lead = f"They change too; the patch {code(name)} beside this file has how."
        yield from _listed(title, (code(str(each.source)) for each in entries), lead)
    if found.made.patch:
        yield "## The patch"
        yield (
            f"It has {counted(len(found.made.changed), 'file')}: those that were edited, converted "
            "or left out. As the files themselves it may hold secrets; run `git apply` at the "
            "top of the repository, or else in the directory that was given."
        )


def _entry(each: Entry) -> str:
    return code(each.path or each.was)


def _listed(title: str, items: Iterable[str], lead: str = "") -> Iterator[str]:
    """A heading, a sentence and a list; nothing where there are no items."""
    found = list(items)
    if not found:
        return
    yield f"## {title} ({len(found)})"
    if lead:
        yield lead
    yield "\n".join(f"- {item}" for item in found)
