"""The rows in a dump of mariadb-dump or mysqldump, counted as it goes by."""

import re
from collections.abc import Mapping

_CREATE = re.compile(rb"CREATE TABLE (?:IF NOT EXISTS )?`((?:[^`]|``)+)` \(")
_INSERT = re.compile(rb"INSERT INTO `((?:[^`]|``)+)`[^']*? VALUES")
# Text holds no line end: both programs escape it.
_TEXT = re.compile(rb"'[^'\\]*(?:(?:\\.|'')[^'\\]*)*'", re.DOTALL)


class MariaTally:
    """Counts rows, of which MariaDB writes one a line and MySQL many."""

    def __init__(self) -> None:
        self._rows: dict[str, int] = {}
        self._inside = ""

    @property
    def rows(self) -> Mapping[str, int]:
        """The rows so far, with every table."""
        return self._rows

    def hear(self, line: bytes) -> None:
        """Takes the next line."""
        if not self._inside:
            line = self._begun(line)
        if self._inside:
            bare = _TEXT.sub(b"", line)
            self._rows[self._inside] += bare.count(b"(")
            if bare.rstrip().endswith(b";"):
                self._inside = ""

    def _begun(self, line: bytes) -> bytes:
        """What follows the beginning of an INSERT."""
        if found := _CREATE.match(line):
            self._rows.setdefault(_name(found), 0)
        elif found := _INSERT.match(line):
            self._inside = _name(found)
            return line[found.end() :]
        return b""


def _name(found: re.Match[bytes]) -> str:
    return found[1].decode(errors="replace").replace("``", "`")
