"""The messages that are known: what each looks like, and what it is about."""

import re

import msgspec

from linter.model.logs import EventKind


class Template(msgspec.Struct, frozen=True, eq=False):
    """A message as one place in the code of keystone or of a library writes it.

    `literal` is bytes that every such message has on its first line, whatever fills it; a line
    without any literal is never looked at. `pattern` matches the whole message; its named groups
    are `group` and `option`, else `subject`, and `since`, `removal` and `replacement`.
    """

    literal: bytes
    kind: EventKind
    pattern: re.Pattern[str]


TEMPLATES = (
    # oslo_config/cfg.py, logger oslo_config.cfg; the prefix since oslo.config 6.3.0.
    Template(
        b"is deprecated for removal",
        EventKind.OPTION_REMOVAL,
        re.compile(
            r'(?:Deprecated: )?Option "(?P<option>[^"]+)" from group "(?P<group>[^"]+)" is '
            r"deprecated for removal(?: \((?P<reason>.*)\))?\.  Its value may be silently ignored "
            r"in the future\.",
            re.DOTALL,
        ),
    ),
    Template(
        b"is deprecated. Use option",
        EventKind.OPTION_RENAMED,
        re.compile(
            r'(?:Deprecated: )?Option "(?P<option>[^"]+)" from group "(?P<group>[^"]+)" is '
            r'deprecated\. Use option "(?P<new_option>[^"]+)" from group "(?P<new_group>[^"]+)"\.'
        ),
    ),
)

LITERALS = tuple(dict.fromkeys(template.literal for template in TEMPLATES))
ANY_CASE = b"deprecat"
"""Looked for in any case: whatever speaks of it is an event, known or not."""
