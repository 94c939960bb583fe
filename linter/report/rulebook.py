"""Rules as text and JSON, for `kslint rules` and `kslint explain`."""

import textwrap

import msgspec

from linter.ruleset import Rule, Ruleset


def as_json(rules: Ruleset) -> str:
    """Every rule with all its fields."""
    shape = {"schema_version": 1, "rules": list(rules)}
    return msgspec.json.format(msgspec.json.encode(shape), indent=2).decode() + "\n"


def page(rule: Rule) -> str:
    """One rule under fixed headings: what, when, why, fix, see."""
    when = f"the upgrade enters {rule.crosses}" if rule.crosses else "always"
    parts = [
        f"{rule.id}: {rule.title}",
        f"severity: {rule.severity}, {rule.confidence} unless the finding says otherwise",
        f"asked:    {when}",
        "",
        _paragraph("What", rule.message),
        _paragraph("Why", rule.why),
        _paragraph("Fix", rule.fix),
    ]
    if rule.links:
        parts.append("See\n" + "\n".join(f"  {link}" for link in rule.links) + "\n")
    return "\n".join(parts)


def _paragraph(heading: str, text: str) -> str:
    return f"{heading}\n{textwrap.fill(text, 88, initial_indent='  ', subsequent_indent='  ')}\n"
