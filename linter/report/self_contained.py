"""Pages that need nothing but themselves: they load nothing, and run no script but ours."""

from base64 import b64encode
from collections.abc import Callable, Mapping, Sequence
from hashlib import sha256
from pathlib import Path

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup

from linter.model.visible import visible
from linter.notes.documents import link_of
from linter.report.rst.html import to_html

_TEMPLATES = Path(__file__).parent / "templates"
_NONE: Mapping[str, Callable[..., bool]] = {}


def rendered(
    template: str,
    styles: Sequence[str],
    script: str = "",
    *,
    filters: Mapping[str, Callable[..., object]] = _NONE,
    tests: Mapping[str, Callable[..., bool]] = _NONE,
    **values: object,
) -> str:
    """A template as HTML, with its styles and its script inside, all files of one folder.

    A browser takes these, told apart by their digests, and no other that some text brings.
    """
    style = "".join(map(_text, styles))
    code = _text(script) if script else ""
    policy = f"default-src 'none'; style-src '{_digest(style)}'"
    policy += f"; script-src '{_digest(code)}'" if code else ""
    environment = _environment()
    environment.filters.update(filters)
    environment.tests.update(tests)
    return environment.get_template(template).render(
        values,
        style=Markup(style),  # noqa: S704  our own
        script=Markup(code),  # noqa: S704  our own
        policy=Markup(f"{policy}; base-uri 'none'; form-action 'none'"),  # noqa: S704  our own
    )


def _text(name: str) -> str:
    return (_TEMPLATES / name).read_text(encoding="utf-8")


def _digest(text: str) -> str:
    return f"sha256-{b64encode(sha256(text.encode()).digest()).decode()}"


def _environment() -> Environment:
    made = Environment(
        loader=FileSystemLoader(_TEMPLATES),
        autoescape=True,
        undefined=StrictUndefined,
        # Each template is made into code once and run once: looking for constants takes longer.
        optimized=False,
        finalize=_shown,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
    )
    made.filters |= {"prose": _prose, "link": link_of}
    return made


def _shown(value: object) -> object:
    """What is put into the page: a text without characters that nobody sees."""
    if isinstance(value, Markup):
        return value
    return visible(str(value))


def _prose(text: str) -> Markup:
    return Markup(to_html(text))  # noqa: S704  it escapes all it is given
