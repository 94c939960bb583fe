"""The life of one option, group, policy rule or entry point over every release at hand."""

import itertools
from collections.abc import Callable, Iterable, Sequence

import msgspec

from linter.catalog.entries import Catalog, Name, OptionEntry, PolicyRule


class Span(msgspec.Struct, frozen=True):
    """Consecutive series in which the same is true; `facts` are words, in a fixed order."""

    first: str
    last: str
    facts: tuple[str, ...]


class Life(msgspec.Struct, frozen=True):
    """What a subject is, and what was true of it from when to when; gaps are absence."""

    kind: str
    subject: str
    spans: tuple[Span, ...]


Facts = Callable[[Catalog], tuple[str, ...] | None]
"""What a catalog says of the subject, None when it does not know it."""


def lives_of(words: str, catalogs: Sequence[Catalog]) -> list[Life]:
    """Everything that goes by these words: "[token] provider", "[token]", a rule, a driver."""
    group, name = split_option(words)
    lives = []
    if name:
        lives = _option_lives(group, name, catalogs)
    elif group:
        lives = [_life("group", f"[{group}]", catalogs, lambda catalog: _group(catalog, group))]
    else:
        lives = [
            *_option_lives("", words, catalogs),
            _life("policy rule", words, catalogs, lambda catalog: _policy(catalog, words)),
            *_entry_point_lives(words, catalogs),
        ]
        lives += [_life("group", f"[{words}]", catalogs, lambda catalog: _group(catalog, words))]
    return [life for life in lives if life.spans]


def split_option(words: str) -> tuple[str, str]:
    """Group and option of "[group] option", "group.option" or "[group]"; empty where not named."""
    if words.startswith("[") and "]" in words:
        group, _, name = words[1:].partition("]")
        return group.strip(), name.strip()
    group, dot, name = words.partition(".")
    if dot and name.isidentifier() and group.isidentifier():
        return group, name
    return "", ""


def _life(kind: str, subject: str, catalogs: Sequence[Catalog], facts: Facts) -> Life:
    told = ((catalog.release.series, facts(catalog)) for catalog in catalogs)
    spans = []
    for known, group in itertools.groupby(told, key=lambda pair: pair[1]):
        series = [name for name, _ in group]
        if known is not None:
            spans.append(Span(series[0], series[-1], known))
    return Life(kind, subject, tuple(spans))


def _option_lives(group: str, name: str, catalogs: Sequence[Catalog]) -> list[Life]:
    found = {
        option
        for catalog in catalogs
        for option in _names(catalog)
        if option[1] == name and group in {"", option[0]}
    }
    return [
        _life("option", f"[{option[0]}] {option[1]}", catalogs, _option_facts(option))
        for option in sorted(found)
    ]


def _names(catalog: Catalog) -> Iterable[Name]:
    for entry in catalog.options:
        yield entry.group, entry.name
        yield from entry.aliases


def _option_facts(option: Name) -> Facts:
    def facts(catalog: Catalog) -> tuple[str, ...] | None:
        for entry in catalog.options:
            if (entry.group, entry.name) == option:
                return _described(entry)
        for entry in catalog.options:
            if option in entry.aliases:
                return (f"old name of [{entry.group}] {entry.name}",)
        return None

    return facts


def _described(entry: OptionEntry) -> tuple[str, ...]:
    kind = entry.type
    facts = [kind.kind if not entry.multi else f"{kind.kind}, several times"]
    facts.append(f"default {bytes(entry.default).decode() if entry.default else 'none'}")
    if kind.choices:
        facts.append("one of " + ", ".join(choice or '""' for choice in kind.choices))
    if kind.min is not None:
        facts.append(f"at least {kind.min:g}")
    if kind.max is not None:
        facts.append(f"at most {kind.max:g}")
    if entry.for_removal:
        facts.append(f"deprecated for removal {entry.deprecated_since}".strip())
    if entry.secret:
        facts.append("secret")
    if entry.aliases:
        old = ", ".join(f"[{group}] {name}" for group, name in entry.aliases)
        facts.append(f"also read as {old}")
    facts.append(_PHASES[entry.read])
    return tuple(facts)


_PHASES = {
    "start": "read at start",
    "token": "read at the first token",
    "": "not read before the first token",
}


def _group(catalog: Catalog, group: str) -> tuple[str, ...] | None:
    names = [entry.name for entry in catalog.options if entry.group == group]
    return (f"{len(names)} options: {', '.join(names)}",) if names else None


def _policy(catalog: Catalog, name: str) -> tuple[str, ...] | None:
    for rule in catalog.policy_rules:
        if rule.name == name:
            return _rule_facts(rule)
    return None


def _rule_facts(rule: PolicyRule) -> tuple[str, ...]:
    facts = [f"check {rule.check or '(always true)'}"]
    if rule.scopes:
        facts.append(f"scopes {', '.join(rule.scopes)}")
    if rule.deprecated:
        facts.append(f"replaces {rule.deprecated.name}: {rule.deprecated.check}")
    if rule.for_removal_since:
        facts.append(f"deprecated for removal {rule.for_removal_since}")
    return tuple(facts)


def _entry_point_lives(words: str, catalogs: Sequence[Catalog]) -> list[Life]:
    """A name in any namespace, or a namespace, or both as "namespace:name"."""
    namespace, colon, name = words.partition(":")
    if colon:
        return [_life("entry point", words, catalogs, _entry_point(namespace, name))]
    spaces = sorted({space for catalog in catalogs for space in catalog.entry_points})
    lives = [_life("entry points", words, catalogs, _namespace(words))]
    return lives + [
        _life("entry point", f"{space}:{words}", catalogs, _entry_point(space, words))
        for space in spaces
    ]


def _entry_point(namespace: str, name: str) -> Facts:
    def facts(catalog: Catalog) -> tuple[str, ...] | None:
        return ("there",) if name in catalog.entry_points.get(namespace, ()) else None

    return facts


def _namespace(namespace: str) -> Facts:
    def facts(catalog: Catalog) -> tuple[str, ...] | None:
        names = catalog.entry_points.get(namespace)
        return (", ".join(names),) if names else None

    return facts
