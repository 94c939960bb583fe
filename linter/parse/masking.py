"""What may be shown of a value: never a secret, nothing that a terminal would obey."""

import re
from functools import lru_cache

from linter.catalog.entries import Name
from linter.model.passwords import MASK
from linter.model.visible import visible as escaped
from linter.parse.effective import normalised

SecretNames = frozenset[Name]
"""The names, old ones too, under which secrets are set, groups normalised."""

LIMIT = 200
_CONSIDERED = 4000

_SECRET_WORD = re.compile(
    r"(?i)passw|passphrase|secret|(?:^|[_\W])(?:pass|pwd|token|credentials?)$"
    r"|(?:api|auth|access|private|encryption|hmac)_?keys?$"
)
# Names with such a word in them that hold a policy, a place or a number.
_HARMLESS = re.compile(
    r"(?i)password_(?:hash|regex|expires|mapping|attribute)|_(?:password_(?:age|count)|attribute)"
    r"|password_check|^(?:minimum|unique_last|change|allow|enable|invalid|max|bind|strict|rescope)_"
    r"|_(?:file|path|repository|ignore|size|ttl|driver|length)$"
)
_PARAMETER = re.compile(
    r"(?i)((?:password|passwd|pwd|bind_?pw|passphrase|secret|token|api_?key|auth_?key|access_?key)"
    r"[\w-]{0,40}[\"']?\s{0,9}(?:[=:]|%3d)\s{0,9}[\"']?)([^\s&;,\"']+)"
)
_ARGUMENT = re.compile(
    r"(?i)(--[\w-]{0,40}(?:password|passwd|passphrase|secret|token)[\w-]{0,40}\s{1,9})([^\s-]\S*)"
)
_ENCODED_CREDENTIALS = re.compile(r"(?i)(%3a%2f%2f)[^\s]{1,2000}(%40)")
_PRIVATE_KEY = re.compile(r"(-----BEGIN [A-Z ]{0,40}PRIVATE KEY-----).*", re.DOTALL)
# [auth] names a plugin for each method: `password = keystone.auth.plugins.password.Password`.
_AUTH_METHODS = frozenset(
    {("auth", "password"), ("auth", "token"), ("auth", "application_credential")}
)
_OPTION_LIKE = re.compile(r"[a-z]+(?:_[a-z0-9]+)+")
_PLAIN_NAME = re.compile(r"[A-Za-z][\w-]{0,60}")
_PLAIN_WORD = re.compile(r"[A-Za-z]{1,30}")
_DELIMITER = re.compile(r"[:=]")


@lru_cache(maxsize=4096)
def is_secret(group: str, name: str, secrets: SecretNames) -> bool:
    """Whether an option's value must not be shown: known to be secret, or named like it."""
    key = normalised(group), name.lower()
    if not secrets.isdisjoint({key, (key[0], name), (group, name)}):
        return True
    if key in _AUTH_METHODS:
        return False
    return bool(_SECRET_WORD.search(name)) and not _HARMLESS.search(name)


def shown(group: str, name: str, value: str, secrets: SecretNames) -> str:
    """A value fit to print: masked where it is or holds a secret, escaped and shortened."""
    if value and is_secret(group, name, secrets):
        return MASK
    first, *swallowed = without_credentials(value).split("\n")
    lines = (shown_swallowed(group, name, line, secrets) for line in swallowed)
    return visible("\n".join([first, *lines]))


def shown_line(group: str, name: str, line: str, secrets: SecretNames) -> str:
    """The source line of an assignment, fit to print."""
    line = line.rstrip()
    delimiter = _DELIMITER.search(line)
    if delimiter is None:
        return shown_fragment(line)
    value = line[delimiter.end() :].lstrip()
    head = line[: len(line) - len(value)]
    masked = MASK if value and is_secret(group, name, secrets) else without_credentials(value)
    return visible(head + masked)


def shown_swallowed(group: str, name: str, line: str, secrets: SecretNames) -> str:
    """A continuation line of the value of an option, fit to print."""
    if is_secret(group, name, secrets):
        return MASK
    inner, delimiter, _ = line.strip().partition("=")
    inner = inner.rstrip()
    word, blank, _ = inner.partition(" ")
    if blank and _SECRET_WORD.search(word):
        return masked_line(line)
    if not delimiter or not _PLAIN_NAME.fullmatch(inner):
        return visible(without_credentials(line.rstrip()))
    return shown_line(group, inner, line, secrets)


def shown_refused(group: str, line: str, secrets: SecretNames) -> str:
    """A line that oslo.config refuses, fit to print."""
    name, delimiter, _ = line.strip().partition("=")
    if delimiter and _PLAIN_NAME.fullmatch(name.rstrip()):
        return shown_line(group, name.rstrip(), line, secrets)
    return shown_fragment(line)


def masked_line(line: str) -> str:
    """A line that is fit to print, with all that stands behind its delimiter masked."""
    delimiter = _DELIMITER.search(line)
    return f"{line[: delimiter.end()]} {MASK}" if delimiter else MASK


def shown_fragment(line: str) -> str:
    """A line that is no assignment, fit to print: it may be part of a secret, so little is left."""
    text = line.strip()
    indent = line[: len(line) - len(line.lstrip())]
    if text.startswith(("#", ";")):
        return visible(indent + without_credentials(text))
    if text.startswith("["):
        header, bracket, behind = text.partition("]")
        behind = masked_line(behind) if "=" in behind else behind
        return visible(indent + without_credentials(header + bracket + behind))
    word, *rest = text.split(maxsplit=1) or [""]
    if _OPTION_LIKE.fullmatch(word) or (rest and _PLAIN_WORD.fullmatch(word)):
        return visible(indent + (f"{word} {MASK}" if rest else word))
    return visible(indent + MASK) if word else ""


def without_credentials(text: str) -> str:
    """Text with the passwords in its URLs and parameters, and any private key, masked."""
    if len(text) > _CONSIDERED:
        text = text[:_CONSIDERED] + ("@" if "@" in text[_CONSIDERED:] else "")
    if "@" in text:
        text = "\n".join(map(_without_user_information, text.split("\n")))
    if "%40" in text:
        text = _ENCODED_CREDENTIALS.sub(rf"\1{MASK}\2", text)
    if "-----BEGIN" in text:
        text = _PRIVATE_KEY.sub(rf"\1{MASK}", text)
    if "=" in text or ":" in text or "%" in text:
        text = _PARAMETER.sub(rf"\1{MASK}", text)
    if "--" in text:
        text = _ARGUMENT.sub(rf"\1{MASK}", text)
    return text


def _without_user_information(line: str) -> str:
    # A password may hold any character, an unencoded @ or / too, and a transport URL several hosts
    # with credentials each: everything up to the last @ of the line is taken for credentials.
    credentials, at, rest = line.rpartition("@")
    if not at:
        return line
    head, scheme, user_information = credentials.partition("://")
    if not scheme:
        head, user_information = "", credentials
    user, colon, _ = user_information.partition(":")
    if not colon:
        return f"{head}{scheme}{MASK}@{rest}" if scheme else line
    return f"{head}{scheme}{user}:{MASK}@{rest}"


def visible(text: str) -> str:
    """Text with control, bidirectional and other invisible characters escaped, and shortened."""
    return escaped(text if len(text) <= LIMIT else text[: LIMIT - 1] + "…")
