"""The tables of agreement, equal on every run."""

from collections.abc import Mapping, Sequence

from tests.real.agreement.comparison import WORKS, Row

Hop = tuple[str, str]
_OUTCOMES = (WORKS, "no token", "does not start")


def tables(rows: Mapping[Hop, Sequence[Row]]) -> str:
    """Markdown: the summary, then every case."""
    return f"{summary(rows)}\n{every(rows)}"


def summary(rows: Mapping[Hop, Sequence[Row]]) -> str:
    """How the release answered and how often kslint said the same, by topic and by hop."""
    lines = [_row("Faults in", "Cases", *_OUTCOMES, "kslint agrees", "Not visible in files")]
    lines.append("|---|--:|--:|--:|--:|--:|--:|")
    both = [row for members in rows.values() for row in members]
    topics = dict.fromkeys(row.case.topic for row in both)
    lines += [_counts(topic, [row for row in both if row.case.topic == topic]) for topic in topics]
    lines += [_counts(f"all, {'→'.join(hop)}", members) for hop, members in rows.items()]
    return "\n".join([*lines, ""])


def _counts(what: str, rows: Sequence[Row]) -> str:
    unseen = [row for row in rows if invisible(row)]
    agreed = [row for row in rows if not row.disagreement() and not invisible(row)]
    outcomes = [sum(row.real.outcome == outcome for row in rows) for outcome in _OUTCOMES]
    return _row(what, len(rows), *outcomes, len(agreed), len(unseen))


def invisible(row: Row) -> bool:
    """True for a fault that stops the release and cannot be told from the files."""
    return bool(row.case.unseen) and row.real.outcome != WORKS


def every(rows: Mapping[Hop, Sequence[Row]]) -> str:
    """For each case what the release did and what kslint said, a column a hop."""
    heads = [part for _, target in rows for part in (f"Keystone {target}", "kslint")]
    lines = [_row("Case", "Subject", *heads), "|---" * (len(heads) + 2) + "|"]
    found = {hop: {row.case.id: row for row in members} for hop, members in rows.items()}
    cases = {row.case.id: row.case for members in rows.values() for row in members}
    for name, case in cases.items():
        answers = [part for hop in rows for part in _answers(found[hop].get(name))]
        lines.append(_row(name, f"`{case.names()}`", *answers))
    return "\n".join([*lines, ""])


def _answers(row: Row | None) -> tuple[str, str]:
    if row is None:
        return "", ""
    said = row.judged.verdict.decision.replace("_", " ").replace("NO GO", "NO-GO")
    if row.disagreement():
        said += " (disagrees)"
    elif invisible(row):
        said += f" ({row.case.unseen})"
    return row.real.outcome, said


def _row(*cells: object) -> str:
    return "| " + " | ".join(map(str, cells)) + " |"
