"""What the configuration of a web server says of keystone."""

import msgspec

from linter.model.facts import Flaw


class WebFile(msgspec.Struct, frozen=True):
    """One file, and what is wrong with its text."""

    node: str
    path: str
    sha256: str
    flaws: tuple[Flaw, ...] = ()
