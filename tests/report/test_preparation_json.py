import json
from pathlib import Path

import jsonschema
import pytest

from linter.preparation.made import Made
from linter.report import preparation_json
from tests.report.prepared_files import FULL, SOUND, of_nodes
from tests.report.prepared_hostile import hostile

SCHEMA = Path(__file__).parents[2] / "docs" / "schema" / "preparation-1.json"


@pytest.mark.parametrize("made", [FULL, SOUND, of_nodes(), hostile()])
def test_the_json_keeps_to_its_schema(made: Made) -> None:
    jsonschema.validate(json.loads(preparation_json.render(made)), preparation_json.schema())


def test_the_published_schema_is_that_of_the_program() -> None:
    assert json.loads(SCHEMA.read_text(encoding="utf-8")) == preparation_json.schema()


def test_scripts_learn_whether_the_files_can_be_used_and_what_is_open() -> None:
    found = json.loads(preparation_json.render(FULL))
    (deployment,) = found["deployments"]

    assert (found["usable"], found["complete"]) == (False, False)
    assert found["changed"] == ["keystone.conf", "policy.yaml", "policy.json"]
    assert [each["id"] for each in deployment["decisions"] if each["open"]] == ["[token] provider"]
    assert deployment["decisions"][0] == {
        "id": "[token] provider",
        "question": "The target has no provider uuid; which one is to be used?",
        "choices": [
            {
                "name": "set",
                "means": "write another provider",
                "takes_value": True,
                "values": ["fernet", "jws"],
            },
            {
                "name": "default",
                "means": "comment it out; the target then uses fernet",
                "takes_value": False,
                "values": [],
            },
        ],
        "location": {"node": "", "path": "keystone.conf", "line": 12, "column": 0},
        "rules": ["config/token-provider-removed"],
        "usual": None,
        "chosen": None,
        "open": True,
    }
    assert deployment["proof"]["unexplained"] == [
        {
            "subject": "[identity] driver",
            "domain": "corp",
            "reason": "gone",
            "successor": "[identity] backend",
            "before": {
                "value": "ldap",
                "origin": "set",
                "locations": [
                    {
                        "node": "",
                        "path": "domains/keystone.corp.conf",
                        "line": 2,
                        "column": 0,
                    }
                ],
            },
            "after": {"value": None, "origin": "unread", "locations": []},
        }
    ]


def test_what_is_sound_is_usable() -> None:
    found = json.loads(preparation_json.render(SOUND))

    assert (found["usable"], found["complete"]) == (True, True)


def test_markup_in_a_value_stays_text() -> None:
    text = preparation_json.render(hostile())

    assert "<script" not in text
    assert text.replace("\n", "").isprintable()
