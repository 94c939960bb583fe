"""The levels of records, by the names that Python gives them."""

LEVELS = ("DEBUG", "INFO", "AUDIT", "WARNING", "ERROR", "CRITICAL")
"""From the least to the gravest; AUDIT is one of oslo.log's own."""

ABOVE_WARNING = frozenset({"ERROR", "CRITICAL"})

SEVERITIES = ("CRITICAL", "CRITICAL", "CRITICAL", "ERROR", "WARNING", "INFO", "INFO", "DEBUG")
"""The levels of syslog's severities, from emergency to debug."""

NUMBERS = {"10": "DEBUG", "20": "INFO", "30": "WARNING", "40": "ERROR", "50": "CRITICAL"}
"""The levels as Python counts them."""

# Five letters are what a format with %(levelname).5s leaves.
_ALIASES = {"WARN": "WARNING", "WARNI": "WARNING", "CRITI": "CRITICAL", "FATAL": "CRITICAL"}


def level_named(name: str) -> str:
    """The level of a name as logs and settings write it; any other word in capitals."""
    word = name.strip().upper()
    return _ALIASES.get(word, word)
