"""What the tools of oslo.policy report on a policy file, kslint reports."""

import ast
import re
import subprocess
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from tests.real.policy.shapes import Files, shapes, written
from tests.real.program import Finding, check
from tests.real.releases import release_tool

VALIDATOR = "oslopolicy-validator"
REDUNDANT = "oslopolicy-list-redundant"
FAULTS = (Path(__file__).parent / "faults.yaml").read_text(encoding="utf-8")
# The validator came with oslo.policy 3, in the cycle of Ussuri.
SOURCES = {"wallaby": "victoria", "2023.1": "zed", "2025.1": "2024.1", "2026.2": "2026.1"}
SAID = {
    "undefined": re.compile(r"Policies (\[.*?\]) reference a rule that is not defined"),
    "cyclic": re.compile(r"Policies (\[.*?\]) are part of a cyclical reference"),
    "unknown": re.compile(r"^Unknown rule found in policy file: (.*)$", re.MULTILINE),
    "unparsable": re.compile(r"^Failed to parse rule: (.*)$", re.MULTILINE),
    "redundant": re.compile(r'^"([^"]+)": ', re.MULTILINE),
}
RULES = {
    "undefined": "policy/reference-undefined",
    "cyclic": "policy/reference-cyclic",
    "unknown": "policy/rule-unknown",
    "unparsable": "policy/check-unparsable",
    "redundant": "policy/override-redundant",
}

pytestmark = pytest.mark.release


@pytest.mark.parametrize("target", SOURCES)
def test_every_fault_is_reported(target: str, tmp_path: Path) -> None:
    assert overlooked({"policy.yaml": FAULTS}, target, tmp_path) == set()


def test_every_redundant_rule_of_a_full_copy_is_reported(tmp_path: Path) -> None:
    assert overlooked(shapes()["dump of stein"], "2025.1", tmp_path) == set()


def overlooked(files: Files, target: str, folder: Path) -> set[tuple[str, str]]:
    """What the tools say of which rule, and kslint does not."""
    written(files, folder)
    with ThreadPoolExecutor(2) as pool:
        outputs = pool.map(lambda tool: said_by(target, tool, folder), (VALIDATOR, REDUNDANT))
        said = set().union(*map(reported, outputs))
    assert said
    findings = check(folder, SOURCES[target], target).findings
    # The tool calls every rule unknown that the release does not register, those too that others
    # use, which is what such rules are for.
    helpers = set(re.findall(r"rule:([\w:]+)", "".join(files.values())))
    used = {("unknown", helper) for helper in helpers}
    return {fault for fault in said - used if not is_told(fault, findings)}


def said_by(target: str, tool: str, folder: Path) -> str:
    """All that a tool prints; it looks for the policy file where it is started."""
    command = [release_tool(target, tool), "--config-file", "keystone.conf", "--namespace"]
    done = subprocess.run(
        [*command, "keystone"], cwd=folder, capture_output=True, text=True, check=False, timeout=600
    )
    return done.stdout + done.stderr


def reported(output: str) -> Iterator[tuple[str, str]]:
    """The faults in what a tool prints, each with the rule that has it."""
    for fault, pattern in SAID.items():
        for found in pattern.findall(output):
            names = ast.literal_eval(found) if found.startswith("[") else [found]
            yield from ((fault, name) for name in names)


def is_told(fault: tuple[str, str], findings: tuple[Finding, ...]) -> bool:
    """Whether kslint's rule for such a fault speaks of the policy rule."""
    kind, name = fault
    return any(
        name in text
        for found in findings
        if found.rule == RULES[kind]
        for text in (found.message, found.subject, *(witness.text for witness in found.witnesses))
    )
