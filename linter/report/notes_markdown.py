"""Release notes as Markdown that fits a ticket."""

from collections.abc import Iterator

from linter.model.finding import Gap, Witness
from linter.model.triage import TriagedNote
from linter.notes.documents import link_of
from linter.report.notes_answer import (
    OPEN,
    Group,
    NotesAnswer,
    groups,
    in_words,
    is_after_target,
    rows,
    unshown,
)
from linter.report.rst.markdown import (
    code_markdown,
    plain_markdown,
    quoted_markdown,
    to_markdown,
)


def render(answer: NotesAnswer) -> str:
    """The notes as CommonMark, with a table as GitHub's dialect has them; no HTML, no images."""
    return "\n\n".join(_parts(answer)) + "\n"


def _parts(answer: NotesAnswer) -> Iterator[str]:
    upgrade = answer.upgrade
    yield f"# Release notes for Keystone {upgrade.source} → {upgrade.target}"
    yield "\n".join(map(plain_markdown, in_words(answer)))
    yield "\n".join(_table(answer))
    for group in groups(answer):
        yield from _group(group, answer)
    if left := unshown(answer):
        yield plain_markdown(left)
    if answer.gaps:
        yield f"## Not looked at ({len(answer.gaps)})"
        yield "\n".join(map(_gap, answer.gaps))
    if answer.reading.documents:
        yield "## Read from"
        yield "\n".join(_documents(answer))


def _table(answer: NotesAnswer) -> Iterator[str]:
    yield "| release notes | |"
    yield "| --- | --: |"
    for words, number in rows(answer):
        yield f"| {f'**{words}**' if words == OPEN else words} | {number} |"


def _group(group: Group, answer: NotesAnswer) -> Iterator[str]:
    yield f"## {group.title} ({len(group.notes)})"
    for each in group.notes:
        yield f"### {code_markdown(each.note.key)}: {each.triage}"
        yield "\n".join(f"- {fact}" for fact in _facts(each, answer))
        yield quoted_markdown(to_markdown(each.note.text))


def _facts(each: TriagedNote, answer: NotesAnswer) -> Iterator[str]:
    if each.asks:
        said = plain_markdown(each.acknowledgement) if each.acknowledgement else "**open**"
        yield said
    version = plain_markdown(f"{each.note.section}, keystone {each.note.version}")
    late = is_after_target(each.note, answer)
    yield version + (f", after {plain_markdown(answer.reading.version)}" if late else "")
    if answer.is_judged:
        yield f"why: {plain_markdown(each.reason)}"
    for witness in each.witnesses:
        yield f"seen: {_witness(witness)}"
    yield f"<{link_of(each.note)}>"


def _witness(witness: Witness) -> str:
    where = str(witness.at) if witness.at else witness.reference
    return code_markdown(witness.text) + (f" ({plain_markdown(where)})" if where else "")


def _gap(gap: Gap) -> str:
    required = " (required)" if gap.required else ""
    where = f" at {plain_markdown(str(gap.at))}" if gap.at and str(gap.at) != gap.what else ""
    what = f"**{plain_markdown(gap.what)}**{where}{required}"
    return f"- {what}: {plain_markdown(gap.why)}; {plain_markdown(gap.remedy)}"


def _documents(answer: NotesAnswer) -> Iterator[str]:
    for document in answer.reading.documents:
        when = f"{document.fetched_at:%Y-%m-%d %H:%M} UTC"
        yield (
            f"- {code_markdown(document.address)}, fetched {when}, "
            f"SHA-256 {code_markdown(document.sha256)}"
        )
