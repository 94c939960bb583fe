"""The assignment that wins is the one that oslo.config finds first."""

from pathlib import Path

import pytest
from oslo_config import cfg

from linter.catalog.entries import Name
from linter.model.facts import SourceFile
from linter.parse.effective import Configuration, Effective, configuration
from linter.parse.ini import parse_config

NAMES: tuple[Name, ...] = (("new", "name"), ("new", "older"), ("OLD", "name"))


def configured(*texts: str) -> Configuration:
    return configuration(
        parse_config(SourceFile("", f"{number}.conf", text.encode(), ""), frozenset())
        for number, text in enumerate(texts)
    )


def values(found: Effective) -> tuple[list[str], list[str]]:
    return [item.value for item in found.winners], [item.value for item in found.shadowed]


def really(folder: Path, texts: tuple[str, ...], opt: cfg.Opt) -> object:
    paths = []
    for number, text in enumerate(texts):
        path = folder / f"{number}.conf"
        path.write_text(text, encoding="utf-8")
        paths.append(str(path))
    conf = cfg.ConfigOpts()
    conf.register_opt(opt, group="new")
    conf(args=[], default_config_files=paths, default_config_dirs=[])
    return conf.new.name


OLDER = [cfg.DeprecatedOpt("older"), cfg.DeprecatedOpt("name", group="OLD")]


@pytest.mark.parametrize(
    ("texts", "winner", "shadowed"),
    [
        (("[new]\nname = 1",), "1", []),
        (("[new]\nname = 1\nname = 2",), "2", ["1"]),
        (("[new]\nname = 1", "[new]\nname = 2"), "2", ["1"]),
        (("[new]\nname = 1", "[DEFAULT]"), "1", []),
        (("[new]\nname = 1", "[new]\nolder = 2"), "2", ["1"]),
        (("[new]\nolder = 1\nname = 2",), "2", ["1"]),
        (("[new]\nname = 1\nolder = 2",), "1", ["2"]),
        (("[old]\nname = 1\n[new]\nolder = 2",), "2", ["1"]),
        (("[NEW]\nname = 1\n[New]\nname = 2",), "2", ["1"]),
        (("[new]\nname = 1\nname = 2", "[old]\nname = 3\nname = 4"), "4", ["1", "2", "3"]),
    ],
)
def test_one_assignment_wins(
    texts: tuple[str, ...], winner: str, shadowed: list[str], tmp_path: Path
) -> None:
    assert really(tmp_path, texts, cfg.StrOpt("name", deprecated_opts=OLDER)) == winner
    assert values(configured(*texts).effective(NAMES, multi=False)) == ([winner], shadowed)


@pytest.mark.parametrize(
    ("texts", "winners"),
    [
        (("[new]\nname = 1\nname = 2",), ["1", "2"]),
        (("[new]\nname = 1", "[new]\nname = 2\nname = 3"), ["1", "2", "3"]),
        (("[new]\nname = 1\nolder = 2\n[old]\nname = 3",), ["3", "2", "1"]),
        (("[new]\nolder = 1", "[new]\nname = 2"), ["1", "2"]),
    ],
)
def test_the_values_of_many_add_up(
    texts: tuple[str, ...], winners: list[str], tmp_path: Path
) -> None:
    assert really(tmp_path, texts, cfg.MultiStrOpt("name", deprecated_opts=OLDER)) == winners
    assert values(configured(*texts).effective(NAMES, multi=True)) == (winners, [])


def test_what_no_file_says_has_no_winner() -> None:
    empty = configured("[new]\nName = 1", "[default]\nname = 1")
    assert empty.effective(NAMES, multi=False) == Effective()
    assert empty.effective((("DEFAULT", "name"),), multi=True) == Effective()


def test_groups_are_compared_as_oslo_config_compares_them() -> None:
    config = configured("[Token]\nprovider = a\n[default]\ndebug = 1")
    assert config.sets(("TOKEN", "provider"))
    assert not config.sets(("token", "Provider"))
    assert config.sets(("default", "debug"))
    assert not config.sets(("DEFAULT", "debug"))


def test_assignments_come_in_reading_order() -> None:
    config = configured("[a]\nb = 1\nc = 2", "[a]\nb = 3")
    assert [setting.value for setting in config.assigned()] == ["1", "2", "3"]
