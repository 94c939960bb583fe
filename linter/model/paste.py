"""What a keystone-paste.ini says."""

import msgspec

from linter.model.facts import Flaw
from linter.model.policy import Template
from linter.model.sections import EntrySection


class PasteFile(msgspec.Struct, frozen=True):
    """One file: its sections in order, and what is wrong with its text.

    `template` names the language of a file that must be rendered first.
    """

    node: str
    path: str
    sha256: str
    flaws: tuple[Flaw, ...] = ()
    sections: tuple[EntrySection, ...] = ()
    template: Template = ""
