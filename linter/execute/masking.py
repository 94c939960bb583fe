"""What commands write, without the secrets that are known and without what looks like one."""

import json
import re
from collections.abc import Iterable, Iterator
from urllib.parse import quote, quote_plus

import msgspec

from linter.model.passwords import MASK, without_secrets

_SHORTEST = 4
"""What is shorter stands everywhere, so that hiding it would tell it."""
_SHORTEST_LINE = 8
"""The same of a line of a secret with several."""
_KEY_BEGINS = re.compile(rb"-----BEGIN [A-Z ]{0,40}PRIVATE KEY-----")
_KEY_ENDS = re.compile(rb"-----END [A-Z ]{0,40}PRIVATE KEY-----")


class Secrets(msgspec.Struct, frozen=True):
    """Secrets that are known, in each form in which programs write them, the longest first.

    `overlooked` counts those that are found by what stands around them only: they are shorter than
    four characters, or words that stand in public too, as where the password is "keystone".
    """

    forms: tuple[bytes, ...] = ()
    overlooked: int = 0

    def are_in(self, text: str) -> bool:
        """Whether one of them, in any form, is part of a text."""
        encoded = _encoded(text)
        return any(form in encoded for form in self.forms)


def secrets_of(values: Iterable[str], public: Iterable[str] = ()) -> Secrets:
    """The secrets that are to be hidden; `public` are texts that anybody may read."""
    distinct = {value.strip() for value in values} - {""}
    texts = tuple(public)
    hidden = {
        value
        for value in distinct
        if len(value) >= _SHORTEST and not any(value in text for text in texts)
    }
    forms = {form for value in hidden for form in _forms(value)}
    ordered = sorted(forms, key=lambda form: (-len(form), form))
    return Secrets(tuple(ordered), len(distinct - hidden))


class Masking:
    """A stream of bytes, masked line by line; what is no whole line yet is held back."""

    def __init__(self, secrets: Secrets) -> None:
        self._secrets = secrets
        self._pending: list[bytes] = []
        self._in_key = False

    def feed(self, content: bytes) -> bytes:
        """The lines that are whole now, masked."""
        whole, newline, rest = content.rpartition(b"\n")
        if not newline:
            self._pending.append(content)
            return b""
        ready = b"".join((*self._pending, whole, newline))
        self._pending = [rest]
        return self._masked(ready)

    def end(self) -> bytes:
        """What was held back, masked."""
        rest = b"".join(self._pending)
        self._pending = []
        return self._masked(rest) if rest else b""

    def _masked(self, content: bytes) -> bytes:
        lines = _without_known(content, self._secrets.forms).splitlines(keepends=True)
        return b"".join(map(self._line, lines))

    def _line(self, line: bytes) -> bytes:
        if not self._in_key and b"-----BEGIN" not in line:
            return _encoded(without_secrets(line.decode("utf-8", "surrogateescape")))
        return self._of_key(line)

    def _of_key(self, line: bytes) -> bytes:
        """A line at which a private key may begin, or one of it, of which its ends remain."""
        begin = _KEY_BEGINS.search(line)
        if not (self._in_key or begin):
            return _encoded(without_secrets(line.decode("utf-8", "surrogateescape")))
        self._in_key = not _KEY_ENDS.search(line, begin.end() if begin else 0)
        return (begin[0] + b" " if begin else b"") + MASK.encode() + b"\n"


def masked(content: bytes, secrets: Secrets) -> bytes:
    """All of a content, masked."""
    masking = Masking(secrets)
    return masking.feed(content) + masking.end()


def from_whole_line(content: bytes) -> bytes:
    """The rest of a content that begins anywhere, from where no half of a secret can be in it."""
    end, begin = _KEY_ENDS.search(content), _KEY_BEGINS.search(content)
    if end and (begin is None or end.start() < begin.start()):
        content = content[end.end() :]
    return content.partition(b"\n")[2]


def _forms(value: str) -> Iterator[bytes]:
    # oslo.config reads $$ as $, and alembic's configuration %% as %.
    plain = {value, value.replace("$$", "$"), value.replace("%", "%%")}
    plain |= {line.strip() for line in value.splitlines() if len(line.strip()) >= _SHORTEST_LINE}
    for text in plain:
        yield _encoded(text)
        yield _encoded(repr(text)[1:-1])
        for ascii_only in (True, False):
            yield _encoded(json.dumps(text, ensure_ascii=ascii_only)[1:-1])
        for quoted in _quoted(text):
            yield quoted.encode()
            yield re.sub(r"%[0-9A-F]{2}", lambda found: found[0].lower(), quoted).encode()


def _quoted(text: str) -> Iterator[str]:
    for safe in ("", "/", " +", "!$&'()*+,;="):
        yield quote(text, safe=safe, errors="surrogateescape")
    yield quote_plus(text, errors="surrogateescape")


def _without_known(content: bytes, forms: tuple[bytes, ...]) -> bytes:
    """The content with the mask in the place of all that any form covers."""
    spans = sorted(span for form in forms for span in _spans(content, form))
    if not spans:
        return content
    pieces: list[bytes] = []
    upto = 0
    for begin, end in spans:
        # Secrets may overlap; what either of them covers goes.
        if begin >= upto:
            pieces += (content[upto:begin], MASK.encode())
        upto = max(upto, end)
    return b"".join((*pieces, content[upto:]))


def _spans(content: bytes, form: bytes) -> Iterator[tuple[int, int]]:
    begin = content.find(form)
    while begin >= 0:
        yield begin, begin + len(form)
        begin = content.find(form, begin + 1)


def _encoded(text: str) -> bytes:
    return text.encode("utf-8", "surrogateescape")
