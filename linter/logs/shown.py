"""What logs said, with every text of it fit to be shown."""

import enum
from typing import Final, TypeVar, cast

import msgspec

from linter.model.harmless import LONGEST_MESSAGE, LONGEST_SAMPLE, LONGEST_WORD, harmless
from linter.model.logs import LogTally

Value = TypeVar("Value")

_LONGEST: Final = {
    "message": LONGEST_MESSAGE,
    "text": LONGEST_SAMPLE,
    "path": LONGEST_MESSAGE,
    "why": LONGEST_MESSAGE,
    "remedy": LONGEST_MESSAGE,
}


def shown(tally: LogTally) -> LogTally:
    """The tally without secrets, escape sequences, and texts that are too long.

    Whoever makes a text of a log takes care of it already; this is what the rest relies on.
    """
    return _harmless(tally, LONGEST_WORD)


def _harmless(value: Value, longest: int) -> Value:
    """The same value, all its texts harmless, so that a field added later is as well."""
    made: object = value
    if isinstance(value, str) and not isinstance(value, enum.Enum):
        made = harmless(value, longest)
    elif isinstance(value, tuple):
        made = tuple(_harmless(item, longest) for item in value)
    elif isinstance(value, msgspec.Struct):
        names = type(value).__struct_fields__
        made = type(value)(
            **{
                name: _harmless(getattr(value, name), _LONGEST.get(name, LONGEST_WORD))
                for name in names
            }
        )
    return cast(Value, made)
