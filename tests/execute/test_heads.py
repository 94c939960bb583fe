"""What a schema's heads say of where it stands."""

import pytest

from linter.execute.heads import Phase, are_reached, heads_after, require_source
from linter.execute.running import StepError

LEGACY = ("keystone=109", "keystone_contract=71", "keystone_data_migrate=71", "keystone_expand=71")


@pytest.mark.parametrize(
    ("series", "phase", "heads"),
    [
        ("2026.1", "sync", ("742c857f1dfb", "c88cdce8f248")),
        ("2026.1", "expand", ("742c857f1dfb",)),
        ("2026.1", "migrate", ()),
        ("2026.1", "contract", ("742c857f1dfb", "c88cdce8f248")),
        ("ussuri", "migrate", ("keystone_data_migrate=78",)),
        (
            "ussuri",
            "sync",
            ("keystone_expand=78", "keystone_data_migrate=78", "keystone_contract=78"),
        ),
    ],
)
def test_each_phase_ends_at_heads_of_the_release(
    series: str, phase: Phase, heads: tuple[str, ...]
) -> None:
    assert heads_after(series, phase) == heads


@pytest.mark.parametrize(
    ("heads", "wanted", "reached"),
    [
        (("742c857f1dfb", "c88cdce8f248"), ("742c857f1dfb",), True),
        (("e8725d6fa226", "c88cdce8f248"), ("742c857f1dfb",), False),
        (("keystone_expand=79",), ("keystone_expand=78",), True),
        (("keystone_expand=9",), ("keystone_expand=78",), False),
        (("keystone_contract=78",), ("keystone_expand=78",), False),
        ((), ("742c857f1dfb",), False),
    ],
)
def test_heads_are_reached_by_name_and_by_number(
    heads: tuple[str, ...], wanted: tuple[str, ...], *, reached: bool
) -> None:
    assert are_reached(heads, wanted) is reached


@pytest.mark.parametrize(
    ("heads", "source", "target"),
    [
        (("47147121", "c88cdce8f248"), "2025.1", "2026.1"),
        (("742c857f1dfb", "c88cdce8f248"), "2025.1", "2026.1"),
        (LEGACY, "train", "ussuri"),
        # 19.0.0 ends at 78, 19.0.1 at 79.
        (tuple(head.replace("=71", "=78") for head in LEGACY), "wallaby", "xena"),
    ],
)
def test_a_hop_begins_at_the_heads_of_its_source(
    heads: tuple[str, ...], source: str, target: str
) -> None:
    require_source(heads, source, target)


@pytest.mark.parametrize(
    ("heads", "source", "target", "said"),
    [
        (("29e87d24a316", "e25ffa003242"), "2025.1", "2026.1", "those of zed and 2023.1"),
        (("c88cdce8f248", "e8725d6fa226"), "2025.1", "2026.1", "those of no release"),
        (("742c857f1dfb", "c88cdce8f248"), "2024.1", "2025.1", "those of 2026.1 and 2026.2"),
        (LEGACY, "2023.1", "2024.1", "those of train"),
        (("47147121", "c88cdce8f248"), "2026.1", "2026.2", "those of 2024.1 and 2024.2 and 2025.1"),
        (("47147121",), "2025.1", "2026.1", "those of no release"),
        ((), "2025.1", "2026.1", "no schema of keystone"),
    ],
)
def test_another_release_s_database_is_refused(
    heads: tuple[str, ...], source: str, target: str, said: str
) -> None:
    with pytest.raises(StepError, match=said):
        require_source(heads, source, target)
