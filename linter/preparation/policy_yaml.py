"""Writes a policy file in YAML that oslo.policy reads exactly as it read the one in JSON."""

import json
import re
from collections.abc import Callable, Iterator

from linter.model.preparation import COMMENT
from linter.preparation.policy_marks import Marked, Pair

CONVERTED = f"{COMMENT}converted from "
"""How the first line of a file begins that was JSON before."""

# What YAML does not take as it is within quotes, and what it takes for the end of a line.
_UNPRINTABLE = re.compile(
    "[^\x20-\x7e\xa0-\u2027\u202a-\ud7ff\ue000-\ufefe\uff00-\ufffd\U00010000-\U0010ffff]"
)
_REMARK = re.compile(r"(?i)[\s_#/$*=-].*|_*(?:comment|note|description)s?_*\d*", re.DOTALL)
_ONLY_A_MARK = re.compile(r"(?i)[\s_#/$*=-]*(?:comment|note|description)?s?[\s_#/$*=-]*\d*")
_EMPTY_LINE = re.compile(r"\n[ \t\r]*\n")


def in_yaml(source: Marked, name: str, *, is_rule: Callable[[str], bool]) -> bytes:
    """A line for each rule in its order; what is a remark and no rule becomes a comment.

    `name` is that of the old file, `is_rule` says of a name that a release or a rule refers to it.
    """
    text = "".join(_lines(source, name, is_rule))
    return text.replace("\n", source.newline).encode()


def is_remark(name: str) -> bool:
    """Whether a name looks like that of a comment, for which JSON has no other place."""
    return _REMARK.fullmatch(name) is not None


def spelt(value: object) -> str:
    """A value of JSON in YAML, on one line."""
    match value:
        case str():
            return _UNPRINTABLE.sub(_escaped, json.dumps(value, ensure_ascii=False))
        case list():
            return f"[{', '.join(map(spelt, value))}]"
        case _:
            return json.dumps(value)


def _shown(row: str) -> str:
    return _UNPRINTABLE.sub(_escaped, row)


def _escaped(match: re.Match[str]) -> str:
    return f"\\u{ord(match[0]):04x}"


def _lines(source: Marked, name: str, is_rule: Callable[[str], bool]) -> Iterator[str]:
    yield f"{CONVERTED}{spelt(name)[1:-1]}\n"
    before = 0
    for pair in source.pairs:
        if before and _EMPTY_LINE.search(source.text, before, pair.start):
            yield "\n"
        before = pair.end
        yield _line(source, pair, is_rule)


def _line(source: Marked, pair: Pair, is_rule: Callable[[str], bool]) -> str:
    value = json.loads(source.text[pair.value_start : pair.end])
    if isinstance(value, str) and is_remark(pair.name) and not is_rule(pair.name):
        parts = (value,) if _ONLY_A_MARK.fullmatch(pair.name) else (pair.name.strip(), value)
        remark = ": ".join(filter(None, parts)) or pair.name.strip()
        return "".join(f"# {row}\n" for row in map(_shown, remark.splitlines()))
    return f"{spelt(pair.name)}: {spelt(value)}\n"
