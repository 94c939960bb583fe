import re
from base64 import b64encode
from hashlib import sha256

import pytest
from lxml import html as parser
from msgspec.structs import replace

from linter.model.finding import Witness
from linter.report import html
from linter.report.charts import Bar, DayBar, day_bars, shares
from linter.report.document import document
from linter.report.timeline import Day, Timeline
from tests.report.gate_reports import BLOCKER, HOSTILE, report_of
from tests.report.readiness_reports import board, decided, empty, hostile, large
from tests.report.test_notes_html import ATTRIBUTES, OURS, Elements, texts

BYTES = 3_000_000
TAGS = OURS | {
    *("article", "b", "button", "caption", "dd", "details", "dl", "dt", "fieldset", "figcaption"),
    *("figure", "form", "h4", "input", "label", "legend", "ol", "option", "script", "select"),
    *("summary", "tbody", "thead"),
    *("defs", "pattern", "rect", "svg"),
}
NAMES = ATTRIBUTES | {
    *("aria-labelledby", "aria-live", "autocomplete", "checked", "data-rule", "data-severity"),
    *("hidden", "rel", "role", "spellcheck", "start", "tabindex", "type", "value"),
    *("height", "patterntransform", "patternunits", "preserveaspectratio", "viewbox"),
    *("width", "x", "y"),
}


def test_the_page_goes_from_the_verdict_to_the_findings() -> None:
    page = html.render(board())
    assert texts(page, "//head/title") == ["NO-GO: Keystone 2024.1 to 2025.1"]
    assert texts(page, "//h1|//h2") == [
        "Readiness of Keystone for the upgrade 2024.1 (caracal) → 2025.1 (epoxy)",
        "Upgrade path",
        "What blocks",
        "What must be decided",
        "Waived and acknowledged",
        "Release notes",
        "Evidence",
        "Deprecation warnings by day",
        "Nodes",
        "Who gains and who loses access",
        "Remaining steps",
        "Sign-off",
        "All findings (7)",
    ]
    assert texts(page, "//header/p") == [
        "NO-GO",
        "The upgrade must not start as things are: 1 blocker stands against it.",
        "2 conditions to be decided, 2 warnings, 1 finding waived or acknowledged.",
        "Not looked at: 1 part that the profile approval requires, and 1 thing beyond that.",
    ]
    assert texts(page, "//dl[@class='tiles']/div") == [
        "Blockers1",
        "Conditions2",
        "Warnings2",
        "Worth knowing1",
        "Waived, acknowledged1",
        "Not looked at2",
    ]
    assert texts(page, "//section[@id='accepted']//tbody/tr") == [
        "Token provider no longer existsblocker1Jo Admin until 2027-03-01: not deployed"
    ]
    assert texts(page, "//ul[@class='gaps']/li") == [
        "policy.yaml: it could not be read. To do: run kslint as root.",
        "logs: none were given. To do: give them with --logs.",
    ]


def test_a_finding_has_its_place_its_nodes_and_its_evidence() -> None:
    drift = "//article[@data-rule='fleet/option-drift']//li[contains(@class, 'row')]"
    page = html.render(board())
    assert texts(page, f"{drift}/div") == ["ctl1:keystone.conf:40:1 on all 3 nodes"]
    assert texts(page, f"{drift}//pre") == ["40 | expiration = 3600"]
    assert texts(page, f"{drift}//li") == [
        "config: ctl1, ctl2: 3600 ctl1:keystone.conf:40:1",
        "config: ctl3: 7200 ctl3:keystone.conf:41:1",
    ]


def test_the_line_itself_is_not_told_again_as_its_witness() -> None:
    line = Witness("config", "provider = uuid", BLOCKER.at)
    page = html.render(decided((replace(BLOCKER, excerpt="provider = uuid", witnesses=(line,)),)))
    assert texts(page, "//article//details") == ["Evidence 3 | provider = uuid"]


def test_many_witnesses_and_nodes_are_counted() -> None:
    many = replace(
        BLOCKER,
        witnesses=tuple(Witness("log", f"line {number}") for number in range(22)),
        nodes=tuple(f"ctl{number}" for number in range(9)),
    )
    page = html.render(decided((many,)))
    assert texts(page, "//article//details//li")[-1] == (
        "and 2 more, which the report in JSON lists"
    )
    assert texts(page, "//article//div[@class='at']") == ["keystone.conf:3:5 on all 9 nodes"]
    others = html.render(decided((many, replace(BLOCKER, nodes=("ctl11",)))))
    assert texts(others, "//article//div[@class='at']")[0] == (
        "keystone.conf:3:5 on ctl0, ctl1, ctl2, ctl3, ctl4, ctl5 and 3 more"
    )


