"""Says in words how two catalogs of one release differ."""

from collections.abc import Iterator, Mapping

import msgspec

from linter.catalog.entries import Catalog

_NAMED_BY = (("group", "name", "value"), ("group", "name"), ("name",), ("id",))
_SHOWN = 200


def differences(shipped: Catalog, rebuilt: Catalog) -> tuple[str, ...]:
    """One sentence for each fact that only one of them has, or that they tell differently."""
    before, after = facts(shipped), facts(rebuilt)
    return tuple(
        _sentence(subject, before.get(subject), after.get(subject))
        for subject in sorted(before.keys() | after.keys())
        if before.get(subject) != after.get(subject)
    )


def facts(catalog: Catalog) -> Mapping[str, str]:
    """Every fact of a catalog as text, under what it is about: "options [token] provider read"."""
    return dict(_flat("", msgspec.json.decode(msgspec.json.encode(catalog))))


def _flat(about: str, value: object) -> Iterator[tuple[str, str]]:
    if isinstance(value, dict):
        for key, member in value.items():
            yield from _flat(f"{about} {key}".strip(), member)
    elif isinstance(value, list | tuple) and value and isinstance(value[0], dict):
        for member in value:
            yield from _flat(f"{about} {_name(member)}", member)
    else:
        yield about, msgspec.json.encode(value, order="deterministic").decode()


def _name(entry: Mapping[str, object]) -> str:
    fields = next(fields for fields in _NAMED_BY if all(field in entry for field in fields))
    words = [f"[{entry[field]}]" if field == "group" else str(entry[field]) for field in fields]
    return " ".join(words)


def _sentence(subject: str, before: str | None, after: str | None) -> str:
    if before is None:
        return f"{subject}: only in the rebuilt catalog, {_short(after or '')}"
    if after is None:
        return f"{subject}: only in the catalog at hand, {_short(before)}"
    return f"{subject}: {_short(before)} at hand, {_short(after)} rebuilt"


def _short(text: str) -> str:
    return text if len(text) <= _SHOWN else f"{text[: _SHOWN - 3]}..."
