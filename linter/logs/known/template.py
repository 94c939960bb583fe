"""What is known of one message: what it looks like, and what it is about."""

import re

import msgspec

from linter.model.logs import EventKind, Origin

ANY_CASE = b"deprecat"
"""Looked for in any case: whatever speaks of it is an event, known or not."""

_ENOUGH = 8
"""Words that tell a message from all others."""


class Template(msgspec.Struct, frozen=True, eq=False):
    """A message as one place in the code of keystone or of a library writes it.

    `words` stand on the first line of every such message, whatever fills it. `pattern` matches the
    message from its beginning to its known end, with blanks for the ends of lines; what follows is
    not the message's. Of its named groups `subject` and `replacement` are made; `since` and
    `removal` are taken as they are, `place` is a path that tells whose it is, `message` is there
    where not all of it is the message. `varies` says that ids, addresses and times may stand in it.
    """

    kind: EventKind
    words: str
    pattern: re.Pattern[str]
    subject: str = "{subject}"
    replacement: str = ""
    origin: Origin = Origin.KEYSTONE
    varies: bool = False

    @property
    def literal(self) -> bytes:
        """What to look for in the bytes of a log, empty where ANY_CASE finds the message."""
        speaks_of_it = ANY_CASE.decode() in self.words.lower()
        return b"" if speaks_of_it else self.words.encode()


def pattern(text: str) -> re.Pattern[str]:
    """An expression in which a blank stands for any number of them.

    Lines that were wrapped have one where the message has two.
    """
    return re.compile(text.replace(" ", " +"), re.DOTALL)


def sentence(text: str) -> re.Pattern[str]:
    """An expression for a text that nothing is filled into, whole or cut off after some words.

    Syslog and terminals cut what is too long for them. versionutils may have prefixed it.
    """
    words = [re.escape(word) for word in text.split()]
    whole, start = " +".join(words), " +".join(words[:_ENOUGH])
    return re.compile(f"(?:Deprecated: +)?(?:{whole}|{start}.*)", re.DOTALL)
