"""Documents as JSON text."""

import re

import msgspec

_MARKUP = re.compile("<(?=[A-Za-z/!?])")
"""What a page that takes the text in as it is would read as markup."""


def json_text(document: object) -> str:
    """The document, indented, equal bytes for equal documents; nothing in it is markup."""
    text = msgspec.json.format(msgspec.json.encode(document), indent=2).decode()
    return _MARKUP.sub(r"\\u003c", text) + "\n"
