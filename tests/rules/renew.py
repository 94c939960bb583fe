"""Writes into the cases what the rules say now, to be read as a diff before it is committed.

`python -m tests.rules.renew` renews the findings of every case and the table of the deployments.
"""

import re
import tempfile
import textwrap
from collections.abc import Iterator
from functools import partial
from pathlib import Path

import msgspec

from linter.cli import analysis
from linter.collect.directory import collect
from tests.rules import deployments
from tests.rules.cases import FOLDER, Case, Told, told
from tests.rules.test_cases import checked, running
from tests.rules.test_deployments import observed

_OUTCOME = re.compile(r"^  (?:findings:\n(?:    .*\n|\n(?=    ))*|quiet: true\n)", re.MULTILINE)


def main() -> None:
    for path in sorted(FOLDER.rglob("*.yaml")):
        rule = path.relative_to(FOLDER).with_suffix("").as_posix()
        path.write_text("".join(_renewed(rule, path.read_text(encoding="utf-8"))), encoding="utf-8")
    table = deployments.FOLDER / "expected.yaml"
    table.write_text("\n".join(map(_expected, deployments.DEPLOYED)), encoding="utf-8")


def _renewed(rule: str, text: str) -> Iterator[str]:
    """The text of a file of cases, part by part, with new outcomes."""
    parts = re.split(r"(?m)^(?=- name: )", text)
    yield parts[0]
    for part in parts[1:]:
        (case,) = msgspec.yaml.decode(part, type=list[Case])
        outcome = _outcome(_told(rule, case))
        yield _OUTCOME.sub(lambda _, new=outcome: new, part, count=1)


def _told(rule: str, case: Case) -> list[Told]:
    with tempfile.TemporaryDirectory() as folder:
        analysis.collect = partial(collect, surroundings=running(Path(folder)))
        report = checked(case, Path(folder))
    return [told(finding) for finding in report.findings if finding.rule == rule]


def _outcome(findings: list[Told]) -> str:
    if not findings:
        return "  quiet: true\n"
    return "  findings:\n" + "".join(map(_finding, findings))


def _finding(finding: Told) -> str:
    fields = msgspec.to_builtins(finding)
    if fields["confidence"] == "certain":
        del fields["confidence"]
    lines = [_field(name, str(text)) for name, text in fields.items()]
    return "    - " + "      ".join(lines)


def _field(name: str, text: str) -> str:
    if name in {"message", "why", "fix"} and text:
        wrapped = textwrap.fill(text, 98, break_on_hyphens=False, break_long_words=False)
        return f"{name}: >-\n" + textwrap.indent(wrapped, " " * 8) + "\n"
    plain = re.fullmatch(r"[\w./][\w./:\- ]*", text) and ": " not in text
    quoted = text.replace("'", "''")
    return f"{name}: {text}\n" if plain else f"{name}: '{quoted}'\n"


def _expected(deployed: deployments.Deployed) -> str:
    fields = msgspec.to_builtins(observed(deployed))
    lines = [f"{deployed.name}:", f"  decision: {fields.pop('decision')}"]
    for name, found in fields.items():
        if found:
            lines += [f"  {name}:", *(f"    - '{item}'" for item in found)]
    return "\n".join(lines) + "\n"


if __name__ == "__main__":
    main()
