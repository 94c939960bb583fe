"""What is to become of each rule of the policy files."""

import enum
from collections.abc import Container, Iterable, Iterator, Mapping

import msgspec
from msgspec.structs import replace

from linter.access.checkstring import Check, parsed, references
from linter.access.meaning import DEEPEST, compare
from linter.access.rulebook import Rulebook, default_check
from linter.catalog.entries import Catalog, PolicyRule
from linter.checks.policy_overrides import defaults_of, old_names_of
from linter.model.location import Location
from linter.model.policy import PolicyEntry
from linter.preparation.case import Case
from linter.preparation.decision_ids import rule_id
from linter.preparation.policy_reading import (
    Reading,
    entries_of,
    source_book,
    target_regime,
    with_entries,
)

_REMOVED = "policy/rule-removed"


class Kind(enum.StrEnum):
    """What is done with a rule.

    `REDUNDANT` says what the target says without it, `SUPERSEDED` has no say beside another name,
    `REMOVED` is a rule that the target does not ask for. `DEFAULT` and `SET` are answers.
    """

    KEPT = "kept"
    REDUNDANT = "redundant"
    RENAMED = "renamed"
    SUPERSEDED = "superseded"
    REMOVED = "removed"
    DEFAULT = "default"
    SET = "set"

    @property
    def is_gone(self) -> bool:
        """Whether the files lose the line."""
        return self not in {Kind.KEPT, Kind.RENAMED, Kind.SET}


class RuleFate(msgspec.Struct, frozen=True):
    """What is done with one rule; `successor` is its new name, or that of the one that counts."""

    entry: PolicyEntry
    kind: Kind
    successor: str = ""
    value: str = ""


class Fates(msgspec.Struct, frozen=True):
    """What is done with all rules.

    `redirects` are the names to write in the place of others after `rule:`. `added` are rules that
    the source defined, that lines refer to and that the target has not, `asked` such that no file
    has and that an answer sets. `supposed` are the rules that would be added for the lines as they
    are, of which some may go.
    """

    rules: tuple[RuleFate, ...]
    redirects: tuple[tuple[str, str], ...]
    added: tuple[tuple[str, str], ...]
    asked: tuple[tuple[str, str], ...] = ()
    supposed: tuple[tuple[str, str], ...] = ()

    def without(self, names: Container[str]) -> "Fates":
        """The same but for some rules."""
        rules = tuple(fate for fate in self.rules if fate.entry.name not in names)
        added = tuple(pair for pair in self.added if pair[0] not in names)
        asked = tuple(pair for pair in self.asked if pair[0] not in names)
        return replace(self, rules=rules, added=added, asked=asked)


def fates_of(case: Case, reading: Reading) -> Fates:
    """What is done with the rules of the files that are to hold."""
    weighing = _Weighing(case, reading)
    fates = {name: weighing.fate(entry) for name, entry in weighing.entries.items()}
    _keep_what_is_named(fates, weighing)
    _keep_what_hides_another(fates, weighing)
    redirects = {name: fate.successor for name, fate in fates.items() if _leads_on(fate)}
    left = [fate for fate in fates.values() if not fate.kind.is_gone]
    named = (name for fate in left for name in named_by(fate))
    added = tuple(_missed(named, {*weighing.defined, *redirects}, weighing.source))
    asked = tuple(_asked(case, fates, weighing))
    rules = tuple(fates.values())
    return Fates(rules, tuple(redirects.items()), added, asked, weighing.supposed)


