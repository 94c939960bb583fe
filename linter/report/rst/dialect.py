"""Reads reStructuredText with roles and directives that do nothing but show their text."""

import re
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any, ClassVar

from docutils import frontend, nodes, utils
from docutils.parsers.rst import Directive, Parser, directives, roles, states
from docutils.parsers.rst.directives.tables import ListTable, RSTTable

_LANGUAGE = re.compile(r"[A-Za-z0-9+.#_-]{1,30}")
_OF_A_LANGUAGE = {"code", "code-block", "sourcecode", "raw"}
_TITLED = re.compile(r"(.+?)(?<!\x00)\s*<[^<]*?>", re.DOTALL)
# Sphinx shows the last part of a name that begins so.
_SHORTENED = re.compile(r"\A~(?:\w+\.)+(?=\w+\Z)")
# Roles whose text is prose, as the title of a page is; that of others is a name.
_PROSE = {"abbr", "any", "doc", "download", "menuselection", "numref", "ref", "term"}
_MARKS = {
    "emphasis": nodes.emphasis,
    "strong": nodes.strong,
    "title-reference": nodes.emphasis,
    "title": nodes.emphasis,
    "t": nodes.emphasis,
    "": nodes.emphasis,
    "guilabel": nodes.strong,
}
# Roles whose text is a number: what it is of, and where that is to be found.
_NUMBERED = {
    "bug": ("bug ", "https://bugs.launchpad.net/bugs/"),
    "cve": ("CVE-", "https://www.cve.org/CVERecord?id=CVE-"),
    "rfc": ("RFC ", "https://datatracker.ietf.org/doc/html/rfc"),
}
_NUMBER = re.compile(r"[0-9]+(?:-[0-9]+)?")
_VERSIONED = {
    "versionadded": "Added in version",
    "versionchanged": "Changed in version",
    "versionremoved": "Removed in version",
    "deprecated": "Deprecated since version",
}
_SETTINGS = {
    # None of these is ever asked for by the directives below: a second wall.
    "file_insertion_enabled": False,
    "raw_enabled": False,
    # What is wrong with the markup is shown as it is written; nobody is told on stderr.
    "report_level": 5,
    "halt_level": 5,
    "warning_stream": False,
    # The text has its own limit; docutils would refuse all of it for one line.
    "line_length_limit": 10**9,
}
_ONE_AT_A_TIME = threading.RLock()


def parsed(text: str) -> nodes.document:
    """The document as docutils reads it; no transform was applied, and no settings file read."""
    settings = frontend.get_default_settings(Parser)
    for name, value in _SETTINGS.items():
        setattr(settings, name, value)
    document = utils.new_document("note", settings)
    with _only_ours():
        Parser().parse(text, document)
    return document


@contextmanager
def _only_ours() -> Iterator[None]:
    """Docutils looks both up in functions of its modules, which Sphinx replaces likewise."""
    with _ONE_AT_A_TIME:
        theirs = directives.directive, roles.role
        directives.directive = _directive_named
        roles.role = _role_named  # type: ignore[assignment]  # typeshed's roles give no text
        try:
            yield
        finally:
            directives.directive, roles.role = theirs


def _directive_named(
    directive_name: str, language_module: object, document: nodes.document
) -> tuple[type[Directive] | None, list[nodes.system_message]]:
    del language_module, document
    return _DIRECTIVES.get(directive_name.lower(), _Shown), []


def _role_named(*_: object) -> tuple[Callable[..., Any], list[nodes.system_message]]:
    return _role, []


def _role(
    role: str, rawsource: str, text: str, _line: int, _inliner: states.Inliner
) -> tuple[list[nodes.Node], list[nodes.system_message]]:
    """What any role is said of; none is looked up, and none can be defined."""
    name = role.lower().rpartition(":")[2]
    titled = _TITLED.fullmatch(text)
    if name in _NUMBERED and _NUMBER.fullmatch(text):
        of, address = _NUMBERED[name]
        return [nodes.reference(rawsource, of + text, refuri=address + text)], []
    if name in _MARKS:
        return [_MARKS[name](rawsource, utils.unescape(text))], []
    if titled or name in _PROSE:
        return [nodes.inline(rawsource, utils.unescape(titled[1] if titled else text))], []
    text = _SHORTENED.sub("", utils.unescape(text, restore_backslashes=True))
    return [nodes.literal(rawsource, text)], []


