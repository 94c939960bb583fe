"""How a check is found by the name that a rule gives, and what it hands back."""

import inspect
from collections.abc import Callable, Iterable, Iterator, Mapping
from functools import lru_cache
from typing import Any, get_type_hints

import msgspec

from linter.checks.names import written
from linter.model.facts import Setting
from linter.model.finding import Confidence, Echo, Severity, Witness
from linter.model.location import Location
from linter.parse.effective import normalised


class Hit(msgspec.Struct, frozen=True):
    """One place where a rule's fault shows.

    `fields` fill the rule's texts. `severity` and `confidence`, when given, overrule the rule's.
    `nodes` are named where they are others than those of the deployment that was looked at.
    `identity` stands for the path in the fingerprint where the path may change. `echo`, `waiver`
    and `rank` are as in findings.
    """

    subject: str
    at: Location
    fields: Mapping[str, str] = {}
    severity: Severity | None = None
    confidence: Confidence | None = None
    witnesses: tuple[Witness, ...] = ()
    excerpt: str = ""
    nodes: tuple[str, ...] = ()
    identity: str = ""
    echo: Echo | None = None
    waiver: str = ""
    rank: int = 0


def hit_of(setting: Setting, fields: Mapping[str, str], severity: Severity | None = None) -> Hit:
    """The hit of one setting, with group, name and value among the fields."""
    named = {"group": setting.group, "name": setting.name, "value": setting.shown}
    return Hit(
        subject=written((normalised(setting.group), setting.name)),
        at=setting.at,
        fields={**named, **fields},
        severity=severity,
        excerpt=setting.line_text,
    )


Check = Callable[..., Iterable[Hit]]
CHECKS: dict[str, Check] = {}


def check(name: str) -> Callable[[Check], Check]:
    """Registers a function under the name by which rules call it."""

    def register(function: Check) -> Check:
        if name in CHECKS:
            raise ValueError(f"two checks are named {name!r}")
        CHECKS[name] = function
        return function

    return register


def bind(function: Check, params: Mapping[str, Any]) -> dict[str, Any]:
    """The parameters of a rule as the check's signature wants them, converted and complete.

    Raises TypeError for a missing or unknown parameter, and for one of the wrong type.
    """
    signature, hints = _parameters(function)
    signature.bind(None, **params)
    return {name: _converted(name, value, hints[name]) for name, value in params.items()}


@lru_cache(maxsize=256)
def _parameters(function: Check) -> tuple[inspect.Signature, Mapping[str, Any]]:
    return inspect.signature(function), get_type_hints(function)


def _converted(name: str, value: Any, hint: Any) -> Any:
    try:
        converted = msgspec.convert(value, hint)
    except msgspec.ValidationError as error:
        raise TypeError(f"parameter {name!r}: {error}") from error
    for key in _left_out(value, converted):
        raise TypeError(f"parameter {name!r}: nothing is called {key!r} there")
    return converted


def _left_out(value: Any, converted: Any) -> Iterator[str]:
    """The keys that the parameter's type does not have; msgspec passes over those in silence."""
    match value, converted:
        case dict(), dict():
            for key, item in value.items():
                if key in converted:
                    yield from _left_out(item, converted[key])
                else:
                    yield str(key)
        case list(), tuple() | list():
            for item, made in zip(value, converted, strict=True):
                yield from _left_out(item, made)
