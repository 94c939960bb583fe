"""What a gate is told of a finding or a gap, in lines that nothing in them can break."""

from collections.abc import Iterable

from linter.model.finding import Confidence, Finding, Gap, Witness
from linter.model.visible import visible
from linter.report.places import Places

LONGEST = 4000
"""Characters of one line; what a file made longer ends in an ellipsis."""
_ENDS = (".", "!", "?", "…")


def line(text: str) -> str:
    """The text on one line, without control characters and halves of characters."""
    text = visible(text)
    return text if len(text) <= LONGEST else text[: LONGEST - 1] + "…"


def sentence(text: str) -> str:
    """The text on one line, with an end; nothing for nothing."""
    text = line(text).strip()
    return text if not text or text.endswith(_ENDS) else f"{text}."


def message_of(finding: Finding) -> str:
    """What was found, and how sure that is where it is not certain."""
    sure = "" if finding.confidence is Confidence.CERTAIN else f" ({finding.confidence})"
    return line(finding.message) + sure


def lines_of(finding: Finding, places: Places) -> tuple[str, ...]:
    """What was found, why that matters, what to do, and on which nodes, a line each.

    Where it stands is said only where no place of the repository tells it.
    """
    nodes = tuple(node for node in finding.nodes if node)
    elsewhere = places.elsewhere(finding.at)
    return tuple(
        text
        for text in (
            sentence(message_of(finding)),
            sentence(f"At {elsewhere}") if elsewhere else "",
            sentence(finding.why),
            f"Fix: {sentence(finding.fix)}" if finding.fix else "",
            sentence(f"Node{'s' * (len(nodes) > 1)}: {', '.join(nodes)}") if nodes else "",
            sentence(f"Waived: {finding.waiver}") if finding.waiver else "",
        )
        if text
    )


def lines_of_gap(gap: Gap) -> tuple[str, ...]:
    """What was not looked at, why, and how to close the gap, a line each."""
    remedy = f"Fix: {sentence(gap.remedy)}" if gap.remedy else ""
    return tuple(filter(None, (sentence(f"Not looked at: {gap.what}: {gap.why}"), remedy)))


def line_of_witness(witness: Witness) -> str:
    """What a witness says, and where."""
    where = str(witness.at) if witness.at else witness.reference
    return line(f"{witness.kind}: {witness.text}" + (f" ({where})" if where else ""))


def paragraph(lines: Iterable[str]) -> str:
    """The lines as one."""
    return " ".join(lines)
