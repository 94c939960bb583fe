"""Finds the lines worth looking at: every literal of interest, in one pass over the bytes."""

from collections.abc import Iterable

import hyperscan


class Prefilter:
    """Looks for many literals at once, at the speed of memory."""

    def __init__(self, literals: Iterable[bytes], any_case: bytes) -> None:
        words = [any_case, *dict.fromkeys(literals)]
        self.longest = max(map(len, words))
        self._database = hyperscan.Database(mode=hyperscan.HS_MODE_BLOCK)
        self._database.compile(
            expressions=[_escaped(word) for word in words],
            ids=list(range(len(words))),
            elements=len(words),
            flags=[hyperscan.HS_FLAG_CASELESS] + [0] * (len(words) - 1),
        )
        self._ends: list[int] = []
        self._append = self._ends.append

    def hits(self, block: bytes) -> list[int]:
        """Where literals end in a block, ascending; valid until the next call."""
        self._ends.clear()
        self._database.scan(block, match_event_handler=self._take)
        return self._ends

    def _take(self, _number: int, _begin: int, end: int, _flags: int, _context: object) -> None:
        self._append(end)


def _escaped(literal: bytes) -> bytes:
    return b"".join(b"\\x%02x" % byte for byte in literal)