class _AnyOption(dict[str, Callable[[str], Any]]):
    """Accepts every option of a directive, as a text."""

    def __bool__(self) -> bool:
        return True

    def __getitem__(self, _name: str) -> Callable[[str | None], str]:
        return lambda value: value or ""


class _Shown(Directive):
    """Any directive: its argument is a paragraph, and its content is read as always."""

    optional_arguments = 1
    final_argument_whitespace = True
    has_content = True
    option_spec: ClassVar[dict[str, Callable[[str], Any]] | None] = _AnyOption()

    def run(self) -> list[nodes.Node]:
        """Nothing where a substitution is defined: docutils then quotes its whole definition."""
        return [] if isinstance(self.state, states.SubstitutionDef) else self.shown()

    def shown(self) -> list[nodes.Node]:
        """What the reader gets instead of the directive."""
        words = [self.options.get("alt") or " ".join(self.arguments), self.options.get("caption")]
        return [self._paragraph(text) for text in words if text] + self._content()

    def _paragraph(self, text: str) -> nodes.Node:
        found, _ = self.state.inline_text(text, self.lineno)
        return nodes.paragraph(text, "", *found)

    def _content(self) -> list[nodes.Node]:
        body = nodes.container()
        self.state.nested_parse(self.content, self.content_offset, body)
        return list(body.children)


class _Preformatted(_Shown):
    """Content that is no prose, such as code, or HTML."""

    def shown(self) -> list[nodes.Node]:
        words = " ".join(self.arguments)
        named = self.name.lower() in _OF_A_LANGUAGE and _LANGUAGE.fullmatch(words)
        language = words if named and self.content else ""
        lines = [words, *self.content] if words and not language else self.content
        code = nodes.literal_block("", "\n".join(lines), language=language)
        caption = self.options.get("caption")
        return [self._paragraph(caption), code] if caption else [code]


class _Admonition(_Shown):
    """A box whose title is the directive's name."""

    optional_arguments = 0
    option_spec = None

    def shown(self) -> list[nodes.Node]:
        return [_box(self.name.capitalize(), self._content())]


class _SeeAlso(_Admonition):
    def shown(self) -> list[nodes.Node]:
        return [_box("See also", self._content())]


class _TitledAdmonition(_Shown):
    def shown(self) -> list[nodes.Node]:
        return [_box(" ".join(self.arguments) or "Note", self._content())]


class _Versioned(_Shown):
    """A box whose title is the version that something is said of."""

    def shown(self) -> list[nodes.Node]:
        version, _, text = " ".join(self.arguments).partition(" ")
        title = f"{_VERSIONED[self.name.lower()]} {version}".strip()
        return [_box(title, [self._paragraph(text)] * bool(text) + self._content())]


def _box(title: str, content: list[nodes.Node]) -> nodes.Node:
    return nodes.admonition("", nodes.title("", title), *content)


_DIRECTIVES: dict[str, type[Directive]] = {
    **dict.fromkeys((
        "code", "code-block", "sourcecode", "parsed-literal", "raw", "math", "csv-table",
        "highlight", "prompt", "productionlist", "doctest", "testcode", "testoutput",
    ), _Preformatted),
    **dict.fromkeys((
        "attention", "caution", "danger", "error", "hint", "important", "note", "tip", "warning",
    ), _Admonition),
    **dict.fromkeys(_VERSIONED, _Versioned),
    "seealso": _SeeAlso,
    "admonition": _TitledAdmonition,
    "table": RSTTable,
    "list-table": ListTable,
}  # fmt: skip
