"""Release notes as one page that needs nothing but itself, and no script."""

from base64 import b64encode
from hashlib import sha256
from pathlib import Path

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup

from linter.model.visible import visible
from linter.notes.documents import link_of
from linter.report.notes_answer import (
    NotesAnswer,
    counts,
    groups,
    in_words,
    is_after_target,
    unshown,
)
from linter.report.rst.html import to_html

_TEMPLATES = Path(__file__).parent / "templates"


def render(answer: NotesAnswer) -> str:
    """The notes as HTML that a browser may load no other thing for."""
    style = (_TEMPLATES / "style.css").read_text(encoding="utf-8")
    # A browser takes this style, and no other that some text brings.
    digest = b64encode(sha256(style.encode()).digest()).decode()
    return _environment().get_template("notes.html").render(
        answer=answer,
        counts=counts(answer),
        groups=tuple(groups(answer)),
        sentences=tuple(in_words(answer)),
        unshown=unshown(answer),
        style=Markup(style),  # noqa: S704  our own
        digest=digest,
    )  # fmt: skip


def _environment() -> Environment:
    made = Environment(
        loader=FileSystemLoader(_TEMPLATES),
        autoescape=True,
        undefined=StrictUndefined,
        finalize=_shown,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
    )
    made.filters |= {"prose": _prose, "link": link_of}
    made.tests["after"] = is_after_target
    return made


def _shown(value: object) -> object:
    """What is put into the page: a text without characters that nobody sees."""
    if isinstance(value, Markup):
        return value
    return visible(str(value))


def _prose(text: str) -> Markup:
    return Markup(to_html(text))  # noqa: S704  it escapes all it is given