class _Weighing:
    """Both ends with the files that are to hold."""

    def __init__(self, case: Case, reading: Reading) -> None:
        self.case = case
        self.entries: Mapping[str, PolicyEntry] = entries_of(reading.files)
        self.source = source_book(case, reading)
        regime = target_regime(case, case.context.deployment)
        self.default_rule = reading.regime.default_rule
        lines = tuple(_as_answered(case, self.entries.values()))
        self.defined = frozenset(with_entries(case, regime, lines).checks)
        named = (name for line in lines for name in references(parsed(line.expression).check))
        self.supposed = tuple(_missed(named, self.defined, self.source))
        # What will be added is there when the files are weighed again.
        lines += tuple(PolicyEntry(name, check, Location()) for name, check in self.supposed)
        # A line that only one setting makes redundant would be missed once that is changed.
        self.targets = tuple(
            with_entries(case, each, lines)
            for each in dict.fromkeys(
                replace(regime, default_rule=self.default_rule, drops_old_defaults=drops)
                for drops in _either(case, drops=regime.drops_old_defaults)
            )
        )
        self.way = [each.catalog for each in (case.context.source, *case.context.span.crossed)]
        self.heirs = old_names_of(self.way[-1])
        self.dead = frozenset(_dead(case))

    @property
    def target(self) -> Rulebook:
        return self.targets[0]

    def fate(self, entry: PolicyEntry) -> RuleFate:
        answer = self.case.answer(rule_id(entry.name))
        match answer.choose if answer else "":
            case "keep":
                return RuleFate(entry, Kind.KEPT)
            case "default":
                return RuleFate(entry, Kind.DEFAULT)
            case "set" if answer is not None and not parsed(answer.value).unparsable:
                return RuleFate(entry, Kind.SET, value=answer.value)
            case _:
                return self._judged(entry)

    def _judged(self, entry: PolicyEntry) -> RuleFate:
        rule = self.target.registered.get(entry.name)
        if rule is not None:
            repeats = self._repeats(entry, entry.name)
            return RuleFate(entry, Kind.REDUNDANT if repeats else Kind.KEPT)
        heir = self.heirs.get(entry.name)
        if heir is not None:
            return self._renamed(entry, heir.name)
        if entry.name == self.default_rule or not self._went(entry):
            return RuleFate(entry, Kind.KEPT)
        successor = self._successor(entry)
        if not successor:
            return RuleFate(entry, Kind.REMOVED)
        if successor in self.entries:
            return RuleFate(entry, Kind.SUPERSEDED, successor)
        return self._under(successor, entry)

    def _repeats(self, entry: PolicyEntry, name: str) -> bool:
        """Whether the target says the same without the line, whatever is set."""
        rule = self.target.registered[name]
        return all(_is_default(book, rule, entry) for book in self.targets)

    def _under(self, successor: str, entry: PolicyEntry) -> RuleFate:
        repeats = self._repeats(entry, successor)
        return RuleFate(entry, Kind.REDUNDANT if repeats else Kind.RENAMED, successor)

    def _renamed(self, entry: PolicyEntry, successor: str) -> RuleFate:
        """A former name: its line counts, or says nothing, or has no say beside the new name."""
        counts = all(book.inherited.get(successor) == entry for book in self.targets)
        if counts:
            return self._under(successor, entry)
        return RuleFate(entry, Kind.SUPERSEDED, successor)

    def _went(self, entry: PolicyEntry) -> bool:
        name = entry.name
        known = any(name in defaults_of(end) or name in old_names_of(end) for end in self.way)
        return known or name in self.dead

    def _successor(self, entry: PolicyEntry) -> str:
        """The target's name of a rule that this line decided in the source, "" without one."""
        for name, inherited in self.source.inherited.items():
            if inherited == entry and name in self.target.registered:
                return name
        if entry.name not in self.source.registered:
            return ""
        return _heir_on(self.way, entry.name)


def _as_answered(case: Case, entries: Iterable[PolicyEntry]) -> Iterator[PolicyEntry]:
    """The lines as answers leave them: what one says may hang on another."""
    for entry in entries:
        answer = case.answer(rule_id(entry.name))
        if answer is None or answer.choose not in {"default", "set"}:
            yield entry
        elif answer.choose == "set" and not parsed(answer.value).unparsable:
            yield replace(entry, check=answer.value, alternatives=())
        elif answer.choose == "set":
            yield entry


def _dead(case: Case) -> Iterator[str]:
    """Names that went before the target, some of them before the first catalog.

    The rule that knows them may not have spoken: the target need not read the file as it is now.
    """
    rule = case.rules.rules.get(_REMOVED)
    span = case.context.span
    for name, gone in rule.params.get("known", {}).items() if rule else ():
        since = gone.get("since", "")
        if since and (since not in span.ladder or span.ends_within(first=since)):
            yield name


