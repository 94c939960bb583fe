"""How often something has been there before, for formats that take what is alike for one."""

from collections import Counter
from collections.abc import Hashable, Iterable, Iterator


def occurrences(keys: Iterable[Hashable]) -> Iterator[int]:
    """For each key how many times it has come up to then, 1 for the first."""
    seen: Counter[Hashable] = Counter()
    for key in keys:
        seen[key] += 1
        yield seen[key]
