"""The target reads from prepared files what the source read before, but for what is told."""

from collections.abc import Iterator

import msgspec
import pytest

from linter.checks.option_defaults import comparable
from linter.report.preparation_document import PreparationDocument
from tests.real.prepare.hops import HOPS, UPGRADES
from tests.real.prepare.journeys import Journey, Name, Travelled, Value, Values

FEWEST_SET = 40

pytestmark = pytest.mark.release
EACH = pytest.mark.parametrize("hop", UPGRADES, ids=lambda hop: hop.name)


class Carried(msgspec.Struct, frozen=True):
    """One option at both ends; `after` is None where the target has it no more."""

    domain: str
    before: Value
    after: Value | None

    @property
    def is_equal(self) -> bool:
        """Whether the target reads what the source read."""
        return self.after is not None and comparable(self.after.value) == comparable(
            self.before.value
        )

    @property
    def subject(self) -> tuple[str, str]:
        """The option's name as the report writes it, and the domain, "" for the service."""
        return f"[{self.before.group}] {self.before.name}", self.domain


@pytest.mark.parametrize("source", HOPS)
def test_a_deployment_sets_many_options(travelled: Travelled) -> None:
    before = next(iter(travelled.upgrades.values())).before

    assert len([value for value in before[""] if value.is_set]) >= FEWEST_SET
    assert [sum(value.is_set for value in before[name]) > 1 for name in before if name] == [
        True
    ] * 2


@EACH
def test_every_value_is_the_one_of_before_or_is_told(journey: Journey) -> None:
    assert journey.prepared.report is not None, journey.prepared.said
    told = told_by(journey.prepared.report)
    differing = {each.subject: each for each in carried(journey) if not each.is_equal}

    assert {subject: shown(differing[subject]) for subject in differing.keys() - told} == {}


@EACH
def test_every_overlay_is_still_there(journey: Journey) -> None:
    assert journey.after.keys() == journey.before.keys()


def told_by(report: PreparationDocument) -> set[tuple[str, str]]:
    """The options that the report says have another value, and in which domain."""
    found = [each.change for part in report.deployments for each in part.proof.explained]
    return {(change.subject, change.domain or "") for change in found}


def carried(journey: Journey) -> Iterator[Carried]:
    """Every option that counts at both ends: set, or a default of the service that stays."""
    for domain, values in journey.before.items():
        after = journey.after.get(domain, ())
        for value in values:
            if value.is_set:
                yield Carried(domain, value, heir(value, after))
            elif not domain and (same := named((value.group, value.name), after)):
                yield Carried(domain, value, same)


def heir(value: Value, after: Values) -> Value | None:
    """The option under its own name, else the one that lists it as an old name."""
    name = (value.group, value.name)
    return named(name, after) or next((each for each in after if name in each.old), None)


def named(name: Name, values: Values) -> Value | None:
    """The option of this very name."""
    return next((each for each in values if (each.group, each.name) == name), None)


def shown(each: Carried) -> tuple[object, object]:
    """Both values, for whoever reads why a test failed."""
    return each.before.value, each.after and each.after.value
