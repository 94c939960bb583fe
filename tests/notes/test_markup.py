import pytest
from hypothesis import given
from hypothesis import strategies as st
from lxml.html import HtmlElement, fragment_fromstring

from linter.notes.markup import text_of
from linter.notes.words import words


def read(html: str) -> str:
    return text_of(fragment_fromstring(html, create_parent="div"))


@pytest.mark.parametrize(
    ("html", "text"),
    [
        ("a\n  <span>b</span>", "a b"),
        ('<code class="x"><span class="pre">[a]</span> <span>b</span></code>', "``[a] b``"),
        ("<cite>a</cite> <em>b</em> <strong>c</strong>", "`a` *b* **c**"),
        ('[<a href="https://e.org/_">bug 1</a>]', "[`bug 1 <https://e.org/\\_>`__]"),
        ('<a href="https://e.org/a">https://e.org/a</a>', "https://e.org/a"),
        ('<a href="javascript:alert(1)">a</a>', "a"),
        ('<a href="train.html#id1">Train</a>', "Train"),
        ('<a href="https://e.org/&gt;`_ x">a</a>', "a"),
        ("<code>a</code>s and (<code>)</code>)", "``a``\\ s and (\\ ``)``)"),
        ("<code>a</code><code>b</code>", "``a``\\ ``b``"),
        ("a<em> b </em>c", "a *b* c"),
        ("a * b ` c | d_ __e__ f_g \\", "a \\* b \\` c \\| d\\_ \\__e\\_\\_ f_g \\\\"),
        ("<code>``</code> <code>`a</code>", "\\`\\` \\`a"),
        ("- a", "\\- a"),
        ("1. a", "\\1. a"),
        (".. raw:: html", "\\.. raw:: html"),
        ("a::", "a:\\:"),
        ("====", "\\===="),
        ("\\\\", "\\ \\\\\\\\"),
        ("a<br>b<img alt='c'>", "a bc"),
    ],
)
def test_running_text(html: str, text: str) -> None:
    assert read(html) == text


@pytest.mark.parametrize(
    ("html", "text"),
    [
        ("<p>a</p><p>b</p>", "a\n\nb"),
        ("<ul><li><p>a</p></li><li><p>b</p></li></ul>", "- a\n- b"),
        ("<ul><li>a<ul><li>b</li></ul></li></ul>", "- a\n\n  - b"),
        ('<ol start="3"><li>a</li><li>b</li></ol>', "3. a\n4. b"),
        ("<ul><li>a</li></ul><ul><li>b</li></ul>", "- a\n\n..\n\n- b"),
        ("<dl><dt>a</dt><dd><p>b</p><p>c</p></dd></dl>", "a\n  b\n\n  c"),
        ("a<blockquote>b</blockquote>c", "a\n\n   b\n\nc"),
        ("<ul><li><blockquote>a</blockquote><p>b</p></li></ul>", "- ..\n\n     a\n\n  b"),
        (
            ('<div class="highlight-ini notranslate"><div class="highlight"><pre><span>[a]</span>\n'
            "b = 1\n</pre></div></div>"),
            ".. code-block:: ini\n\n   [a]\n   b = 1",
        ),
        ('<div class="highlight-default"><pre>  a\n b\n</pre></div>', "::\n\n     a\n    b"),
        (
            ("<table><thead><tr><th>a</th><th>b</th></tr></thead>"
            "<tbody><tr><td>c</td><td></td></tr></tbody></table>"),
            ".. list-table::\n   :header-rows: 1\n\n   * - a\n     - b\n   * - c\n     - ",
        ),
        ("<table><tr><td colspan=2>a</td></tr><tr><td>b</td></tr></table>", "a\n\nb"),
        (
            '<div class="admonition warning"><p class="admonition-title">Warning</p><p>a</p></div>',
            ".. warning::\n\n   a",
        ),
    ],
    ids=[
        "paragraphs", "list", "nested list", "numbered list", "lists", "definitions", "quotation",
        "quotation first", "code", "literal block", "table", "uneven table", "admonition",
    ],
)  # fmt: skip
def test_blocks(html: str, text: str) -> None:
    assert read(html) == text


TEXTS = st.text("ab1 _*`|\\:.-(\"'[<#=~^+>)]", max_size=8)
INLINE = ("code", "cite", "em", "strong", "span")
LIST = ("ul", "ol")


def element(tag: str, *content: "str | HtmlElement") -> HtmlElement:
    made: HtmlElement = fragment_fromstring(f"<{tag}></{tag}>")
    for part in content:
        if isinstance(part, str) and len(made):
            made[-1].tail = (made[-1].tail or "") + part
        elif isinstance(part, str):
            made.text = (made.text or "") + part
        else:
            made.append(part)
    return made


MARKED = st.builds(element, st.sampled_from(INLINE), TEXTS)
PARAGRAPHS = st.lists(TEXTS | MARKED, max_size=5).map(lambda content: element("p", *content))
CODE = TEXTS.map(lambda text: element("pre", text))


def lists(items: st.SearchStrategy[HtmlElement]) -> st.SearchStrategy[HtmlElement]:
    item = st.lists(items, max_size=3).map(lambda content: element("li", *content))
    return (
        st.builds(lambda tag, found: element(tag, *found), st.sampled_from(LIST), st.lists(item))
        | st.lists(items, max_size=3).map(lambda found: element("blockquote", *found))
        | st.builds(
            lambda term, found: element("dl", element("dt", term, "."), element("dd", *found)),
            TEXTS,
            st.lists(items, min_size=1, max_size=2),
        )
    )


@pytest.mark.thorough
@given(st.recursive(PARAGRAPHS | CODE, lists, max_leaves=8))
def test_no_word_is_lost_or_becomes_markup(tree: HtmlElement) -> None:
    parent = element("div", tree)
    shown = "".join(parent.text_content().split())
    # Sphinx prints typed quotes and dashes for these; here they are what was typed.
    assert words(text_of(parent)) == shown
