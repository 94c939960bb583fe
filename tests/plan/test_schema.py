"""Plans keep to the published schema, also where another program reads their YAML."""

import json
from pathlib import Path

import jsonschema
import pytest
import yaml

from linter.plan.schema import schema

ROOT = Path(__file__).parents[2]
PLANS = sorted((ROOT / "tests" / "fixtures" / "plans").glob("*.yaml"))


@pytest.mark.parametrize("path", PLANS, ids=lambda path: path.stem)
def test_a_plan_keeps_to_its_schema(path: Path) -> None:
    jsonschema.validate(yaml.safe_load(path.read_text(encoding="utf-8")), schema())


def test_the_published_schema_is_that_of_the_program() -> None:
    text = (ROOT / "docs" / "schema" / "plan-1.json").read_text(encoding="utf-8")

    assert json.loads(text) == json.loads(json.dumps(schema()))
