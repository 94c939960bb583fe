"""What keystone-paste.ini did, and nothing does any more once it is not read."""

from collections.abc import Iterator, Sequence
from fnmatch import fnmatchcase

from linter.checks.context import Context
from linter.checks.paste import MOST_NAMED, UPSTREAM, part_hit, paste_in_force
from linter.checks.pipelines import Part, pipelines_of
from linter.checks.registry import Hit, check
from linter.model.finding import Severity
from linter.model.location import Location
from linter.model.sections import SectionFile
from linter.model.visible import visible

Carried = dict[str, str]
"""The filters that the target has without the file, each with its class."""


def _filters(file: SectionFile | None) -> Iterator[Part]:
    for part in pipelines_of(file).parts if file else ():
        if part.is_filter and part.reference:
            yield part


def _is_of_site(part: Part, carried: Carried) -> bool:
    if part.package == "keystone" or part.thing in carried:
        return False
    return part.package not in UPSTREAM or part.thing not in carried.values()


def _listed(names: Sequence[str]) -> str:
    more = f" and {len(names) - MOST_NAMED} more" if len(names) > MOST_NAMED else ""
    return visible(", ".join(names[:MOST_NAMED])) + more


@check("paste-filter-lost")
def paste_filter_lost(
    context: Context, carried: Carried, kinds: dict[str, str], other: str
) -> Iterator[Hit]:
    """Filters of the site that nothing loads.

    `kinds` say by patterns of name and reference what stops, `other` what does where none fits.
    """
    for part in _filters(paste_in_force(context)):
        if _is_of_site(part, carried):
            described = f"{part.name} {part.reference}".lower()
            said = (words for pattern, words in kinds.items() if fnmatchcase(described, pattern))
            yield part_hit(part, {"stops": next(said, other)})


@check("paste-settings-lost")
def paste_settings_lost(
    context: Context, carried: Carried, groups: dict[str, str], harmless: tuple[str, ...]
) -> Iterator[Hit]:
    """Settings of filters that the target loads without the file.

    `groups` name, by the class of a filter, the group of keystone.conf that it looks into instead.
    """
    for part in _filters(paste_in_force(context)):
        group = groups.get(carried.get(part.thing, part.thing))
        if group is None or _is_of_site(part, carried):
            continue
        configured = context.deployment.configuration.sets
        lost = [
            name for name in part.settings if name not in harmless and not configured((group, name))
        ]
        if lost:
            yield part_hit(part, {"settings": _listed(lost), "group": group})


@check("paste-extension-returns")
def paste_extension_returns(
    context: Context, applications: tuple[str, ...], extensions: dict[str, tuple[str, ...]]
) -> Iterator[Hit]:
    """Parts of the API that the file keeps out of every pipeline and that the target always has.

    `applications` are those whose pipelines count, and `extensions` name each part with the filters
    that bring it.
    """
    file = paste_in_force(context)
    if file is None or file.is_partial or file.flaws:
        return
    parts = pipelines_of(file).parts
    used = {part.name for part in parts} | {part.thing for part in parts}
    if used.isdisjoint(applications):
        return
    for api, filters in extensions.items():
        if used.isdisjoint(filters):
            at = Location(file.node, file.path)
            yield Hit(f"filter:{filters[0]}", at, {"api": api, "name": filters[0]})


@check("paste-debug-filter")
def paste_debug_filter(context: Context, filters: tuple[str, ...]) -> Iterator[Hit]:
    """Filters in use that only show requests, and that the target has under an option instead."""
    for part in _filters(paste_in_force(context)):
        if part.thing in filters:
            yield part_hit(part)


@check("paste-file-not-read")
def paste_file_not_read(context: Context, read_until: str, carried: Carried) -> Iterator[Hit]:
    """Files with pipelines that the target does not read; only informative where it is no news."""
    if context.span.ends_within(last=read_until):
        return
    ladder = context.span.ladder
    is_news = ladder.index(context.source.series) <= ladder.index(read_until)
    for file in context.deployment.pastes:
        names = [part.name for part in _filters(file) if _is_of_site(part, carried)]
        said = f"; what it says of {_listed(names)} is without effect" if names else ""
        severity = Severity.WARNING if is_news or names else Severity.INFO
        fields = {"path": file.path, "filters": said}
        yield Hit(file.path, Location(file.node, file.path), fields, severity)


@check("paste-foreign-file")
def paste_foreign_file(context: Context) -> Iterator[Hit]:
    """Other files with pipelines that refer to entry points which keystone loses on the way."""
    own = paste_in_force(context)
    for file in context.deployment.pastes:
        parts = () if file is own else pipelines_of(file).parts
        lost = dict.fromkeys(part.reference for part in parts if _is_lost(part, context))
        if lost:
            fields = {"path": file.path, "names": _listed(list(lost))}
            yield Hit(file.path, Location(file.node, file.path), fields)


def _is_lost(part: Part, context: Context) -> bool:
    before, after = (
        names.catalog.entry_points.get(part.namespace, ())
        for names in (context.source, context.target)
    )
    own = part.reference.startswith("egg:keystone#")
    return own and part.thing in before and part.thing not in after
