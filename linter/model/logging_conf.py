"""What a logging configuration file says."""

import msgspec

from linter.model.facts import Flaw
from linter.model.policy import Template
from linter.model.sections import EntrySection


class LoggingFile(msgspec.Struct, frozen=True):
    """One file: its sections in order, and what is wrong with its text.

    `template` names the language of a file that must be rendered first, and `is_cut` says that it
    goes on for longer than anybody looked.
    """

    node: str
    path: str
    sha256: str
    flaws: tuple[Flaw, ...] = ()
    sections: tuple[EntrySection, ...] = ()
    template: Template = ""
    is_cut: bool = False

    @property
    def is_partial(self) -> bool:
        """Whether what is not seen in it may be there all the same."""
        return self.is_cut or self.template != ""
