"""Directories of keys that are missing, hold none, or are one where they should be two."""

import os
from collections.abc import Iterator

import msgspec

from linter.checks.context import Context
from linter.checks.names import written
from linter.checks.registry import Hit, check
from linter.checks.values import effective_text, pinned_value
from linter.model.facts import Setting
from linter.model.finding import Confidence
from linter.model.keys import KeyFile, KeyRepository
from linter.model.location import Location
from linter.model.visible import visible

Option = tuple[str, str]


class Need(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """An option that names a directory of keys, and the setting with which it is used.

    `limit` is how many keys it may hold: an option, a number, or 0 for any.
    """

    option: Option
    needed_by: tuple[str, str, str]
    limit: Option | int = 0


def in_use(context: Context, need: Need) -> KeyRepository | None:
    """The directory that the target will use, None where it needs none or none was looked for."""
    group, name, value = need.needed_by
    if effective_text(context, group, name) != value:
        return None
    return _repository(context, need.option)


def _repository(context: Context, option: Option) -> KeyRepository | None:
    named = effective_text(context, *option)
    if not named:
        return None
    wanted = os.path.normpath(named)
    return next((item for item in context.deployment.keys if item.named == wanted), None)


def repositories(context: Context, needs: tuple[Need, ...]) -> Iterator[tuple[Need, KeyRepository]]:
    """Each directory that is used and there, once."""
    seen = set()
    for need in needs:
        found = in_use(context, need)
        if found and found.exists and found.real not in seen:
            seen.add(found.real)
            yield need, found


def is_key(file: KeyFile) -> bool:
    """Whether a name is one that keys have, in any of the repositories."""
    return file.number is not None or file.name.endswith(".pem")


def _confidence(context: Context) -> Confidence | None:
    """How sure it is that a key was not left out on the way, None where it may have been.

    A copy of the configuration often comes without keys; one that has some should have all.
    """
    if context.deployment.is_live:
        return Confidence.CERTAIN
    copied = any(is_key(file) for item in context.deployment.keys for file in item.files)
    return Confidence.LIKELY if copied else None


@check("keys-missing")
def keys_missing(
    context: Context,
    need: Need,
    file: str = "",
    shared_with: Need | None = None,
    any_name: bool = False,
) -> Iterator[Hit]:
    """A directory of keys that is not there or holds no key that keystone can use.

    `file` is the one that must be in it; else `any_name` says that not only numbers are keys.
    Nothing is said where it is the directory `shared_with` another need.
    """
    found, confidence = in_use(context, need), _confidence(context)
    if found is None or confidence is None:
        return
    other = in_use(context, shared_with) if shared_with else None
    state = _state(found, file, any_name=any_name)
    if not state or (other and other.named == found.named):
        return
    fields = {"path": found.named, "state": state, "file": file}
    at, excerpt = _where(context, need.option, shared_with)
    yield Hit(written(need.option), at, fields, confidence=confidence, excerpt=excerpt)


def _state(found: KeyRepository, file: str, *, any_name: bool) -> str:
    """What is wrong with a directory, "" where a usable key is in it."""
    if not found.exists:
        return "does not exist"
    if file:
        keys = tuple(item for item in found.files if item.name == file)
    else:
        keys = found.files if any_name else found.numbered
    if any(item.size for item in keys):
        return ""
    if keys:
        return f"holds an empty {file}" if file else "holds only empty keys"
    return f"holds no {file or 'key'}"


def _where(context: Context, option: Option, other: Need | None) -> tuple[Location, str]:
    """The place to name: of the option, or else of the one that it should have followed."""
    for wanted in (option, *((other.option,) if other else ())):
        setting = _pinned(context, wanted)
        if setting:
            return setting.at, setting.line_text
    deployment = context.deployment
    return Location(deployment.node, deployment.main_path), ""


def _pinned(context: Context, option: Option) -> Setting | None:
    entry = context.target.find(option)
    return pinned_value(context, entry) if entry else None


@check("keys-shared")
def keys_shared(context: Context, first: Need, second: Need) -> Iterator[Hit]:
    """Two needs that lead to one directory, by name or by a link."""
    one, two = _named(context, first), _named(context, second)
    if not one or not two:
        return
    found = [_repository(context, need.option) for need in (first, second)]
    places = [item.real for item in found if item and item.exists]
    if one == two or (len(places) > 1 and places[0] == places[1]):
        at, excerpt = _where(context, second.option, first)
        yield Hit(written(second.option), at, {"path": two}, excerpt=excerpt)


def _named(context: Context, need: Need) -> str:
    """The directory that an option names in plain words, "" where it is not used."""
    group, name, value = need.needed_by
    setting = _pinned(context, need.option)
    is_plain = setting is None or not (setting.templated or "$" in setting.value)
    if not is_plain or effective_text(context, group, name) != value:
        return ""
    named = effective_text(context, *need.option)
    return visible(os.path.normpath(named)) if named else ""
