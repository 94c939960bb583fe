"""How often a line of a crontab is run."""

import re

_NAMED = {
    "@hourly": 3600,
    "@daily": 86400,
    "@midnight": 86400,
    "@weekly": 604800,
    "@monthly": 2592000,
}
_FIELDS = re.compile(r"\s*((?:[\d*/,-]+\s+){4}[\d*/,-]+)\s+\S")
_RANGE = re.compile(r"(?:\*|(\d+)(?:-(\d+))?)(?:/(\d+))?")
_DAYS = 7 * 31
"""As many weeks as make months of 31 days, which is what a schedule is tried on."""


def seconds_between(line: str) -> int:
    """The mean time between two runs, 0 for a line without a schedule that can be told."""
    word = line.split(maxsplit=1)[0] if line.strip() else ""
    if word in _NAMED:
        return _NAMED[word]
    found = _FIELDS.match(line)
    if not found:
        return 0
    fields = found[1].split()
    bounds = ((0, 59), (0, 23), (1, 31), (1, 12), (0, 7))
    sets = [_expanded(field, *bound) for field, bound in zip(fields, bounds, strict=True)]
    if not all(sets) or fields[3] != "*":
        return 0
    return _mean(fields, sets)


def _expanded(field: str, first: int, last: int) -> frozenset[int]:
    """The numbers of a field, empty for one that cron would refuse."""
    numbers: set[int] = set()
    for part in field.split(","):
        found = _RANGE.fullmatch(part)
        if not found:
            return frozenset()
        step = int(found[3] or 1)
        start = int(found[1]) if found[1] else first
        # "5/10" goes on to the end, "5" does not.
        end = int(found[2] or (last if found[3] or not found[1] else start))
        if not step or not first <= start <= end <= last:
            return frozenset()
        numbers.update(range(start, end + 1, step))
    return frozenset(numbers)


def _mean(fields: list[str], sets: list[frozenset[int]]) -> int:
    minutes, hours, days, _, weekdays = sets
    weekdays = frozenset(day % 7 for day in weekdays)
    either = "*" not in {fields[2][0], fields[4][0]}
    met = any if either else all
    runs = sum(met((day % 31 + 1 in days, day % 7 in weekdays)) for day in range(_DAYS))
    return round(_DAYS * 86400 / (runs * len(minutes) * len(hours))) if runs else 0
