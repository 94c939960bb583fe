"""Notes in our own words, as terminals, tickets and pages show them."""

import subprocess
import sys

import pytest

from linter.report.rst.html import to_html
from linter.report.rst.markdown import to_markdown
from linter.report.rst.reading import DEEPEST, LONGEST
from linter.report.rst.terminal import to_terminal

NOTE = """\
[`bug 1 <https://bugs.launchpad.net/bugs/1>`_] The ``[token] provider`` is *gone*, **really**
gone; see `CVE-2020-2`__, guide_ and https://docs.openstack.org/.

.. __: https://cve.example/2
.. _guide: https://guide.example/

- one
- two

  ::

    key_repository = <folder>

#. first
#. second

term : kind
  What it means.

.. warning::

   Take a backup.

.. code-block:: ini

   [token]
   provider = fernet

.. list-table::
   :header-rows: 1

   * - name
     - value
   * - ``a|b``
     - c
"""
HTML = """\
<p>[<a href="https://bugs.launchpad.net/bugs/1">bug 1</a>] The <code>[token] provider</code> is \
<em>gone</em>, <strong>really</strong> gone; see <a href="https://cve.example/2">CVE-2020-2</a>, \
<a href="https://guide.example/">guide</a> and \
<a href="https://docs.openstack.org/">https://docs.openstack.org/</a>.</p>
<ul><li>one</li>
<li><p>two</p>
<pre><code>key_repository = &lt;folder&gt;</code></pre></li></ul>
<ol><li>first</li>
<li>second</li></ol>
<dl><dt>term kind</dt>
<dd><p>What it means.</p></dd></dl>
<aside><p><strong>Warning</strong></p>
<p>Take a backup.</p></aside>
<pre><code>[token]
provider = fernet</code></pre>
<table><tr><th>name</th><th>value</th></tr>
<tr><td><code>a|b</code></td><td>c</td></tr></table>"""
MARKDOWN = r"""\[[bug 1](https://bugs.launchpad.net/bugs/1)\] The `[token] provider` is *gone*, \
**really** gone; see [CVE-2020-2](https://cve.example/2), [guide](https://guide.example/) and \
<https://docs.openstack.org/>.

- one
- two

  ```
  key_repository = <folder>
  ```

1) first
2) second

- term kind

  What it means.

> **Warning**
>
> Take a backup.

```ini
[token]
provider = fernet
```

| name | value |
| --- | --- |
| `a\|b` | c |""".replace("\\\n", "")
TERMINAL = """\
[bug 1 (https://bugs.launchpad.net/bugs/1)] The [token]
provider is gone, really gone; see CVE-2020-2
(https://cve.example/2), guide (https://guide.example/) and
https://docs.openstack.org/.

• one

• two

    key_repository = <folder>

1. first
2. second

term kind
  What it means.

Warning
│ Take a backup.

  [token]
  provider = fernet

┌──────┬───────┐
│ name │ value │
├──────┼───────┤
│ a|b  │ c     │
└──────┴───────┘"""


def test_a_note_is_shown_as_html() -> None:
    assert to_html(NOTE) == HTML


def test_a_note_is_shown_as_markdown() -> None:
    assert to_markdown(NOTE) == MARKDOWN


def test_a_note_is_shown_in_a_terminal() -> None:
    assert to_terminal(NOTE, 60).plain == TERMINAL


