"""Lets journalctl read the systemd journal, which is nobody else's format to read."""

import os
import subprocess
import tempfile
from collections.abc import Iterator, Sequence
from typing import IO, cast

from linter.logs.files.packing import BLOCK
from linter.logs.files.spool import spooled

_WORDS = ("journalctl", "--no-pager", "--output=export")
_SAID = 300


class JournalError(Exception):
    """A journal that cannot be read at all; the text is the reason."""


def command_for_file(path: str) -> tuple[str, ...]:
    """What prints a binary journal as text."""
    return (*_WORDS, f"--file={path}")


def command_for_argument(argument: str) -> tuple[str, ...]:
    """What prints the journal of this host, for `journal:` or `journal:UNIT`."""
    unit = argument.partition(":")[2]
    return (*_WORDS, f"--unit={unit}") if unit else _WORDS


def journal(command: Sequence[str]) -> tuple[int, str]:
    """A descriptor of everything that the command prints, and why that is not all there is.

    Raises JournalError where it cannot be started, OSError where there is no room for its output.
    """
    with tempfile.TemporaryFile() as complaints:
        try:
            process = subprocess.Popen(
                command, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=complaints
            )
        except OSError as error:
            raise JournalError("journalctl cannot be started here") from error
        with process:
            descriptor = spooled(_printed(cast("IO[bytes]", process.stdout)))
        if process.returncode == 0 and os.fstat(descriptor).st_size:
            return descriptor, ""
        complaints.seek(0)
        said = complaints.read(_SAID).decode("utf-8", "replace").partition("\n")[0]
        return descriptor, said or "it printed nothing"


def _printed(stream: IO[bytes]) -> Iterator[bytes]:
    while block := stream.read(BLOCK):
        yield block
