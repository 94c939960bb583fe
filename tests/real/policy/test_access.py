"""Every answer of kslint is that of the target's own oslo.policy."""

import json
import os
import subprocess
from pathlib import Path
from typing import Any

import pytest

from linter.access.changes import body_is_flat
from linter.access.in_force import policy_in_force
from linter.access.meaning import attributes
from linter.access.objects import Target, supply_of
from linter.access.regime import regime_of
from linter.access.rulebook import Rulebook, rulebook
from linter.access.verdicts import QUESTIONS, Verdicts
from linter.catalog import store
from tests.real.policy.shapes import deployment, shapes, written
from tests.real.releases import release_python

TARGETS = ("train", "wallaby", "2023.1", "2024.1", "2025.1", "2026.1", "2026.2")
ASK = Path(__file__).with_name("ask.py")
BITS = (1 << len(QUESTIONS)) - 1

pytestmark = pytest.mark.release


@pytest.mark.parametrize("series", TARGETS)
def test_every_answer_is_that_of_the_release(series: str, tmp_path: Path) -> None:
    folders = {
        name: written(files, tmp_path / str(number))
        for number, (name, files) in enumerate(shapes().items())
    }
    books = {name: book_of(series, folder) for name, folder in folders.items()}
    real = asked(series, folders, [book for book in books.values() if book])

    assert {name: _differences(series, book, real[name]) for name, book in books.items()} == {
        name: [] for name in folders
    }


def book_of(series: str, folder: Path) -> Rulebook | None:
    """The rules in force, None where kslint says that the release cannot load them."""
    catalog = store.load(series)
    deployed = deployment(folder)
    regime = regime_of(catalog, deployed.configuration)
    in_force = policy_in_force(deployed, regime)
    assert in_force.unread == ()
    return None if in_force.refused(regime) else rulebook(catalog, in_force, regime)


def asked(series: str, folders: dict[str, Path], books: list[Rulebook]) -> Any:
    """What the release answers, in one process for all deployments."""
    catalog = store.load(series)
    named = {name for book in books for check in book.checks.values() for name in attributes(check)}
    flat = body_is_flat(catalog)
    supplies = {
        rule.name: supply_of(rule, body_is_flat=flat)
        for rule in catalog.policy_rules
        if rule.name.startswith("identity:")
    }
    distinct = list(dict.fromkeys(supplies.values()))
    questions = {
        "folders": {name: str(folder) for name, folder in folders.items()},
        "creds": [persona.credentials() for persona, _ in QUESTIONS],
        "targets": [
            [_target(Target(owner, supply), named) for _, owner in QUESTIONS] for supply in distinct
        ],
        "rules": {name: distinct.index(supply) for name, supply in supplies.items()},
    }
    done = subprocess.run(
        [release_python(series), str(ASK)],
        input=json.dumps(questions), capture_output=True, text=True, check=False, timeout=300,
        cwd="/", env=os.environ | {"PYTHONUTF8": "1"},
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    return json.loads(done.stdout)


def _target(target: Target, named: set[str]) -> dict[str, object]:
    """What a check can find of an object, written out."""
    found = {}
    for name in named:
        try:
            found[name] = target[name]
        except KeyError:
            continue
    return found


def _differences(series: str, book: Rulebook | None, real: Any) -> list[str]:
    if book is None or isinstance(real, str):
        return [] if (book is None) == isinstance(real, str) else [f"loads: {real}"]
    verdicts = Verdicts(book, body_is_flat=body_is_flat(store.load(series)))
    told = {name: verdicts.of(name) for name in real}
    return [
        f"{name}: {_named((said.allows ^ real[name]) & ~said.untold & BITS)}"
        for name, said in told.items()
        if (said.allows ^ real[name]) & ~said.untold & BITS
    ]


def _named(bits: int) -> list[str]:
    asked = enumerate(QUESTIONS)
    return [f"{persona.name} {owner}" for number, (persona, owner) in asked if bits >> number & 1]
