"""Text in which no password stands where passwords are known to stand."""

import re

MASK = "***"
_IN_URL = re.compile(r"(:/{1,2}[^\s:/@]{0,200}:)[^\s@]{1,2000}@")
_ASSIGNED = re.compile(
    r"(?i)((?:password|passwd|passphrase|secret|token|api_?key)=[\"']?)([^\s&;,\"')]+)"
)
# As far as the last `@`: nothing quotes what was put into a URL by hand.
_IN_LOGGED_URL = re.compile(r"(:/{1,2}[^\s:/@]{0,200}:)[^\s\"'<>]{1,500}@")
# The forms in which programs log what they were given: headers, dictionaries, prose, and what is
# known for a token or a hash by its own looks.
_LOGGED = (
    re.compile(
        r"(?i)(\b(?:x-(?:auth|subject|service)-token|(?:proxy-)?authorization|cookie)[\"']?\s?[:=]"
        r"\s?[\"']?(?:(?:bearer|basic)\s)?)[^\s\"',;]+"
    ),
    re.compile(
        r"(?i)(\\?[\"']\w{0,40}(?:pass(?:w(?:or)?d|phrase|code)?|secret(?:_access)?(?:_key)?"
        r"|token(?:_id)?|api_?key)\\?[\"']\s?:"
        r"\s?[bu]?\\?[\"'])[^\\\"']+"
    ),
    re.compile(
        r"(?i)((?:passw(?:or)?d|passphrase|passcode|secret(?:_access)?(?:_key)?|bind_?pw|admin_token"
        r"|\bpwd)(?:\s?=\s?|:\s)[\"']?)[^\s\"',;]+"
    ),
    re.compile(r"(?i)(\b(?:bind_?pw|passw(?:or)?d)\s[\"'])[^\s\"']+(?=[\"'])"),
    re.compile(r"(?i)(--[a-z-]{0,40}(?:password|passcode|token|secret)[\s=])[^\s\"',;]+"),
    re.compile(r"()\bgAAAA[\w-]{16,}=*"),
    re.compile(r"()\beyJ[\w-]{8,}\.[\w-]{8,}(?:\.[\w-]*)?"),
    re.compile(
        r"()\$(?:2[abxy]?|5|6|scrypt|bcrypt(?:-sha256)?|pbkdf2(?:-sha\d+)?)\$[\w./$=,+-]{16,}"
    ),
)
_TRACES = (
    *("pass", "secret", "token", "api", "auth", "cookie", "pw", "gaaaa", "eyj"),
    *("$", "@"),
)
"""What has none of these, written small, holds nothing to mask; most texts have none."""


def without_passwords(text: str) -> str:
    """Text with the passwords of URLs and assignments masked.

    It guards what is said of a file's parts or of words on the command line against what nothing
    masked before, and leaves check strings of policies alone, in which `@` and `:` mean something
    else.
    """
    if ":/" in text:
        text = _IN_URL.sub(rf"\1{MASK}@", text)
    return _ASSIGNED.sub(rf"\1{MASK}", text) if "=" in text else text


def without_secrets(text: str) -> str:
    """Text of a log without what a program may have logged of passwords, tokens and their hashes.

    It masks more than `without_passwords`, and would take away parts of configuration files.
    """
    small = text.lower()
    if not any(trace in small for trace in _TRACES):
        return text
    if "@" in text and ":/" in text:
        text = _IN_LOGGED_URL.sub(rf"\1{MASK}@", text)
    for pattern in (_ASSIGNED, *_LOGGED):
        text = pattern.sub(rf"\g<1>{MASK}", text)
    return text
