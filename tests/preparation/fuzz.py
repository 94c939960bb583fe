# ruff: noqa: T201  a program that says what it did
"""Prepares generated configurations: `python tests/preparation/fuzz.py --inputs N`."""

import argparse
import random
import secrets
import sys
import time
from concurrent.futures import ProcessPoolExecutor
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[2]))

from linter.model.preparation import Answer
from tests.preparation.written import answers_for, case_of_node, check, deployed, written

BATCH = 500


def batch(number: int, inputs: int) -> int:
    """Prepare so many random configurations; how many of them had to be edited."""
    source = random.Random(number)  # noqa: S311  nothing secret is made of it
    edited = 0
    for _ in range(inputs):
        between, files = written(source)
        answers: tuple[Answer, ...] = ()
        try:
            part = check(between, files)
            edited += bool(part.files)
            if source.random() < 1 / 3:
                case = case_of_node(deployed(files), between)
                answers = tuple(answers_for(source, case, part))
                check(between, files, answers)
        except Exception:
            print(f"seed {number}: {between} {files} {answers}", flush=True)
            raise
    return edited


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--inputs", type=int, default=50_000)
    parser.add_argument("--seed", type=int, default=secrets.randbelow(2**32))
    parser.add_argument("--jobs", type=int, default=2)
    arguments = parser.parse_args()
    print(f"seed {arguments.seed}")
    start = time.monotonic()
    sizes = [BATCH] * (arguments.inputs // BATCH)
    sizes += [arguments.inputs % BATCH] if arguments.inputs % BATCH else []
    numbers = range(arguments.seed, arguments.seed + len(sizes))
    with ProcessPoolExecutor(arguments.jobs) as pool:
        edited = 0
        for number, found in enumerate(pool.map(batch, numbers, sizes), 1):
            edited += found
            print(f"{min(number * BATCH, arguments.inputs)} done", flush=True)
    seconds = time.monotonic() - start
    print(f"{arguments.inputs} inputs in {seconds:.0f} s, none failed; {edited} were edited")


if __name__ == "__main__":
    main()
