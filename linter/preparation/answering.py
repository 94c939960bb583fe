"""Reads the file in which somebody answered the decisions."""

from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path

from linter.collect.naming import shown_path
from linter.difference.said import spoken
from linter.model.location import Location
from linter.model.nearest import nearest
from linter.model.preparation import Answer, Decision
from linter.parse.composed import NotComposedError, shown
from linter.parse.listed_entries import LARGEST, ListedEntry, listed_entries

SET, DEFAULT, KEEP = "set", "default", "keep"
"""The ways to decide about an option: give it a value, comment it out, leave its line."""
_FIELDS = ("decision", "choose", "value", "nodes")
_NEEDED = _FIELDS[:2]


class AnswersError(Exception):
    """An answers file that cannot be used; each argument says where, and what to do."""

    def __str__(self) -> str:
        """All faults in one line."""
        return "; ".join(map(str, self.args))


def read_answers(path: Path) -> tuple[Answer, ...]:
    """The answers in a file, in its order. Raises AnswersError with all faults at once.

    No sentence has a value in it, which may be a secret.
    """
    name = shown_path(path)
    try:
        with path.open("rb") as file:
            content = file.read(LARGEST + 1)
    except (OSError, ValueError) as error:
        why = getattr(error, "strerror", None) or "its name is none that a file can have"
        raise AnswersError(f"{name}: cannot be read: {why}") from error
    return parsed_answers(content, name)


def parsed_answers(content: bytes, name: str) -> tuple[Answer, ...]:
    """The answers in a text, `name` that of its file. Raises AnswersError with all faults."""
    try:
        entries = listed_entries(content, first=_NEEDED[0])
    except NotComposedError as error:
        raise AnswersError(f"{name}: {_without_values(error)}") from error
    answers = tuple(_answer(entry, name) for entry in entries)
    found = [
        *((entry.line, fault) for entry in entries for fault in _faults(entry)),
        *((answer.at.line, fault) for answer, fault in _repeated(answers)),
    ]
    if found:
        raise AnswersError(*(f"{name}:{line}: {fault}" for line, fault in sorted(found)))
    return answers


def require_choices(answers: Iterable[Answer], decisions: Sequence[Decision]) -> None:
    """Raises AnswersError for every answer that chooses what its decision does not offer."""
    offered: dict[str, dict[str, bool]] = {}
    for decision in decisions:
        ways = {choice.name: choice.takes_value for choice in decision.choices}
        offered.setdefault(decision.id, {}).update(ways)
    faults = [
        f"{answer.at}: {fault}"
        for answer in answers
        if (choices := offered.get(answer.decision)) and (fault := _unfit(answer, choices))
    ]
    if faults:
        raise AnswersError(*faults)


def _unfit(answer: Answer, choices: dict[str, bool]) -> str:
    choose, about = shown(answer.choose), spoken(answer.decision)
    if answer.choose not in choices:
        return f"{about} cannot be decided by `choose: {choose}`{nearest(choose, choices)}"
    if answer.value and not choices[answer.choose]:
        return f"`choose: {choose}` takes no `value`; take it away"
    if choices[answer.choose] and not answer.value:
        return f"`choose: {choose}` needs a `value`"
    return ""


def _without_values(error: NotComposedError) -> str:
    """What is wrong with a text, without the part of it that the reader of YAML may quote."""
    said, _, _ = str(error).partition(": ")
    return said


def _answer(entry: ListedEntry, path: str) -> Answer:
    texts = {name: text.strip() for name, text in entry.texts.items()}
    nodes = (node.strip() for node in texts.get("nodes", "").split(","))
    return Answer(
        " ".join(texts.get("decision", "").split()),
        texts.get("choose", ""),
        # What stands in quotes is meant as it stands.
        entry.texts.get("value", ""),
        tuple(dict.fromkeys(node for node in nodes if node)),
        Location(path=path, line=entry.line),
    )


def _faults(entry: ListedEntry) -> Iterator[str]:
    yield from entry.faults
    if entry.faults and not entry.names:
        return
    for name in entry.names:
        if name not in _FIELDS:
            yield f"unknown field `{shown(name)}`{nearest(name, _FIELDS)}"
    for name in _NEEDED:
        if name not in entry.names:
            yield f"it has no `{name}`"
        elif not entry.texts.get(name, name).strip():
            yield f"`{name}` is empty"
    if "nodes" in entry.texts and not entry.texts["nodes"].replace(",", "").strip():
        yield "`nodes` is empty; name some, or take it away to answer for all"
    yield from _faults_of_value(entry)


def _faults_of_value(entry: ListedEntry) -> Iterator[str]:
    choose = entry.texts.get("choose", "").strip()
    if choose == SET and not entry.texts.get("value", "" if "value" not in entry.names else "-"):
        yield "`choose: set` needs a `value`"
    if choose in {DEFAULT, KEEP} and entry.texts.get("value"):
        yield f"`choose: {choose}` takes no `value`; take it away, or choose set"


def _repeated(answers: Sequence[Answer]) -> Iterator[tuple[Answer, str]]:
    """The answers that come after another for the same decision and one of the same nodes."""
    lines: dict[tuple[str, str], int] = {}
    for answer in answers:
        keys = [(answer.decision, node) for node in answer.nodes or ("",)]
        earlier = next((lines[key] for key in keys if key in lines), 0)
        if earlier and answer.decision:
            about = spoken(answer.decision)
            yield answer, f"{about} is answered at line {earlier} already; leave one of the two"
        for key in keys:
            lines.setdefault(key, answer.at.line)
