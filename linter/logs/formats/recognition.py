"""Which layout a file has, told by some of its lines."""

from collections.abc import Sequence

from linter.logs.formats.layout import Layout
from linter.logs.formats.oslo import OSLO


def recognise(lines: Sequence[bytes], formats: Sequence[str] = ()) -> Layout | None:
    """The layout that fits most of these lines, None where none fits any.

    `formats` are the format strings of the deployment's own configuration.
    """
    del formats
    return OSLO if any(OSLO.start.match(line) for line in lines) else None
