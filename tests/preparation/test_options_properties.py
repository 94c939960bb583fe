"""What holds whatever is set: every change is told, every other line is kept, once is enough."""

import random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.preparation.written import answers_for, case_of_node, check, deployed, written


@pytest.mark.thorough
@settings(max_examples=200, deadline=None)
@given(st.randoms(use_true_random=False))
def test_whatever_is_set_is_carried_over_or_told(source: random.Random) -> None:
    between, files = written(source)
    part = check(between, files)
    case = case_of_node(deployed(files), between)
    check(between, files, tuple(answers_for(source, case, part)))
