import re

import pytest
from markdown_it import MarkdownIt
from markdown_it.token import Token
from msgspec.structs import replace

from linter.report import notes_markdown
from linter.report.notes_answer import Scope
from tests.report.note_answers import EMPTY, FULL, hostile

TICKET = """\
# Release notes for Keystone stein → train

2 of 5 release notes concern this deployment, 1 must be read, 1 acknowledged.
1 comes with a version after 16.0.1, which will be installed.
Something that is required was not looked at: see the end.

| release notes | |
| --- | --: |
| concern this deployment | 2 |
| must be read | 1 |
| acknowledged, of both | 1 |
| **open** | 2 |
| new features and bug fixes | 1 |
| do not apply | 1 |
| in all | 5 |

## Upgrade notes (2)

### `bug-1234567-0123456789abcdef`: applies

- **open**
- upgrade, keystone 16.0.0
- why: \\[token\\] provider is set
- seen: `provider = fernet` (keystone.conf:12)
- <https://docs.openstack.org/releasenotes/keystone/train.html#relnotes-16-0-0-stable-train>

> \\[[bug 1234567](https://bugs.example/1234567)\\] Set `[token] provider`:
>
> ```ini
> [token]
> provider = fernet
> ```
>
> Then restart keystone and look whether a token can be had, on each of the nodes.

### `late-0123456789abcdef`: read it

- **open**
- upgrade, keystone 16.0.2, after 16.0.1
- why: nothing in the files tells whether it applies
- <https://docs.openstack.org/releasenotes/keystone/train.html#relnotes-16-0-2-stable-train>

> Something is **different** now.

## Security issues (1)

### `roles-0123456789abcdef`: applies

- acknowledged by anna on 2026-11-22: no user has it (OPS-7)
- security, keystone 16.0.0
- why: identity:get_role is overridden
- seen: `identity:get_role has another default` (train)
- <https://docs.openstack.org/releasenotes/keystone/train.html#relnotes-16-0-0-stable-train>

> Something is **different** now.

Not shown: 1 new feature or bug fix, 1 that does not apply; --all shows them.

## Not looked at (1)

- **release notes** (required): the page of stein cannot be fetched, \
https://notes.example/keystone/stein.html does not exist; look whether the address is right

## Read from

"""


def tokens(text: str) -> list[Token]:
    found = MarkdownIt("commonmark").enable("table").parse(text)
    return [part for token in found for part in (token, *(token.children or []))]


def test_a_ticket_has_the_counts_the_notes_and_what_they_were_read_from() -> None:
    text = notes_markdown.render(FULL)
    lines = [
        f"- `{document.address}`, fetched {document.fetched_at:%Y-%m-%d %H:%M} UTC, "
        f"SHA-256 `{document.sha256}`"
        for document in FULL.reading.documents
    ]
    assert text == TICKET + "\n".join(lines) + "\n"


def test_where_nothing_was_read_that_is_said() -> None:
    assert "No release notes were read.\n" in notes_markdown.render(EMPTY)


def test_all_shows_what_does_not_ask_too() -> None:
    text = notes_markdown.render(replace(FULL, scope=Scope.ALL))
    assert re.findall(r"^### (.*)", text, re.MULTILINE) == [
        "`bug-1234567-0123456789abcdef`: applies",
        "`late-0123456789abcdef`: read it",
        "`roles-0123456789abcdef`: applies",
        "`16.0.0-features-dddddddddddddddd`: read it",
        "`ldap-0123456789abcdef`: does not apply",
    ]


@pytest.mark.parametrize("is_judged", [True, False])
def test_foreign_text_is_no_markup(*, is_judged: bool) -> None:
    text = notes_markdown.render(replace(hostile(), is_judged=is_judged))
    found = tokens(text)
    links = {str(token.attrs["href"]) for token in found if token.type == "link_open"}
    headings = [token.tag for token in found if token.type == "heading_open"]

    assert {token.type for token in found} & {"html_block", "html_inline", "image"} == set()
    assert links == {
        "https://docs.openstack.org/releasenotes/keystone/train.html#relnotes-16-0-0",
        "http://x.example/",
    }
    assert headings == ["h1", "h2", *["h3"] * 4, "h2", *["h3"] * 2, "h2", "h2"]
    assert [letter for letter in text if not letter.isprintable() and letter != "\n"] == []
