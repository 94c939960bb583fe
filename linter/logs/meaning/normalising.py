"""The text of a message without what a format or one occurrence alone has added to it."""

import re

from linter.logs.formats.expressions import COLOURS

_LONGEST = 12_000
"""Characters of a message that are looked at; the longest known ones list all rules."""

# oslo.log's logging_debug_format_suffix as devstack sets it.
_PLACE_IN_CODE = re.compile(r"\s*\{\{(?:\(pid=\d+\) )?[^{}]*\}\}\s*\Z")
# rsyslog writes the end of a line within a message as #012.
_LINE_END = re.compile(r"\s*(?:\n|#012)\s*")

_UUID = r"[0-9a-fA-F]{8}-[0-9a-fA-F]{4}-[0-9a-fA-F]{4}-[0-9a-fA-F]{4}-[0-9a-fA-F]{12}"
_CLOCK = r"\d\d:\d\d:\d\d(?:[.,]\d+)?"
_OCTET = r"(?:25[0-5]|2[0-4]\d|1?\d?\d)"
_VARYING = (
    (re.compile(rf"\breq-{_UUID}"), "<request>"),
    (re.compile(rf"\b{_UUID}\b"), "<id>"),
    (re.compile(r"\b(?:[0-9a-f]{32}|[0-9a-f]{64})\b"), "<id>"),
    (re.compile(rf"\b\d{{4}}-\d\d-\d\d(?:[T ]{_CLOCK}(?:Z|[+-]\d\d:?\d\d)?)?"), "<time>"),
    (re.compile(rf"(?<![\w:]){_CLOCK}(?![\w:])"), "<time>"),
    (re.compile(r"\b0x[0-9a-fA-F]{6,}\b"), "<address>"),
    (re.compile(rf"(?<![\w.])(?:{_OCTET}\.){{3}}{_OCTET}(?::\d+)?(?![\w.]*\w)"), "<address>"),
    (re.compile(r"(?<![\w:])(?:[0-9a-fA-F]{1,4}:){7}[0-9a-fA-F]{1,4}(?![\w:])"), "<address>"),
    (
        re.compile(
            r"(?<![\w:])(?=[a-fA-F:]*\d)(?:[0-9a-fA-F]{1,4}(?::[0-9a-fA-F]{1,4}){0,5})?::"
            r"[0-9a-fA-F]{1,4}(?::[0-9a-fA-F]{1,4}){0,5}(?![\w:])"
        ),
        "<address>",
    ),
    (re.compile(r"(?i)\b(pid[ =:]+)\d+"), r"\1<number>"),
    (re.compile(r"(?<![\w.])\d{5,}(?![\w.]*\w)"), "<number>"),
)


def bare(message: str) -> str:
    """The message without colours and without the place in the code that devstack adds."""
    text = message[: 2 * _LONGEST]
    if "[" in text:
        text = COLOURS.sub("", text)
    if text.rstrip().endswith("}}"):
        text = _PLACE_IN_CODE.sub("", text)
    return text.rstrip()[:_LONGEST]


def one_line(text: str) -> str:
    """The text with a blank for each end of a line."""
    return _LINE_END.sub(" ", text).strip() if "\n" in text or "#012" in text else text.strip()


def unbroken(text: str) -> str:
    """The text of lines that a terminal broke wherever they met its edge."""
    return text.replace("\n", "")


def constant(text: str) -> str:
    """The text with `<...>` for what differs from one occurrence to the next.

    Names of options, versions and releases stay.
    """
    for pattern, replacement in _VARYING:
        text = pattern.sub(replacement, text)
    return text