def test_advice_stands_once_for_all_findings_of_a_rule() -> None:
    page = html.render(large(100))
    assert page.count("falls back to its default") == 2
    assert page.count('class="group"') == 2
    assert len(texts(page, "//article//li[contains(@class, 'row')]")) == 100


def test_what_was_not_found_or_looked_at_is_said() -> None:
    page = html.render(empty())
    assert texts(page, "//section[@id='blocks']/p") == [
        "No blocker stands among what was looked at."
    ]
    assert texts(page, "//section[@id='warnings']/p") == [
        "No log was read, so nobody knows what keystone warned of."
    ]
    assert texts(page, "//section[@id='notes']/p") == ["No release notes were read."]
    assert texts(page, "//section[@id='findings']/p") == ["Nothing was found."]


def test_the_seal_is_signed() -> None:
    assert texts(html.render(board()), "//section[@id='sign-off']/p/code") == [
        document(board()).seal
    ]


def test_a_browser_is_told_to_load_nothing_and_to_run_this_script_alone() -> None:
    page = html.render(board())
    (style,) = re.findall("<style>(.*?)</style>", page, re.DOTALL)
    (script,) = re.findall("<script>(.*?)</script>", page, re.DOTALL)
    (policy,) = re.findall('Content-Security-Policy" content="(.*?)"', page)
    style_digest, script_digest = (
        b64encode(sha256(text.encode()).digest()).decode() for text in (style, script)
    )
    assert policy == (
        f"default-src 'none'; style-src 'sha256-{style_digest}'; "
        f"script-src 'sha256-{script_digest}'; base-uri 'none'; form-action 'none'"
    )
    assert "@import" not in style
    assert re.findall(r"url\([^)]*\)", style) == ["url(#hatch)"]


def test_foreign_text_is_only_text() -> None:
    page = html.render(hostile())
    found = Elements(page)
    addresses = {value for name, value in found.attributes if name == "href"}

    assert found.tags <= TAGS
    assert {name for name, _ in found.attributes} <= NAMES
    assert found.comments == []
    assert page.count("<script") == 1
    assert {address for address in addresses if not address.startswith("#")} == {
        "https://docs.openstack.org/releasenotes/keystone/train.html#relnotes-16-0-0",
        "http://x.example/",
    }
    assert [letter for letter in page if not letter.isprintable() and letter != "\n"] == []


def test_every_finding_of_a_hostile_report_is_there() -> None:
    page = html.render(hostile())
    assert len(texts(page, "//article//li[contains(@class, 'row')]")) == len(HOSTILE)


@pytest.mark.thorough
def test_ids_are_unique_and_every_link_inside_leads_somewhere() -> None:
    for report in (board(), empty(), hostile()):
        page = parser.document_fromstring(html.render(report).encode())
        ids = page.xpath("//@id")
        links = [link[1:] for link in page.xpath("//@href") if link.startswith("#")]
        assert len(set(ids)) == len(ids)
        assert set(links) <= set(ids)


def test_equal_reports_give_equal_pages() -> None:
    assert html.render(board()) == html.render(board())


@pytest.mark.thorough
def test_five_thousand_findings_are_under_three_megabytes() -> None:
    assert len(html.render(large(5000)).encode()) < BYTES


def test_a_line_is_cut_in_proportion() -> None:
    assert shares((1, 0, 3)) == (
        Bar(0.0, 0, 250.0, 100),
        Bar(250.0, 0, 0.0, 100),
        Bar(250.0, 0, 750.0, 100),
    )
    assert [bar.width for bar in shares((0, 0))] == [0.0, 0.0]


def test_a_day_with_one_warning_is_seen_and_one_without_a_log_too() -> None:
    dates = [day.date for day in html.readiness(board()).timeline.days]
    seen, quiet, unseen = (
        Day(dates[0], 1, is_covered=True),
        Day(dates[1], 0, is_covered=True),
        Day(dates[2], 0, is_covered=False),
    )
    most = Day(dates[2], 1000, is_covered=True)
    assert day_bars(Timeline((seen, quiet, unseen, most))) == (
        DayBar(seen, Bar(105.0, 97, 40, 3)),
        DayBar(unseen, Bar(605.0, 0, 40, 100)),
        DayBar(most, Bar(855.0, 0.0, 40, 100.0)),
    )
    assert day_bars(html.readiness(report_of()).timeline) == ()
