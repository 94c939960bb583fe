"""Rules as SARIF describes them, and how grave their findings are there."""

import re
from typing import Final

from linter.model.finding import Confidence, Finding, Severity
from linter.report import sarif_document as sarif
from linter.report.phrases import line, paragraph, sentence
from linter.ruleset import Rule

LONGEST: Final = 1024
"""Characters of what describes a rule, as far as GitHub takes them."""

# A check of code scanning fails on "error": as `kslint check` does, on blockers.
LEVELS: Final[dict[Severity, sarif.Level]] = {
    Severity.BLOCKER: "error",
    Severity.CONDITION: "warning",
    Severity.WARNING: "warning",
    Severity.INFO: "note",
}
RANKS: Final = {
    Severity.BLOCKER: 100.0,
    Severity.CONDITION: 70.0,
    Severity.WARNING: 40.0,
    Severity.INFO: 10.0,
}
_PRECISIONS: Final = {
    Confidence.CERTAIN: "very-high",
    Confidence.LIKELY: "high",
    Confidence.POSSIBLE: "medium",
}
_ADDRESS = re.compile(r"https?://[^\x00-\x20\x7f-\U0010ffff\"<>\\^`{|}]+")
_FIELD = re.compile(r"\{(\w*)[^{}]*\}")


def descriptor(rule: Rule) -> sarif.Descriptor:
    """A rule with its titles, why its fault matters and what to do."""
    return sarif.Descriptor(
        id=line(rule.id),
        short_description=_described(rule, rule.title),
        full_description=_described(rule, rule.message),
        help=_described(rule, rule.why, rule.fix),
        default_configuration=sarif.Configuration(LEVELS[rule.severity], RANKS[rule.severity]),
        properties=_rule_properties(rule.id, rule.confidence),
        help_uri=next(filter(_ADDRESS.fullmatch, rule.links), ""),
    )


def descriptor_of(finding: Finding) -> sarif.Descriptor:
    """What is known of a rule that is not among the rules."""
    return descriptor(
        Rule(
            title=finding.title,
            severity=finding.severity,
            check="",
            message=finding.title,
            why=finding.why,
            fix=finding.fix,
            id=finding.rule,
            links=finding.links,
        )
    )


def _rule_properties(rule: str, confidence: Confidence) -> sarif.RuleProperties:
    return sarif.RuleProperties(
        (line(rule).split("/", maxsplit=1)[0], "keystone"), _PRECISIONS[confidence]
    )


def _described(rule: Rule, *texts: str) -> sarif.Text:
    """What holds of a rule whatever it finds: a field stands there under its name.

    GitHub refuses a rule of which nothing is said.
    """
    named = (_FIELD.sub(r"<\1>", text).replace("\n", " ") for text in texts)
    text = paragraph(filter(None, map(sentence, named))) or sentence(rule.title or rule.id)
    return sarif.Text(text if len(text) <= LONGEST else text[: LONGEST - 1] + "…")