def test_a_terminal_shows_marks_as_styles() -> None:
    text = to_terminal("*a* **b** ``c`` `d <https://d.example/>`_", 60)

    assert {text.plain[span.start : span.end]: span.style for span in text.spans} == {
        "a": "italic",
        "b": "bold",
        "c": "cyan",
        "https://d.example/": "underline",
    }


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        (":oslo.policy:opt:`a.b`", "`a.b`"),
        (":class:`~keystone.a.B`", "`B`"),
        (":kind:`~/.ssh`", "`~/.ssh`"),
        (":ref:`the guide <target>` and :doc:`/index`", "the guide and /index"),
        (":guilabel:`Save`", "**Save**"),
        (":rfc:`2822`", "[RFC 2822](https://datatracker.ietf.org/doc/html/rfc2822)"),
        (":cve:`2020-2`", "[CVE-2020-2](https://www.cve.org/CVERecord?id=CVE-2020-2)"),
        (":bug:`1` and :bug:`x/y`", "[bug 1](https://bugs.launchpad.net/bugs/1) and `x/y`"),
        ("`a`:any:", "a"),
        (".. versionadded:: 1.2 A way.", "> **Added in version 1.2**\n>\n> A way."),
        (".. deprecated:: 3", "> **Deprecated since version 3**"),
        (".. seealso:: More.", "> **See also**\n>\n> More."),
        (".. admonition:: Careful\n\n   More.", "> **Careful**\n>\n> More."),
        (".. unheard:: of *this*\n   :a: b\n\n   - more", "of *this*\n\n- more"),
        (".. figure:: https://a.example/b.png\n   :alt: A key\n\n   Words.", "A key\n\nWords."),
        (".. code-block:: ini\n   :caption: a.conf\n\n   b", "a.conf\n\n```ini\nb\n```"),
        (".. math:: a < b", "```\na < b\n```"),
        (".. csv-table:: T\n\n   a,b", "```\nT\na,b\n```"),
        (".. |a| replace:: b\n\nx |a|", "```\n.. |a| replace:: b\n```\n\nx \\|a\\|"),
        (".. list-table::\n\n   words", "```\n.. list-table::\n\n   words\n```"),
    ],
)  # fmt: skip
def test_unknown_roles_and_directives_are_shown_as_their_text(text: str, shown: str) -> None:
    assert to_markdown(text) == shown


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("Title\n=====\n\nText", "**Title**\n\nText"),
        ("a\n\n   quoted\n\n   -- him", "a\n\n> quoted\n>\n> — him"),
        ("a\n\n   - b", "a\n\n- b"),
        ("- a\n\n..\n\n- b", "- a\n\n* b"),
        ("3. c\n4. d", "3. c\n4. d"),
        ("| a\n| b", "a\n\nb"),
        (":a: b", "- a\n\n  b"),
        ("-a  b", "- \\-a\n\n  b"),
        (">>> a", "```\n>>> a\n```"),
        ("a [1]_ [#]_\n\n.. [1] b", "a \\[1\\] \\[#\\]\n\n- \\[1\\]\n\n  b"),
        ("=  =\na  b\n=  =\n1  2\n=  =", "| a | b |\n| --- | --- |\n| 1 | 2 |"),
        ("=  =\n1  2\n=  =", "|  |  |\n| --- | --- |\n| 1 | 2 |"),
        (".. table:: T\n\n   =  =\n   1  2\n   =  =", "**T**\n\n|  |  |\n| --- | --- |\n| 1 | 2 |"),
        ("1990\\. A year", "1990\\. A year"),
        ("\\# a", "\\# a"),
        ("\\- a", "\\- a"),
        ("a_b _c_ &lt; ![", "a_b \\_c\\_ \\&lt; !\\["),
        ("wow\\ !\\ `a <https://a.example/>`_", "wow\\![a](https://a.example/)"),
        ("``a`b``", "``a`b``"),
        ("`a <https://a.example/(b)?c&lt;=d>`_", "[a](<https://a.example/(b)?c\\&lt;=d>)"),
        ("`ä <https://a.example/ä>`_", "[ä](https://a.example/%C3%A4)"),
        ("https://a.example/[b]c", "[https://a.example/\\[b\\]c](https://a.example/%5Bb%5Dc)"),
        ("", ""),
        (" \n", ""),
        (".. only a comment", "```\n.. only a comment\n```"),
        ("**not closed", "\\*\\*not closed"),
    ],
)  # fmt: skip
def test_each_kind_of_markup_has_its_markdown(text: str, shown: str) -> None:
    assert to_markdown(text) == shown


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("`a <javascript:b>`_", "a (javascript:b)"),
        ("`a <data:text/html,b>`__", "a (data:text/html,b)"),
        ("`a <../b>`_", "a (../b)"),
        ("`a <https://b.example@c.example/>`_", "a (https://b.example@c.example/)"),
        ("me@a.example ftp://a.example/", "me@a.example ftp://a.example/"),
        ("nowhere_ `a`__", "nowhere a"),
    ],
)
def test_what_leads_elsewhere_than_to_a_site_is_no_link(text: str, shown: str) -> None:
    assert to_terminal(text, 80).plain == shown
    assert to_html(text) == f"<p>{shown}</p>"


def test_a_link_that_names_another_address_shows_its_own() -> None:
    text = "`https://a.example/ <https://b.example/>`_"

    assert to_markdown(text) == "[https://a.example/ (https://b.example/)](https://b.example/)"
    assert to_terminal(text, 80).plain == "https://a.example/ (https://b.example/)"


def test_a_list_that_begins_elsewhere_keeps_its_numbers() -> None:
    assert to_html("3. c\n4. d") == '<ol start="3"><li>c</li>\n<li>d</li></ol>'
    assert to_terminal("9. c\n10. d", 30).plain == "9. c\n10. d"
    assert to_markdown(f"{10**12}. c") == "1. c"


def test_invisible_characters_are_shown() -> None:
    text = "a\x1b[31m \u202eb ``c\u200b``\n\n::\n\n  d\x07\te\0"

    assert to_html(text) == (
        "<p>a\\x1b[31m \\u202eb <code>c\\u200b</code></p>\n"
        "<pre><code>d\\x07    e\N{SYMBOL FOR NULL}</code></pre>"
    )


def test_a_text_that_is_too_long_says_how_much_is_missing() -> None:
    text = "word " * 10_000

    assert to_html(text) == (
        f"<p>{('word ' * (LONGEST // 5)).strip()}</p>\n"
        f"<p>… and {50_000 - LONGEST} more characters, which are not shown</p>"
    )


@pytest.mark.parametrize(
    "text",
    [
        "- " * DEEPEST + "- a",
        "- " * 4000 + "a",
        " ".join("=" * 20) + "\n" + "a\n" * 100 + " ".join("=" * 20),
    ],
    ids=["deep", "deeper", "wide"],
)
def test_what_would_grow_is_shown_as_it_is_written(text: str) -> None:
    assert to_html(text) == f"<pre><code>{text}</code></pre>"


def test_a_narrow_terminal_gets_lines_that_fit() -> None:
    lines = to_terminal(NOTE, 30).plain.splitlines()

    assert [line for line in lines if len(line) > 30] == []


def test_the_renderers_load_docutils_when_they_render() -> None:
    script = (
        "import sys; from linter.report.rst import html, markdown, terminal;"
        "print('docutils' in sys.modules)"
    )
    command = [sys.executable, "-I", "-c", script]
    done = subprocess.run(command, capture_output=True, text=True, check=True, timeout=60)

    assert done.stdout == "False\n"
