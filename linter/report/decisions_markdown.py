"""What a person has to decide or may decide, in Markdown, with entries to be copied."""

from collections.abc import Iterable, Iterator, Sequence

from linter.model.preparation import Choice, Decision
from linter.report.answer_entries import entry
from linter.report.markdown_lines import code, codes, fenced, on, prose
from linter.report.phrases import sentence
from linter.report.preparation_outline import Asked
from linter.report.preparation_phrases import question_of, values_in_words


def alike_among(asked: Iterable[Asked]) -> Iterable[Sequence[Asked]]:
    """The decisions by what they ask, which can be answered in one go."""
    found: dict[tuple[object, ...], list[Asked]] = {}
    for each in asked:
        one = each.decision
        key = (one.question, one.choices, one.usual, one.chosen)
        found.setdefault(key, []).append(each)
    return found.values()


def asked_alone(asked: Asked) -> Iterator[str]:
    """One decision: its question, what it is about, and an entry for each choice."""
    decision = asked.decision
    yield f"### {code(decision.id)}"
    yield prose(sentence(question_of(decision)))
    yield "\n".join(f"- {fact}" for fact in (*_about(asked), _outcome(decision)))
    for choice in decision.choices:
        yield _choice([asked], choice)


def asked_alike(alike: Sequence[Asked]) -> Iterator[str]:
    """Decisions that ask the same: the question once, and for each choice the entries of all."""
    first = alike[0].decision
    yield f"### {len(alike)} times: {prose(question_of(first))}"
    yield _outcome(first)
    yield "\n".join(f"- {code(each.decision.id)}: {'; '.join(_about(each))}" for each in alike)
    for choice in first.choices:
        yield _choice(alike, choice)


def _choice(alike: Sequence[Asked], choice: Choice) -> str:
    values = values_in_words(choice)
    takes = f"; the value may be {prose(values)}" if values else ""
    means = f": {prose(choice.means)}" if choice.means else ""
    lines = (entry(asked.decision.id, choice, asked.nodes) for asked in alike)
    text = fenced("\n".join(lines), "yaml")
    return f"{code(choice.name)}{means}{takes}\n\n{text}"


def _about(asked: Asked) -> Iterator[str]:
    decision = asked.decision
    places = [f"{code(str(place.value))}{on(place.nodes)}" for place in asked.places]
    yield f"where: {'; '.join(places)}{on(asked.nodes)}"
    if decision.rules:
        yield f"rules: {codes(decision.rules)}"


def _outcome(decision: Decision) -> str:
    if decision.chosen:
        return f"answered: {code(decision.chosen)}"
    if decision.usual:
        return f"until somebody decides: {code(decision.usual)}"
    return "**open**"
