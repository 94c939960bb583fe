"""Whatever a note holds, it is text where it is shown, and nothing it names is opened."""

import re
import subprocess
import sys
from html.parser import HTMLParser
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from markdown_it import MarkdownIt
from markdown_it.token import Token

from linter.report.rst.html import to_html
from linter.report.rst.markdown import to_markdown
from linter.report.rst.terminal import to_terminal

pytestmark = pytest.mark.thorough
TAGS = {
    "a", "aside", "blockquote", "code", "dd", "dl", "dt", "em", "li", "ol", "p", "pre", "strong",
    "table", "td", "th", "tr", "ul",
}  # fmt: skip
INVISIBLE = re.compile(r"[\x00-\x09\x0b-\x1f\x7f-\x9f\u200b-\u200f\u202a-\u202e\u2066-\u2069]")
WEB = re.compile(r"https?://[\w.-]+(?::\d+)?(?:[/?#]\S*)?")
MARKUP = (
    "`", "``", "*", "**", "_", "__", "|", "[1]_", "[#]_", "\\", "::", ":a:", ":raw:`", ".. ", "..",
    "- ", "* ", "1. ", "(a) ", "  ", "   ", "\n", "\n\n", "\n   ", "\n\n   ", "a", "b c", "word.",
    "====", "----", "\n====\n", "+---+", "| a |", "=  =", ":a: b", "-a", "--b=c", ">>> x", "# x",
    "http://x.example/", "`a <http://x.example/?a=(b)&amp;c>`_", "`a <javascript:b>`__", "`a <b>`_",
    "`a <https://b@c.example/>`_", "`http://a.example/ <http://b.example>`_",
    "__ http://a.example",
    ".. _a: b_", ".. _b: a_", ".. |x| replace:: |x| |x|", "|x|", ".. [1] z", ".. note::",
    ".. list-table::", ".. table::", "   * - a", "     - b", ".. code-block:: x",
    ".. role:: a(raw)",
    "   :format: html", ".. default-role:: a", ".. raw:: html", ".. include:: /etc/passwd",
    ".. csv-table::", "   :file: /etc/passwd", "   :url: http://x.example/", ".. image:: x",
    ".. figure:: javascript:a", ".. class:: x", ".. meta::", ".. contents::", ".. sectnum::",
    ".. header:: a", ".. target-notes::", ".. math::", ".. date::", ".. |d| date::",
    ".. |u| unicode:: 0x202E", ".. versionadded::", ".. parsed-literal::", ".. evil:: x",
    "<script>alert(1)</script>", "<b onclick=a>", "<!--", "-->", "&lt;", "&#60;", "&", "<", ">",
    "[x](javascript:b)", "![x](http://x.example/)", "[x]: http://x.example/", "~~~", "```", "'",
    '"',
    "!", "(", ")", "]", "\x00", "\x1b[31m", "\x1b]8;;http://x.example/\x07", "\u202e", "\u2028",
)  # fmt: skip
HOSTILE = st.lists(st.sampled_from(MARKUP) | st.text(max_size=5), max_size=40).map("".join)
FILES = """\
.. include:: {secret}

.. raw:: html
   :file: {secret}

.. csv-table::
   :file: {secret}

.. literalinclude:: {secret}

.. figure:: {secret}

.. code-block:: ini
   :include: {secret}
"""


