from collections.abc import Callable

import pytest

from linter.catalog.mentions import Known
from linter.model.notes import Note, NoteSection
from linter.notes.page import PageError, parse_page
from linter.notes.words import digest

KNOWN = Known(frozenset({("token", "provider")}), frozenset({"db_sync"}))
HEAD = """\
<!DOCTYPE html>
<html lang="en"><head>
<title>Yoga Series Release Notes &#8212; Keystone Release Notes  documentation</title>
<script>document.write("<h1>none of this</h1>")</script>
</head><body><nav><ul><li>Elsewhere</li></ul></nav>
<div class="row"><h1>Yoga Series Release Notes</h1></div>
<div class="docs-body" role="main">
"""
LINK = '<a class="headerlink" href="#a" title="Link to this heading">¶</a>'
NOTES = f"""\
<section id="yoga-series-release-notes">
<h1>Yoga Series Release Notes{LINK}</h1>
<section id="relnotes-2-0-0-3">
<span id="id1"></span><h2>2.0.0-3{LINK}</h2>
<section id="fixes">
<span id="id2"></span><h3>Bug Fixes{LINK}</h3>
<ul class="simple">
<li><p>[<a class="reference external" href="https://launchpad.net/bugs/1234567">bug 1234567</a>]
Run <code class="docutils literal notranslate"><span class="pre">keystone-manage</span>
<span class="pre">db_sync</span></code>.</p></li>
</ul>
<ul>
<li><p>These are set:</p>
<ul class="simple">
<li><p>[token] provider</p></li>
<li><p>none</p></li>
</ul>
<p>As before.</p>
</li>
</ul>
</section>
</section>
<section id="relnotes-2-0-0">
<h2>2.0.0{LINK}</h2>
<section id="prelude">
<h3>Prelude{LINK}</h3>
<p>First.</p>
<ul class="simple"><li><p>Second.</p></li><li><p>Third.</p></li></ul>
</section>
</section>
</section>
"""
TAIL = "</div></body></html>\n"
PAGE = HEAD + NOTES + TAIL


def note(version: str, section: str, item: int, text: str, **more: tuple[int | str, ...]) -> Note:
    place = f"yoga.html#relnotes-{version.replace('.', '-')}"
    kind = NoteSection(section)
    return Note("", "yoga", version, kind, item, text, digest(text), place=place, **more)


EXPECTED = (
    note(
        "2.0.0-3", "fixes", 1,
        "[`bug 1234567 <https://launchpad.net/bugs/1234567>`__] Run ``keystone-manage db_sync``.",
        bugs=(1234567,), identifiers=("keystone-manage", "keystone-manage db_sync"),
    ),
    note(
        "2.0.0-3", "fixes", 2,
        "These are set:\n\n- [token] provider\n- none\n\nAs before.",
        identifiers=("[token] provider", "[token]"),
    ),
    note("2.0.0", "prelude", 1, "First.\n\n- Second.\n- Third."),
)  # fmt: skip


def test_each_item_is_a_note_with_what_lies_in_it() -> None:
    assert parse_page(PAGE.encode(), "yoga", KNOWN) == EXPECTED


def test_a_page_of_sphinx_3_reads_the_same() -> None:
    older = PAGE.replace("<section ", '<div class="section" ').replace("</section>", "</div>")
    older = older.replace('<code class="docutils', '<tt class="docutils').replace(
        "</code>", "</tt>"
    )
    assert parse_page(older.encode(), "yoga", KNOWN) == EXPECTED


def test_the_page_of_what_is_not_released_has_a_heading_of_its_own() -> None:
    page = PAGE.replace("Yoga", "Current").replace("2.0.0-3", "3.0.0-1")
    read = parse_page(page.encode(), "unreleased", KNOWN)
    assert isinstance(read, tuple)
    assert [(one.series, one.version) for one in read] == [
        ("unreleased", "3.0.0-1"), ("unreleased", "3.0.0-1"), ("unreleased", "2.0.0"),
    ]  # fmt: skip


@pytest.mark.parametrize(
    "added",
    [
        "<script>alert(1)</script>",
        "<!-- a comment -->",
        "<iframe src='https://example.org'>x</iframe>",
        "<style>p {}</style>",
    ],
)
def test_what_no_reader_sees_is_not_in_a_note(added: str) -> None:
    page = PAGE.replace("[token]", f"{added}[token]")
    assert parse_page(page.encode(), "yoga", KNOWN) == EXPECTED


def test_a_version_can_have_no_notes() -> None:
    page = PAGE.replace(
        '<section id="relnotes-2-0-0">',
        '<section><h2>2.0.1</h2></section>\n<section id="relnotes-2-0-0">',
    )
    assert parse_page(page.encode(), "yoga", KNOWN) == EXPECTED


@pytest.mark.parametrize(
    ("opened", "place"),
    [
        (
            '<section id="id3"><span id="relnotes-2-0-0-stable-yoga"></span>',
            "yoga.html#relnotes-2-0-0-stable-yoga",
        ),
        ('<section id="yoga-eom">', "yoga.html"),
        ("<section>", "yoga.html"),
        ('<section id="relnotes-&quot;&gt;&lt;b&gt;">', "yoga.html"),
    ],
)
def test_a_note_leads_to_its_version_by_the_name_that_reno_gave_it(opened: str, place: str) -> None:
    page = PAGE.replace('<section id="relnotes-2-0-0">', opened)
    read = parse_page(page.encode(), "yoga", KNOWN)
    assert isinstance(read, tuple)
    assert [one.place for one in read if one.version == "2.0.0"] == [place]


