"""The readiness report in a real browser: it works, loads nothing, and can be used by everybody."""

import json
from collections.abc import Iterator
from itertools import product

import pytest
from playwright.sync_api import Browser, Page, expect

from linter.report import html, notes_html
from tests.real.gates.consumers import npm_package
from tests.real.pages.browser import Scheme, chromium, shown
from tests.report import note_answers
from tests.report.readiness_reports import board, empty, hostile, large

pytestmark = pytest.mark.release
MANY = 5000
MILLISECONDS = 1000
PAGES = {
    "board": html.render(board()),
    "empty": html.render(empty()),
    "hostile": html.render(hostile()),
    "notes": notes_html.render(note_answers.FULL),
}
NAVIGATION = """() => {
  const [entry] = performance.getEntriesByType("navigation");
  return Math.round(entry.loadEventEnd - entry.startTime);
}"""
# When the browser has drawn what a click or a key has changed.
DRAWN = """() => new Promise((done) => {
  const start = performance.now();
  requestAnimationFrame(() => setTimeout(() => done(Math.round(performance.now() - start))));
})"""


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    with chromium() as running:
        yield running


@pytest.fixture(scope="module")
def many() -> str:
    return html.render(large(MANY))


@pytest.mark.parametrize("name", PAGES)
def test_a_page_loads_nothing_and_complains_of_nothing(browser: Browser, name: str) -> None:
    with shown(browser, PAGES[name]) as (page, seen):
        expect(page.locator("h1")).to_be_visible()
        page.emulate_media(media="print")
        assert (seen.said, seen.asked) == ([], [])


@pytest.mark.parametrize(("name", "scheme"), list(product(PAGES, ("light", "dark"))))
def test_axe_finds_nothing(browser: Browser, name: str, scheme: Scheme) -> None:
    axe = (npm_package("axe-core", "4.10.3") / "axe.min.js").read_text(encoding="utf-8")
    with shown(browser, PAGES[name], scheme) as (page, _):
        if name != "notes":
            _open_all(page)
        page.evaluate(axe)
        found = page.evaluate("() => axe.run()")
    assert [_told(violation) for violation in found["violations"]] == []


def _told(violation: dict[str, object]) -> str:
    nodes = violation["nodes"]
    assert isinstance(nodes, list)
    return f"{violation['id']}: {json.dumps([node['html'][:200] for node in nodes[:3]])}"


def _open_all(page: Page) -> None:
    page.locator("details").evaluate_all("all => all.forEach((each) => { each.open = true; })")


def test_hostile_text_runs_nothing_and_leads_nowhere(browser: Browser) -> None:
    with shown(browser, PAGES["hostile"]) as (page, seen):
        page.on("dialog", lambda dialog: seen.said.append(dialog.message))
        _open_all(page)
        page.locator("input[type=search]").fill("</script><script>")
        expect(page.locator("#count")).to_have_text("1 of 18 findings shown")
        assert page.evaluate("() => document.scripts.length") == 1
        assert page.evaluate("() => document.images.length") == 0
        width = page.evaluate("() => document.documentElement.scrollWidth")
        assert (width, seen.said, seen.asked) == (1280, [], [])


def test_a_text_is_searched_for_in_findings_and_rules(browser: Browser) -> None:
    with shown(browser, PAGES["board"]) as (page, _):
        count, search = page.locator("#count"), page.get_by_label("Text")
        expect(count).to_have_text("7 of 7 findings shown")
        search.fill("KEYSTONE.CONF:9")
        expect(count).to_have_text("1 of 7 findings shown")
        expect(page.get_by_text("[token] bind = {x} has no effect")).to_be_visible()
        search.fill("token provider no longer")
        expect(count).to_have_text("2 of 7 findings shown")
        search.fill("nothing of the kind")
        expect(count).to_have_text("0 of 7 findings shown")
        expect(page.locator(".severity:visible")).to_have_count(0)
        page.get_by_role("button", name="Show all").click()
        expect(count).to_have_text("7 of 7 findings shown")
        expect(search).to_have_value("")


def test_findings_are_chosen_by_severity_rule_and_state(browser: Browser) -> None:
    with shown(browser, PAGES["board"]) as (page, _):
        count = page.locator("#count")
        page.get_by_role("checkbox", name="Conditions").uncheck()
        expect(count).to_have_text("5 of 7 findings shown")
        page.locator("select[name=state]").select_option("open")
        expect(count).to_have_text("4 of 7 findings shown")
        page.locator("select[name=rule]").select_option("config/option-dead")
        expect(count).to_have_text("2 of 7 findings shown")
        expect(page.locator(".group:visible h4")).to_contain_text("Dead option")


