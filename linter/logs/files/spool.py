"""Keeps what can be read only once in a packed file without a name, to be read as any other."""

import os
import tempfile
from collections.abc import Iterable

from linter.logs.files.packing import packing_of, zstd

_LEVEL = 1
_LASTING = "/var/tmp"  # noqa: S108  the file has no name there


def spooled(blocks: Iterable[bytes]) -> int:
    """A descriptor of a file that holds all of these bytes, packed unless they are packed already.

    It lies in TMPDIR or where large temporary files belong, and is gone once it is closed. Raises
    OSError where there is no room, and whatever `blocks` raises.
    """
    with tempfile.TemporaryFile(dir=None if "TMPDIR" in os.environ else _folder()) as file:
        compressor = None
        for number, block in enumerate(blocks):
            if number == 0 and not packing_of(block):
                compressor = zstd().ZstdCompressor(level=_LEVEL)
            file.write(compressor.compress(block) if compressor else block)
        if compressor:
            file.write(compressor.flush())
        file.flush()
        return os.dup(file.fileno())


def _folder() -> str | None:
    return _LASTING if os.access(_LASTING, os.W_OK | os.X_OK) else None
