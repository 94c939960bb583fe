"""The page of `kslint diff` as a reader has it."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser

from linter.cli.analysis import Request
from linter.cli.comparing import compare
from linter.report import differences_html
from tests.real.gates.consumers import npm_package
from tests.real.pages.browser import Scheme, chromium, shown

DEMO = Path(__file__).parents[2] / "fixtures" / "deployments" / "demo" / "etc" / "keystone"
pytestmark = pytest.mark.release


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    with chromium() as started:
        yield started


@pytest.fixture(scope="module")
def page_text() -> str:
    request = Request(paths=(str(DEMO),), source="2024.1", target="2025.1")
    return differences_html.render(compare(request, is_three_way=False, shows_all=True))


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_it_loads_nothing_and_says_nothing(
    scheme: Scheme, browser: Browser, page_text: str
) -> None:
    with shown(browser, page_text, scheme) as (_, seen):
        assert (seen.said, seen.asked) == ([], [])


def test_lines_are_found_by_what_becomes_of_them_and_by_words(
    browser: Browser, page_text: str
) -> None:
    with shown(browser, page_text) as (page, _):
        rows = page.locator("tr[data-word]:visible")
        everything = rows.count()
        for word in page.locator("input[name=word]").all():
            if word.get_attribute("value") != "gone":
                word.uncheck()
        assert rows.evaluate_all("rows => rows.map(row => row.dataset.word)") == ["gone"]
        assert page.locator("#count").text_content() == f"1 of {everything} lines shown"
        page.locator("input[name=text]").fill("no such words")
        assert rows.count() == 0


def test_without_scripts_every_line_is_there(browser: Browser, page_text: str) -> None:
    with shown(browser, page_text, with_script=False) as (page, _):
        assert page.locator("#filter").is_hidden()
        assert page.locator("tr[data-word]:visible").count() == page_text.count("data-word=")


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_axe_finds_nothing(scheme: Scheme, browser: Browser, page_text: str) -> None:
    axe = (npm_package("axe-core", "4.10.3") / "axe.min.js").read_text(encoding="utf-8")
    with shown(browser, page_text, scheme) as (page, _):
        page.evaluate(axe)
        found = page.evaluate("axe.run()")
        assert [
            (each["id"], node["html"][:120])
            for each in found["violations"]
            for node in each["nodes"]
        ] == []
