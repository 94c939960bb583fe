"""The JSON shape of what an upgrade changes, kept apart from the values it is made of."""

from collections.abc import Iterable
from typing import Final, Literal

import msgspec

from linter.checks.policy_weighing import Relation
from linter.difference.effective import Reason, ValueChange
from linter.difference.held import Held, Origin
from linter.difference.hunks import Hunk
from linter.difference.options import SetOption, UnsetOption
from linter.difference.policies import PolicyLine
from linter.difference.said import spoken, subject_of
from linter.difference.sections import FilePart
from linter.difference.texts import OtherText
from linter.difference.told import Told, ToldDeployment
from linter.model.location import Location
from linter.report.document import UpgradeShape, upgrade_shape
from linter.report.shapes import Count, GapShape, LocationShape, Number, gap_shape, location_shape

SCHEMA_VERSION: Final = 1


class HeldShape(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A value, safe to print, null where the release has no such option."""

    value: str | None
    origin: Origin
    locations: tuple[LocationShape, ...]


class EndsShape(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """What each release has where nothing is deployed, null where it has no such option or rule."""

    source: str | None
    target: str | None


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
    written: str
    defaults: EndsShape
    redundant: bool


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
    defaults: EndsShape


class FilePartShape(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A filter, an application or a section; null for a whole file."""

    subject: str | None
    part: Literal["kept", "unread", "gone", "refused", "ignored"]
    location: LocationShape
    rules: tuple[str, ...]


class HunkShape(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Lines that are not the same in all three texts; the source's are null where not known."""

    whose: Literal["site", "release", "both", "agreed"] | None
    line: Number
    source: tuple[str, ...] | None
    deployed: tuple[str, ...]
    target: tuple[str, ...]


class TextShape(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A file told as text, beside the samples of both releases."""

    path: str
    sample: str
    same: Count
    hunks: tuple[HunkShape, ...]


class DeploymentShape(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """What an upgrade changes on nodes with equal files."""

    nodes: tuple[str, ...]
    options: tuple[SetOptionShape, ...]
    defaults: tuple[UnsetOptionShape, ...]
    new: tuple[UnsetOptionShape, ...]
    policies: tuple[PolicyLineShape, ...]
    parts: tuple[FilePartShape, ...]
    texts: tuple[TextShape, ...]
    gaps: tuple[GapShape, ...]


class BasisShape(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """What texts are told beside: real samples of a version, or what its facts give."""

    series: str
    version: str
    real: bool


class DifferencesDocument(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """What an upgrade changes in every deployment of a run, and what could not be looked at."""

    schema_version: Literal[1]
    upgrade: UpgradeShape
    samples: tuple[BasisShape, BasisShape]
    deployments: tuple[DeploymentShape, ...]
    gaps: tuple[GapShape, ...]


class ValueChangeShape(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """An option whose effective value differs, with the reason."""

    subject: str
    domain: str | None
    reason: Reason
    successor: str | None
    before: HeldShape
    after: HeldShape


def document_of(found: Told) -> DifferencesDocument:
    """What an upgrade changes in its published shape."""
    source, target = (
        BasisShape(basis.series, basis.version, basis.is_real) for basis in found.bases
    )
    return DifferencesDocument(
        SCHEMA_VERSION,
        upgrade_shape(found.upgrade),
        (source, target),
        tuple(map(differences_shape, found.deployments)),
        tuple(map(gap_shape, found.gaps)),
    )


def differences_shape(told: ToldDeployment) -> DeploymentShape:
    """What an upgrade changes in one deployment."""
    found = told.differences
    return DeploymentShape(
        tuple(map(spoken, told.nodes)),
        tuple(map(_set_option, found.options)),
        tuple(map(_unset_option, found.defaults)),
        tuple(map(_unset_option, found.new)),
        tuple(map(_policy_line, found.policies)),
        tuple(map(_file_part, found.parts)),
        tuple(map(_text, told.texts)),
        tuple(map(gap_shape, found.gaps)),
    )


def _held(held: Held) -> HeldShape:
    return HeldShape(_value(held), held.origin, _places(held.at))


def _value(held: Held) -> str | None:
    return None if held.origin == "unread" else held.shown


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
        each.shown,
        EndsShape(*(_value(held) for held in each.defaults)),
        each.is_redundant,
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
        EndsShape(*(spoken(text) or None for text in each.defaults)),
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


def _text(text: OtherText) -> TextShape:
    hunks = tuple(_hunk(hunk, has_source=text.has_source) for hunk in text.hunks)
    return TextShape(text.path, text.sample, text.same, hunks)


def _hunk(hunk: Hunk, *, has_source: bool) -> HunkShape:
    return HunkShape(
        hunk.whose if has_source else None,
        hunk.line,
        hunk.source if has_source else None,
        hunk.deployed,
        hunk.target,
    )
