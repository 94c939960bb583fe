import functools
from collections.abc import Iterator
from pathlib import Path

import msgspec
import pytest

from linter.catalog import store
from linter.catalog.sdist import archives, exactly, fetch
from linter.model.notes import Note
from linter.model.triage import Triage, TriagedNote
from linter.notes.compose import note
from linter.triage.judging import triaged
from tests.real.notes.trees import read_tree
from tests.real.releases import CACHE, locked
from tests.rules.deployments import FOLDER as DEPLOYMENTS
from tests.triage.deployed import context_of, known

pytestmark = pytest.mark.release
INDEX = "https://pypi.org/simple/"
FOLDER = Path(__file__).parents[2] / "fixtures" / "triage"
SECTIONS = frozenset({"critical", "upgrade", "security", "deprecations"})
AT_LEAST = 0.6

Item = tuple[str, str, int]


class Judged(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Items of notes, by id, section and number, that are judged alike, and why."""

    triage: Triage
    reason: str
    items: tuple[Item, ...]


class Table(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Every item that matters of the notes that are new in a release, judged by a person."""

    deployment: str
    source: str = msgspec.field(name="from")
    target: str = msgspec.field(name="to")
    judged: tuple[Judged, ...] = ()

    @property
    def by_item(self) -> dict[Item, Triage]:
        """What is expected of each item."""
        return {item: judged.triage for judged in self.judged for item in judged.items}


TABLES = [
    msgspec.yaml.decode(path.read_bytes(), type=Table) for path in sorted(FOLDER.glob("*.yaml"))
]
EACH = pytest.mark.parametrize(
    "table", TABLES, ids=lambda table: f"{table.deployment}-{table.target}"
)


@functools.cache
def notes_of(series: str) -> tuple[Note, ...]:
    """The items of all notes that are new in a series, as its source archive has them."""
    catalog = store.load(series)
    version = catalog.release.version
    folder = CACHE / "notes"
    with locked(folder / version):
        trees = [*(folder / version).glob("keystone-*")]
        tree = trees[0] if trees else fetch(exactly(archives(INDEX), version), folder)
    source = read_tree(version, tree)
    new = {entry.id for entry in catalog.notes}
    names = known(series)
    return tuple(
        note(series, version, item.section, item.number, item.text, names, file.id)
        for file in source.files
        if file.id in new
        for item in file.items
    )


@functools.cache
def found_in(table: Table) -> dict[Item, TriagedNote]:
    """What becomes of each item that matters."""
    context = context_of(DEPLOYMENTS / table.deployment, (table.source, table.target))
    every = triaged((context,), notes_of(table.target), ())
    return {_item(each): each for each in every if each.note.section in SECTIONS}


def _item(each: TriagedNote) -> tuple[str, str, int]:
    return each.note.id, each.note.section.value, each.note.item


def decided(table: Table) -> Iterator[TriagedNote]:
    return (each for each in found_in(table).values() if each.triage is not Triage.READ_IT)


@EACH
def test_every_item_was_judged_by_hand(table: Table) -> None:
    assert sorted(table.by_item) == sorted(found_in(table))


@EACH
def test_nothing_is_told_not_to_apply_but_what_a_person_says_does_not(table: Table) -> None:
    told = [each for each in found_in(table).items() if each[1].triage is Triage.DOES_NOT_APPLY]

    wrong = [item for item, _ in told if table.by_item[item] is not Triage.DOES_NOT_APPLY]
    assert wrong == []


@EACH
def test_nothing_is_told_to_apply_of_which_a_person_says_it_does_not(table: Table) -> None:
    told = [each for each in found_in(table).items() if each[1].triage is Triage.APPLIES]

    assert [item for item, _ in told if table.by_item[item] is Triage.DOES_NOT_APPLY] == []


@EACH
def test_what_is_decided_has_witnesses(table: Table) -> None:
    assert [each for each in decided(table) if not each.witnesses] == []


def test_most_items_are_decided_for_each_deployment(capsys: pytest.CaptureFixture[str]) -> None:
    shares: dict[str, tuple[int, int]] = {}
    for table in TABLES:
        before = shares.get(table.deployment, (0, 0))
        sums = (before[0] + len(list(decided(table))), before[1] + len(found_in(table)))
        shares[table.deployment] = sums
    with capsys.disabled():
        for name, (some, every) in shares.items():
            print(f"\n{name}: {some} of {every} decided ({some / every:.0%})")  # noqa: T201

    assert [name for name, (some, every) in shares.items() if some / every < AT_LEAST] == []
