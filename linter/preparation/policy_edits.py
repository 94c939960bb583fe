"""Edits the text of a policy file by rule; everything else stays byte for byte."""

import re
from collections.abc import Iterator, Mapping, Sequence

import msgspec

from linter.acknowledging.edits import Edit, applied
from linter.model.preparation import COMMENT
from linter.preparation.policy_marks import Marked, Pair
from linter.preparation.policy_yaml import spelt


class RuleEdit(msgspec.Struct, frozen=True):
    """What becomes of every line of a rule in a file.

    One that is `gone` is commented out below its `reason`, or taken away without one; in braces
    there is no place for comments. Another gets a new `key`, a new `value`, or other names for the
    rules that it refers to.
    """

    name: str
    gone: bool = False
    reason: str = ""
    key: str = ""
    value: str | None = None
    references: tuple[tuple[str, str], ...] = ()


def edited(source: Marked, edits: Sequence[RuleEdit], added: Mapping[str, str]) -> bytes:
    """The content with the edits made and some rules added behind all others."""
    by_name = {edit.name: edit for edit in edits}
    gone = {name for name, edit in by_name.items() if edit.gone}
    texts = list(_without_flow(source, gone) if source.is_flow else ())
    for pair in source.pairs:
        edit = by_name.get(pair.name)
        if edit is None or (edit.gone and source.is_flow):
            continue
        texts += _without(source, pair, edit.reason) if edit.gone else _within(source, pair, edit)
    is_left = any(pair.name not in gone for pair in source.pairs)
    texts += _additions(source, added, is_left=is_left)
    return (source.mark + applied(source.text, texts)).encode()


def redirected(text: str, references: Sequence[tuple[str, str]]) -> str:
    """A check string, or the text of one, in which other rules are referred to."""
    names = dict(references)
    pattern = "|".join(map(re.escape, sorted(names, key=len, reverse=True)))
    found = re.compile(rf"(?<![\w:.-])rule:({pattern})(?=[\s()'\"\],}}]|\Z)")
    return found.sub(lambda match: f"rule:{names[match[1]]}", text) if names else text


def _within(source: Marked, pair: Pair, edit: RuleEdit) -> Iterator[Edit]:
    if edit.key:
        key = edit.key if not pair.is_quoted and ": " not in edit.key else spelt(edit.key)
        text = source.text[pair.start : pair.name_end]
        if text.startswith("'"):
            key = f"'{edit.key}'"
        yield Edit(pair.start, pair.name_end, key)
    old = source.text[pair.value_start : pair.end]
    new = redirected(old, edit.references) if edit.value is None else spelt(edit.value)
    if new != old:
        blank = "" if source.text[pair.value_start - 1].isspace() else " "
        yield Edit(pair.value_start, pair.end, blank * (edit.value is not None) + new)


def _without(source: Marked, pair: Pair, reason: str) -> Iterator[Edit]:
    """Takes the lines of a rule, and leaves what the operator said behind it."""
    text = source.text
    start = text.rfind("\n", 0, pair.start) + 1
    below = text.find("\n", pair.end)
    end = below + 1 if below >= 0 else len(text)
    if text[start : pair.start].strip():
        # Something stands before it in its line: a mark of a document, a question mark.
        return
    if reason:
        yield Edit(start, start, f"{text[start : pair.start]}{COMMENT}{reason}{source.newline}")
        at = start
        while at < end:
            yield Edit(at, at, "# ")
            following = text.find("\n", at)
            at = following + 1 if following >= 0 else end
        return
    remark = text[pair.end : end].strip()
    yield Edit(start, end, f"{remark}{source.newline}" if remark.startswith("#") else "")


def _without_flow(source: Marked, gone: set[str]) -> Iterator[Edit]:
    """Takes rules out of braces, each run of them with the comma that is one too many."""
    pairs = source.pairs
    kept = [number for number, pair in enumerate(pairs) if pair.name not in gone]
    if not kept and pairs:
        yield Edit(pairs[0].start, source.closing, "")
        return
    for number, position in enumerate(kept):
        before = kept[number - 1] + 1 if number else 0
        if before < position:
            yield Edit(pairs[before].start, pairs[position].start, "")
    if kept and kept[-1] + 1 < len(pairs):
        yield Edit(pairs[kept[-1]].end, pairs[-1].end, "")


def _additions(source: Marked, added: Mapping[str, str], *, is_left: bool) -> Iterator[Edit]:
    rows = [f"{spelt(name)}: {spelt(value)}" for name, value in added.items()]
    if not rows:
        return
    if source.is_flow:
        at = source.pairs[-1].end if source.pairs and is_left else source.closing
        comma = "," if is_left else ""
        lines = f",{source.newline}    ".join(rows)
        yield Edit(at, at, f"{comma}{source.newline}    {lines}")
        return
    text = source.text
    before = source.newline if text and not text.endswith("\n") else ""
    margin = ""
    if source.pairs:
        first = source.pairs[0].start
        margin = " " * (first - text.rfind("\n", 0, first) - 1)
    lines = "".join(f"{margin}{row}{source.newline}" for row in rows)
    yield Edit(len(text), len(text), before + lines)