def without(text: str) -> Callable[[str], str]:
    return lambda page: page.replace(text, "")


def instead(text: str, other: str) -> Callable[[str], str]:
    return lambda page: page.replace(text, other)


NOT_RECOGNISED: dict[str, tuple[Callable[[str], str], str]] = {
    "empty": (lambda _: " \n", "is empty"),
    "not HTML": (lambda _: '{"notes": []}', "is not HTML"),
    "binary": (instead("First.", "\0"), "is not text: it holds a zero byte"),
    "cut off": (without("</html>"), "is cut off: </html> is missing"),
    "large": (lambda page: page + " " * 2**21, "is larger than 2097152 bytes"),
    "nested": (
        instead("none", "<b>" * 100 + "none" + "</b>" * 100),
        "has elements more than 60 deep in each other",
    ),
    "nested without end": (
        instead("none", "<ul><li>" * 100_000),
        "cannot be read to its end: elements lie too deep in each other",
    ),
    "error page": (
        lambda _: "<html><title>404 Not Found</title><h1>Not Found</h1></html>",
        "has the title '404 Not Found', which does not name 'Keystone Release Notes'",
    ),
    "no title": (
        lambda _: "<html><body>OK</body></html>",
        "has the title '', which does not name 'Keystone Release Notes'",
    ),
    "another project": (
        instead("Keystone", "Nova"),
        ("has the title 'Yoga Series Release Notes \u2014 Nova Release Notes documentation', which "
        "does not name 'Keystone Release Notes'"),
    ),
    "index": (
        instead("<h1>Yoga Series", "<h1>Keystone"),
        "should have one heading, 'yoga series release notes', and has 'Keystone Release Notes'",
    ),
    "another series": (
        instead("Yoga", "Zed\x1b[31m"),
        ("should have one heading, 'yoga series release notes', and has "
        r"'Zed\x1b[31m Series Release Notes'"),
    ),
    "no heading": (
        lambda page: page.replace("h1>", "h4>"),
        "should have one heading, 'yoga series release notes', and has none",
    ),
    "no versions": (
        lambda _: HEAD + "<h1>Yoga Series Release Notes</h1>" + TAIL,
        "holds no version",
    ),
    "no notes": (
        lambda _: HEAD + "<section><h1>Yoga Series Release Notes</h1>"
        "<section><h2>2.0.0</h2></section></section>" + TAIL,
        "holds versions, but not one note",
    ),
    "other headings": (
        instead("<h2>2.0.0-3", "<h2>Overview"),
        "has the heading 'Overview' where a version should be",
    ),
    "unknown section": (
        instead("Bug Fixes", "Miscellany"),
        "has a section 'Miscellany' in 2.0.0-3, which reno does not know",
    ),
    "two of a version": (instead("2.0.0-3", "2.0.0"), "has the heading '2.0.0' twice"),
    "note before all versions": (
        instead("</h1>\n<section", "</h1>\n<ul><li>Stray</li></ul><section"),
        "has text outside of the notes of the page: 'Stray'",
    ),
    "note outside of sections": (
        instead("</h2>\n", "</h2>\n<p>Stray</p>"),
        "has text outside of the notes of 2.0.0-3: 'Stray'",
    ),
    "text outside of lists": (
        instead('<ul class="simple">\n<li><p>[<a', 'Stray<ul class="simple">\n<li><p>[<a'),
        "has text outside of the notes of 2.0.0-3: 'Stray'",
    ),
    "paragraph for a list": (
        instead("<ul>\n<li><p>These", "<p>Stray</p><ul>\n<li><p>These"),
        "has <p> in 'Bug Fixes' of 2.0.0-3 where notes should be listed",
    ),
    "empty note": (
        instead("<p>First.</p>\n<ul", "</section></section><section><h2>1</h2><section><ul"),
        "has an empty note in 'Prelude' of 2.0.0",
    ),
    "empty item": (
        instead("<ul>\n<li><p>These", "<ul><li></li></ul><ul>\n<li><p>These"),
        "has an empty note in 'Bug Fixes' of 2.0.0-3",
    ),
    "too many": (
        instead("<ul>\n<li><p>These", "<ul>" + "<li>a</li>" * 3000 + "</ul><ul>\n<li><p>These"),
        "holds more than 3000 notes",
    ),
}  # fmt: skip


@pytest.mark.parametrize(("change", "reason"), NOT_RECOGNISED.values(), ids=list(NOT_RECOGNISED))
def test_a_page_that_is_not_recognised_is_an_error(
    change: Callable[[str], str], reason: str
) -> None:
    assert parse_page(change(PAGE).encode(), "yoga", KNOWN) == PageError(reason)


def test_a_page_in_another_encoding_is_an_error() -> None:
    page = PAGE.encode("latin-1")
    place = page.index("¶".encode("latin-1"))
    assert parse_page(page, "yoga", KNOWN) == PageError(f"is not UTF-8 at byte {place}")


@pytest.mark.parametrize("length", range(0, len(PAGE) - len("</html>\n"), 37))
def test_no_part_of_a_page_reads_as_notes(length: int) -> None:
    assert isinstance(parse_page(PAGE[:length].encode(), "yoga", KNOWN), PageError)
