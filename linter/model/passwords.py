"""Text in which no password stands where passwords are known to stand."""

import re

MASK = "***"
_IN_URL = re.compile(r"(:/{1,2}[^\s:/@]{0,200}:)[^\s@]{1,2000}@")
_ASSIGNED = re.compile(
    r"(?i)((?:password|passwd|passphrase|secret|token|api_?key)=[\"']?)([^\s&;,\"')]+)"
)


def without_passwords(text: str) -> str:
    """Text with the passwords of URLs and assignments masked.

    It guards what is said of a file's parts or of words on the command line against what nothing
    masked before, and leaves check strings of policies alone, in which `@` and `:` mean something
    else.
    """
    if ":/" in text:
        text = _IN_URL.sub(rf"\1{MASK}@", text)
    return _ASSIGNED.sub(rf"\1{MASK}", text) if "=" in text else text
