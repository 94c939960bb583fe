"""Release notes as one page that needs nothing but itself, and no script."""

from linter.model.notes import Note
from linter.report.notes_answer import (
    OPEN,
    NotesAnswer,
    groups,
    in_words,
    is_after_target,
    rows,
    unshown,
)
from linter.report.self_contained import rendered


def render(answer: NotesAnswer) -> str:
    """The notes as HTML that a browser may load no other thing for."""

    def is_after(note: Note) -> bool:
        return is_after_target(note, answer)

    return rendered(
        "notes.html",
        ["style.css"],
        answer=answer,
        OPEN=OPEN,
        rows=rows(answer),
        groups=tuple(groups(answer)),
        sentences=tuple(in_words(answer)),
        unshown=unshown(answer),
        is_after=is_after,
    )
