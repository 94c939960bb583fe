"""The rows in a dump of pg_dump, counted as it goes by."""

import re
from collections.abc import Mapping

_NAME = rb'("(?:[^"]|"")+"|[^".\s]+)'
_COPY = re.compile(rb"COPY " + _NAME + rb"\." + _NAME + rb" \(.*\) FROM stdin;$")


class PostgresTally:
    """Counts rows, each of which is a line."""

    def __init__(self) -> None:
        self._rows: dict[str, int] = {}
        self._inside = ""

    @property
    def rows(self) -> Mapping[str, int]:
        """The rows so far, with every table; one outside of `public` has its schema's name too."""
        return self._rows

    def hear(self, line: bytes) -> None:
        """Takes the next line."""
        if not self._inside:
            if found := _COPY.match(line):
                schema, table = map(_unquoted, found.groups())
                self._inside = table if schema == "public" else f"{schema}.{table}"
                self._rows[self._inside] = 0
        elif line == b"\\.\n":
            self._inside = ""
        else:
            self._rows[self._inside] += 1


def _unquoted(name: bytes) -> str:
    text = name.decode(errors="replace")
    return text[1:-1].replace('""', '"') if text.startswith('"') else text
