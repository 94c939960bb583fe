"""What a keystone-paste.ini says."""

import msgspec

from linter.model.facts import Flaw


class PasteFile(msgspec.Struct, frozen=True):
    """One file, and what is wrong with its text."""

    node: str
    path: str
    sha256: str
    flaws: tuple[Flaw, ...] = ()
