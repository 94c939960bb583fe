"""Classes of handlers and formatters that a logging configuration names."""

from collections.abc import Iterator, Mapping

import msgspec

from linter.checks.context import Context
from linter.checks.logging_expressions import is_dotted, starts_in_logging, unresolved
from linter.checks.logging_file import Reading, file_in_force
from linter.checks.registry import Hit, check
from linter.model.location import Location
from linter.model.visible import visible

ClassesUntil = dict[str, str]
"""Classes of packages that come with keystone, with the last series that has them, "" for all."""


class _Used(msgspec.Struct, frozen=True):
    """A class that a section names; what is no handler is a formatter."""

    section: str
    name: str
    shown: str
    at: Location
    line_text: str
    is_handler: bool


def _used(context: Context) -> Iterator[_Used]:
    file = file_in_force(context)
    if file is None or file.flaws:
        return
    reading = Reading(file)
    for kind in ("handler", "formatter"):
        keys = reading.filled(f"{kind}s", "keys") or ""
        for listed in dict.fromkeys(keys.split(",")):
            section = f"{kind}_{listed.strip()}"
            entry, name = reading.entry(section, "class"), reading.filled(section, "class")
            if entry and name and not reading.is_templated(section, "class"):
                shown = reading.shown(section, "class", name)
                yield _Used(section, name, shown, entry.at, entry.line_text, kind == "handler")


@check("logging-class-missing")
def logging_class_missing(
    context: Context,
    packages: tuple[str, ...],
    classes: ClassesUntil,
    successors: dict[str, str],
) -> Iterator[Hit]:
    """Classes that the target lacks: of Python's logging, and of `packages` that keystone needs.

    `successors` are those to name instead, each with the arguments as they are.
    """
    for used in _used(context):
        exists = _exists(used, context.target.series, classes, context)
        if exists or _is_of_site(used, packages):
            continue
        was = _exists(used, context.source.series, classes, context)
        successor = successors.get(used.name)
        instead = f": {successor} takes the same arguments" if successor else ""
        yield _hit(used, {"any_more": " any more" if was else "", "instead": instead})


@check("logging-class-of-site")
def logging_class_of_site(context: Context, packages: tuple[str, ...]) -> Iterator[Hit]:
    """Classes of other packages than Python's logging and the `packages` that keystone needs."""
    for used in _used(context):
        if _is_of_site(used, packages):
            yield _hit(used, {})


def _is_of_site(used: _Used, packages: tuple[str, ...]) -> bool:
    if not is_dotted(used.name) or "." not in used.name:
        return False
    return not starts_in_logging(used.name) and used.name.partition(".")[0] not in packages


def _exists(used: _Used, series: str, classes: ClassesUntil, context: Context) -> bool:
    last = classes.get(used.name)
    if last is not None:
        ladder = context.span.ladder
        return last == "" or ladder.index(series) <= ladder.index(last)
    # A formatter's class is imported by its full name; a handler's may be one known to logging.
    if not used.is_handler and not used.name.startswith("logging."):
        return False
    return is_dotted(used.name) and starts_in_logging(used.name) and not unresolved(used.name)


def _hit(used: _Used, more: Mapping[str, str]) -> Hit:
    fields = {
        "section": visible(used.section),
        "name": visible(used.shown),
        "package": visible(used.shown.partition(".")[0]),
    }
    subject = f"[{used.section}] class"
    return Hit(subject, used.at, {**fields, **more}, excerpt=used.line_text)
