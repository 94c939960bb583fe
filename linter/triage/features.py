"""The features that release notes speak of, and which settings show or rule out their use."""

import re
from functools import cache, cached_property
from pathlib import Path

import msgspec

DATA = Path(__file__).parent / "data" / "features.yaml"

Patterns = dict[str, tuple[str, ...]]
"""Options as written, each with patterns as in a shell; a boolean is `true` or `false`."""


class Feature(msgspec.Struct, frozen=True, forbid_unknown_fields=True, dict=True):
    """A feature; a note speaks of it with one of the `words`, or by an option of its `groups`.

    It is in use where the value of one option in `shown_by` fits, set or by default, or a line of
    one in `shown_by_setting`; `[group] *` is every option of the group. It is not in use where
    all values of every option in `ruled_out_by` fit: then `because` says why. A policy file with
    one of the rules in `shown_by_rules` shows it too; what `needs_overrides` is not in use where no
    policy file overrides anything. What is part of every keystone says in `always` why nobody is
    without it. A note that speaks of one that `narrows` concerns its users alone, whatever else is
    mentioned.
    """

    name: str
    words: tuple[str, ...]
    groups: tuple[str, ...] = ()
    shown_by: Patterns = {}
    shown_by_setting: Patterns = {}
    ruled_out_by: Patterns = {}
    shown_by_rules: tuple[str, ...] = ()
    needs_overrides: bool = False
    narrows: bool = False
    because: str = ""
    always: str = ""

    @cached_property
    def expression(self) -> re.Pattern[str]:
        """Finds the words, whatever their case, in a text in which white space is single."""
        words = "|".join(re.escape(word) for word in self.words)
        return re.compile(rf"(?<![\w-])(?:{words})(?!\w)", re.IGNORECASE)


@cache
def features() -> tuple[Feature, ...]:
    """All that are known, in the order of the file."""
    return msgspec.yaml.decode(DATA.read_bytes(), type=tuple[Feature, ...])
