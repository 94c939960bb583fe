# ruff: noqa: T201  a program that says what it did
"""Feeds generated configuration files to the parser: `python tests/parse/fuzz.py --inputs N`."""

import argparse
import random
import secrets
import sys
import time
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[2]))

from hypothesis import HealthCheck, Phase, given, seed, settings
from hypothesis import strategies as st

from tests.parse.agreement import check
from tests.parse.inputs import CONSTRUCTS, PIECES, built, fixtures, mutated

BY_HYPOTHESIS = 0.05
"""Its inputs are the better thought out, and a hundred times slower to make."""

texts = st.lists(st.sampled_from(PIECES + CONSTRUCTS), max_size=40).map(b"".join)
contents = texts | st.binary(max_size=200) | st.text(max_size=200).map(str.encode)


def by_hypothesis(inputs: int, number: int) -> None:
    """Check so many inputs that hypothesis makes; it prints the smallest that fails."""
    phases = (Phase.generate, Phase.shrink)
    checks = list(HealthCheck)

    @seed(number)
    @settings(
        max_examples=inputs,
        database=None,
        deadline=None,
        phases=phases,
        suppress_health_check=checks,
    )
    @given(contents)
    def every_input(content: bytes) -> None:
        check(content)

    every_input()


def by_chance(inputs: int, number: int) -> int:
    """Check so many random inputs; how many of them oslo.config accepts."""
    source = random.Random(number)  # noqa: S311  nothing secret is made of it
    texts = fixtures()
    compared = 0
    for _ in range(inputs):
        content = (
            built(source) if source.random() < 1 / 2 else mutated(source, source.choice(texts))
        )
        compared += check(content)
    return compared


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--inputs", type=int, default=200_000)
    parser.add_argument("--seed", type=int, default=secrets.randbelow(2**32))
    arguments = parser.parse_args()
    print(f"seed {arguments.seed}")
    start = time.monotonic()
    thought_out = int(arguments.inputs * BY_HYPOTHESIS)
    by_hypothesis(thought_out, arguments.seed)
    compared = by_chance(arguments.inputs - thought_out, arguments.seed)
    by_chance_only = arguments.inputs - thought_out
    print(f"{arguments.inputs} inputs in {time.monotonic() - start:.0f} s, none raised")
    print(f"{compared} of {by_chance_only} random ones are accepted by oslo.config and read alike")


if __name__ == "__main__":
    main()
