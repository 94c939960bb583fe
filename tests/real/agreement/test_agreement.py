"""What the real target release does with a fault is what kslint says it will do."""

from collections.abc import Callable, Mapping
from pathlib import Path

import pytest

from tests.real.agreement.comparison import Row, begin, finish
from tests.real.agreement.table import Hop, summary, tables
from tests.real.agreement.variation import cases
from tests.real.releases import ROOT

HOPS: tuple[Hop, ...] = (("2024.1", "2025.1"), ("2025.1", "2026.1"))
MEMBERS = [(hop, case.id) for hop in HOPS for case in cases(hop[1])]
Answers = Mapping[Hop, Mapping[str, Row]]

pytestmark = pytest.mark.release


@pytest.fixture(scope="module")
def answers(tmp_path_factory: pytest.TempPathFactory) -> Answers:
    folder = tmp_path_factory.mktemp("agreement")
    trials = {hop: begin(hop[1], folder / hop[1]) for hop in HOPS}
    rows = {hop: finish(trial, hop[0]) for hop, trial in trials.items()}
    keep(tables(rows), ROOT / "build" / "agreement.md")
    return {hop: {row.case.id: row for row in members} for hop, members in rows.items()}


def keep(text: str, path: Path) -> None:
    path.parent.mkdir(exist_ok=True)
    path.write_text(text, encoding="utf-8")


@pytest.mark.parametrize(
    ("hop", "case"), MEMBERS, ids=[f"{'-'.join(hop)}-{case}" for hop, case in MEMBERS]
)
def test_keystone_and_kslint_say_the_same(answers: Answers, hop: Hop, case: str) -> None:
    assert answers[hop][case].disagreement() == ""


def test_the_readme_shows_the_table_of_agreement(
    answers: Answers, record_property: Callable[[str, str], None]
) -> None:
    rows = {hop: list(members.values()) for hop, members in answers.items()}
    record_property("table: agreement with the real target release", tables(rows))

    assert summary(rows) in (ROOT / "README.md").read_text(encoding="utf-8")


def test_cases_of_each_hop_are_many() -> None:
    assert all(len(cases(target)) >= 200 for _, target in HOPS)
