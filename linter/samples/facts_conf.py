"""Writes an option of a catalog as a sample of keystone.conf has it."""

from collections.abc import Iterator
from itertools import groupby

import msgspec

from linter.catalog.entries import Catalog, OptionEntry, OptionType

# The order of config-generator/keystone.conf in every source archive.
_OWNERS = (
    "keystone", "oslo.cache", "oslo.log", "oslo.messaging", "oslo.policy", "oslo.db",
    "oslo.middleware", "osprofiler",
)  # fmt: skip
# oslo.config's generator puts these for what differs from one machine to the next.
_PREFIX, _SHOWN_PREFIX = "<prefix>", "/usr"


def sampled_groups(catalog: Catalog) -> Iterator[tuple[str, tuple[OptionEntry, ...]]]:
    """Each group with its sampled options, in the order of the release's sample."""
    sampled = [entry for entry in catalog.options if entry.sampled]
    for group, entries in groupby(sorted(sampled, key=_place), key=lambda entry: entry.group):
        yield group, tuple(entries)


def _place(entry: OptionEntry) -> tuple[bool, str, int, str, str]:
    owner = entry.namespace
    rank = _OWNERS.index(owner) if owner in _OWNERS else len(_OWNERS)
    return entry.group != "DEFAULT", entry.group, rank, owner, entry.name


def option_lines(entry: OptionEntry) -> Iterator[str]:
    """An option commented out at its default, under what is known of its values and old names."""
    yield f"# ({_kind(entry)} value)"
    yield from _limits(entry.type)
    for group, name in entry.aliases:
        yield f"# Deprecated group/name - [{group}]/{name}"
    if entry.for_removal:
        since = f" since {entry.deprecated_since}" if entry.deprecated_since else ""
        yield f"# Deprecated for removal{since}"
    for default in _defaults(entry):
        yield f"#{entry.name} = {default}".rstrip().replace("\n", "\n#  ")


def _kind(entry: OptionEntry) -> str:
    kind = entry.type.kind.replace("-", " ")
    return f"multi valued {kind}" if entry.multi and kind != "multi" else kind


def _limits(kind: OptionType) -> Iterator[str]:
    if kind.min is not None:
        yield f"# Minimum value: {_number(kind.min)}"
    if kind.max is not None:
        yield f"# Maximum value: {_number(kind.max)}"
    if kind.choices:
        choices = ", ".join(choice or "''" for choice in kind.choices)
        yield f"# Possible values: {choices}"


def _number(value: float) -> str:
    return str(int(value)) if value == int(value) else str(value)


def _defaults(entry: OptionEntry) -> tuple[str, ...]:
    """What stands behind the equals sign; a multi-valued option has a line for each value."""
    value = msgspec.json.decode(entry.default)
    if entry.multi and isinstance(value, list):
        return tuple(map(written_default, value)) or ("",)
    return (written_default(value),)


def written_default(value: object) -> str:
    """A default as it stands behind the equals sign, "<None>" for none."""
    match value:
        case None:
            return "<None>"
        case bool():
            return str(value).lower()
        case list():
            return ",".join(map(written_default, value))
        case dict():
            return ",".join(f"{name}:{written_default(part)}" for name, part in value.items())
        case str():
            text = value.replace(_PREFIX, _SHOWN_PREFIX)
            # oslo.config takes quotes off again, and strips what they do not protect.
            return f'"{text}"' if text != text.strip() else text
        case _:
            return str(value)
