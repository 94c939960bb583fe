"""Workflow commands as the runner of GitHub Actions reads them (ActionCommand.TryParseV2)."""

import msgspec

# In the order in which the runner takes them back.
_ESCAPES = (("%0D", "\r"), ("%0A", "\n"), ("%3A", ":"), ("%2C", ","), ("%25", "%"))


class Command(msgspec.Struct, frozen=True):
    """What the runner does with a line."""

    name: str
    properties: tuple[tuple[str, str], ...]
    data: str


def commands(text: str) -> list[Command]:
    """The commands in an output of which every line is one."""
    return [_read(line) for line in text.splitlines()]


def _read(line: str) -> Command:
    assert line.startswith("::")
    head, data = line[2:].split("::", 1)
    name, _, properties = head.partition(" ")
    pairs = (word.split("=", 1) for word in properties.split(",") if word)
    known = tuple((key, _plain(value, _ESCAPES)) for key, value in pairs)
    return Command(name, known, _plain(data, (*_ESCAPES[:2], _ESCAPES[-1])))


def _plain(text: str, escapes: tuple[tuple[str, str], ...]) -> str:
    for escaped, character in escapes:
        text = text.replace(escaped, character)
    return text
