# ruff: noqa: T201  a program that says what it did
"""Feeds mutated lines of logs to the reader: `python tests/logs/fuzz.py --lines N`."""

import argparse
import random
import secrets
import sys
import tempfile
import time
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[2]))

from tests.logs.mutations import mutated_logs
from tests.logs.safety import check


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--lines", type=int, default=100_000)
    parser.add_argument("--seed", type=int, default=secrets.randbelow(2**32))
    arguments = parser.parse_args()
    print(f"seed {arguments.seed}")
    start = time.monotonic()
    source = random.Random(arguments.seed)  # noqa: S311  nothing secret is made of it
    events = 0
    with tempfile.TemporaryDirectory() as folder:
        for log in mutated_logs(source, arguments.lines):
            events += len(check(log, Path(folder) / "keystone.log").events)
    print(
        f"{arguments.lines} mutated lines of logs in {time.monotonic() - start:.0f} s, none raised"
    )
    print(f"{events} events of them, none with a character that a terminal obeys")


if __name__ == "__main__":
    main()
