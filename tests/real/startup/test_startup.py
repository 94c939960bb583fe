"""What real releases do in the experiments that our facts rest on, and what kslint foretells."""

from collections import Counter
from collections.abc import Mapping
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from tests.real.startup.experiment import EXPERIMENTS, Answer, Experiment, begin, finish, judged

pytestmark = pytest.mark.release
EACH = pytest.mark.parametrize("experiment", EXPERIMENTS, ids=lambda experiment: experiment.id)
AT_ONCE = 2


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("startup")


@pytest.fixture(scope="module")
def answers(folder: Path) -> Mapping[str, Answer]:
    counted = Counter(experiment.asked for experiment in EXPERIMENTS)
    series = [name for name, _ in counted.most_common()]
    with ThreadPoolExecutor(AT_ONCE) as pool:
        told = pool.map(lambda name: tuple(finish(begin(name, folder / name))), series)
        return {answer.case: answer for answers in told for answer in answers}


@EACH
def test_the_release_does_it(answers: Mapping[str, Answer], experiment: Experiment) -> None:
    answer = answers[experiment.id]

    assert answer.outcome == experiment.real.outcome, answer.said
    assert experiment.real.says in answer.said
    assert answer.answers == experiment.real.answers


@EACH
def test_kslint_foretells_it(
    answers: Mapping[str, Answer], folder: Path, experiment: Experiment
) -> None:
    found = judged(experiment, folder / experiment.asked, answers[experiment.id]).findings
    said = {f"{finding.severity} {finding.rule}" for finding in found}

    assert set(experiment.said) <= said
    assert not experiment.quiet or not [line for line in said if line.startswith("blocker")]
