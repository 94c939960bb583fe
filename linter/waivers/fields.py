"""From the fields of a waiver, as somebody wrote them, to a waiver or to what is wrong."""

import datetime as dt
import re
from collections.abc import Iterator, Mapping, Sequence

import msgspec

from linter.model.location import Location
from linter.model.nearest import nearest
from linter.model.visible import visible
from linter.model.waiver import Waiver, WaiverFault
from linter.parse.days import day_of

_NAME_OF_RULE = re.compile(r"[\w./*?-]+", re.ASCII)


class Form(msgspec.Struct, frozen=True):
    """The fields that a waiver must have where it is written, and those that it may have."""

    required: tuple[str, ...]
    optional: tuple[str, ...]

    @property
    def fields(self) -> tuple[str, ...]:
        """All of them."""
        return self.required + self.optional


def waiver_of(
    rules: Sequence[str], texts: Mapping[str, str], form: Form, at: Location
) -> Waiver | WaiverFault:
    """The waiver of these rules, or the first thing that is wrong with it, as malformed."""
    said = {name: text.strip() for name, text in texts.items()}
    fault = next(_faults(rules, said, form), "")
    if fault:
        return WaiverFault("malformed", at, tuple(map(visible, rules)), fault)
    return Waiver(
        tuple(rules),
        said["reason"],
        dt.date.fromisoformat(said["until"]),
        owner=said.get("owner", ""),
        subject=said.get("subject", ""),
        path=said.get("path", ""),
        ticket=said.get("ticket", ""),
        target=said.get("target", ""),
        at=at,
    )


def _faults(rules: Sequence[str], said: Mapping[str, str], form: Form) -> Iterator[str]:
    for name in said:
        if name not in form.fields:
            yield f"unknown field `{visible(name)}`{nearest(name, form.fields)}"
    for name in form.required:
        if not said.get(name):
            yield f"it has no `{name}`"
    if not rules:
        yield "it names no rule"
    for rule in rules:
        if not _NAME_OF_RULE.fullmatch(rule):
            yield f"{visible(repr(rule))} is neither a rule nor a pattern such as config/*"
    until = said["until"]
    if day_of(until) is None:
        yield f"`until` is no date such as 2027-03-01, but {visible(repr(until))}"
