"""What oslo.config makes of a value, by the type of its option."""

from collections.abc import Callable
from functools import lru_cache
from typing import Any

import msgspec

from linter.catalog.entries import OptionType
from linter.parse.deferral import deferred

# Only the types of addresses and URIs need them, and they are most of the time of the import.
with deferred("netaddr", "rfc3986"):
    from oslo_config import types


class Accepted(msgspec.Struct, frozen=True):
    """The value that oslo.config hands on to keystone."""

    value: object


class Rejected(msgspec.Struct, frozen=True):
    """What oslo.config takes instead of a value; never the value itself, which may be secret."""

    reason: str


def read_value(kind: OptionType, text: str) -> Accepted | Rejected:
    """What an option of this type makes of a text whose references are resolved.

    The text of a multi-valued option is one of its values.
    """
    try:
        return Accepted(_converter(kind)(text))
    except (ValueError, TypeError):
        # oslo.config catches ValueError only; the others would end keystone all the same.
        return Rejected(expectation(kind))


@lru_cache(maxsize=1024)
def _converter(kind: OptionType) -> Callable[[str], object]:
    return _CONVERTERS[kind.kind](kind)


def _string(kind: OptionType) -> Callable[[str], object]:
    return types.String(
        choices=list(kind.choices) or None,
        quotes=kind.quotes,
        regex=kind.regex or None,
        ignore_case=kind.ignore_case,
        max_length=kind.max_length,
    )


def _integer(kind: OptionType) -> Callable[[str], object]:
    choices = [int(choice) for choice in kind.choices] or None
    return types.Integer(min=_whole(kind.min), max=_whole(kind.max), choices=choices)


def _port(kind: OptionType) -> Callable[[str], object]:
    choices = [int(choice) for choice in kind.choices] or None
    return types.Port(min=_whole(kind.min), max=_whole(kind.max), choices=choices)


def _whole(bound: float | None) -> int | None:
    return None if bound is None else int(bound)


def _item(kind: OptionType) -> Any:  # oslo.config's types accept any callable
    return None if kind.item is None else _converter(kind.item)


def _multi(kind: OptionType) -> Callable[[str], object]:
    return types.String() if kind.item is None else _converter(kind.item)


_CONVERTERS: dict[str, Callable[[OptionType], Callable[[str], object]]] = {
    "string": _string,
    "integer": _integer,
    "port": _port,
    "float": lambda kind: types.Float(min=kind.min, max=kind.max),
    "boolean": lambda _: types.Boolean(),
    "list": lambda kind: types.List(item_type=_item(kind), bounds=kind.bounds),
    "dict": lambda kind: types.Dict(value_type=_item(kind), bounds=kind.bounds),
    "ip": lambda kind: types.IPAddress(version=kind.version),
    "hostname": lambda _: types.Hostname(),
    "host-address": lambda kind: types.HostAddress(version=kind.version),
    "host-domain": lambda kind: types.HostDomain(version=kind.version),
    "uri": lambda kind: types.URI(max_length=kind.max_length, schemes=kind.schemes or None),
    "range": lambda kind: types.Range(min=_whole(kind.min), max=_whole(kind.max)),
    "multi": _multi,
    "other": lambda _: str,
}


def expectation(kind: OptionType) -> str:
    """What an option of this type takes, in words: "an integer of at least 1"."""
    if kind.choices:
        return "one of " + ", ".join(choice or "(empty)" for choice in kind.choices)
    if kind.kind in {"list", "dict", "multi"}:
        return _COLLECTIONS[kind.kind] + (f", each {expectation(kind.item)}" if kind.item else "")
    words = _WORDS[kind.kind]
    if kind.version:
        words = words.replace("IP address", f"IPv{kind.version} address")
    limits = [
        f"at least {_bound(kind.min)}" if kind.min is not None else "",
        f"at most {_bound(kind.max)}" if kind.max is not None and kind.max < _ENDLESS else "",
        f"at most {kind.max_length} characters" if kind.max_length else "",
        f"matching {kind.regex}" if kind.regex else "",
        "with the scheme " + " or ".join(kind.schemes) if kind.schemes else "",
    ]
    said = " and ".join(limit for limit in limits if limit)
    return f"{words}, {said}" if said else words


_ENDLESS = 2**53
"""A bound from here on is that of the machine's numbers."""


def _bound(number: float) -> str:
    return str(int(number)) if float(number).is_integer() else str(number)


_COLLECTIONS = {
    "list": "values separated by commas",
    "dict": "NAME:VALUE pairs separated by commas",
    "multi": "any text",
}
_WORDS = {
    "string": "text",
    "integer": "a whole number",
    "port": "a port number from 0 to 65535",
    "float": "a number",
    "boolean": "true, false, 1, 0, yes, no, on or off",
    "ip": "an IP address",
    "hostname": "a host name",
    "host-address": "a host name or IP address",
    "host-domain": "a host name, which may have underscores, or IP address",
    "uri": "a URI with scheme and host",
    "range": "a range of whole numbers such as 1-10",
    "other": "text",
}
