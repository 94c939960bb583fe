"""Overrides that repeat a default, hold on to an old one, or allow more than one."""

from collections import Counter
from collections.abc import Iterator

from linter.checks.context import Context
from linter.checks.policy_overrides import (
    API,
    by_file,
    defaults_of,
    hit_of_file,
    overrides,
    parsed,
)
from linter.checks.policy_weighing import Relation, Weighed, says, weighed
from linter.checks.registry import Hit, check
from linter.model.finding import Severity
from linter.model.location import Location
from linter.model.policy import PolicyEntry


@check("policy-override-redundant")
def policy_override_redundant(context: Context) -> Iterator[Hit]:
    """Lines that say the target's own default; one finding for a file and a reason."""
    found = weighed(context)
    for kind, effect in (
        ("repeats", "which changes nothing"),
        ("ahead", "which keeps the older default out until enforce_new_defaults is on"),
    ):
        lines = (each.entry for each in found if each.kind == kind)
        for entries in by_file(lines).values():
            yield hit_of_file(entries, {"effect": effect})


@check("policy-override-pins-old-default")
def policy_override_pins_old_default(
    context: Context, older: dict[str, tuple[str, ...]]
) -> Iterator[Hit]:
    """Lines that say what an earlier release had as default; one finding for a file.

    `older` are defaults, by rule, of releases that there is no catalog of.
    """
    found = [each for each in weighed(context) if _is_old(context, each, older)]
    for path, entries in by_file(each.entry for each in found).items():
        relations = Counter(each.relation for each in found if each.entry.at.path == path)
        told = (_counted(relations[word], said) for word, said in _DIRECTIONS if relations[word])
        yield hit_of_file(entries, {"direction": ", ".join(told)})


def _is_old(context: Context, each: Weighed, older: dict[str, tuple[str, ...]]) -> bool:
    if each.kind != "own":
        return each.kind == "old"
    return any(says(context, each.entry, check) for check in older.get(each.rule.name, ()))


_DIRECTIONS: tuple[tuple[Relation, str], ...] = (
    ("wider", "more than the target's"),
    ("narrower", "less"),
    ("different", "some more and others less"),
)


def _counted(number: int, said: str) -> str:
    return f"{number} {'allows' if number == 1 else 'allow'} {said}"


@check("policy-override-widens")
def policy_override_widens(context: Context) -> Iterator[Hit]:
    """Lines of the site's own that allow more than the target's default; one finding for a file.

    Only of note where they allowed more than the source's default as well.
    """
    wider = [each for each in weighed(context) if _is_own_and_wider(each)]
    for was_wider, change in (
        (False, ", which was no more than the source's default"),
        (True, ", which was more than the source's default too"),
    ):
        lines = [each.entry for each in wider if (each.before == "wider") is was_wider]
        for entries in by_file(lines).values():
            severity = Severity.INFO if was_wider else Severity.CONDITION
            yield hit_of_file(entries, {"change": change}, severity)


def _is_own_and_wider(each: Weighed) -> bool:
    return each.kind == "own" and each.relation == "wider"


@check("policy-always-true")
def policy_always_true(context: Context, but: tuple[str, ...], first: str) -> Iterator[Hit]:
    """Lines that let everybody in where the default does not; one finding for a file.

    From the series `first` on, the rules `but` are left to a rule of their own while plainly empty.
    """
    guarded = but if context.span.ends_within(first=first) else ()
    found = [each.entry for each in weighed(context) if each.kind == "open"]
    left = (entry for entry in found if entry.name not in guarded or not _is_empty(entry))
    for entries in by_file(left).values():
        yield hit_of_file(entries, {})


def _is_empty(entry: PolicyEntry) -> bool:
    from linter.access.checkstring import Always  # noqa: PLC0415  only who has overrides pays

    return isinstance(parsed(entry).check, Always)


@check("policy-rules-empty")
def policy_rules_empty(context: Context, rules: tuple[str, ...], first: str) -> Iterator[Hit]:
    """Certain rules that a file sets to always true, for targets from the series `first` on."""
    if not context.span.ends_within(first=first):
        return
    found = overrides(context)
    empty = [found[name] for name in rules if name in found and _is_empty(found[name])]
    for entries in by_file(empty).values():
        yield hit_of_file(entries, {})


@check("policy-full-copy")
def policy_full_copy(context: Context, share: float) -> Iterator[Hit]:
    """Files that override at least this share of the target's API rules.

    A warning where all of them say the target's default.
    """
    known = sum(name.startswith(API) for name in defaults_of(context.target.catalog))
    found = [each for each in weighed(context) if each.rule.name.startswith(API)]
    for entries in by_file(each.entry for each in found).values():
        if len(entries) < share * known:
            continue
        names = {entry.name for entry in entries}
        same = sum(each.kind in {"repeats", "ahead"} for each in found if each.rule.name in names)
        fields = {
            "path": entries[0].at.path,
            "count": str(len(entries)),
            "all": str(known),
            "same": str(same),
        }
        at = Location(entries[0].at.node, entries[0].at.path)
        severity = Severity.WARNING if same == len(entries) else None
        yield Hit(at.path, at, fields, severity)
