"""No line, however broken, keeps a log from being read."""

from hypothesis import given
from hypothesis import strategies as st

from linter.logs.formats.recognition import recognise

PIECES = (
    b"2026-11-22 15:29:18.651 9 WARNING oslo_config.cfg [-] ",
    b"2026-11-22 15:29:18.651 9 ERROR a.b ",
    b"2026-11-22 15:29:18.651770 ",
    b"2026-99-99T99:99:99Z stderr P ",
    b"[Xxx Yyy 99 99:99:99 2026] [wsgi:error] [pid 8:tid 7] ",
    b"<999>Xxx 99 99:99:99 web1 keystone[9]: ",
    b"<132>1 - - - - - - ",
    b"9999999999.999999 web1 a: ",
    b"__CURSOR=s=1\n__REALTIME_TIMESTAMP=9999999999999999\n",
    b"MESSAGE\n\xff\xff\xff\xff\xff\xff\xff\xff",
    b'{"log":"',
    b'{"MESSAGE":[50,51,999],"__REALTIME_TIMESTAMP":"x"}',
    b'{"message":"a","level":99,"process":1e999}',
    b'"\\ud800\\u00',
    b"\\x1b[00m\\xff\\",
    b"#033#012",
    b"\x1b[0m",
    b"keystone-1  | ",
    b"[pod/a/b] ",
    b"    ",
    b"\n",
    b"\r\n",
    b"\0",
    b"\xff\xfe",
    b"Traceback (most recent call last):",
)
TEXTS = st.lists(st.sampled_from(PIECES) | st.binary(max_size=12), max_size=12).map(b"".join)
FORMATS = st.lists(
    st.sampled_from(("%(message)s", "%(asctime)s", "%(levelname)-8s", "%", "%H:", "(", "[%(x)s]")),
    max_size=6,
).map("".join)


@given(TEXTS, TEXTS, st.lists(FORMATS, max_size=2), st.sampled_from(("", "2026-11-22")))
def test_every_text_has_records_or_none(
    known: bytes, text: bytes, formats: list[str], latest: str
) -> None:
    layout = recognise(known.split(b"\n"), formats, latest)
    if layout is None:
        return
    lines = text.split(b"\n")
    record = layout.record(lines)
    head = layout.start.match(text)
    assert record is None or isinstance(record.message.encode("utf-8", "surrogatepass"), bytes)
    assert head is None or isinstance(layout.when(head), str)
