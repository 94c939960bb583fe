"""Whatever names and values a deployment holds, no format lets them be more than text."""

import csv
import io
import json
import os
import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from pathlib import Path

import pytest
from lxml import etree
from lxml import html as markup
from markdown_it import MarkdownIt
from markdown_it.token import Token

from linter.cli.formats import CHECK
from linter.cli.main import main
from tests.report.gate_reports import HOSTILE
from tests.report.runner_commands import commands

_LINE_ENDS = re.compile(r"[\r\n]+")
NAMES = [
    *(text.replace("/", "∕").replace("\0", "")[:60].encode(errors="replace") for text in HOSTILE),  # noqa: RUF001
    b"bytes\xff\xfe",
]
VALUES = [" ".join(_LINE_ENDS.split(text)).encode(errors="replace") for text in HOSTILE]


def laid(top: Path) -> None:
    """Nodes with hostile names, files with hostile names, and hostile text within."""
    for node in (b"ctl1\x1b[31m,a::b%0A", b"<script>alert(1)<script>\n::error::x"):
        etc = Path(os.fsdecode(os.path.join(os.fsencode(top), node, b"etc")))  # noqa: PTH118  bytes
        (etc / "domains").mkdir(parents=True)
        (etc / "keystone.conf").write_bytes(_configuration())
        (etc / "policy.yaml").write_bytes(_policy())
        for name in NAMES:
            file = b"keystone." + name + b".conf"
            place = os.path.join(os.fsencode(etc), b"domains", file)  # noqa: PTH118
            Path(os.fsdecode(place)).write_bytes(b"[ldap]\n" + name + b" = 1\n")
    (top / "keystone.log").write_bytes(b"".join(map(_record, VALUES)))


def _configuration() -> bytes:
    lines = [
        b"[identity]",
        b"domain_specific_drivers_enabled = true",
        b"domain_config_dir = domains",
    ]
    for number, value in enumerate(VALUES):
        lines += [b"[" + value + b"]", value + b" = 1", b"[token]", b"provider = " + value]
        lines += [b"[cors]", b"option%d = " % number + value, b"max_age = " + value]
    return b"\n".join(lines) + b"\n"


def _policy() -> bytes:
    rules = {f"identity:{value.decode()}": value.decode() for value in VALUES}
    return json.dumps(rules).encode()


def _record(value: bytes) -> bytes:
    return (
        b"2026-11-22 15:17:35.123 42 WARNING keystone.server [-] Deprecated: " + value + b" is "
        b"deprecated as of Train and may be removed in Ussuri.\n"
    )


def inert_json(text: str) -> None:
    assert json.loads(text)
    assert re.search("<[A-Za-z/!?]", text) is None


def inert_commands(text: str) -> None:
    found = commands(text)
    assert {command.name for command in found} <= {"error", "warning", "notice"}
    assert 1 < len(found) <= 30


def inert_xml(text: str) -> None:
    root = etree.fromstring(text.encode())
    assert {element.tag for element in root.iter()} <= {
        *("testsuites", "testsuite", "testcase"),
        *("failure", "error", "skipped", "system-out"),
    }


def inert_table(text: str) -> None:
    rows = list(csv.reader(io.StringIO(text, newline=""), strict=True))
    assert {len(row) for row in rows} == {18}
    formula = ("=", "+", "-", "@", "＝")  # noqa: RUF001
    assert not any(cell.lstrip().startswith(formula) for row in rows[1:] for cell in row)


def inert_page(text: str) -> None:
    page = markup.document_fromstring(text.encode())
    assert len(page.findall(".//script")) == 1
    assert not page.xpath("//@*[starts-with(name(), 'on')]")
    assert not page.xpath("//a[starts-with(@href, 'javascript')] | //img | //iframe | //object")


def inert_markdown(text: str) -> None:
    tokens = list(_tokens(MarkdownIt("commonmark").enable("table").parse(text)))
    assert {token.type for token in tokens} & {"html_block", "html_inline", "image"} == set()
    addresses = [str(token.attrs["href"]) for token in tokens if token.type == "link_open"]
    assert all(address.startswith("https://docs.openstack.org/") for address in addresses)


def _tokens(tokens: Iterable[Token]) -> Iterator[Token]:
    for token in tokens:
        yield token
        yield from _tokens(token.children or ())


def nothing_more(_: str) -> None:
    """That it is printable is all that is asked."""


INERT: Mapping[str, Callable[[str], None]] = {
    "terminal": nothing_more,
    "json": inert_json,
    "sarif": inert_json,
    "gitlab": inert_json,
    "github": inert_commands,
    "junit": inert_xml,
    "csv": inert_table,
    "markdown": inert_markdown,
    "html": inert_page,
}


@pytest.fixture(scope="module")
def told(tmp_path_factory: pytest.TempPathFactory) -> Mapping[str, bytes]:
    """What every format makes of the hostile deployment."""
    top = tmp_path_factory.mktemp("hostile")
    laid(top)
    nodes = [str(path) for path in sorted(top.iterdir()) if path.is_dir()]
    words = ["check", *nodes, "--from", "train", "--to", "ussuri", "--logs", f"{top}/keystone.log"]
    assert main([*words, *(f"--format={name}={top}/out.{name}" for name in CHECK)]) == 1
    return {name: (top / f"out.{name}").read_bytes() for name in CHECK}


@pytest.mark.thorough
@pytest.mark.parametrize("name", CHECK)
def test_hostile_names_and_values_are_inert(name: str, told: Mapping[str, bytes]) -> None:
    text = told[name].decode()
    assert text.replace("\r\n", "").replace("\n", "").isprintable()
    INERT[name](text)


@pytest.mark.thorough
def test_the_hostile_names_are_there(told: Mapping[str, bytes]) -> None:
    assert b"alert(1)" in told["terminal"]
    assert b"bytes\\\\xff\\\\xfe" in told["json"]
