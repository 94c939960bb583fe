"""Whatever a file holds, it is read, and read as oslo.config reads it."""

import os
import random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.parse.agreement import check
from tests.parse.inputs import CONSTRUCTS, LINES, PIECES, built, fixtures, mutated

EXAMPLES = int(os.environ.get("KSLINT_TEST_EXAMPLES", "300"))
"""How many inputs each test makes; `make fuzz` makes 200,000."""

pieces = st.lists(st.sampled_from(PIECES + LINES + CONSTRUCTS), max_size=40).map(b"".join)
lines = st.lists(st.sampled_from(LINES), max_size=30).map(lambda them: b"[a]\n" + b"\n".join(them))
contents = pieces | lines | st.binary(max_size=200) | st.text(max_size=200).map(str.encode)


@settings(max_examples=EXAMPLES, deadline=None)
@given(contents)
def test_any_content_is_read_as_by_oslo_config(content: bytes) -> None:
    check(content)


@pytest.mark.parametrize("number", range(4))
def test_built_and_mutated_files_are_read_as_by_oslo_config(number: int) -> None:
    source = random.Random(number)  # noqa: S311  nothing secret is made of it
    texts = fixtures()
    compared = 0
    for _ in range(EXAMPLES):
        compared += check(built(source))
        compared += check(mutated(source, source.choice(texts)))
    assert compared > EXAMPLES // 5


def test_fixtures_are_read_as_by_oslo_config() -> None:
    assert sum(map(check, fixtures())) == 3
