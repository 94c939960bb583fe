"""Turns a policy file in JSON into one in YAML that oslo.policy reads alike."""

import posixpath
from collections.abc import Iterator, Sequence

from linter.access.checkstring import parsed, references
from linter.catalog.entries import PolicyRule
from linter.model.policy import PolicyFile
from linter.preparation.case import Case
from linter.preparation.policy_marks import marked
from linter.preparation.policy_page import Page, faults, read_again
from linter.preparation.policy_reading import Reading
from linter.preparation.policy_yaml import in_yaml, is_remark


def is_to_convert(reading: Reading, file: PolicyFile) -> bool:
    """Whether the target's own policy file is YAML and this one is not."""
    return reading.converts and file.is_json


def converted(case: Case, reading: Reading, page: Page) -> Page | None:
    """The page in YAML, None where that would not say the same."""
    known = set(_known(case, reading))
    name = posixpath.basename(page.file.path)
    before = marked(page.source.content, page.file)
    result = read_again(page, in_yaml(before, name, is_rule=lambda each: each in known))
    said = {entry.name: entry.expression for entry in page.file.entries}
    says = {entry.name: entry.expression for entry in result.file.entries}
    remarks = {name for name in said if is_remark(name) and name not in known}
    is_same = says == {name: check for name, check in said.items() if name in says}
    is_whole = said.keys() - says.keys() <= remarks and not faults(result.file)
    return result if is_same and is_whole and not result.file.template else None


def _known(case: Case, reading: Reading) -> Iterator[str]:
    """The names that a release or a line refers to."""
    for end in _ends(case):
        for rule in end:
            yield rule.name
            if rule.deprecated:
                yield rule.deprecated.name
    for file in reading.files:
        for entry in file.entries:
            yield from references(parsed(entry.expression).check)
    yield reading.regime.default_rule


def _ends(case: Case) -> tuple[Sequence[PolicyRule], ...]:
    return case.context.source.catalog.policy_rules, case.context.target.catalog.policy_rules
