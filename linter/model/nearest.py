"""What was perhaps meant by a word that is not known."""

import difflib
from collections.abc import Iterable

_LONGEST = 100
_FEW = 25


def meant(word: str, known: Iterable[str]) -> str:
    """The known word that is most like it, as the end of a sentence; "" if none is."""
    near = difflib.get_close_matches(word[:_LONGEST], sorted(known), n=1, cutoff=0.7)
    return f" (did you mean {near[0]}?)" if near else ""


def nearest(word: str, known: Iterable[str]) -> str:
    """The same, else all known words in their order if they are few."""
    known = list(known)
    all_known = f" (known: {', '.join(known)})" if len(known) <= _FEW else ""
    return meant(word, known) or all_known
