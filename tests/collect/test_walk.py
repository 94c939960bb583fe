from pathlib import Path

from linter.collect.walk import walk


def test_a_directory_below_one_that_is_missing_has_no_files(tmp_path: Path) -> None:
    assert list(walk(tmp_path / "missing" / "domains")) == []
