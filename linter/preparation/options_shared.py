"""Follows an answer only where it takes no line from another option and leaves none to itself."""

from collections.abc import Iterable, Iterator, Mapping, Sequence

from msgspec.structs import replace

from linter.catalog.entries import normalised_name
from linter.checks.values import pinned_values
from linter.difference.said import subject_of
from linter.parse.effective import Configuration
from linter.preparation.case import Part
from linter.preparation.options_answered import unfit
from linter.preparation.options_edits import configuration_after, refused_by_file
from linter.preparation.options_set import Carried
from linter.preparation.options_settled import Desk, Settled


def followed(desk: Desk, found: Sequence[Settled]) -> tuple[Part, ...]:
    """What becomes of every option; an answer that cannot be followed is a Gap and changes nothing.

    A few lines set two options at once, so that an answer about one may be about the other too.
    """
    if not any(each.answer for each in found):
        return tuple(each.part for each in found)
    usual = _after(desk, (each.usual for each in found))
    faults = dict(_faults(desk, found, usual))
    while faults:
        found = tuple(_unanswered(each, faults) for each in found)
        faults = dict(_faults(desk, found, usual))
    return tuple(each.part for each in found)


def _after(desk: Desk, parts: Iterable[Part]) -> Configuration:
    edits = (edit for part in parts for edit in part.edits)
    return configuration_after(desk.case, desk.scope.configuration, tuple(edits))


def _unanswered(each: Settled, faults: Mapping[Settled, str]) -> Settled:
    if each not in faults or each.answer is None:
        return each
    gap = unfit(each.answer, faults[each])
    return replace(each, part=replace(each.usual, gaps=(gap,)), answer=None)


def _faults(
    desk: Desk, found: Sequence[Settled], usual: Configuration
) -> Iterator[tuple[Settled, str]]:
    """Each answer that would not have its outcome alone, and why not."""
    after = _after(desk, (each.part for each in found))
    answered = [each for each in found if each.answer is not None]
    for each in answered:
        fault = _unmoved(each, after)
        if fault and _is_made(desk, each):
            yield each, fault
    for other in found:
        if _is_hurt(desk, other, after, usual):
            names = set(_names(other.carried))
            for each in answered:
                if _may_hurt(each, other) and names.intersection(_names(each.carried)):
                    yield each, f"{subject_of(other.carried.key)} would lose its value with it"


def _is_hurt(desk: Desk, other: Settled, after: Configuration, usual: Configuration) -> bool:
    """Whether an option about which nothing was decided, or which is to be kept, has changed."""
    texts = _texts(other, after)
    if other.answer is None:
        return texts != _texts(other, usual)
    kept = _texts(other, usual), _texts(other, desk.scope.configuration)
    return other.answer.choose == "keep" and texts not in kept


def _may_hurt(each: Settled, other: Settled) -> bool:
    """Whether the answer about the one can be to blame for the other."""
    to_keep = each.answer is not None and each.answer.choose == "keep"
    return each is not other and not (to_keep and other.answer is not None)


def _is_made(desk: Desk, each: Settled) -> bool:
    """Whether the files take the edits, of which else a Gap of its own is told."""
    return not refused_by_file(desk.case, each.part.edits)


def _unmoved(each: Settled, after: Configuration) -> str:
    """Why the option has its value elsewhere than from what was answered, "" where it has not."""
    lines = pinned_values(after, each.carried.heir)
    if each.answer is None or each.answer.choose == "keep" or not lines:
        return ""
    name = normalised_name((lines[-1].group, lines[-1].name))
    if each.answer.choose == "set" and name == each.carried.key:
        return ""
    why = "the target reads {} for it too, and that line is another option's as well"
    return why.format(subject_of(name))


def _texts(each: Settled, configuration: Configuration) -> list[str]:
    return [line.value for line in pinned_values(configuration, each.carried.heir)]


def _names(carried: Carried) -> tuple[tuple[str, str], ...]:
    return (*carried.names(), *carried.foreign)
