"""Which warnings the levels of loggers keep out of every log."""

from collections.abc import Iterable

from linter.logs.formats.levels import ABOVE_WARNING, NUMBERS, level_named

_WATCHED = (
    "keystone",
    "oslo_config.cfg",
    "oslo_log.versionutils",
    "oslo_policy.policy",
    "py.warnings",
)
"""The loggers that tell of deprecations."""
_ROOT = frozenset({"", "root"})


def hidden_loggers(levels: Iterable[tuple[str, str]]) -> tuple[str, ...]:
    """The loggers that tell of deprecations and that may not, by the levels that are set.

    A logger without a level has that of the next one above; of two levels the later one holds.
    """
    known = {
        "" if name in _ROOT else name: level_named(NUMBERS.get(level, level))
        for name, level in levels
    }
    hidden = [name for name in _WATCHED if _level(name, known) in ABOVE_WARNING]
    below = [
        name
        for name, level in known.items()
        if name.startswith("keystone.") and level in ABOVE_WARNING
    ]
    return (*hidden, *sorted(below))


def _level(name: str, known: dict[str, str]) -> str:
    while name and name not in known:
        name = name.rpartition(".")[0]
    return known.get(name, "WARNING")
