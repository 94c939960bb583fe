"""The first words of a release note, to recognise it by."""

import re

from linter.model.harmless import harmless

_LONGEST = 160
_READ = 1000
_MARKUP = re.compile(
    r"""
      (?:\:[\w.+-]{1,40}){1,3}\:(?=`)     # the name of a role
    | \ <[^<>`\s]{1,300}>(?=`)            # the address behind the words of a link
    | `__?(?!\w) | `{1,2}                 # the ends of literals, roles and links
    | \*\*(?=\S)|(?<=\S)\*\*              # strong words
    """,
    re.VERBOSE,
)


def beginning(text: str) -> str:
    """The first words of a text in reStructuredText, in one line, without the marks within it.

    They end with an ellipsis where there are more.
    """
    plain = " ".join(_MARKUP.sub("", text[:_READ]).split())
    if len(plain) <= _LONGEST and len(text) <= _READ:
        return harmless(plain, _LONGEST)
    return harmless(_whole_words(plain), _LONGEST)


def _whole_words(text: str) -> str:
    cut = text[: _LONGEST - 1]
    if text[len(cut) :][:1].strip() and " " in cut:
        cut = cut.rpartition(" ")[0]
    return f"{cut.rstrip()}…"
