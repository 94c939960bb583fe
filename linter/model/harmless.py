"""Text that others wrote, fit to be shown: secrets masked, escaped, and of a length that fits."""

import re

from linter.model.passwords import MASK, without_secrets
from linter.model.visible import visible

LONGEST_MESSAGE = 4000
"""Characters of a message."""
LONGEST_SAMPLE = 500
"""Characters of the text at one place."""
LONGEST_WORD = 300
"""Characters of a name: a subject, a path, a logger."""

_ROOM = 2
"""So many times the length is looked at, for masking makes a text shorter."""
_OPEN_URL = re.compile(r"(:/{1,2}[^\s:/@]{0,200}:)[^\s@]+\Z")


def harmless(text: str, longest: int = LONGEST_MESSAGE) -> str:
    """The text as it may stand in a terminal, a page or a document.

    What is cut off is replaced by an ellipsis. A text that is harmless already stays as it is.
    """
    if len(text) > longest * _ROOM:
        # A password whose end was cut off is not told by the `@` behind it.
        text = _OPEN_URL.sub(rf"\g<1>{MASK}", text[: longest * _ROOM])
    text = visible(without_secrets(text))
    return text if len(text) <= longest else text[: longest - 1] + "…"
