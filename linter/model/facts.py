"""What can be said of a deployment's files once they are read."""

import enum
from typing import Literal

import msgspec

from linter.model.location import Location


class FileKind(enum.StrEnum):
    """What a file in a configuration directory is, told by its name and its text."""

    CONFIGURATION = "configuration"
    DOMAIN = "domain"
    POLICY = "policy"
    PASTE = "paste"
    LOGGING = "logging"
    WEB = "web"
    SCRIPT = "script"
    COPY = "copy"
    KEY = "key"
    TEMPLATE = "template"
    UNKNOWN = "unknown"


class SourceFile(msgspec.Struct, frozen=True):
    """One file as collected: `path` relative to the argument, `content` in bytes.

    `mode` is the permission bits where they mean something (a live system), else None.
    """

    node: str
    path: str
    content: bytes
    sha256: str
    mode: int | None = None


class Setting(msgspec.Struct, frozen=True):
    """One assignment in a configuration file.

    `value` is the text exactly as oslo.config's parser would hand it on, continuation lines joined
    by newlines; it may hold a secret and is for judging only. `shown` is safe to print: secrets
    masked, control characters escaped, shortened. `line_text` is the source line, equally safe.
    """

    group: str
    name: str
    value: str
    shown: str
    at: Location
    line_text: str = ""
    templated: bool = False


class Section(msgspec.Struct, frozen=True):
    """A section header; a section may be empty, and may stand several times in one file."""

    name: str
    at: Location


class Flaw(msgspec.Struct, frozen=True):
    """Something wrong with the text of a file, whatever the release.

    `kind` names it ("no-assignment", "byte-order-mark", ...); `fatal` says that oslo.config refuses
    the whole file because of it, and keystone does not start. `text` is the source line, as safe to
    print as a setting's. `group` and `name` are the option in doubt: the one assigned, or the one
    that an accidentally indented line seems to assign.
    """

    kind: str
    text: str
    at: Location
    fatal: bool
    group: str = ""
    name: str = ""


class ConfigFile(msgspec.Struct, frozen=True):
    """A configuration file: its assignments in order, its sections, and what is wrong with it.

    `template` names the language ("jinja", "erb", "go") of a file that must be rendered first; then
    only its literal text was read. `commented` are the group and name of assignments in comments,
    as an untouched sample has them.
    """

    node: str
    path: str
    sha256: str
    settings: tuple[Setting, ...] = ()
    sections: tuple[Section, ...] = ()
    flaws: tuple[Flaw, ...] = ()
    template: Literal["", "jinja", "erb", "go", "other"] = ""
    commented: tuple[tuple[str, str], ...] = ()
    mode: int | None = None
