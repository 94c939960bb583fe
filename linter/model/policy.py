"""What a policy file says, and who gains or loses by an upgrade."""

from typing import Literal

import msgspec

from linter.model.finding import Gap
from linter.model.location import Location

Template = Literal["", "jinja", "erb", "go", "other"]

Alternatives = tuple[tuple[str, ...], ...]
"""A rule in the list form of old files: one of the alternatives must hold, all checks of it."""

Expression = str | Alternatives
"""What oslo.policy parses as a rule: a check string, or alternatives."""


class PolicyEntry(msgspec.Struct, frozen=True):
    """One rule of a policy file; of a name that stands there twice, the last, as it wins.

    `check` is the check string that oslo.policy makes of it; a rule in list form is written as the
    string that means the same, with what it says in `alternatives`, and "" stands for all that is
    empty: null, an empty list, an empty string. `shown` and `line_text`, the source line, are safe
    to print.
    """

    name: str
    check: str
    at: Location
    line_text: str = ""
    shown: str = ""
    alternatives: Alternatives = ()

    @property
    def expression(self) -> Expression:
        """What oslo.policy parses: list form keeps what no string can say, a role with a space."""
        return self.alternatives or self.check


FlawKind = Literal[
    "encoding",
    "not-yaml",
    "not-mapping",
    "too-large",
    "value-unusable",
    "name-unusable",
    "name-repeated",
    "value-null",
]


class PolicyFlaw(msgspec.Struct, frozen=True):
    """Something wrong with a policy file; `reason` is half a sentence, safe to print.

    `fatal` says that oslo.policy refuses the whole file because of it. `name` is the rule in doubt.
    """

    kind: FlawKind
    reason: str
    at: Location
    fatal: bool
    name: str = ""


class PolicyFile(msgspec.Struct, frozen=True):
    """A policy file: its rules in order, and what is wrong with its text.

    `is_json` says that it is a mapping in JSON: releases that try JSON first take it even where it
    is no YAML. A file that is all comments has no entries and no flaw.
    """

    node: str
    path: str
    sha256: str
    entries: tuple[PolicyEntry, ...] = ()
    flaws: tuple[PolicyFlaw, ...] = ()
    is_json: bool = False
    template: Template = ""

    def refusal(self, *, takes_json: bool) -> PolicyFlaw | None:
        """Why a release cannot load the file; `takes_json` is for one that tries JSON first."""
        for flaw in self.flaws:
            if flaw.fatal and not (flaw.kind == "not-yaml" and self.is_json and takes_json):
                return flaw
        return None


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


class AccessComparison(msgspec.Struct, frozen=True):
    """Who may do what in the target and not in the source, or the other way round.

    `opened` are the rules that the target allows to tokens without any power over others only
    because it does not read the deployment's files as the source does. `gaps` are what could not be
    compared.
    """

    changes: tuple[AccessChange, ...] = ()
    opened: tuple[str, ...] = ()
    gaps: tuple[Gap, ...] = ()