def _either(case: Case, *, drops: bool) -> tuple[bool, ...]:
    names = {(each.group, each.name) for each in case.context.target.catalog.options}
    return (drops, not drops) if ("oslo_policy", "enforce_new_defaults") in names else (drops,)


def _is_default(book: Rulebook, rule: PolicyRule, entry: PolicyEntry) -> bool:
    default = default_check(rule, book.regime)
    if _ends(book, default) and _ends(book, parsed(entry.expression).check):
        return compare(default, entry.expression, book.find, book.find) == "same"
    return False


def _ends(book: Rulebook, check: Check) -> bool:
    """Whether a rule leads back to none of those that it leads to: a circle ends in an error."""
    done: set[str] = set()

    def ends(check: Check, way: tuple[str, ...]) -> bool:
        for name in references(check):
            if name in way or len(way) > DEEPEST:
                return False
            found = book.find(name)
            if name not in done and found is not None and not ends(found, (*way, name)):
                return False
            done.add(name)
        return True

    return ends(check, ())


def _heir_on(way: list[Catalog], name: str) -> str:
    asked = defaults_of(way[-1])
    for catalog in reversed(way):
        heir = old_names_of(catalog).get(name)
        if heir is not None:
            return heir.name if heir.name in asked else ""
    return ""


def _leads_on(fate: RuleFate) -> bool:
    """Whether a reference to the rule may name its successor: it is the same rule there."""
    says_only = fate.entry.check == f"rule:{fate.successor}"
    is_moved = fate.kind in {Kind.RENAMED, Kind.REDUNDANT} and fate.successor != ""
    return is_moved or (fate.kind is Kind.SUPERSEDED and says_only)


def _keep_what_is_named(fates: dict[str, RuleFate], weighing: _Weighing) -> None:
    """Keeps what would be missed: no reference may lead nowhere that led somewhere."""
    registered = weighing.target.registered
    waiting = [fate for fate in fates.values() if not fate.kind.is_gone]
    while waiting:
        for name in named_by(waiting.pop()):
            fate = fates.get(name)
            is_missed = fate and fate.kind.is_gone and name not in registered
            if fate and is_missed and not _leads_on(fate):
                fates[name] = RuleFate(fate.entry, Kind.KEPT)
                waiting.append(fates[name])


def _keep_what_hides_another(fates: dict[str, RuleFate], weighing: _Weighing) -> None:
    """Keeps a line that says the default, where without it one of the former name would count."""
    for former, rule in weighing.heirs.items():
        rival, fate = fates.get(former), fates.get(rule.name)
        if rival and fate and fate.kind is Kind.REDUNDANT and not rival.kind.is_gone:
            fates[rule.name] = RuleFate(fate.entry, Kind.KEPT)


def _asked(
    case: Case, fates: Mapping[str, RuleFate], weighing: _Weighing
) -> Iterator[tuple[str, str]]:
    """What answers set of rules that no file has."""
    for name in weighing.target.registered if case.answers else ():
        answer = case.answer(rule_id(name))
        is_new = name not in fates and answer is not None and answer.choose == "set"
        if is_new and answer is not None and not parsed(answer.value).unparsable:
            yield name, answer.value


def named_by(fate: RuleFate) -> tuple[str, ...]:
    """The rules that the line refers to from now on."""
    expression = fate.value if fate.kind is Kind.SET else fate.entry.expression
    return references(parsed(expression).check)


def _missed(
    names: Iterable[str], defined: Container[str], source: Rulebook
) -> Iterator[tuple[str, str]]:
    """The source's own rules that lines lead to and that nobody defines in the target."""
    known: set[str] = set()
    waiting = list(names)
    while waiting:
        name = waiting.pop(0)
        rule = source.registered.get(name)
        if name in known or name in defined or rule is None:
            continue
        known.add(name)
        check = default_check(rule, source.regime)
        yield name, str(check)
        waiting += references(check)
