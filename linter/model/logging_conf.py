"""What a logging configuration file says."""

import msgspec

from linter.model.facts import Flaw


class LoggingFile(msgspec.Struct, frozen=True):
    """One file, and what is wrong with its text."""

    node: str
    path: str
    sha256: str
    flaws: tuple[Flaw, ...] = ()
