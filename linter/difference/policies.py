"""What becomes of every override in the policy files, by meaning."""

import enum
from collections.abc import Iterator, Mapping

import msgspec

from linter.catalog.entries import Catalog, PolicyRule
from linter.checks.context import Context
from linter.checks.policy_overrides import End, book_of, defaults_of, old_names_of, overrides
from linter.checks.policy_weighing import Relation, Weighed, weighed
from linter.difference.said import Said, spoken
from linter.model.location import Location
from linter.model.policy import PolicyEntry


class Override(enum.StrEnum):
    """What the target makes of a line.

    `REDUNDANT` says the target's own default, `AHEAD` the default that a setting still keeps from
    holding alone. Under `MOVED_DEFAULT` the default that it replaces has changed, under `KEPT` it
    has not. `OWN` is a name of the site's. `UNREAD` stands in a file that only the source reads.
    """

    REDUNDANT = "redundant"
    AHEAD = "ahead"
    MOVED_DEFAULT = "default-changed"
    KEPT = "kept"
    RENAMED = "renamed"
    REMOVED = "removed"
    OWN = "own"
    UNREAD = "unread"


class PolicyLine(msgspec.Struct, frozen=True):
    """One override: of each rule the line that counts.

    `relation` is what it allows beside the target's default, `before` beside the source's, and
    `default` what the target's default allows beside the source's; each is None where it cannot
    be said. `successor` is the name under which the target asks, `starts` says that only the target
    reads the line, for which the source may read another; `rule` is as the file has it. `defaults`
    are the check strings of source and target, "" where one has no such rule.
    """

    rule: str
    override: Override
    shown: str
    successor: str
    relation: Relation | None
    before: Relation | None
    default: Relation | None
    starts: bool
    at: Location
    rules: tuple[str, ...]
    defaults: tuple[str, str] = ("", "")


def policy_lines(context: Context, said: Said) -> Iterator[PolicyLine]:
    """Every override that source or target reads, in the order of the target's files."""
    read = overrides(context)
    before = book_of(context, "source").entries
    known = {each.entry.name: each for each in weighed(context)}
    ends = _default_texts(context, "source"), _default_texts(context, "target")
    for name, entry in read.items():
        line = _weighed_line(context, known[name]) if name in known else _other(context, entry)
        yield _finished(line, said, ends, starts=_place(before, name) != entry.at)
    for name, entry in before.items():
        if _place(read, name) != entry.at:
            yield _finished(_line(entry, Override.UNREAD), said, ends, starts=False)


def _default_texts(context: Context, end: End) -> dict[str, str]:
    """What one end holds for each rule that no file overrides, by new names and by old ones."""
    book = book_of(context, end)
    texts = {}
    for rule in book.registered.values():
        old = rule.deprecated
        text = rule.check
        if old and old.check != rule.check and not book.regime.drops_old_defaults:
            text = f"{rule.check} or {old.check}"
        texts[rule.name] = text
        if old:
            texts.setdefault(old.name, text)
    return texts


def _place(entries: Mapping[str, PolicyEntry], name: str) -> Location | None:
    """Where the line of a rule stands: source and target may read it from two files."""
    return entries[name].at if name in entries else None


def _finished(
    line: PolicyLine, said: Said, ends: tuple[dict[str, str], dict[str, str]], *, starts: bool
) -> PolicyLine:
    rules = said.of([spoken(line.rule)], (line.at,))
    names = line.rule, line.successor or line.rule
    was, will_be = (texts.get(name, "") for texts, name in zip(ends, names, strict=True))
    return msgspec.structs.replace(line, starts=starts, rules=rules, defaults=(was, will_be))


def _line(entry: PolicyEntry, override: Override, successor: str = "") -> PolicyLine:
    return PolicyLine(
        entry.name,
        override,
        entry.shown,
        successor,
        None,
        None,
        None,
        starts=False,
        at=entry.at,
        rules=(),
    )


def _weighed_line(context: Context, each: Weighed) -> PolicyLine:
    default = _default_relation(context, each.rule)
    match each.kind:
        case "repeats":
            override = Override.REDUNDANT
        case "ahead":
            override = Override.AHEAD
        case _:
            override = Override.MOVED_DEFAULT if default not in {"same", None} else Override.KEPT
    return msgspec.structs.replace(
        _line(each.entry, override), relation=each.relation, before=each.before, default=default
    )


def _default_relation(context: Context, rule: PolicyRule) -> Relation | None:
    """How the target's default differs from the source's, each with the rules of its own end."""
    from linter.access.meaning import compare  # noqa: PLC0415  only who has overrides pays
    from linter.access.rulebook import default_check  # noqa: PLC0415

    source, target = book_of(context, "source"), book_of(context, "target")
    was = source.registered.get(rule.name)
    if was is None:
        return None
    ends = default_check(was, source.regime), default_check(rule, target.regime)
    return compare(*ends, source.find, target.find)


def _other(context: Context, entry: PolicyEntry) -> PolicyLine:
    """A line of a name that the target does not ask for, or not under this name."""
    target = context.target.catalog
    renamed = old_names_of(target).get(entry.name)
    if renamed is not None:
        return _line(entry, Override.RENAMED, renamed.name)
    way = [names.catalog for names in (context.source, *context.span.crossed)]
    if any(entry.name in defaults_of(end) or entry.name in old_names_of(end) for end in way):
        return _line(entry, Override.REMOVED, _successor(way, entry.name))
    return _line(entry, Override.OWN)


def _successor(way: list[Catalog], name: str) -> str:
    """The target's name of a rule that was once overridden under this name too."""
    asked = defaults_of(way[-1])
    for catalog in reversed(way):
        heir = old_names_of(catalog).get(name)
        if heir is not None:
            return heir.name if heir.name in asked else ""
    return ""
