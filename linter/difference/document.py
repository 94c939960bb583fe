"""The JSON shape of what an upgrade changes, kept apart from the values it is made of."""

from collections.abc import Iterable
from typing import Final, Literal

import msgspec

from linter.checks.policy_weighing import Relation
from linter.difference.differences import Differences
from linter.difference.effective import Comparison, Reason, ValueChange
from linter.difference.held import Held, Origin
from linter.difference.options import SetOption, UnsetOption
from linter.difference.policies import PolicyLine
from linter.difference.said import spoken, subject_of
from linter.difference.sections import FilePart
from linter.model.location import Location
from linter.report.shapes import GapShape, LocationShape, gap_shape, location_shape

SCHEMA_VERSION: Final = 1


class HeldShape(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A value, safe to print, null where the release has no such option."""

    value: str | None
    origin: Origin
    locations: tuple[LocationShape, ...]


class SetOptionShape(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A name that is set."""

    subject: str
    domain: str | None
    taken: Literal[
        "same", "starts", "renamed", "moved", "refused", "gone", "ignored", "site", "unknown"
    ]
    is_read: bool
    successor: str | None
    before: HeldShape
    after: HeldShape
    changes: bool
    locations: tuple[LocationShape, ...]
    rules: tuple[str, ...]


class UnsetOptionShape(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """An option left alone."""

    subject: str
    successor: str | None
    before: HeldShape
    after: HeldShape
    rules: tuple[str, ...]


class PolicyLineShape(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """An override."""

    rule: str
    override: Literal[
        "redundant", "ahead", "default-changed", "kept", "renamed", "removed", "own", "unread"
    ]
    check: str
    successor: str | None
    relation: Relation | None
    relation_before: Relation | None
    default: Relation | None
    starts: bool
    location: LocationShape
    rules: tuple[str, ...]


class FilePartShape(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A filter, an application or a section; null for a whole file."""

    subject: str | None
    part: Literal["kept", "unread", "gone", "refused", "ignored"]
    location: LocationShape
    rules: tuple[str, ...]


class DifferencesShape(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """What an upgrade changes in one deployment."""

    schema_version: Literal[1]
    node: str
    source: str
    target: str
    options: tuple[SetOptionShape, ...]
    defaults: tuple[UnsetOptionShape, ...]
    new: tuple[UnsetOptionShape, ...]
    policies: tuple[PolicyLineShape, ...]
    parts: tuple[FilePartShape, ...]
    gaps: tuple[GapShape, ...]


class ValueChangeShape(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """An option whose effective value differs, with the reason."""

    subject: str
    domain: str | None
    reason: Reason
    successor: str | None
    before: HeldShape
    after: HeldShape


class ComparisonShape(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Every difference of effective values, and what could not be compared."""

    schema_version: Literal[1]
    changes: tuple[ValueChangeShape, ...]
    gaps: tuple[GapShape, ...]


def differences_shape(found: Differences) -> DifferencesShape:
    """What an upgrade changes in its published shape."""
    return DifferencesShape(
        SCHEMA_VERSION,
        found.node,
        found.source,
        found.target,
        tuple(map(_set_option, found.options)),
        tuple(map(_unset_option, found.defaults)),
        tuple(map(_unset_option, found.new)),
        tuple(map(_policy_line, found.policies)),
        tuple(map(_file_part, found.parts)),
        tuple(map(gap_shape, found.gaps)),
    )


def comparison_shape(found: Comparison) -> ComparisonShape:
    """Differences of effective values in their published shape."""
    changes = tuple(map(value_change_shape, found.changes))
    return ComparisonShape(SCHEMA_VERSION, changes, tuple(map(gap_shape, found.gaps)))


def _held(held: Held) -> HeldShape:
    value = None if held.origin == "unread" else held.shown
    return HeldShape(value, held.origin, _places(held.at))


def _places(at: Iterable[Location]) -> tuple[LocationShape, ...]:
    return tuple(map(location_shape, at))


def _set_option(each: SetOption) -> SetOptionShape:
    return SetOptionShape(
        each.subject,
        spoken(each.domain) or None,
        each.taken.value,
        each.is_read,
        each.successor or None,
        _held(each.before),
        _held(each.after),
        each.changes,
        _places(each.at),
        each.rules,
    )


def _unset_option(each: UnsetOption) -> UnsetOptionShape:
    ends = _held(each.before), _held(each.after)
    return UnsetOptionShape(each.subject, each.successor or None, *ends, each.rules)


def _policy_line(each: PolicyLine) -> PolicyLineShape:
    return PolicyLineShape(
        spoken(each.rule),
        each.override.value,
        each.shown,
        each.successor or None,
        each.relation,
        each.before,
        each.default,
        each.starts,
        location_shape(each.at),
        each.rules,
    )


def _file_part(each: FilePart) -> FilePartShape:
    return FilePartShape(each.subject or None, each.part.value, location_shape(each.at), each.rules)


def value_change_shape(change: ValueChange) -> ValueChangeShape:
    """A value that differs in its published shape."""
    return ValueChangeShape(
        subject_of(change.option),
        spoken(change.domain) or None,
        change.reason,
        subject_of(change.successor) if change.successor else None,
        _held(change.before),
        _held(change.after),
    )
