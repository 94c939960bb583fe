"""Findings, rules and upgrades as small as the tests of waivers need them."""

import datetime as dt

from linter.catalog import store
from linter.model.finding import Confidence, Finding, Severity
from linter.model.location import Location
from linter.model.release import Upgrade
from linter.ruleset import Rule, Ruleset

TODAY = dt.date(2026, 11, 23)
LATER = dt.date(2027, 3, 1)
UPGRADE = Upgrade(
    store.release_by_name("2024.1"), store.release_by_name("2025.1"), store.releases()
)


def rule(name: str, *, waivable: bool = True) -> Rule:
    text = "text"
    return Rule(text, Severity.WARNING, "check", text, text, text, id=name, waivable=waivable)


RULES = Ruleset(
    {
        each.id: each
        for each in (
            rule("config/dead"),
            rule("config/removed"),
            rule("policy/removed"),
            rule("upgrade/impossible", waivable=False),
        )
    },
    "",
)


def finding(
    name: str = "config/dead",
    *,
    subject: str = "[token] provider",
    severity: Severity = Severity.WARNING,
    at: Location = Location(path="keystone.conf", line=3, end_line=3, column=1),  # noqa: B008  frozen
    nodes: tuple[str, ...] = ("",),
    message: str = "it is so",
    fingerprint: str = "",
) -> Finding:
    return Finding(
        name,
        "A rule",
        severity,
        Confidence.CERTAIN,
        message,
        subject,
        at,
        fingerprint or f"{name} {subject}",
        nodes=nodes,
    )