def test_a_link_leads_to_what_the_filter_had_put_out(browser: Browser) -> None:
    with shown(browser, PAGES["board"]) as (page, _):
        page.get_by_label("Text").fill("python")
        expect(page.locator("#count")).to_have_text("1 of 7 findings shown")
        page.locator("#blocks").get_by_role("link", name="Token provider").click()
        expect(page.locator("#count")).to_have_text("7 of 7 findings shown")
        expect(page.locator("#rule-1 h4")).to_be_in_viewport()


def test_evidence_opens_and_closes(browser: Browser) -> None:
    with shown(browser, PAGES["board"]) as (page, _):
        evidence = page.get_by_text("log: Option is deprecated")
        expect(evidence).not_to_be_visible()
        page.get_by_role("button", name="Expand").click()
        expect(evidence).to_be_visible()
        page.get_by_role("button", name="Collapse").click()
        expect(evidence).not_to_be_visible()
        page.locator("#rule-1 summary").first.focus()
        page.keyboard.press("Enter")
        expect(evidence).to_be_visible()


def test_the_keyboard_reaches_the_report_and_shows_where_it_is(browser: Browser) -> None:
    with shown(browser, PAGES["board"]) as (page, _):
        page.keyboard.press("Tab")
        expect(page.get_by_role("link", name="Skip to the report")).to_be_focused()
        expect(page.get_by_role("link", name="Skip to the report")).to_be_in_viewport()
        page.keyboard.press("Enter")
        expect(page.locator("#main")).to_be_focused()
        page.get_by_label("Text").focus()
        outline = "() => getComputedStyle(document.activeElement).outlineStyle"
        assert page.evaluate(outline) == "solid"


@pytest.mark.parametrize("with_script", [True, False])
def test_paper_has_everything_and_no_controls(browser: Browser, *, with_script: bool) -> None:
    with shown(browser, PAGES["board"], with_script=with_script) as (page, _):
        if with_script:
            page.get_by_label("Text").fill("nothing of the kind")
            expect(page.locator("#count")).to_have_text("0 of 7 findings shown")
        page.emulate_media(media="print")
        expect(page.locator("#filter")).not_to_be_visible()
        expect(page.locator("nav")).not_to_be_visible()
        expect(page.locator(".row:visible")).to_have_count(9)
        heights = "elements => elements.map((each) => each.getBoundingClientRect().height)"
        inside = page.locator("details > :not(summary)").evaluate_all(heights)
        assert min(inside) > 0


def test_paper_closes_again_what_it_opened(browser: Browser) -> None:
    with shown(browser, PAGES["board"]) as (page, _):
        page.locator("#rule-1 summary").first.click()
        before = page.locator("details[open]").count()
        page.pdf()
        assert (before, page.locator("details[open]").count()) == (1, 1)


def test_without_script_everything_is_there_and_no_control(browser: Browser) -> None:
    with shown(browser, PAGES["board"], with_script=False) as (page, _):
        expect(page.locator("#filter")).not_to_be_visible()
        expect(page.locator("#findings .row:visible")).to_have_count(7)


def test_a_narrow_screen_need_not_be_scrolled_sideways(browser: Browser) -> None:
    with shown(browser, PAGES["board"]) as (page, _):
        page.set_viewport_size({"width": 320, "height": 640})
        assert page.evaluate("() => document.documentElement.scrollWidth") == 320


def test_many_findings_are_there_within_a_second(browser: Browser, many: str) -> None:
    with shown(browser, many) as (page, seen):
        times = {"load": min(_reloaded(page) for _ in range(3))}
        search = page.get_by_label("Text")
        search.fill("option_4711")
        expect(page.locator("#count")).to_have_text(f"1 of {MANY} findings shown")
        times["drawn"] = page.evaluate(DRAWN)
        page.get_by_role("button", name="Show all").click()
        expect(page.locator("#count")).to_have_text(f"{MANY} of {MANY} findings shown")
        times["all"] = page.evaluate(DRAWN)
        page.get_by_role("button", name="Expand").click()
        times["expanded"] = page.evaluate(DRAWN)
        assert (seen.said, {name for name, took in times.items() if took > MILLISECONDS}) == (
            [],
            set(),
        ), times


def _reloaded(page: Page) -> int:
    """The milliseconds from the address to the end of loading; the script has run by then."""
    page.reload()
    took: int = page.evaluate(NAVIGATION)
    return took
