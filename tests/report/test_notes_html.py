import re
from base64 import b64encode
from hashlib import sha256
from html.parser import HTMLParser

from lxml import html
from msgspec.structs import replace

from linter.report import notes_html
from linter.report.notes_answer import Scope
from tests.report.note_answers import EMPTY, FULL, MARKUP, hostile

OURS = {
    *("html", "head", "meta", "title", "style", "body", "header", "main", "footer", "nav"),
    *("section", "article", "div", "h1", "h2", "h3", "span", "time"),
    *("a", "code", "em", "li", "p", "pre", "strong", "table", "td", "th", "tr", "ul", "ol"),
    *("aside", "blockquote", "dd", "dl", "dt"),
}
ATTRIBUTES = {
    *("lang", "charset", "http-equiv", "content", "name", "class", "id", "href", "scope"),
    *("aria-label", "datetime"),
}
LINK = "https://docs.openstack.org/releasenotes/keystone/train.html#relnotes-16-0-{}-stable-train"

PROVIDER = (
    f"applies bug-1234567-0123456789abcdef open upgrade, keystone 16.0.0, {LINK.format(0)} "
    "why: [token] provider is set seen: provider = fernet (keystone.conf:12) "
    "[bug 1234567] Set [token] provider: [token] provider = fernet Then restart keystone and "
    "look whether a token can be had, on each of the nodes."
)
LATE = (
    f"read it late-0123456789abcdef open upgrade, keystone 16.0.2, after 16.0.1, {LINK.format(2)} "
    "why: nothing in the files tells whether it applies Something is different now."
)
ROLES = (
    "applies roles-0123456789abcdef acknowledged by anna on 2026-11-22: no user has it (OPS-7) "
    f"security, keystone 16.0.0, {LINK.format(0)} why: identity:get_role is overridden seen: "
    "identity:get_role has another default (train) Something is different now."
)
GAP = (
    "release notes (required): the page of stein cannot be fetched, "
    "https://notes.example/keystone/stein.html does not exist; look whether the address is right"
)


class Elements(HTMLParser):
    """The elements of a page, with what stands in them, as a browser finds them."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.tags: set[str] = set()
        self.attributes: set[tuple[str, str]] = set()
        self.comments: list[str] = []
        self.feed(text)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.add(tag)
        self.attributes |= {(name, value or "") for name, value in attrs}

    def handle_comment(self, data: str) -> None:
        self.comments.append(data)


def texts(page: str, path: str) -> list[str]:
    found = html.document_fromstring(page.encode()).xpath(path)
    return [" ".join(element.text_content().split()) for element in found]


def test_a_page_has_the_notes_by_section() -> None:
    page = notes_html.render(FULL)
    assert texts(page, "//h1|//h2") == [
        "Release notes for Keystone stein → train",
        "Upgrade notes (2)",
        "Security issues (1)",
        "Not looked at (1)",
    ]
    assert texts(page, "//header/p") == [
        "2 of 5 release notes concern this deployment, 1 must be read, 1 acknowledged.",
        "1 comes with a version after 16.0.1, which will be installed.",
        "Something that is required was not looked at: see the end.",
    ]
    assert texts(page, "//tr") == [
        "concern this deployment2",
        "must be read1",
        "acknowledged, of both1",
        "open2",
        "new features and bug fixes1",
        "do not apply1",
        "in all5",
    ]
    assert texts(page, "//article") == [PROVIDER, LATE, ROLES]
    assert texts(page, "//main/p") == [
        "Not shown: 1 new feature or bug fix, 1 that does not apply; --all shows them."
    ]
    assert texts(page, "//section[@id='gaps']/ul/li") == [GAP]


def test_all_shows_what_does_not_ask_too() -> None:
    page = notes_html.render(replace(FULL, scope=Scope.ALL))
    assert texts(page, "//h2")[2:4] == ["New features (1)", "Notes that do not apply (1)"]


def test_where_nothing_was_read_that_is_said() -> None:
    assert texts(notes_html.render(EMPTY), "//header/p") == ["No release notes were read."]


def test_a_browser_is_told_to_load_nothing_and_to_take_this_style_alone() -> None:
    page = notes_html.render(FULL)
    (style,) = re.findall("<style>(.*?)</style>", page, re.DOTALL)
    (policy,) = re.findall('Content-Security-Policy" content="(.*?)"', page)
    digest = b64encode(sha256(style.encode()).digest()).decode()
    assert policy == (
        f"default-src 'none'; style-src 'sha256-{digest}'; base-uri 'none'; form-action 'none'"
    )
    assert "url(" not in style
    assert "@import" not in style


def test_foreign_text_is_only_text() -> None:
    page = notes_html.render(hostile())
    found = Elements(page)
    addresses = {value for name, value in found.attributes if name == "href"}

    assert found.tags <= OURS
    assert {name for name, _ in found.attributes} <= ATTRIBUTES
    assert found.comments == []
    assert {address for address in addresses if not address.startswith("#")} == {
        "https://docs.openstack.org/releasenotes/keystone/train.html#relnotes-16-0-0",
        "http://x.example/",
    }
    assert [letter for letter in page if not letter.isprintable() and letter != "\n"] == []
    assert all(MARKUP in text for text in texts(page, "//article"))


def test_two_renderings_are_equal() -> None:
    assert notes_html.render(FULL) == notes_html.render(FULL)
