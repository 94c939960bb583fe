"""What is committed speaks of the project alone."""

import re

from tests.structure.sources import committed

# Written in parts, so that this file does not hold them.
_PLACES = [
    "/wo" + "rk/",
    "/ro" + "ot/",
    "/ho" + "me/[a-z]+/",
    r"\.\./sha" + "red",
    "/tm" + "p/[a-z0-9_]+/",
]
_WORKPLACE = re.compile("|".join(_PLACES))


def test_no_file_names_a_place_of_work() -> None:
    named = [
        f"{path}:{number}: {line.strip()[:80]}"
        for path, text in committed()
        for number, line in enumerate(text.splitlines(), 1)
        if _WORKPLACE.search(line)
    ]
    assert named == []
