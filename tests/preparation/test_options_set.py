"""The lines of a configuration, as its options ask for them."""

from collections.abc import Iterator

from linter.checks.standing import Standing
from linter.parse.effective import configuration
from linter.preparation.options_set import Scope
from tests.preparation.cases import case_of


class Counted(tuple[Standing, ...]):
    """Lines that know how often somebody has looked at all of them."""

    __slots__ = ()
    looks = 0

    def __iter__(self) -> Iterator[Standing]:
        type(self).looks += 1
        return super().__iter__()


def test_lines_are_not_all_looked_at_for_each_name() -> None:
    text = "[token]\nexpiration = 1\n[Token]\nexpiration = 2\nprovider = fernet\n"
    first, second, provider = case_of(
        {"keystone.conf": text}, ("2024.1", "2025.1")
    ).context.standings
    scope = Scope(configuration(()), "keystone.conf", "", Counted((first, second, provider)))

    assert scope.lines(("token", "expiration")) == (first, second)
    assert scope.lines(("Token", "provider")) == (provider,)
    assert scope.lines(("token", "none")) == ()
    assert Counted.looks == 1