class Elements(HTMLParser):
    """What a browser would make of a page."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.elements: list[tuple[str, str, str]] = []
        self.text = ""
        self.feed(text)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.elements += [(tag, name, value or "") for name, value in attrs] or [(tag, "", "")]

    def handle_data(self, data: str) -> None:
        self.text += data

    def handle_comment(self, data: str) -> None:
        self.elements.append(("comment", "", data))

    def handle_decl(self, decl: str) -> None:
        self.elements.append(("declaration", "", decl))

    def handle_pi(self, data: str) -> None:
        self.elements.append(("instruction", "", data))


def allowed(element: tuple[str, str, str]) -> bool:
    match element:
        case "a", "href", address:
            return bool(WEB.fullmatch(address))
        case "ol", "start", number:
            return number.isdecimal()
        case tag, name, _:
            return tag in TAGS and not name


def tokens(text: str) -> list[Token]:
    found = MarkdownIt("commonmark").enable("table").parse(text)
    return [part for token in found for part in (token, *(token.children or []))]


@settings(max_examples=100, deadline=None)
@given(HOSTILE)
def test_html_holds_no_more_than_text_and_links_to_sites(text: str) -> None:
    shown = to_html(text)

    assert [found for found in Elements(shown).elements if not allowed(found)] == []
    assert INVISIBLE.findall(shown) == []


@settings(max_examples=100, deadline=None)
@given(HOSTILE)
def test_markdown_holds_no_html_no_image_and_only_links_to_sites(text: str) -> None:
    shown = to_markdown(text)
    links = [str(token.attrs["href"]) for token in tokens(shown) if token.type == "link_open"]

    assert {token.type for token in tokens(shown)} & {"html_block", "html_inline", "image"} == set()
    assert [link for link in links if not WEB.fullmatch(link)] == []
    assert INVISIBLE.findall(shown) == []


@settings(max_examples=100, deadline=None)
@given(HOSTILE)
def test_markdown_leads_where_html_leads(text: str) -> None:
    links = [str(token.attrs["href"]) for token in tokens(to_markdown(text)) if token.attrs]
    found = Elements(to_html(text)).elements

    assert [link for link in links if link.startswith("http")] == [
        address for _, name, address in found if name == "href"
    ]


@settings(max_examples=100, deadline=None)
@given(HOSTILE, st.integers(-1, 100))
def test_a_terminal_gets_no_commands_and_no_hyperlinks(text: str, width: int) -> None:
    shown = to_terminal(text, width)

    assert INVISIBLE.findall(shown.plain) == []
    assert [span for span in shown.spans if "link" in str(span.style).split()] == []


@settings(max_examples=100, deadline=None)
@given(HOSTILE)
def test_something_is_shown_of_every_note(text: str) -> None:
    assert bool(to_html(text)) == bool(text.strip())


@settings(max_examples=100, deadline=None)
@given(
    st.lists(
        st.sampled_from(("one", "two", " ", "\n", *MARKUP[: MARKUP.index("http://x.example/")])),
        max_size=30,
    ).map("".join)
)
def test_a_text_reads_the_same_in_markdown_and_html(text: str) -> None:
    rendered = MarkdownIt("commonmark").enable("table").render(to_markdown(text))

    assert _words(Elements(rendered).text) == _words(Elements(to_html(text)).text)


def _words(text: str) -> list[str]:
    return re.findall(r"\w+", text)


@pytest.mark.parametrize(
    "renderer", [to_html, to_markdown, lambda text: to_terminal(text, 80).plain]
)
def test_no_file_is_read(tmp_path: Path, renderer: object) -> None:
    assert callable(renderer)
    secret = tmp_path / "named"
    secret.write_text("hidden words", encoding="utf-8")

    shown = renderer(FILES.format(secret=secret))

    assert "hidden" not in shown
    assert "named" in shown


def test_a_role_of_one_note_is_unknown_to_the_next() -> None:
    to_html(".. role:: evil(raw)\n   :format: html\n\n.. default-role:: evil\n\n:evil:`<b>`")

    assert to_html(":evil:`<b>` and `c`") == "<p><code>&lt;b&gt;</code> and <em>c</em></p>"


def test_substitutions_do_not_grow() -> None:
    lines = [f".. |a{number}| replace:: |a{number + 1}| |a{number + 1}|" for number in range(100)]
    text = "\n".join([*lines, "", "|a0|"])

    assert len(to_html(text)) < 2 * len(text)


@pytest.mark.parametrize(
    "text",
    [
        "`a " * 10_000,
        "**a " * 10_000,
        "|a " * 10_000,
        "- " * 10_000,
        "\\ " * 10_000,
        "a\n b\n" * 5_000,
    ],
)
def test_what_is_shown_stays_in_proportion(text: str) -> None:
    assert len(to_html(text)) < 10 * len(text)


def test_nothing_is_opened_and_nobody_is_told(tmp_path: Path) -> None:
    """Files of Python itself are opened where a part of docutils is imported."""
    (tmp_path / "docutils.conf").write_text("[general]\nreport_level: 1\n", encoding="utf-8")
    script = (
        "import sys\n"
        "from linter.report.rst.html import to_html\n"
        "text = sys.stdin.read()\n"
        "first = to_html(text)\n"
        "def refuse(event, arguments):\n"
        "    if event.startswith(('open', 'socket.', 'subprocess.', 'os.')):\n"
        "        raise AssertionError(f'{event} {arguments}')\n"
        "sys.addaudithook(refuse)\n"
        "assert to_html(text) == first\n"
    )
    done = subprocess.run(
        [sys.executable, "-I", "-c", script],
        input=FILES.replace("{secret}", "/etc/passwd") + "**not closed `nor this\n\n.. evil::\n",
        env={"DOCUTILSCONFIG": str(tmp_path / "docutils.conf")},
        cwd=tmp_path, capture_output=True, text=True, check=False, timeout=60,
    )  # fmt: skip

    assert (done.returncode, done.stderr, done.stdout) == (0, "", "")
