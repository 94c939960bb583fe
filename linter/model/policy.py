"""What a policy file says, and who gains or loses by an upgrade."""

from typing import Literal

import msgspec

from linter.model.facts import Flaw
from linter.model.location import Location

Template = Literal["", "jinja", "erb", "go", "other"]


class PolicyEntry(msgspec.Struct, frozen=True):
    """One rule of a policy file.

    `check` is the check string that oslo.policy makes of it; a rule in list form is written as the
    string that means the same. `line_text` is the source line, safe to print.
    """

    name: str
    check: str
    at: Location
    line_text: str = ""


class PolicyFile(msgspec.Struct, frozen=True):
    """A policy file: its rules in order, and what is wrong with its text.

    `is_json` says that it is a mapping in JSON, which needs no YAML parser. A file that is all
    comments has no entries and no flaw.
    """

    node: str
    path: str
    sha256: str
    entries: tuple[PolicyEntry, ...] = ()
    flaws: tuple[Flaw, ...] = ()
    is_json: bool = False
    template: Template = ""


class AccessChange(msgspec.Struct, frozen=True, order=True):
    """A persona that may use an API rule in one of the two releases only.

    `object` is whose object it is used on: of the persona's own user, project and domain, or of
    somebody else's.
    """

    rule: str
    persona: str
    object: Literal["own", "other"]
    source: bool
    target: bool
