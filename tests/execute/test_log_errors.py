"""Errors found in what real releases and other formats log."""

import pytest

from linter.execute.log_errors import errors_in
from linter.execute.log_tail import Rest

CRITICAL = "2026-11-22 15:17:35.123 42 CRITICAL keystone [-] Unhandled error: ImportError: no"
TRACEBACK = """\
2026-11-22 15:17:35.123 42 ERROR keystone Traceback (most recent call last):
2026-11-22 15:17:35.123 42 ERROR keystone   File "/usr/bin/keystone", line 8, in <module>
2026-11-22 15:17:35.123 42 ERROR keystone ImportError: no
"""


@pytest.mark.parametrize(
    ("text", "found"),
    [
        (f"{CRITICAL}\n{TRACEBACK}", (CRITICAL,)),
        (f"{CRITICAL}\n{CRITICAL.replace('35.123 42', '36.456 43')}\n", (CRITICAL,)),
        ("2026-11-22 15:17:35.123 42 WARNING keystone [-] ERROR_ON is deprecated\n", ()),
        ('{"levelname": "ERROR", "message": "no"}\n', ('{"levelname": "ERROR", "message": "no"}',)),
        ("ERROR: no\n", ("ERROR: no",)),
        ("ERROR \x1b[2J\n", ("ERROR \\x1b[2J",)),
        ("", ()),
    ],
)
def test_each_error_is_found_once(text: str, found: tuple[str, ...]) -> None:
    assert errors_in([Rest("/log", text)]) == found
