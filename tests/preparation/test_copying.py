"""A file of the prepared directory may be read by whom the deployed one may be."""

import errno
import os
import stat
import struct
from collections.abc import Callable
from pathlib import Path, PosixPath

import pytest

from linter.preparation.copying import as_deployed

ACCESS = "system.posix_acl_access"
NOBODY = 0xFFFFFFFF
# Owner rw-, user 1234 r--, group ---, mask r--, others ---: shown as if the group had r--.
FOR_ONE_USER = struct.pack("<I", 2) + b"".join(
    struct.pack("<HHI", *entry)
    for entry in ((1, 6, NOBODY), (2, 4, 1234), (4, 0, NOBODY), (16, 4, NOBODY), (32, 0, NOBODY))
)


class Foreign(PosixPath):
    """A file of a group that this user is not in."""

    def stat(self, *, follow_symlinks: bool = True) -> os.stat_result:
        found = list(super().stat(follow_symlinks=follow_symlinks))
        return os.stat_result([*found[:5], 4321, *found[6:]])


@pytest.fixture
def listed(tmp_path: Path) -> Path:
    """A file that one more user may read, by its access control list."""
    path = tmp_path / "listed"
    path.touch()
    try:
        os.setxattr(path, ACCESS, FOR_ONE_USER)
    except OSError as error:
        if error.errno != errno.EOPNOTSUPP:
            raise
        pytest.skip("the file system has no access control lists")
    return path


def mode_of(path: Path) -> str:
    return stat.filemode(path.stat().st_mode)


def test_an_access_control_list_is_kept(listed: Path, tmp_path: Path) -> None:
    new = tmp_path / "new"
    new.touch(0o600)

    assert as_deployed(new, listed, 0o777)
    assert (mode_of(new), os.getxattr(new, ACCESS)) == (mode_of(listed), FOR_ONE_USER)


@pytest.mark.parametrize(
    ("old", "new"),
    [(0o640, "-rw-------"), (0o664, "-rw-r--r--"), (0o775, "-rwxr-xr-x"), (0o604, "-rw----r--")],
)
def test_a_group_that_cannot_be_kept_takes_its_rights_with_it(
    old: int, new: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    source, place = Foreign(tmp_path / "source"), tmp_path / "new"
    source.touch()
    source.chmod(old)
    place.touch(0o600)
    monkeypatch.setattr(os, "chown", lambda *_, **__: refusing(errno.EPERM)())

    assert not as_deployed(place, source, 0o777)
    assert mode_of(place) == new


def test_a_list_that_cannot_be_kept_gives_no_group_its_rights(
    listed: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    new = tmp_path / "new"
    new.touch(0o600)
    monkeypatch.setattr(os, "setxattr", refusing(errno.EOPNOTSUPP))

    assert not as_deployed(new, listed, 0o777)
    assert (mode_of(listed), mode_of(new)) == ("-rw-r-----", "-rw-------")


def refusing(number: int) -> Callable[..., None]:
    def refuse(*_: object) -> None:
        raise OSError(number, os.strerror(number))

    return refuse
