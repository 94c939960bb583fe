"""The objects that tokens are used on, as the enforcer describes them to oslo.policy."""

import re
from collections.abc import Mapping
from typing import Any, Literal

import msgspec

from linter.catalog.entries import PolicyRule

Owner = Literal["own", "other"]

OWNERS: tuple[Owner, ...] = ("own", "other")

_PEOPLE = frozenset({"user", "trustor_user", "trustee_user", "trustor", "trustee"})
_PROJECTS = frozenset({"project", "tenant"})
_DOMAINS = frozenset({"domain", "user_domain", "project_domain"})


class Supply(msgspec.Struct, frozen=True):
    """What a call supplies of its object beside what stands below `target`.

    `path` are the names in its address. `loose` says that fields of the body and filters stand at
    the top, where any name may be one; `spaced` that they stand below names of their own.
    """

    path: frozenset[str] = frozenset()
    loose: bool = False
    spaced: bool = False


_PLACE = re.compile(r"\{(\w+)\}")
_WITH_BODY = ("POST ", "PUT ", "PATCH ")
_SPACES = frozenset({"request_body", "filter_attr"})


def supply_of(rule: PolicyRule, *, body_is_flat: bool) -> Supply:
    """What the calls that ask for a rule supply.

    `body_is_flat` is for releases that hand on a request's body and filters as they are; later ones
    keep them apart (bug 2148398).
    """
    calls = [operation.partition("?")[0] for operation in rule.operations]
    path = frozenset(name for call in calls for name in _PLACE.findall(call))
    more = rule.name.startswith("identity:list_") or any(c.startswith(_WITH_BODY) for c in calls)
    return Supply(path, loose=more and body_is_flat, spaced=more and not body_is_flat)


class Target(Mapping[str, object]):
    """What the enforcer hands to oslo.policy of an object, made up as check strings ask for it.

    `owner` says whose user, project and domain it belongs to. A role is one of all domains and is
    called member.
    """

    def __init__(self, owner: Owner, supply: Supply) -> None:
        self._owner = owner
        self._supply = supply

    def __getitem__(self, name: str) -> object:
        """The value of an attribute, by what kind it is; raises KeyError for what is not there."""
        if not self._has(name):
            raise KeyError(name)
        *parents, last = name.split(".")
        of = parents[-1] if parents else ""
        if last == "domain_id" and of == "role":
            return None
        if last == "id" or last.endswith("_id"):
            return self._identity(of if last == "id" else last.removesuffix("_id"))
        return {"name": "member", "enabled": True}.get(last, f"{self._owner}-{last}")

    def _has(self, name: str) -> bool:
        top = name.partition(".")[0]
        if top in _SPACES:
            return self._supply.spaced
        return top == "target" or name in self._supply.path or self._supply.loose

    def _identity(self, kind: str) -> str:
        for known, word in ((_PEOPLE, "user"), (_PROJECTS, "project"), (_DOMAINS, "domain")):
            if kind in known:
                return f"{self._owner}-{word}"
        return f"{self._owner}-{kind}"

    def __iter__(self) -> Any:
        """Nothing: any attribute can be asked for."""
        return iter(())

    def __len__(self) -> int:
        """Nothing can be counted."""
        return 0
