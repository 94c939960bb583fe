from pathlib import Path

from linter.collect.walk import Found, walk


def test_a_directory_below_one_that_is_missing_has_no_files(tmp_path: Path) -> None:
    assert list(walk(tmp_path / "missing" / "domains")) == []


def test_a_directory_where_a_file_is_expected_is_said(tmp_path: Path) -> None:
    # A container's mount of a file that is not there makes a directory of that name.
    place = tmp_path / "policy.yaml"
    place.mkdir()
    assert list(walk(tmp_path)) == [Found(place, "it is a directory, and a file is expected there")]
