# ruff: noqa: T201  a program that says what it did
"""Prepares generated deployments: `python tests/preparation/fuzz.py --inputs N`."""

import argparse
import random
import secrets
import sys
import time
import traceback
from concurrent.futures import ProcessPoolExecutor
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[2]))

from linter.model.preparation import Answer, Style
from tests.preparation.written import answers_for, case_of_node, check, deployed, written
from tests.preparation.written_files import with_others

BATCH = 500
ANSWERED = 1 / 3
JUDGED = 4
"""One in so many is judged by every rule and proved, which costs three times the rest."""
STYLES = (*[Style.KEEP] * 8, Style.SAMPLE, Style.MINIMAL)


def batch(number: int, inputs: int) -> tuple[int, int]:
    """Prepare so many random deployments; how many were edited, and how many failed."""
    source = random.Random(number)  # noqa: S311  nothing secret is made of it
    edited = failed = 0
    for count in range(inputs):
        between, files = written(source)
        files = with_others(source, between, files)
        style = source.choice(STYLES)
        is_judged = count % JUDGED == 0
        answers: tuple[Answer, ...] = ()
        try:
            part = check(between, files, (), style, is_judged=is_judged)
            edited += bool(part.files)
            if source.random() < ANSWERED:
                case = case_of_node(deployed(files), between)
                answers = tuple(answers_for(source, case, part))
                check(between, files, answers, style, is_judged=is_judged)
        except Exception:  # noqa: BLE001  the next input may fail in another way
            failed += 1
            print(f"seed {number}: {between} {files} {answers} {style} {is_judged}", flush=True)
            traceback.print_exc(limit=-3, file=sys.stdout)
    return edited, failed


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--inputs", type=int, default=50_000)
    parser.add_argument("--seed", type=int, default=secrets.randbelow(2**32))
    parser.add_argument("--jobs", type=int, default=2)
    arguments = parser.parse_args()
    print(f"seed {arguments.seed}")
    start = time.monotonic()
    sizes = [min(BATCH, arguments.inputs - done) for done in range(0, arguments.inputs, BATCH)]
    numbers = range(arguments.seed, arguments.seed + len(sizes))
    done = edited = failed = 0
    with ProcessPoolExecutor(arguments.jobs) as pool:
        for size, found in zip(sizes, pool.map(batch, numbers, sizes), strict=True):
            done, edited, failed = done + size, edited + found[0], failed + found[1]
            print(f"{done} inputs, {edited} edited, {failed} failed", flush=True)
    print(f"in {time.monotonic() - start:.0f} s")
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
