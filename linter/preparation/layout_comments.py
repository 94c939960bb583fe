"""The lines of an assignment with the comments that an operator wrote above it."""

import re
from collections.abc import Sequence

from linter.model.facts import Setting
from linter.preparation.case import Case
from linter.rebase.ini_places import Page, first_comment

_OF_SAMPLE = re.compile(
    r"#[ ]?(?:\([\w /-]+ value\)|From \S+|Deprecated (?:group/name|for removal)|Possible values:"
    r"|Allowed values:|M(?:in|ax)imum value:|Its value may be silently ignored|Reason:)"
)
"""What the generator of samples writes into every one, whatever the option."""


def sample_lines(case: Case) -> frozenset[str]:
    """Every line of the samples of both ends: none of them is an operator's."""
    samples = case.source_samples, case.target_samples
    return frozenset(line for each in samples for line in each.keystone_conf.splitlines())


def with_comments(page: Page, setting: Setting, of_samples: frozenset[str]) -> tuple[str, ...]:
    """The lines of an assignment, below the operator's own comments that stand directly above it.

    `of_samples` are lines of samples: what comes before the last of them is no operator's.
    """
    first = first_comment(page, setting)
    above = [page.document.text(number) for number in range(first, setting.at.line)]
    return (*_own(above, setting.name, of_samples), *page.lines(setting))


def _own(lines: Sequence[str], name: str, of_samples: frozenset[str]) -> Sequence[str]:
    commented = re.compile(rf"#{re.escape(name)}\s*=")
    for position in range(len(lines), 0, -1):
        line = lines[position - 1]
        if line == "#" or line in of_samples or _OF_SAMPLE.match(line) or commented.match(line):
            return lines[position:]
    return lines
