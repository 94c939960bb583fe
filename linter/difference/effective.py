"""Every effective value that differs between a deployment and the files that are to replace it."""

from collections.abc import Iterable, Iterator
from typing import Literal

import msgspec

from linter.catalog.entries import Name, OptionEntry
from linter.checks.context import Context
from linter.checks.names import key_of
from linter.checks.standing import Fate, standing_of
from linter.checks.values import names_read
from linter.difference.held import UNREAD, Held, Read, is_clear, is_same, read_as_text, read_by
from linter.difference.said import subject_of
from linter.model.facts import Setting
from linter.model.finding import Gap
from linter.model.location import Location
from linter.parse.deployment import Deployment
from linter.parse.effective import Configuration, configuration

Reason = Literal[
    "default-changed",
    "gone",
    "refused",
    "read-otherwise",
    "set-otherwise",
    "no-longer-set",
    "set-now",
]


class ValueChange(msgspec.Struct, frozen=True):
    """One option whose effective value differs; `domain` is "" for the service itself.

    `option` and `domain` are as the files have them, not to be printed as they are.
    `successor` is the name that the target has for the option, none where it is the same or gone.
    """

    option: Name
    domain: str
    reason: Reason
    before: Held
    after: Held
    successor: Name | None = None


class Comparison(msgspec.Struct, frozen=True):
    """Every difference in the order of domains and names, and what could not be compared."""

    changes: tuple[ValueChange, ...]
    gaps: tuple[Gap, ...]


class _Pair(msgspec.Struct, frozen=True):
    """An option of the source and what the target has for it, either of which may be missing."""

    name: Name
    before: OptionEntry | None
    after: OptionEntry | None


class _Sides(msgspec.Struct, frozen=True):
    """The configuration that the source reads and the one that the target is to read."""

    domain: str
    before: Configuration
    after: Configuration


def effective_after(before: Context, after: Deployment) -> Comparison:
    """The options that the target reads otherwise from `after` than the source from what is there.

    Without `after` of its own, give the deployment of the context: what the upgrade alone changes.
    An option that the target lacks is a change, by default too; one that is new to it and not set
    is none. Names that no catalog can judge are compared as text, those that the source does not
    read any more are left out. In an overlay only what one of both sides sets is compared.
    """
    pairs = tuple(_pairs(before))
    changes: list[ValueChange] = []
    gaps = [] if after is before.deployment else list(_not_read(before.deployment, after))
    for sides in _all_sides(before.deployment, after):
        for pair, was, will_be in _readings(before, pairs, sides):
            if not is_clear(was, will_be):
                gaps.append(_unclear(pair, was, will_be))
            elif not is_same(was, will_be):
                changes.append(_change(pair, sides.domain, was, will_be))
    order = sorted(changes, key=lambda change: (change.domain, change.option))
    return Comparison(tuple(order), tuple(dict.fromkeys(gaps)))


def heir_of(context: Context, name: Name) -> OptionEntry | None:
    """The option of the target that stands for a name of the source."""
    # A name that stays has no other heir, and most names stay.
    current = context.target.current.get(name)
    return current or standing_of(Setting(*name, "", "", Location()), context.span).entry


def _pairs(context: Context) -> Iterator[_Pair]:
    followed: set[Name] = set()
    for name, entry in context.source.current.items():
        heir = heir_of(context, name)
        if heir is not None:
            followed.add(key_of(heir))
        yield _Pair(name, entry, heir)
    for name, entry in context.target.current.items():
        if name not in followed:
            yield _Pair(name, None, entry)


def _all_sides(before: Deployment, after: Deployment) -> Iterator[_Sides]:
    yield _Sides("", before.configuration, after.configuration)
    was = {overlay.domain: overlay.configuration for overlay in before.overlays}
    will_be = {overlay.domain: overlay.configuration for overlay in after.overlays}
    nothing = configuration(())
    for domain in sorted(was | will_be):
        yield _Sides(domain, was.get(domain, nothing), will_be.get(domain, nothing))


