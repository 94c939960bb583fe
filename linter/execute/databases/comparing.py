"""How a database that was restored is told from the one that was dumped."""

import hashlib
import re
from collections.abc import Mapping

# What two dumps of equal definitions differ in: comments, the next number of a column that counts,
# the key of a dump by psql that nothing in it may break out of, and names of the database itself.
_PASSING = (b"--", b"/*M!999999", b"\\restrict", b"\\unrestrict", b"\n")
_COUNTER = re.compile(rb" AUTO_INCREMENT=\d+")
_NAMED = 3


class SchemaDigest:
    """A digest of the definitions that a dump without rows holds, written line by line."""

    def __init__(self) -> None:
        self._sum = hashlib.sha256()

    def hear(self, line: bytes) -> None:
        """Takes the next line."""
        if not line.startswith(_PASSING):
            self._sum.update(_COUNTER.sub(b"", line))

    def told(self) -> str:
        """The digest of what was heard."""
        return self._sum.hexdigest()


def difference_of(expected: Mapping[str, object], found: Mapping[str, object]) -> str:
    """Which tables are not as expected, a few of them with both values; "" if all are."""
    wrong = [
        f"{table}: {_value(expected, table)} expected, {_value(found, table)} found"
        for table in sorted(expected.keys() | found.keys())
        if _value(expected, table) != _value(found, table)
    ]
    more = f" and {len(wrong) - _NAMED} tables more" if len(wrong) > _NAMED else ""
    return "; ".join(wrong[:_NAMED]) + more


def _value(values: Mapping[str, object], table: str) -> str:
    return str(values[table]) if table in values else "nothing"
