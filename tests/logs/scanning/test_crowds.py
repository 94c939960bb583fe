import pytest

from linter.logs.formats.recognition import recognise
from linter.logs.scanning.crowds import QUICK, crowd, reader_of
from linter.logs.scanning.windows import Window

LINE = (
    b"2026-11-22 15:%02d:31.710 22136 WARNING oslo_config.cfg "
    b"[None req-01bf4df4-994e-427d-a087-b4f12d71ed67 - - - - - -] It is deprecated.\n"
)


def window(data: bytes) -> Window:
    return Window(data, 0, 0, len(data))


@pytest.mark.parametrize("exact", [exact for exact, _ in QUICK])
def test_each_looser_form_stands_for_a_part_of_the_usual_layout(exact: bytes) -> None:
    layout = recognise([LINE % 28])

    assert layout is not None
    assert exact in layout.start.pattern


@pytest.mark.parametrize(
    ("data", "counts"),
    [
        (LINE % 30 + LINE % 28 + LINE % 29, [(3, b"2026-11-22 15:28:31.710")]),
        (LINE % 28 + b"  goes on\n" + LINE % 29, [(1, b"2026-11-22 15:28:31.710")] * 2),
    ],
    ids=["one line each", "two lines"],
)
def test_records_in_the_same_words_are_counted(
    data: bytes, counts: list[tuple[int, bytes]]
) -> None:
    layout = recognise([LINE % 28])
    assert layout is not None
    reader = reader_of(layout, ("level", "logger"))
    assert reader is not None
    groups = crowd(reader, window(data))

    assert groups is not None
    assert [group.count for group in groups.values()] == [count for count, _ in counts]
    assert next(iter(groups.values())).first == counts[0][1]


@pytest.mark.parametrize(
    "stray", [b"another program's line\n", b"2026-11-22 15:28:31.710 22136 WARNING x [cut\n"]
)
def test_a_window_with_a_line_of_no_record_is_left_to_a_closer_look(stray: bytes) -> None:
    layout = recognise([LINE % 28])
    assert layout is not None
    reader = reader_of(layout, ("level", "logger"))
    assert reader is not None

    assert crowd(reader, window(LINE % 28 + stray + LINE % 29)) is None
