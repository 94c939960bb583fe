"""Result to stdout or a file, talk to stderr, colour where it is wanted."""

import io
import os
import sys
from contextlib import suppress
from pathlib import Path
from typing import TextIO

from linter.cli.failure import UsageError
from linter.cli.whole_file import write_whole
from linter.model.passwords import without_passwords
from linter.model.visible import visible

_color = "auto"


def set_color(choice: str) -> None:
    """Takes the choice of --color for the rest of the run."""
    global _color  # noqa: PLW0603  one process, one choice
    _color = choice


def settle_encoding() -> None:
    """Makes stdout take every text: UTF-8 as in files, a terminal's own with escapes."""
    if not isinstance(sys.stdout, io.TextIOWrapper):
        return
    if sys.stdout.isatty():
        sys.stdout.reconfigure(errors="backslashreplace")
    else:
        sys.stdout.reconfigure(encoding="utf-8")


def wants_color() -> bool:
    """Whether to colour stdout: --color, then NO_COLOR, FORCE_COLOR, TERM, then the terminal."""
    if _color != "auto":
        return _color == "always"
    if os.environ.get("NO_COLOR"):
        return False
    if os.environ.get("FORCE_COLOR"):
        return True
    return takes_escapes(sys.stdout)


def takes_escapes(stream: TextIO) -> bool:
    """Whether it is a terminal that can do more than print one line below the other."""
    return stream.isatty() and os.environ.get("TERM", "") not in {"", "dumb"}


def talk(text: str) -> None:
    """Says something that is not the result; names in it may come from anywhere."""
    # With nobody to hear it, what is said changes no exit code.
    with suppress(BrokenPipeError):
        sys.stderr.write(visible(without_passwords(text)) + "\n")


def _print(result: str | bytes) -> None:
    try:
        if isinstance(result, bytes):
            sys.stdout.buffer.write(result)
        else:
            # Bytes that a file held and UTF-8 does not know were escaped while reading.
            sys.stdout.write(result)
        sys.stdout.flush()
    except BrokenPipeError:
        # The reader went away, as `head` does: the rest is for nobody, other files and the exit
        # code still count.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
    except OSError as error:
        raise UsageError(f"stdout: cannot be written: {error.strerror}") from error


def put(result: str | bytes, target: str = "-") -> None:
    """Writes a result, to a file whole or not at all; `-` is stdout.

    Raises UsageError where there is no room for it, or no such place.
    """
    if target == "-":
        _print(result)
        return
    content = result if isinstance(result, bytes) else result.encode()
    try:
        write_whole(Path(target), content)
    except OSError as error:
        raise UsageError(f"{target}: cannot be written: {error.strerror}") from error
