"""Names that no release of the upgrade knows, or that no catalog can judge."""

import difflib
from collections.abc import Iterator

import msgspec

from linter.catalog.entries import Name
from linter.checks.context import Context
from linter.checks.names import Names, is_among, written
from linter.checks.registry import Hit, check, hit_of
from linter.checks.standing import Fate, Standing
from linter.checks.values import effective_text
from linter.model.finding import Severity
from linter.parse.masking import masked_line


@check("option-unknown")
def option_unknown(
    context: Context, packaged: dict[str, str], older: tuple[str, ...], free: dict[str, str]
) -> Iterator[Hit]:
    """Settings that neither end of the upgrade knows and no earlier release knew.

    `packaged` are lines that distributions ship in the file, with who does: only worth knowing.
    `older` are patterns of options that ended before the first release there is a catalog of.
    `free` are names that may stand in a group of any name, with what reads them.
    """
    for standing in context.with_fate(Fate.UNKNOWN):
        if _names_plugin(context, standing.name):
            continue
        if standing.name[0] in context.deployment.source_groups:
            continue
        shipped_by = packaged.get(written(standing.name))
        reader = free.get(standing.name[1])
        if shipped_by:
            hint = f"it comes with {shipped_by} and nothing reads it"
            yield hit_of(standing.setting, {"hint": hint}, Severity.INFO)
        elif reader and standing.name[0] not in context.target.groups:
            hint = f"{reader} may read it"
            yield hit_of(standing.setting, {"hint": hint}, Severity.INFO)
        else:
            hit = hit_of(standing.setting, {"hint": _hint(context, standing, older)})
            yield msgspec.structs.replace(hit, excerpt=_excerpt(context, standing))


def _excerpt(context: Context, standing: Standing) -> str:
    """The source line, without its value where the name may be a misspelt secret's."""
    line = standing.setting.line_text
    secrets = {entry.name for entry in context.target.catalog.options if entry.secret}
    name = standing.setting.name.lower()
    if difflib.get_close_matches(name, {*secrets, "password", "secret", "token"}, 1, 0.7):
        return masked_line(line)
    return line


def _hint(context: Context, standing: Standing, older: tuple[str, ...]) -> str:
    if is_among(written(standing.name), older):
        return f"it ended before {context.span.ladder[0]} and has had no effect since"
    if standing.known_in:
        return f"it appears in {standing.known_in[0]}"
    near = _nearest(context.target, standing.name)
    return f"did you mean {near}?" if near else "nothing like it exists in any known release"


def _nearest(names: Names, name: Name) -> str:
    """The option or group that was probably meant, "" when nothing is near."""
    group, option = name
    here = [known for known_group, known in names.current if known_group == group]
    close = difflib.get_close_matches(option.replace("-", "_").lower(), here, n=1, cutoff=0.75)
    if close:
        return written((group, close[0]))
    homes = sorted(known for known, known_option in names.current if known_option == option)
    like = difflib.get_close_matches(group, homes, n=1, cutoff=0.7)
    if like or len(homes) == 1:
        return written(((like or homes)[0], option))
    if group in names.groups:
        return ""
    groups = difflib.get_close_matches(group, sorted(names.groups), n=1, cutoff=0.7)
    return f"[{groups[0]}]" if groups else ""


@check("option-not-sampled")
def option_not_sampled(context: Context) -> Iterator[Hit]:
    """Settings that the target reads although its sample does not list them."""
    for standing in context.with_fate(Fate.CURRENT):
        if standing.entry and not standing.entry.sampled:
            yield hit_of(standing.setting, {})


@check("option-site-defined")
def option_site_defined(context: Context) -> Iterator[Hit]:
    """Settings in groups whose option names a site or a plugin chooses."""
    for standing in context.with_fate(Fate.SITE, Fate.UNKNOWN):
        if standing.fate is Fate.SITE or _names_plugin(context, standing.name):
            yield hit_of(standing.setting, {})


def _names_plugin(context: Context, name: Name) -> bool:
    """Whether [auth] names the plugin of a method that is in use."""
    methods = effective_text(context, "auth", "methods") or ""
    return name[0] == "auth" and name[1] in methods.split(",")
