"""The examples in docs/waivers.md are files that are read without a fault."""

import re

from msgspec.structs import fields

from linter.model.facts import FileKind, SourceFile
from linter.ruleset import load_rules
from linter.settings.sources import from_toml
from linter.settings.values import Settings, settled
from linter.waivers.file import read_waivers
from linter.waivers.inline import inline_waivers
from tests.structure.sources import ROOT

TEXT = (ROOT / "docs" / "waivers.md").read_text(encoding="utf-8")
BLOCKS = dict(re.findall(r"^```(yaml|ini|toml)\n(.*?)^```$", TEXT, re.DOTALL | re.MULTILINE))


def test_the_file_of_waivers_has_no_fault() -> None:
    read = read_waivers(BLOCKS["yaml"].encode(), "waivers.yaml")

    assert (len(read.waivers), read.faults) == (2, ())


def test_the_comment_is_about_the_line_below() -> None:
    source = SourceFile("", "keystone.conf", BLOCKS["ini"].encode(), "")
    read = inline_waivers(source, FileKind.CONFIGURATION)

    assert [(each.rules, each.lines and each.lines.text) for each in read.waivers] == [
        (("config/catalog-templated-removed",), "driver = templated")
    ]
    assert read.faults == ()


def test_every_setting_is_shown() -> None:
    shown = settled(from_toml(BLOCKS["toml"].encode(), "kslint.toml")).settings

    assert [each.name for each in fields(Settings) if getattr(shown, each.name) is None] == []


def test_every_rule_about_waivers_is_told() -> None:
    told = set(re.findall(r"^\| `(waivers/.*?)` \|", TEXT, re.MULTILINE))

    assert told == {rule.id for rule in load_rules() if rule.id.startswith("waivers/")}
