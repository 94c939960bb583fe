"""Whatever a killed executor was about, the database is whole and the next attempt succeeds."""

from pathlib import Path

import pytest

from tests.real.execute.databases.places import (
    KILLED,
    ROWS,
    UPGRADED,
    Place,
    act,
    moments,
)

pytestmark = [pytest.mark.release, pytest.mark.thorough]
_MOMENTS = 10


def test_killed_while_it_backs_up(place: Place) -> None:
    whole = act(place, "back_up", None)
    Path(place.folder / "backups" / "keystone.zst").unlink()
    for moment in moments(whole.calls, _MOMENTS):
        ended = act(place, "back_up", None, moment)
        assert (ended.code, ended.told) == (KILLED, ""), moment
    backup = place.database().back_up(place.folder / "backups", "last.zst")
    place.database().prove(backup)
    assert dict(place.database().rows()) == ROWS
    assert [name for name in place.left() if "partial" in name and "last" in name] == []
    assert [name for name in place.left() if name.startswith("run/")] == []


def test_killed_while_it_proves(place: Place) -> None:
    backup = place.database().back_up(place.folder / "backups", "keystone.zst")
    whole = act(place, "prove", backup)
    assert whole.code == 0, whole.told
    for moment in moments(whole.calls, _MOMENTS):
        assert act(place, "prove", backup, moment).code == KILLED
    place.database().prove(backup)
    assert [name for name in place.left() if name.startswith("run/")] == []


def test_killed_while_it_restores(place: Place) -> None:
    backup = place.database().back_up(place.folder / "backups", "keystone.zst")
    place.upgrade()
    whole = act(place, "restore", backup)
    assert (whole.code, dict(place.database().rows())) == (0, ROWS), whole.told
    for moment in moments(whole.calls, _MOMENTS):
        place.upgrade()
        assert act(place, "restore", backup, moment).code == KILLED
        assert dict(place.database().rows()) in (ROWS, UPGRADED), moment
        ended = act(place, "restore", backup)
        assert (ended.code, dict(place.database().rows())) == (0, ROWS), ended.told
    assert [name for name in place.left() if name.startswith("run/")] == []
