"""Files that lie beside those that keystone reads: what packages leave, what options name."""

import os
from collections.abc import Iterator

from linter.checks.context import Context
from linter.checks.names import written
from linter.checks.registry import Hit, check
from linter.checks.values import effective_text, pinned_value
from linter.model.facts import FileKind
from linter.model.location import Location


@check("package-leftover")
def package_leftover(context: Context, suffixes: tuple[str, ...]) -> Iterator[Hit]:
    """Files that a package manager put beside one that keystone reads."""
    paths = context.deployment.paths()
    for other in context.deployment.others:
        suffix = next((end for end in suffixes if other.path.endswith(end)), "")
        live = other.path.removesuffix(suffix)
        if other.kind is FileKind.COPY and suffix:
            beside = f"beside {live}" if live in paths else f"and {live} is not there"
            at = Location(context.deployment.node, other.path)
            yield Hit(live, at, {"path": other.path, "live": live, "beside": beside})


@check("named-file-missing")
def named_file_missing(
    context: Context, option: tuple[str, str], needed_by: tuple[str, str] | None = None
) -> Iterator[Hit]:
    """A file that an option names, or its default, and that the running system does not have.

    Only where the option is set, or `needed_by`, one that makes keystone read the file.
    """
    setting, needing = (
        pinned_value(context, entry) if entry else None
        for entry in map(context.target.find, (option, needed_by or option))
    )
    path = effective_text(context, *option)
    if needing is None or not path or not context.deployment.is_live:
        return
    wanted = os.path.normpath(path)
    found = next((item for item in context.deployment.named if item.named == wanted), None)
    if found is None or found.exists:
        return
    at = (setting or needing).at
    fields = {"path": wanted, "group": option[0], "name": option[1]}
    yield Hit(written(option), at, fields, excerpt=(setting or needing).line_text)


@check("file-left-over")
def file_left_over(
    context: Context, name: str, unless: tuple[str, str, str] | None = None
) -> Iterator[Hit]:
    """A file of the configuration directory that nothing reads, `unless` an option has a value."""
    path = context.deployment.path_in_base(name)
    if unless and effective_text(context, *unless[:2]) == unless[2]:
        return
    if path in context.deployment.paths():
        yield Hit(name, Location(context.deployment.node, path), {"path": path})
