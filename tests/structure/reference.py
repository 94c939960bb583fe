"""The reference page of rules, made from the rules that are shipped.

`python tests/structure/reference.py` writes docs/rules-reference.md.
"""

import re
from collections.abc import Iterator, Sequence
from itertools import groupby

from linter.report.rst.markdown import code_markdown, plain_markdown
from linter.ruleset import Rule, load_rules
from tests.structure.sources import ROOT

PAGE = ROOT / "docs" / "rules-reference.md"
HEAD = """\
# The rules

Every rule that kslint has, by group: what it says, why that matters and what to do, made from
`rules/` by `make reference`. Words in braces stand for what is found. The severity holds unless a
finding says otherwise: a rule that reads the facts of the releases weighs what each fact breaks.
`kslint explain RULE` shows the same with the parameters, [rules.md](rules.md) how to write one.
"""
_CODE = re.compile(r"`([^`]+)`")
_NO_ANCHOR = re.compile(r"[^\w-]")


def page() -> str:
    """The page with every shipped rule."""
    groups = [(name, tuple(rules)) for name, rules in groupby(load_rules(), key=_group)]
    contents = [f"- [{name}](#{name}), {_counted(rules)}" for name, rules in groups]
    parts = [HEAD.rstrip(), "\n".join(contents)]
    for name, rules in groups:
        parts += _section(name, rules)
    return "\n\n".join(parts) + "\n"


def _group(rule: Rule) -> str:
    return rule.id.partition("/")[0]


def _counted(rules: Sequence[Rule]) -> str:
    return f"{len(rules)} rule{'' if len(rules) == 1 else 's'}"


def _section(name: str, rules: Sequence[Rule]) -> Iterator[str]:
    yield f"## {name}"
    rows = [
        f"| [{rule.id}](#{_NO_ANCHOR.sub('', rule.id)}) | {rule.severity} | {_shown(rule.title)} |"
        for rule in rules
    ]
    yield "\n".join(("| rule | severity | says |", "|---|---|---|", *rows))
    for rule in rules:
        yield from _entry(rule)


def _entry(rule: Rule) -> Iterator[str]:
    yield f"### {rule.id}"
    yield f"**{_shown(rule.title)}**"
    yield f"> {_shown(rule.message)}"
    yield _shown(rule.why)
    yield f"*To do:* {_shown(rule.fix)}"
    yield " · ".join(_facts(rule))
    links = [f"<{link}>" if link.startswith("http") else _shown(link) for link in rule.links]
    if links:
        yield f"See {', '.join(links)}"


def _facts(rule: Rule) -> Iterator[str]:
    yield f"{rule.severity}, {rule.confidence}"
    yield f"asked when the upgrade enters {rule.crosses}" if rule.crosses else "asked always"
    yield f"check `{rule.check}`"
    yield "can be waived" if rule.waivable else "**cannot be waived**"
    if rule.instead_of:
        yield f"instead of {', '.join(f'`{lesser}`' for lesser in rule.instead_of)}"


def _shown(text: str) -> str:
    """A text of a rule, what stands between backticks as code."""
    pieces = _CODE.split(" ".join(text.split()))
    return "".join(
        code_markdown(piece) if number % 2 else plain_markdown(piece)
        for number, piece in enumerate(pieces)
        if piece
    )


if __name__ == "__main__":
    PAGE.write_text(page(), encoding="utf-8")
