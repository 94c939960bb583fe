"""What the real oslo.config makes of a file and of an option in it."""

import io
from dataclasses import dataclass
from pathlib import Path

from oslo_config import cfg, iniparser

from linter.model.facts import ConfigFile, SourceFile
from linter.parse.ini import parse_config

Sections = dict[str, dict[str, list[str]]]


class _Parser(cfg.ConfigParser):
    def parse_content(self, content: bytes) -> None:
        # As ConfigParser.parse does, from memory instead of a file.
        lines = io.TextIOWrapper(io.BytesIO(content), encoding="utf-8").readlines()
        iniparser.BaseParser.parse(self, lines)


def sections_of(content: bytes) -> Sections | None:
    """What oslo.config's own parser reads, None where it refuses the file."""
    sections: Sections = {}
    try:
        _Parser("keystone.conf", sections).parse_content(content)
    except (iniparser.ParseError, UnicodeDecodeError):
        return None
    return sections


def read(content: bytes | str) -> ConfigFile:
    """What kslint reads."""
    if isinstance(content, str):
        content = content.encode()
    return parse_config(SourceFile("", "keystone.conf", content, ""), frozenset())


def as_sections(file: ConfigFile) -> Sections:
    """The assignments in the form of oslo.config's parser."""
    sections: Sections = {section.name: {} for section in file.sections}
    for setting in file.settings:
        sections[setting.group].setdefault(setting.name, []).append(setting.value)
    return sections


@dataclass(frozen=True)
class Value:
    """The value that keystone gets."""

    value: object


@dataclass(frozen=True)
class Refused:
    """The exception that keystone gets, by the name of its class."""

    error: str


def value_of(content: bytes, opt: cfg.Opt, group: str, folder: Path) -> Value | Refused:
    """What an option is for a process that reads this file, other options of the group known."""
    path = folder / "keystone.conf"
    path.write_bytes(content)
    conf = cfg.ConfigOpts()
    conf.register_opt(opt, group=None if group == "DEFAULT" else group)
    conf.register_opts([cfg.StrOpt("log_dir"), cfg.BoolOpt("use_syslog", default=False)])
    try:
        conf(args=[], default_config_files=[str(path)], default_config_dirs=[])
        namespace = conf if group == "DEFAULT" else getattr(conf, group)
        return Value(getattr(namespace, opt.dest))
    except (cfg.Error, UnicodeDecodeError) as error:
        return Refused(type(error).__name__)
