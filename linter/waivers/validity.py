"""Tells whether a waiver can have an effect at all, whatever is found."""

import re
from collections.abc import Iterator
from fnmatch import fnmatchcase

from linter.model.nearest import nearest
from linter.model.release import Upgrade
from linter.model.visible import visible
from linter.model.waiver import FaultKind, Waiver, WaiverFault
from linter.ruleset import Ruleset

_WILD = re.compile(r"[*?]")
_EXTENSION = re.compile(r"\*\.\w+$")
_WORD = re.compile(r"[^\W_]{2}")


def fault_of(kind: FaultKind, waiver: Waiver, why: str) -> WaiverFault:
    """A fault of a waiver, at its place."""
    return WaiverFault(kind, waiver.at, waiver.rules, why)


def is_history(waiver: Waiver, upgrade: Upgrade) -> bool:
    """Whether it is for the target of another upgrade, one that is known."""
    ours = {upgrade.target.series, upgrade.target.codename}
    return waiver.target in _targets(upgrade) and waiver.target not in ours


def _targets(upgrade: Upgrade) -> list[str]:
    named = ((release.series, release.codename) for release in upgrade.ladder)
    return [name for names in named for name in dict.fromkeys(names) if name]


def voids(waiver: Waiver, rules: Ruleset, upgrade: Upgrade) -> Iterator[WaiverFault]:
    """What makes a waiver void, the first thing first."""
    targets = _targets(upgrade)
    if waiver.target and waiver.target not in targets:
        hint = nearest(waiver.target, targets)
        yield fault_of("malformed", waiver, f"{visible(repr(waiver.target))} is no release{hint}")
    for pattern in waiver.rules:
        yield from _voids_of(waiver, pattern, rules)


def _voids_of(waiver: Waiver, pattern: str, rules: Ruleset) -> Iterator[WaiverFault]:
    named = [rule for rule in rules if fnmatchcase(rule.id, pattern)]
    if not named:
        hint = nearest(pattern, rules.rules)
        yield fault_of("malformed", waiver, f"no rule is called {pattern!r}{hint}")
    elif not any(rule.waivable for rule in named):
        yield fault_of("not-waivable", waiver, f"what {pattern} finds cannot be waived")
    elif len({rule.id.partition("/")[0] for rule in named}) > 1:
        yield fault_of("too-broad", waiver, f"{pattern!r} names rules of more than one group")
    elif len(named) > 1 and not is_narrow(waiver):
        why = f"{pattern!r} names {len(named)} rules: say of which `subject` or `path`"
        yield fault_of("too-broad", waiver, why)


def is_narrow(waiver: Waiver) -> bool:
    """Whether it is about certain lines, subjects or files, and not about whatever is found."""
    return waiver.lines is not None or any(map(_tells_apart, (waiver.subject, waiver.path)))


def _tells_apart(pattern: str) -> bool:
    """Whether a pattern says more than every subject has, or the kind of a file."""
    if not _WILD.search(pattern):
        return bool(pattern)
    return _WORD.search(_EXTENSION.sub("", pattern)) is not None