def _not_read(before: Deployment, after: Deployment) -> Iterator[Gap]:
    for file in (*before.files, *after.files):
        fatal = next((flaw for flaw in file.flaws if flaw.fatal), None)
        if fatal is not None:
            why = "oslo.config refuses the file, so no value of it is known"
            yield Gap(file.path, why, "mend the file", required=True, at=fatal.at)
        elif file.template:
            why = "it is a template: only its literal text was compared"
            remedy = "render both and compare the results"
            yield Gap(file.path, why, remedy, required=True, at=Location(file.node, file.path))
    yield from _missing(before, after)


def _missing(before: Deployment, after: Deployment) -> Iterator[Gap]:
    """A domain without a file of its own has what the service has: no value of it would show."""
    domains = {overlay.domain for overlay in after.overlays}
    for overlay in before.overlays:
        if overlay.domain not in domains:
            yield Gap(
                overlay.path,
                "the new files have no configuration of this domain",
                "carry the file over, or see that the domain may have what the service has",
                required=True,
                at=Location(before.node, overlay.path),
            )


def _readings(
    context: Context, pairs: Iterable[_Pair], sides: _Sides
) -> Iterator[tuple[_Pair, Read, Read]]:
    rivals: set[Name] = set()
    found = []
    for pair in pairs:
        if sides.domain and not _is_set(pair, sides):
            continue
        was = read_by(context.source, pair.before, sides.before)
        will_be = read_by(context.target, pair.after, sides.after)
        if pair.after is not None and was.held.at:
            rivals.add(key_of(pair.after))
        if _counts(was, will_be, sides):
            found.append((pair, was, will_be))
    for pair, was, will_be in found:
        # Where several options became one, those that were not set have nothing to lose.
        contended = pair.after is not None and key_of(pair.after) in rivals
        if was.held.at or not contended:
            yield pair, was, will_be
    yield from _as_text(context, sides)


def _is_set(pair: _Pair, sides: _Sides) -> bool:
    before = names_read(pair.before) if pair.before else ()
    after = names_read(pair.after) if pair.after else ()
    return any(map(sides.before.sets, before)) or any(map(sides.after.sets, after))


def _counts(was: Read, will_be: Read, sides: _Sides) -> bool:
    """Not what is left alone in a domain, nor what is new and left alone."""
    if was.held.at or will_be.held.at:
        return True
    return sides.domain == "" and was is not UNREAD


def _as_text(context: Context, sides: _Sides) -> Iterator[tuple[_Pair, Read, Read]]:
    """What a plugin of the site may read."""
    ended = {each.name: each for each in context.with_fate(Fate.DEAD)}
    closed = {each.name for each in context.with_fate(Fate.GROUP_REMOVED)}
    for name in sorted(sides.before.index.keys() | sides.after.index.keys()):
        if name in ended or context.source.find(name) or context.target.find(name):
            continue
        was, will_be = (
            read_as_text(end.effective((name,), multi=True).winners)
            for end in (sides.before, sides.after)
        )
        yield _Pair(name, None, None), was, UNREAD if name in closed else will_be


def _change(pair: _Pair, domain: str, was: Read, will_be: Read) -> ValueChange:
    successor = key_of(pair.after) if pair.after else None
    return ValueChange(
        pair.name,
        domain,
        _reason(pair, was, will_be),
        was.held,
        will_be.held,
        None if successor == pair.name else successor,
    )


def _reason(pair: _Pair, was: Read, will_be: Read) -> Reason:
    if will_be.held.origin == "refused":
        return "refused"
    if pair.before is not None and pair.after is None:
        return "gone"
    match bool(was.held.at), bool(will_be.held.at):
        case True, True:
            return "read-otherwise" if was.texts == will_be.texts else "set-otherwise"
        case True, False:
            return "no-longer-set"
        case False, True:
            return "set-now"
        case _:
            return "default-changed"


def _unclear(pair: _Pair, was: Read, will_be: Read) -> Gap:
    at = next(iter(was.held.at + will_be.held.at), None)
    why = "it is known only once the template is rendered, and the two sides write it differently"
    return Gap(
        subject_of(pair.name), why, "render both and compare the results", required=True, at=at
    )
