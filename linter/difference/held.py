"""What a release has for an option in one configuration: set, by default, or not to be had."""

from collections.abc import Sequence
from functools import cache
from typing import Literal

import msgspec

from linter.catalog.entries import OptionEntry, OptionType
from linter.checks.names import Names
from linter.checks.option_defaults import comparable, shown_default
from linter.checks.values import default_of, judged, pinned_values, shown_value
from linter.difference.said import told_value
from linter.model.facts import Setting
from linter.model.location import Location
from linter.model.passwords import MASK
from linter.parse.effective import Configuration
from linter.parse.masking import visible, without_credentials
from linter.parse.values import Rejected, read_value

Origin = Literal["set", "default", "refused", "template", "unread"]


class Held(msgspec.Struct, frozen=True):
    """The value of an option, safe to print, and the lines that give it.

    `origin` is "refused" for a value that the release's type does not take, "template" for one that
    is known once the file is rendered, and "unread" where the release has no such option.
    """

    shown: str
    origin: Origin
    at: tuple[Location, ...] = ()


class Read(msgspec.Struct, frozen=True):
    """What is held, the converted `value` behind it and its `texts` as written.

    The last two may hold a secret and are for comparing only.
    """

    held: Held
    value: object = None
    texts: tuple[str, ...] = ()


UNREAD = Read(Held("", "unread"))


def read_by(names: Names, entry: OptionEntry | None, configuration: Configuration) -> Read:
    """What a release takes for one of its options, as keystone gets it; `UNREAD` for none."""
    if entry is None:
        return UNREAD
    settings = pinned_values(configuration, entry)
    if not settings:
        return by_default(names, entry, configuration)
    texts = tuple(setting.value for setting in settings)
    if any(setting.templated for setting in settings):
        return Read(_held(settings, "template"), texts, texts)
    verdicts = [judged(setting, entry, names, configuration) for setting in settings]
    values = [verdict.value for verdict in verdicts if not isinstance(verdict, Rejected)]
    if len(values) < len(settings):
        return Read(_held(settings, "refused"), texts, texts)
    shown = [_shown(setting, value, entry) for setting, value in zip(settings, values, strict=True)]
    at = tuple(setting.at for setting in settings)
    held = Held(", ".join(shown), "set", at)
    return Read(held, values if entry.multi else values[-1], texts)


def by_default(names: Names, entry: OptionEntry, configuration: Configuration) -> Read:
    """What a release takes for an option that is not set."""
    constant = _constant(bytes(entry.default), entry.type)
    if constant is not None:
        return constant
    # oslo.config fills in the references of a default too; it is shown as it stands, since what a
    # reference leads to may be a secret.
    default = str(default_of(entry))
    line = Setting(entry.group, entry.name, default, default, Location())
    verdict = judged(line, entry, names, configuration)
    value = default if isinstance(verdict, Rejected) else verdict.value
    return Read(Held(visible(shown_default(default)), "default"), value)


@cache
def _constant(default: bytes, kind: OptionType) -> Read | None:
    """What is taken where nothing is set, None where that depends on other options.

    Few defaults differ in text and type, and each is asked for once an option and file.
    """
    value = msgspec.json.decode(default)
    held = Held(visible(shown_default(value)), "default")
    if not isinstance(value, str):
        return Read(held, value)
    if "$" in value:
        return None
    # oslo.config converts the text of a default as it does one that is set.
    verdict = read_value(kind, value)
    return Read(held, value if isinstance(verdict, Rejected) else verdict.value)


def read_as_text(settings: Sequence[Setting]) -> Read:
    """The lines of a name that no catalog can judge, as text; `UNREAD` for none.

    Nothing of them is shown: the name may be that of a secret, misspelt.
    """
    if not settings:
        return UNREAD
    texts = tuple(setting.value for setting in settings)
    templated = any(setting.templated for setting in settings)
    shown = ", ".join(MASK if text else "(empty)" for text in texts)
    at = tuple(setting.at for setting in settings)
    return Read(Held(shown, "template" if templated else "set", at), texts, texts)


def is_same(one: Read, other: Read) -> bool:
    """Whether keystone gets the same; a refused value is the same only as the same text refused."""
    odd = {"refused", "unread"}
    if odd & {one.held.origin, other.held.origin} and one.held.origin != other.held.origin:
        return False
    if isinstance(one.value, bool) is not isinstance(other.value, bool):
        return False
    return bool(comparable(one.value) == comparable(other.value))


def is_clear(one: Read, other: Read) -> bool:
    """Whether the two can be compared: a template with another text that is set cannot."""
    if "template" not in {one.held.origin, other.held.origin}:
        return True
    return one.texts == other.texts or not (one.texts and other.texts)


def _held(settings: Sequence[Setting], origin: Origin) -> Held:
    shown = ", ".join(told_value(setting) or "(empty)" for setting in settings)
    return Held(shown, origin, tuple(setting.at for setting in settings))


def _shown(setting: Setting, value: object, entry: OptionEntry) -> str:
    if entry.secret and setting.value:
        return MASK
    told = told_value(setting)
    if isinstance(value, dict) or told != setting.shown:
        # Pairs are masked by their names as they are written, not as Python writes them.
        return told or "(empty)"
    return visible(without_credentials(shown_value(setting, shown_default(value))))
