"""What becomes of a deployment's files for the target, and what a person has to decide."""

import enum

import msgspec

from linter.model.location import Location

# Not `kslint:`, which starts a waiver.
COMMENT = "# kslint prepare: "
"""How every comment begins that is written into the files."""


class Style(enum.StrEnum):
    """How the new keystone.conf is laid out.

    `KEEP` is the deployed file with only what must change, `SAMPLE` the target's sample with the
    deployed values in it, `MINIMAL` has only what differs from the target's defaults.
    """

    KEEP = "keep"
    SAMPLE = "sample"
    MINIMAL = "minimal"


class Action(enum.StrEnum):
    """What was done to a line, a rule or a file."""

    RENAMED = "renamed"
    COMMENTED_OUT = "commented out"
    SET = "set"
    ADDED = "added"
    DROPPED = "dropped"
    CONVERTED = "converted"
    LEFT_OUT = "left out"


class Change(msgspec.Struct, frozen=True):
    """One thing that is otherwise in the new files; safe to print.

    `at` is the place in the deployed file. `why` is a sentence, `rules` say more. `decision` is the
    id of the decision that led to it, "" where there was none to make.
    """

    action: Action
    subject: str
    at: Location
    why: str
    rules: tuple[str, ...] = ()
    decision: str = ""


class Choice(msgspec.Struct, frozen=True):
    """One way to decide: its name, half a sentence of what it leads to, whether it takes a value.

    `values` are those that the target takes, none where there are too many to name.
    """

    name: str
    means: str
    takes_value: bool = False
    values: tuple[str, ...] = ()


class Decision(msgspec.Struct, frozen=True):
    """What a person has to decide, or may; safe to print.

    `id` is "[group] name", the same with " of domain NAME" behind it for an overlay, "policy RULE"
    or "file PATH". `usual` is the choice that holds until somebody decides, "" where nothing may be
    taken for granted; `chosen` is the answer.
    """

    id: str
    question: str
    choices: tuple[Choice, ...]
    at: Location
    rules: tuple[str, ...] = ()
    usual: str = ""
    chosen: str = ""

    @property
    def is_open(self) -> bool:
        """Whether somebody has to decide before the files can be used."""
        return not (self.usual or self.chosen)


class Answer(msgspec.Struct, frozen=True):
    """How somebody decided; `value` may be a secret and is never to be shown.

    `nodes` are those that it is about, none for all. `at` is the line where the entry begins.
    """

    decision: str
    choose: str
    value: str = ""
    nodes: tuple[str, ...] = ()
    at: Location = Location()


class NewFile(msgspec.Struct, frozen=True):
    """What becomes of a deployed file, whose `path` is as the deployment has it.

    `content` is None for one that is left out; it may hold secrets. `to` is its new path, "" where
    it keeps the old one.
    """

    path: str
    content: bytes | None
    to: str = ""
