"""A new rule and its cases, ready to be changed into what is meant."""

from pathlib import Path

from linter.cases import folder_of_cases
from linter.cli import output
from linter.cli.failure import UsageError
from linter.ruleset import shipped_folder

RULE = """\
title: What is wrong, in up to 60 characters
severity: condition
# crosses: "2025.1"    only when the upgrade enters this release
check: option-value
params: {group: token, name: provider, values: [jws]}
message: "[{group}] {name} = {value}"
why: What breaks or changes, and where that is known from.
fix: What to do, as an order one can carry out.
links: []
"""
CASES = """\
- name: it is so
  upgrade: ['2024.1', '2025.1']
  files:
    keystone.conf: |
      [token]
      provider = jws
  findings:
    - message: >-
        [token] provider = jws
      severity: condition
      subject: '[token] provider'
      location: keystone.conf:2:1
      why: >-
        What breaks or changes, and where that is known from.
      fix: >-
        What to do, as an order one can carry out.

- name: it is not so
  upgrade: ['2024.1', '2025.1']
  files:
    keystone.conf: |
      [token]
      provider = fernet
  quiet: true
"""


def write_scaffold(rule: Path, folders: list[Path]) -> None:
    """Writes a new rule, and its cases below the folder of rules that it lies in.

    That is one of the `folders`, else the shipped rules, else the rule's own folder. Raises
    UsageError where one of the files exists or cannot be written.
    """
    rule = rule.with_suffix(".yaml")
    if rule.absolute().is_relative_to(shipped_folder()):
        rule = rule.absolute()
    home = _home(rule, folders)
    cases = folder_of_cases(home) / rule.relative_to(home)
    for path in (rule, cases):
        if path.exists():
            raise UsageError(f"{path} exists already; it is not overwritten")
    for path, text in ((rule, RULE), (cases, CASES)):
        try:
            path.parent.mkdir(parents=True, exist_ok=True)
        except OSError as error:
            raise UsageError(f"{path.parent}: cannot be made: {error.strerror}") from error
        output.put(text, str(path))
    option = "" if home == shipped_folder() else f" --rules {home}"
    output.talk(f"kslint: wrote {rule} and {cases}; try them with `kslint rules --test{option}`")


def _home(rule: Path, folders: list[Path]) -> Path:
    for folder in (*folders, shipped_folder()):
        if rule.is_relative_to(folder):
            return folder
    return rule.parent
