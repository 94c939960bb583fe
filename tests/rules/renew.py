"""Writes into the cases what the rules say now, to be read as a diff before it is committed.

`python -m tests.rules.renew` renews the findings of every case and the table of the deployments;
`python -m tests.rules.renew 'question/*'` those of the rules that fit a pattern, and no table.
"""

import sys
from collections.abc import Iterator
from fnmatch import fnmatchcase
from pathlib import Path

import msgspec

from linter.cases import renewed
from linter.cli.trial import run_case
from tests.rules import deployments
from tests.rules.cases import FOLDER, Case, Told, case_files
from tests.rules.test_deployments import observed


def main(patterns: list[str]) -> None:
    for rule, path in case_files(FOLDER):
        if not patterns or any(fnmatchcase(rule, pattern) for pattern in patterns):
            renew(rule, path)
    if not patterns:
        table = deployments.FOLDER / "expected.yaml"
        table.write_text("\n".join(map(_expected, deployments.DEPLOYED)), encoding="utf-8")


def renew(rule: str, path: Path) -> None:
    """Puts into one file of cases what its rule says now."""

    def said(case: Case) -> tuple[Told, ...]:
        return run_case(rule, case, ()).said

    path.write_text(renewed(path.read_text(encoding="utf-8"), said, path), encoding="utf-8")


def _renewed(rule: str, text: str) -> Iterator[str]:
    """The text of a file of cases with new outcomes."""
    yield renewed(text, lambda case: run_case(rule, case, ()).said, FOLDER / f"{rule}.yaml")


def _expected(deployed: deployments.Deployed) -> str:
    fields = msgspec.to_builtins(observed(deployed))
    lines = [f"{deployed.name}:", f"  decision: {fields.pop('decision')}"]
    for name, found in fields.items():
        if found:
            lines += [f"  {name}:", *(f"    - '{item}'" for item in found)]
    return "\n".join(lines) + "\n"


if __name__ == "__main__":
    main(sys.argv[1:])
