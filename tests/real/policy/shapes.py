"""Deployments with policy files of every shape, written out for kslint and for real releases."""

import json
from pathlib import Path

import msgspec

from linter.catalog import store
from linter.collect.directory import collect
from linter.parse.deployment import Deployment, read_deployment
from tests.real.policy.chance import by_chance

DUMPED = {"pike": "policy.json", "stein": "policy.yaml", "train": "policy.json"} | dict.fromkeys(
    ("wallaby", "2025.1", "2026.2"), "policy.yaml"
)
"""Releases whose defaults somebody once wrote into a file, which was never looked at again."""

CHANCES = 6
"""Policy files that are put together by chance."""

Files = dict[str, str]


def shapes() -> dict[str, Files]:
    """The files of each deployment by its name."""
    text = (Path(__file__).parent / "shapes.yaml").read_bytes()
    given = msgspec.yaml.decode(text, type=dict[str, Files])
    dumps = {f"dump of {series}": _dumped(series, name) for series, name in DUMPED.items()}
    return given | dumps | {f"by chance {seed}": by_chance(seed) for seed in range(CHANCES)}


def _dumped(series: str, name: str) -> Files:
    rules = {rule.name: rule.check for rule in store.load(series).policy_rules}
    if name.endswith(".json"):
        text = json.dumps(rules, indent=4)
    else:
        text = "".join(f"{json.dumps(key)}: {json.dumps(value)}\n" for key, value in rules.items())
    return {"keystone.conf": f"[oslo_policy]\npolicy_file = {name}\n", name: text}


def written(files: Files, folder: Path) -> Path:
    """The folder with the files in it, keystone.conf among them."""
    for name, text in ({"keystone.conf": "[DEFAULT]\n"} | files).items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    return folder


def deployment(folder: Path) -> Deployment:
    """What kslint reads in the folder."""
    (node,) = collect([str(folder)]).nodes
    return read_deployment(node, ["here"], store.secret_names())
