"""Configuration files that nobody would write, and some that somebody did."""

import random
from pathlib import Path

FIXTURES = Path(__file__).parents[1] / "fixtures" / "configurations"

PIECES: tuple[bytes, ...] = (
    b"[DEFAULT]", b"[token]", b"[Token]", b"[default]", b"[]", b"[ ]", b"[", b"]", b"[token] # c",
    b"key", b"key = value", b"key: value", b"key=", b"=value", b"password hunter2", b"a=b=c:d",
    b"max_active_keys = 5", b"log_dir", b"=", b":", b" ", b"  ", b"\t", b"\n", b"\n\n", b"\n ",
    b"\n\t", b"\r\n", b"\r", b"\n#", b"\n;", b"#", b";", b" # c", b" ; c", b'"', b"'", b'""',
    b'"value"', b"'", b"$", b"$$", b"${a.b}", b"\\", b",", b"{", b"}", b"{{(pid=%(process)d)}}",
    b"\x00", b"\x1b[0m", b"\x0b", b"\x0c", b"\x1c", b"\x1f", b"\x7f", b"\xef\xbb\xbf",
    b"\xff\xfe", b"\xff", b"\xe9", b"\xc3", b"\xc3\xa9", b"\xc2\xa0", b"\xc2\x85", b"\xe2\x80\xa8",
    b"\xe2\x80\xae", b"\xe3\x80\x80", b"\xf0\x9f\x94\x91", b"mysql://u:p@ss/w@h/d", b"@", b"://",
    b"%40", b"-----BEGIN RSA PRIVATE KEY-----",
)  # fmt: skip

LINES: tuple[bytes, ...] = (
    b"[DEFAULT]", b"[token]", b"[Token]", b"[default]", b"[a] b]", b"[ ]", b"", b"# c", b";c",
    b"key = value", b"key=other", b"key: value", b"Key =", b"a=b=c:d", b"a:b=c", b"single = '",
    b"key = first\n  second\n\tthird = still", b"key =\n [trust]\n  # no comment", b"%if = 1",
    b'quoted = "value"', b"open = 'value", b"k\xc3\xa9y = \xe2\x80\xa8value\xc2\x85", b"key = #",
    b"\xc2\xa0key = value\xc2\xa0", b"\x0bkey = \x1cvalue\x0b", b"key\x0c= value\x0c", b"#",
    b"key = a\x00b", b"key = \x1b[0m{{(pid=%(process)d)}}", b"two words = value", b"key = 1 ; c",
    b"url = mysql://u:p@ss/w@h/d", b"password = hunter2", b"list = a,\n  b,\n  c", b"  indented",
)  # fmt: skip
"""Lines of which nearly all are accepted once a section is there."""

CONSTRUCTS: tuple[bytes, ...] = (
    b"{{ name }}", b"{% if a %}", b"{% endif %}", b"{#", b"#}", b"<%= @a %>", b"<% end %>", b"{%",
    b"%}", b"{{ .Values.a }}", b"{{- end }}", b"\n% if a:\n",
)  # fmt: skip


def fixtures() -> list[bytes]:
    """The texts that mutations start from."""
    return [path.read_bytes() for path in sorted(FIXTURES.iterdir())]


def built(source: random.Random) -> bytes:
    """A text put together from tricky lines or pieces, sometimes with a template's constructs."""
    match source.randrange(8):
        case 0:
            return b"".join(source.choices(PIECES + CONSTRUCTS, k=source.randrange(1, 40)))
        case 1 | 2:
            return b"[DEFAULT]\n" + b"".join(source.choices(PIECES, k=source.randrange(1, 40)))
        case _:
            end = source.choice((b"\n", b"\n", b"\r\n", b"\r"))
            return b"[DEFAULT]" + end + end.join(source.choices(LINES, k=source.randrange(1, 30)))


def mutated(source: random.Random, text: bytes) -> bytes:
    """A text with a few bytes or lines taken out, put in, doubled or exchanged."""
    for _ in range(source.randrange(1, 4)):
        text = source.choice(_MUTATIONS)(source, text)
    return text


def _cut(source: random.Random, text: bytes) -> bytes:
    start = source.randrange(len(text) + 1)
    return text[:start] + text[start + source.randrange(12) :]


def _inserted(source: random.Random, text: bytes) -> bytes:
    start = source.randrange(len(text) + 1)
    return text[:start] + source.choice(PIECES) + text[start:]


def _truncated(source: random.Random, text: bytes) -> bytes:
    return text[: source.randrange(len(text) + 1)]


def _line_changed(source: random.Random, text: bytes) -> bytes:
    lines = text.split(b"\n")
    place = source.randrange(len(lines))
    other = lines[source.randrange(len(lines))]
    changed = ([], [lines[place]] * 2, [b"  " + lines[place]], [other], [lines[place].lstrip()])
    lines[place : place + 1] = source.choice(changed)
    return b"\n".join(lines)


def _line_ends_changed(source: random.Random, text: bytes) -> bytes:
    return text.replace(b"\n", source.choice((b"\r\n", b"\r", b"\n\n", b"\n ")))


_MUTATIONS = (_cut, _inserted, _inserted, _truncated, _line_changed, _line_changed,
              _line_ends_changed)  # fmt: skip
