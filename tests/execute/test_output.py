import errno
import os
import stat
from pathlib import Path

import pytest

from linter.execute import output as output_module
from linter.execute.masking import Secrets, secrets_of
from linter.execute.output import Output, gather, gather_all

NONE = Secrets()
KNOWN = secrets_of(["hunter#2"])


@pytest.fixture
def little(monkeypatch: pytest.MonkeyPatch) -> None:
    """Of the beginning and of the end of an output 40 bytes each are kept."""
    monkeypatch.setattr(output_module, "HEAD", 40)
    monkeypatch.setattr(output_module, "TAIL", 40)


def copied(path: Path, *written: bytes) -> str:
    with Output(path, KNOWN) as output:
        for content in written:
            os.write(output.descriptor, content)
            output.advance()
        told = output.told()
        output.finish()
    return told


def test_what_was_written_is_masked_and_told(tmp_path: Path) -> None:
    path = tmp_path / "out"
    told = copied(path, b"first hun", b"ter#2\nsecond \x1b[31m", b"end")

    assert path.read_bytes() == b"first ***\nsecond \x1b[31mend"
    assert told == "first ***\nsecond \\x1b[31mend"
    assert list(tmp_path.iterdir()) == [path]
    assert stat.S_IMODE(path.stat().st_mode) == 0o600


def test_whole_lines_can_be_read_while_it_runs(tmp_path: Path) -> None:
    path = tmp_path / "out"
    with Output(path, KNOWN) as output:
        os.write(output.descriptor, b"hunter#2 one\nhunt")
        output.advance()
        assert path.read_bytes() == b"*** one\n"
        assert stat.S_IMODE(output.raw.stat().st_mode) == 0o600


def test_outputs_stand_one_after_the_other(tmp_path: Path) -> None:
    path = tmp_path / "out"
    copied(path, b"one\n")
    copied(path, b"two\n")

    assert path.read_bytes() == b"one\ntwo\n"


def test_the_last_lines_alone_are_told(tmp_path: Path) -> None:
    lines = [f"line {number}" for number in range(9999)]
    told = copied(tmp_path / "out", "\n".join(lines).encode())

    assert told.splitlines() == lines[-20:]


@pytest.mark.usefixtures("little")
def test_the_middle_of_what_is_long_is_left_out(tmp_path: Path) -> None:
    path = tmp_path / "out"
    copied(path, *(b"line %d\n" % number for number in range(100, 200)))

    assert path.read_bytes() == (
        b"line 100\nline 101\nline 102\nline 103\n[kslint left out 820 bytes here]\n"
        b"line 196\nline 197\nline 198\nline 199\n"
    )


@pytest.mark.usefixtures("little")
@pytest.mark.parametrize("before", range(60))
def test_no_part_of_a_secret_is_left_at_a_cut(tmp_path: Path, before: int) -> None:
    path = tmp_path / "out"
    line = b"x" * before + b"hunter#2\n"
    copied(path, line * 9)

    assert set(path.read_bytes().replace(b"***", b"").splitlines()) <= {
        b"x" * before,
        b"[kslint left out %d bytes here]" % (len(line) * 9 - 80),
    }


@pytest.mark.usefixtures("little")
def test_of_lines_without_end_nothing_is_kept(tmp_path: Path) -> None:
    path = tmp_path / "out"
    copied(path, b"hunter#2" * 100)

    assert path.read_bytes() == b"[kslint left out 720 bytes here]\n"


@pytest.mark.thorough
def test_room_is_given_back_while_much_is_written(tmp_path: Path) -> None:
    path = tmp_path / "out"
    with Output(path, NONE) as output:
        for _ in range(24):
            os.write(output.descriptor, b"0123456789abcde\n" * (1 << 16))
            output.advance()
        status = os.fstat(output.descriptor)
        output.finish()

    assert status.st_size == 24 << 20
    assert status.st_blocks * 512 <= 6 << 20
    assert (4 << 20) <= path.stat().st_size <= (4 << 20) + 100


MARK = b"[what a command wrote, again from its beginning]\n"


def test_what_a_killed_executor_left_is_gathered(tmp_path: Path) -> None:
    path = tmp_path / "out [1]"
    copied(path, b"before\n")
    with Output(path, KNOWN) as output:
        os.write(output.descriptor, b"hunter#2 one\n")
        output.advance()
        os.write(output.descriptor, b"hunter#2 two\n")
    # It ended here, with one line copied.
    copied(path, b"after\n")
    copied(tmp_path / "out 1", b"of another\n")

    assert gather(path, KNOWN) == "*** one\n*** two"
    assert path.read_bytes() == b"before\n*** one\nafter\n" + MARK + b"*** one\n*** two\n"
    assert set(tmp_path.iterdir()) == {path, tmp_path / "out 1"}
    assert gather(path, KNOWN) == ""


def test_what_is_still_written_to_is_told_and_left(tmp_path: Path) -> None:
    path = tmp_path / "out"
    with Output(path, KNOWN) as output:
        os.write(output.descriptor, b"hunter#2 one\n")

        assert gather(path, KNOWN) == "*** one"
        assert (path.read_bytes(), output.raw.exists()) == (b"", True)


def test_what_a_full_disk_kept_from_being_copied_is_copied_in_the_end(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "out"
    write = os.write

    def refuse(*_: object) -> int:
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    with Output(path, KNOWN) as output:
        write(output.descriptor, b"one\n")
        output.advance()
        write(output.descriptor, b"hunter#2 two\n")
        monkeypatch.setattr(output_module.os, "write", refuse)
        for attempt in (output.advance, output.finish):
            with pytest.raises(OSError, match="No space left"):
                attempt()
        assert output.raw.exists()
        monkeypatch.setattr(output_module.os, "write", write)
        write(output.descriptor, b"three\n")
        output.finish()

    assert path.read_bytes() == b"one\n" + MARK + b"one\n*** two\nthree\n"


def test_all_that_was_left_in_a_folder_is_gathered(tmp_path: Path) -> None:
    for name in (".out.1234.raw", ".1-stop.commands.out.ab.raw", ".out.x.raw.gz", "y.raw"):
        (tmp_path / name).write_bytes(b"hunter#2\n")
    (tmp_path / ".2-start.out.cd.raw").touch()
    gather_all(tmp_path, KNOWN)

    assert (tmp_path / "out").read_bytes() == MARK + b"***\n"
    assert (tmp_path / "1-stop.commands.out").read_bytes() == MARK + b"***\n"
    assert (tmp_path / "2-start.out").read_bytes() == b""
    names = {"out", "1-stop.commands.out", "2-start.out", ".out.x.raw.gz", "y.raw"}
    assert {each.name for each in tmp_path.iterdir()} == names


def test_a_link_in_the_place_of_the_output_is_refused(tmp_path: Path) -> None:
    (tmp_path / "precious").write_text("kept", encoding="utf-8")
    (tmp_path / "out").symlink_to("precious")

    with pytest.raises(OSError, match="Too many levels"):
        Output(tmp_path / "out", NONE)

    assert (tmp_path / "precious").read_text(encoding="utf-8") == "kept"
