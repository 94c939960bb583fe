"""What a deployment and an upgrade make of the policy rules that a release note names."""

from collections.abc import Collection
from functools import lru_cache

from linter.catalog.entries import PolicyRule
from linter.checks.context import Context
from linter.checks.policy_overrides import API, catalog_of, defaults_of, in_force
from linter.model.finding import Witness
from linter.model.location import Location
from linter.model.policy import PolicyEntry
from linter.model.visible import visible
from linter.triage.ground import Ground

_SHOWN = 120


def override_of(context: Context, rule: str) -> Ground | None:
    """The line of a policy file that overrides a rule, under its name or an older one."""
    names = {rule}
    for default in _defaults(context, rule):
        if default is not None and default.deprecated is not None:
            names.add(default.deprecated.name)
    witness = line_of(context, names)
    return None if witness is None else Ground(f"{rule} is overridden here", witness)


def line_of(context: Context, names: Collection[str]) -> Witness | None:
    """The first line of a policy file that says what one of these rules is."""
    entry = next((entry for entry in _entries(context) if entry.name in names), None)
    return None if entry is None else Witness("config", entry.line_text, at=entry.at)


def nothing_overridden(context: Context) -> Witness | None:
    """That the policy files, all of which were read, say nothing."""
    if _entries(context) or not _all_were_read(context):
        return None
    at = Location(context.deployment.node, context.deployment.main_path)
    return Witness("config", "no policy file that keystone reads overrides anything", at=at)


def changed_default(context: Context, rule: str) -> Ground | None:
    """How the default of a rule that both releases have differs between them."""
    before, after = _defaults(context, rule)
    if before is None or after is None or _same(before, after):
        return None
    text = f"{rule} is {_shown(before.check)} by default, and {_shown(after.check)} then"
    witness = Witness("catalog", text, reference=context.target.series)
    return Ground(f"the default of {rule} changes", witness, is_deployed=False)


def untouched(context: Context, rule: str) -> Ground | None:
    """That a rule stays as it is: not overridden, no base rule either, and with one default."""
    before, after = _defaults(context, rule)
    if before is None or after is None or not _same(before, after) or not _all_were_read(context):
        return None
    if override_of(context, rule) or any(not _is_of_api(item) for item in _entries(context)):
        return None
    text = f"{rule} is {_shown(after.check)} by default in both releases"
    witness = Witness("catalog", text, reference=context.target.series)
    return Ground(f"{rule} is not overridden and its default stays", witness)


def _defaults(context: Context, rule: str) -> tuple[PolicyRule | None, PolicyRule | None]:
    source, target = _of_both(context)
    return source.get(rule), target.get(rule)


@lru_cache(maxsize=4)
def _of_both(context: Context) -> tuple[dict[str, PolicyRule], dict[str, PolicyRule]]:
    return defaults_of(catalog_of(context, "source")), defaults_of(catalog_of(context, "target"))


@lru_cache(maxsize=4)
def _entries(context: Context) -> tuple[PolicyEntry, ...]:
    """What the source or the target reads, and would if the file could be loaded."""
    return tuple(
        entry
        for end in (in_force(context, "target"), in_force(context, "source"))
        for file in end[0].files
        for entry in file.entries
    )


def _all_were_read(context: Context) -> bool:
    """Not where a file that is in force lies elsewhere, is a template, or cannot be loaded.

    Nor where nothing but configuration was given, or where it names a file that was not: that may
    have been left out.
    """
    if not context.deployment.others and not context.deployment.is_live:
        return False
    ends = [in_force(context, "target"), in_force(context, "source")]
    if any(found.unread or (found.missing and regime.policy_file_at) for found, regime in ends):
        return False
    files = [file for found, _ in ends for file in found.files]
    return not any(file.template or any(flaw.fatal for flaw in file.flaws) for file in files)


def _same(before: PolicyRule, after: PolicyRule) -> bool:
    """Whether a rule means the same; that it will go is nothing to who does not override it."""
    return (before.check, before.scopes, before.deprecated) == (
        after.check, after.scopes, after.deprecated,
    )  # fmt: skip


def _is_of_api(entry: PolicyEntry) -> bool:
    return entry.name.startswith(API)


def _shown(check: str) -> str:
    text = visible(" ".join(check.split())) or "(anybody)"
    return f"`{text}`" if len(text) <= _SHOWN else f"`{text[: _SHOWN - 1]}…`"
