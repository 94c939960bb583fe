from linter.catalog.entries import Migrations
from linter.catalog.floor import Schema, database_floor


def numbered(first: int, last: int) -> Migrations:
    return Migrations("sqlalchemy-migrate", f"{last:03}", f"{last:03}", first, last)


TRAIN = Schema("train", 16, numbered(1, 71))
USSURI = Schema("ussuri", 17, numbered(1, 78))
XENA = Schema("xena", 20, numbered(1, 79))
ZED = Schema("zed", 22, Migrations("alembic", "29e8", "e25f", 73, 79))
BOBCAT = Migrations("alembic", "11c3", "c88c")


def test_scripts_from_the_first_on_take_any_database() -> None:
    assert database_floor(numbered(1, 79), [TRAIN, USSURI]) == ""


def test_squashed_scripts_need_the_one_before_the_first() -> None:
    assert database_floor(numbered(73, 79), [XENA, USSURI, TRAIN]) == "ussuri"


def test_alembic_with_the_old_scripts_needs_no_more_than_they_do() -> None:
    assert database_floor(ZED.migrations, [TRAIN, USSURI, XENA]) == "ussuri"


def test_alembic_alone_needs_a_database_that_alembic_has_stamped() -> None:
    assert database_floor(BOBCAT, [TRAIN, USSURI, XENA, ZED]) == "zed"


def test_nothing_is_said_where_no_older_release_is_known() -> None:
    assert database_floor(BOBCAT, []) == ""
