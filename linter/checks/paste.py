"""Faults of keystone-paste.ini while the target still reads it."""

import os
import re
from collections.abc import Iterator, Mapping

import msgspec

from linter.checks.context import Context
from linter.checks.names import Names
from linter.checks.pipelines import Part, pipelines_of
from linter.checks.registry import Hit, check
from linter.model.finding import Confidence
from linter.model.location import Location
from linter.model.sections import SectionFile
from linter.model.visible import visible
from linter.parse.template import holds_construct

UPSTREAM = ("keystone", "oslo_middleware", "osprofiler")
"""The packages whose filters keystone's own file has."""
MOST_NAMED = 8
"""So many names of a file are given in one message."""

_OPTION = ("paste_deploy", "config_file")
_USUAL = "keystone-paste.ini"

ClassesUntil = dict[str, str]
"""Classes as a paste file names them, with the last series that has them, "" for all."""


def paste_in_force(context: Context) -> SectionFile | None:
    """The file that a release which reads one finds, where it is among those given."""
    winners = context.deployment.configuration.effective((_OPTION,), multi=False).winners
    named = os.path.normpath(winners[-1].value if winners else _USUAL)
    for home in ("/etc/keystone", context.deployment.place):
        named = named.removeprefix(f"{home}/") if home else named
    path = context.deployment.path_in_base(named)
    return next((file for file in context.deployment.pastes if file.path == path), None)


def part_hit(part: Part, fields: Mapping[str, str] | None = None) -> Hit:
    """The hit of one filter or application, with name, reference and pipelines in the fields."""
    said = {
        "name": visible(part.name),
        "reference": _shown(part.reference),
        "pipelines": visible(", ".join(part.pipelines[:MOST_NAMED])),
    }
    return Hit(part.subject, part.at, {**said, **(fields or {})}, excerpt=part.line_text)


def _shown(reference: str) -> str:
    """A reference fit to print, without what it is called with and any further lines."""
    return visible(re.split(r"[\n(]", reference)[0])


def _read_by_target(context: Context, read_until: str) -> SectionFile | None:
    return paste_in_force(context) if context.span.ends_within(last=read_until) else None


@check("paste-file-refused")
def paste_file_refused(context: Context, read_until: str) -> Iterator[Hit]:
    """Text for which the parser refuses the file that the target reads; the first fault only."""
    file = _read_by_target(context, read_until)
    if file is None or not file.flaws:
        return
    flaw = file.flaws[0]
    fields = {"path": file.path, "fault": _FAULTS[flaw.kind]}
    # Python 2 took a section or an option that stands twice.
    unsure = flaw.kind in {"section-twice", "option-twice"}
    confidence = Confidence.POSSIBLE if unsure else None
    yield Hit(file.path, flaw.at, fields, confidence=confidence, excerpt=flaw.text)


_FAULTS = {
    "no-section": "it has a line before its first section",
    "no-assignment": "it has a line that is no assignment",
    "empty-key": "it has an assignment without a name",
    "section-twice": "it has a section twice",
    "option-twice": "it sets a name twice in one section",
    "byte-order-mark": "it begins with a byte order mark",
    "not-utf-8": "it has bytes that are no UTF-8",
}


@check("paste-part-unloadable")
def paste_part_unloadable(
    context: Context, read_until: str, classes: ClassesUntil
) -> Iterator[Hit]:
    """Filters and applications in use that the target, which still reads the file, cannot load."""
    file = _read_by_target(context, read_until)
    for part in pipelines_of(file).parts if file else ():
        is_open = file is not None and file.is_partial and not part.reference
        if is_open or _is_loadable(part, context.target, classes, context.span.ladder):
            continue
        was = _is_loadable(part, context.source, classes, context.span.ladder)
        history = f" (removed in {context.target.series})" if was else ""
        loads = f"loads {_shown(part.reference)}, which the target does not have{history}"
        hit = part_hit(part, {"fault": loads if part.reference else "is not defined"})
        confidence = Confidence.CERTAIN if was else Confidence.LIKELY
        yield msgspec.structs.replace(hit, confidence=confidence)


def _is_loadable(part: Part, names: Names, classes: ClassesUntil, ladder: tuple[str, ...]) -> bool:
    """Whether a release brings what a part refers to; the site's own packages are left to it."""
    if holds_construct(part.name + part.reference):
        return True
    if part.package not in UPSTREAM:
        return bool(part.reference)
    if part.reference.startswith("egg:"):
        # No catalog lists what osprofiler brings: it has this one filter alone.
        known = names.catalog.entry_points.get(part.namespace, ())
        return part.package == "osprofiler" or part.thing in known
    last = classes.get(part.reference)
    return last == "" or (last is not None and ladder.index(names.series) <= ladder.index(last))


@check("paste-filter-idle")
def paste_filter_idle(context: Context, filters: tuple[str, ...], series: str) -> Iterator[Hit]:
    """Filters in use that in one series are there and do nothing."""
    file = paste_in_force(context)
    if context.target.series != series or file is None:
        return
    for part in pipelines_of(file).parts:
        if part.is_filter and part.thing in filters:
            yield part_hit(part)


@check("paste-filter-not-added")
def paste_filter_not_added(
    context: Context, read_until: str, filters: dict[str, str]
) -> Iterator[Hit]:
    """Filters that the target's own file has in its pipelines and the file in force in none."""
    file = _read_by_target(context, read_until)
    if file is None or file.is_partial or file.flaws:
        return
    parts = pipelines_of(file).parts
    used = {part.name for part in parts} | {part.thing for part in parts}
    pipelines = context.target.catalog.paste_pipelines.values()
    shipped = {word for words in pipelines for word in words}
    for name, purpose in filters.items():
        if name in shipped and name not in used:
            at = Location(file.node, file.path)
            yield Hit(f"filter:{name}", at, {"name": name, "purpose": purpose})
