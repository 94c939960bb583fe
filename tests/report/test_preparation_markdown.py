import re
from pathlib import Path

from markdown_it import MarkdownIt
from markdown_it.token import Token
from msgspec.structs import replace

from linter.model.finding import Gap
from linter.preparation.case import Part
from linter.preparation.preparation import PreparedDeployment
from linter.preparation.proof import Proof
from linter.report import preparation_markdown
from tests.report.prepared_files import FULL, SOUND, USUAL, at, made, of_nodes
from tests.report.prepared_hostile import hostile

PAGE = Path(__file__).parents[1] / "fixtures" / "decisions" / "DECISIONS.md"


def tokens(text: str) -> list[Token]:
    found = MarkdownIt("commonmark").enable("table").parse(text)
    return [part for token in found for part in (token, *(token.children or []))]


def headings(text: str) -> list[str]:
    return re.findall(r"(?m)^#+ .*$", text)


def entries(text: str) -> list[str]:
    return re.findall(r"(?m)^```yaml\n(.*)\n```$", text)


def test_a_person_finds_first_whether_the_files_can_be_used_and_what_to_decide() -> None:
    assert preparation_markdown.render(FULL) == PAGE.read_text(encoding="utf-8")


def test_where_nothing_is_open_the_head_says_what_comes_next() -> None:
    text = preparation_markdown.render(SOUND)

    said = (
        "**The new files can be used.** Nothing is left to decide. "
        "Every value is the old one, or is told with its reason."
    )
    assert text.split("\n\n")[1:3] == [
        said,
        "Review what changed below, then put the files in place with the upgrade.",
    ]


def test_what_was_not_looked_at_is_not_said_to_be_usable() -> None:
    gap = Gap("policy.yaml", "it is a template", "render it", required=True)
    text = preparation_markdown.render(
        made(PreparedDeployment(("",), Part(gaps=(gap,)), Proof()), idle_answers=())
    )

    assert text.split("\n\n")[1:3] == [
        "**Not known whether the new files can be used.** 1 required thing was not looked at.",
        "Close what is required under Not looked at, and prepare again.",
    ]


def test_equal_parts_of_several_nodes_are_told_once() -> None:
    text = preparation_markdown.render(of_nodes())

    assert headings(text)[:3] == [
        "# Prepared files for Keystone 2024.1 (caracal) → 2025.1 (epoxy)",
        "## Open decisions (1)",
        "### `[token] provider`",
    ]
    assert "- where: `keystone.conf:12` on `ctl1`, `ctl2`; `keystone.conf:14` on `ctl3`\n" in text
    assert "`[DEFAULT] sql_connection`: the target" in text
    assert "`[cache] memcache_servers` on `ctl3`: it is gone" in text


def test_a_decision_of_some_nodes_is_answered_for_them_alone() -> None:
    found = of_nodes()
    one, other = found.preparation.deployments
    lone = replace(found.preparation, deployments=(one, replace(other, part=Part())))
    (first, second) = entries(preparation_markdown.render(replace(found, preparation=lone)))

    assert first == ('- {decision: "[token] provider", choose: set, value: , nodes: "ctl1, ctl2"}')
    assert second == '- {decision: "[token] provider", choose: default, nodes: "ctl1, ctl2"}'


def test_decisions_that_ask_the_same_are_answered_in_one_go() -> None:
    other = replace(USUAL, id="[DEFAULT] other", at=at(31))
    text = preparation_markdown.render(
        made(PreparedDeployment(("",), Part(decisions=(USUAL, other)), Proof()))
    )

    assert (
        """\
### 2 times: No release knows this name; does a plugin read it?

until somebody decides: `keep`

- `[DEFAULT] my_option`: where: `keystone.conf:30`
- `[DEFAULT] other`: where: `keystone.conf:31`

`keep`: leave the line

```yaml
- {decision: "[DEFAULT] my_option", choose: keep}
- {decision: "[DEFAULT] other", choose: keep}
```
"""
        in text
    )


def test_equal_input_gives_equal_bytes() -> None:
    assert preparation_markdown.render(of_nodes()) == preparation_markdown.render(of_nodes())


def test_no_place_of_the_machine_is_in_it() -> None:
    text = preparation_markdown.render(replace(FULL, folder="/secret/place", answers="/my/file"))

    assert "/secret/place" not in text
    assert "/my/file" not in text
    assert "/srv" not in text


def test_whatever_files_hold_is_no_markup() -> None:
    text = preparation_markdown.render(hostile())
    found = tokens(text)

    assert {token.type for token in found} & {"html_block", "html_inline", "image"} == set()
    assert [token for token in found if token.type == "link_open"] == []
    assert [letter for letter in text if not letter.isprintable() and letter != "\n"] == []
    assert {token.tag for token in found if token.type == "heading_open"} == {"h1", "h2", "h3"}
    assert all(token.info == "yaml" for token in found if token.type == "fence")


def test_nobody_is_mentioned_and_nothing_is_linked() -> None:
    gap = Gap("a", "ask @everyone or www.evil.example", "see https://evil.example", required=False)
    text = preparation_markdown.render(made(PreparedDeployment(("",), Part(gaps=(gap,)), Proof())))

    assert "- **a**: ask `@everyone` or `www.evil.example`; see `https://evil.example`" in text
