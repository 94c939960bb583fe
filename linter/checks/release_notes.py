"""What release notes ask somebody to read before the upgrade."""

from collections.abc import Iterator, Sequence

from linter.checks.context import Context
from linter.checks.log_evidence import nodes_of_fleet
from linter.checks.registry import Hit, check
from linter.model.finding import Witness
from linter.model.location import Location
from linter.model.notes import Note
from linter.model.triage import Triage, TriagedNote

_SHOWN = 3
"""Witnesses of what was seen in the deployment that one note names."""


@check("release-note")
def release_note(context: Context, triage: Triage) -> Iterator[Hit]:
    """The notes that ask to be read and concern the fleet, or may do so, each note once.

    One applies if any of its items that ask does; it is about those that nobody has acknowledged,
    and waived where there are none. It has no place in a file.
    """
    if context.deployment is not context.fleet[0]:
        return
    notes: dict[str, list[TriagedNote]] = {}
    for item in context.reading.notes:
        if item.asks:
            notes.setdefault(item.note.key, []).append(item)
    for key, asking in notes.items():
        items = [item for item in asking if item.is_open] or asking
        applying = [item for item in items if item.triage is Triage.APPLIES]
        if bool(applying) is (triage is Triage.APPLIES):
            yield _hit(context, key, items, applying or items)


def _hit(
    context: Context, key: str, items: Sequence[TriagedNote], telling: Sequence[TriagedNote]
) -> Hit:
    reason = telling[0].reason
    seen = dict.fromkeys(
        witness for item in telling for witness in item.witnesses if witness.text != reason
    )
    return Hit(
        subject=key,
        at=Location(),
        fields={
            "sections": _each(item.note.section for item in items),
            "versions": _each(_version(context, item.note) for item in items),
            "reason": reason,
        },
        nodes=nodes_of_fleet(context),
        witnesses=(*tuple(seen)[:_SHOWN], _quoted(telling[0])),
        waiver="; ".join(dict.fromkeys(filter(None, (item.acknowledgement for item in items)))),
        rank=min(item.rank for item in items),
    )


def _version(context: Context, note: Note) -> str:
    """The version, marked where it comes after the one that will be installed."""
    from linter.notes.later import is_beyond  # noqa: PLC0415  only where there are notes

    installed = context.reading.version
    is_after = is_beyond(note, context.target.series, installed)
    return f"{note.version} (after {installed})" if is_after else note.version


def _each(words: Iterator[str]) -> str:
    """Each word once, in the order of the items: what can break most first."""
    return ", ".join(dict.fromkeys(words))


def _quoted(item: TriagedNote) -> Witness:
    from linter.notes.beginning import beginning  # noqa: PLC0415  only where there are notes
    from linter.notes.documents import link_of  # noqa: PLC0415  only where there are notes

    return Witness("note", beginning(item.note.text), reference=link_of(item.note))
