"""What tells later which lines of a file have changed, without telling what stands in them."""

import re
from collections.abc import Iterable, Iterator
from hashlib import blake2b

from linter.model.facts import FileKind
from linter.parse.masking import SecretNames, is_secret, without_credentials
from linter.parse.text import decode

_BYTES = 2
_COMMENT = ("#", ";")
_OWN_COMMENT = "kslint:"
_DELIMITER = re.compile("[=:]")
_MAY_BE_SECRET = re.compile(r"(?i)pass|pwd|secret|token|credential|key(?!stone)|auth")


def line_digests(content: bytes, kind: FileKind, secrets: SecretNames) -> str:
    """A short digest of every line that says something, in order: `+2 9f3a +1 07be`.

    Four hexadecimal digits stand for a line, and `+N` for N lines that have none: blank lines,
    comments that are not to kslint, and lines whose words could all be part of a secret. Of an
    assignment of a secret only the name counts, so that no digest helps to guess one.
    """
    words: list[str] = []
    without = 0
    for line in _counting(decode(content).lines, kind, secrets):
        if not line:
            without += 1
            continue
        if without:
            words.append(f"+{without}")
            without = 0
        data = line.encode("utf-8", "surrogatepass")
        words.append(blake2b(data, digest_size=_BYTES).hexdigest())
    return " ".join(words)


def _counting(lines: Iterable[str], kind: FileKind, secrets: SecretNames) -> Iterator[str]:
    """For each line what of it counts, "" if nothing does."""
    names = frozenset(name for _, name in secrets)
    is_in_secret = False
    for line in lines:
        text = line.strip()
        if not text or text.startswith(_COMMENT):
            yield without_credentials(text) if _OWN_COMMENT in text else ""
        elif kind is FileKind.POLICY:
            yield text
        elif kind is FileKind.WEB:
            yield "" if _MAY_BE_SECRET.search(text) else without_credentials(text)
        elif line[0].isspace():
            yield "" if is_in_secret else without_credentials(text)
        else:
            name = _DELIMITER.split(text, maxsplit=1)[0].strip()
            is_in_secret = name.lower() in names or is_secret("", name, secrets)
            yield _assignment(text, name, is_in_secret=is_in_secret)


def _assignment(text: str, name: str, *, is_in_secret: bool) -> str:
    """What counts of a line that is not indented; one without a delimiter may be anything."""
    if text.startswith("["):
        return text.partition("]")[0]
    if name == text:
        return ""
    return f"{name} =" if is_in_secret else without_credentials(text)
