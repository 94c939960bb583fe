"""The changes of access in a few rows: rules whose answers change alike stand together."""

from collections.abc import Iterable, Sequence

import msgspec

from linter.model.policy import AccessChange

MOST = 8
"""Rows that are shown; a change of defaults makes about four."""
NAMED = 3
"""Rules that a row names."""

_ALL_ROLES = 5
_OWNERS = {"own": " on their own objects", "other": " on others' objects"}


class Row(msgspec.Struct, frozen=True):
    """Rules that the same tokens gain and lose; `gain` and `lose` name those in words."""

    gain: str
    lose: str
    rules: tuple[str, ...]

    @property
    def subjects(self) -> str:
        """The rules in words, most of them counted."""
        rest = len(self.rules) - NAMED
        return ", ".join(self.rules[:NAMED]) + (f" and {rest} more" if rest > 0 else "")


def rows(changes: Iterable[AccessChange]) -> tuple[Row, ...]:
    """The changes by what they are, those of most rules first."""
    by_rule: dict[str, list[tuple[str, str, bool]]] = {}
    for change in changes:
        by_rule.setdefault(change.rule, []).append((change.persona, change.object, change.target))
    alike: dict[tuple[tuple[str, str, bool], ...], list[str]] = {}
    for rule, found in sorted(by_rule.items()):
        alike.setdefault(tuple(found), []).append(rule)
    made = (_row(found, rules) for found, rules in alike.items())
    return tuple(sorted(made, key=lambda row: (-len(row.rules), row.rules)))


def _row(found: Sequence[tuple[str, str, bool]], rules: Sequence[str]) -> Row:
    gain, lose = (
        _tokens((persona, owner) for persona, owner, target in found if target is gained)
        for gained in (True, False)
    )
    return Row(gain, lose, tuple(rules))


def _tokens(found: Iterable[tuple[str, str]]) -> str:
    """The tokens in words: "system admin, reader; project reader on their own objects"."""
    owners: dict[str, set[str]] = {}
    for persona, owner in found:
        owners.setdefault(persona, set()).add(owner)
    roles: dict[tuple[str, str], list[str]] = {}
    for persona, on in owners.items():
        scope, _, role = persona.partition("-")
        whose = "" if len(on) > 1 else _OWNERS[min(on)]
        roles.setdefault((scope, whose), []).append(role)
    return "; ".join(f"{scope} {_named(held)}{whose}" for (scope, whose), held in roles.items())


def _named(roles: Sequence[str]) -> str:
    return "of any role" if len(roles) == _ALL_ROLES else ", ".join(roles)
