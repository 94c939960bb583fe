"""What `kslint init` writes goes over nothing and to no other place."""

from pathlib import Path

import pytest

from linter.glue.files import GlueFile
from linter.glue.writing import Outcome, WritingError, write

FILE = GlueFile(".ci/kslint.yml", "job: kslint\n", mark="kslint")


def test_a_file_and_its_directory_are_made(tmp_path: Path) -> None:
    assert write(FILE, tmp_path) is Outcome.WRITTEN
    assert (tmp_path / ".ci/kslint.yml").read_text(encoding="utf-8") == "job: kslint\n"


@pytest.mark.parametrize(
    ("text", "outcome"),
    [
        ("job: kslint\n", Outcome.THERE),
        ("other: here\nkslint: too\n", Outcome.THERE),
        ("other: here\n", Outcome.LEFT),
        ("", Outcome.LEFT),
    ],
)
def test_a_file_that_is_there_stays(text: str, outcome: Outcome, tmp_path: Path) -> None:
    (tmp_path / ".ci").mkdir()
    (tmp_path / ".ci/kslint.yml").write_text(text, encoding="utf-8")

    assert write(FILE, tmp_path) is outcome
    assert (tmp_path / ".ci/kslint.yml").read_text(encoding="utf-8") == text


def test_a_link_that_leads_nowhere_is_not_followed(tmp_path: Path) -> None:
    (tmp_path / ".ci").mkdir()
    (tmp_path / ".ci/kslint.yml").symlink_to(tmp_path / "elsewhere")

    assert write(FILE, tmp_path) is Outcome.LEFT
    assert not (tmp_path / "elsewhere").exists()


def test_a_directory_of_that_name_stays(tmp_path: Path) -> None:
    (tmp_path / ".ci/kslint.yml").mkdir(parents=True)

    assert write(FILE, tmp_path) is Outcome.LEFT


def test_a_directory_that_leads_out_of_the_repository_is_refused(tmp_path: Path) -> None:
    (tmp_path / "repository").mkdir()
    (tmp_path / "outside").mkdir()
    (tmp_path / "repository/.ci").symlink_to(tmp_path / "outside")

    with pytest.raises(WritingError) as refused:
        write(FILE, tmp_path / "repository")

    assert str(refused.value) == f"{tmp_path}/repository/.ci leads out of the repository"
    assert list((tmp_path / "outside").iterdir()) == []


def test_a_file_where_a_directory_has_to_be_is_named(tmp_path: Path) -> None:
    (tmp_path / ".ci").write_text("", encoding="utf-8")

    with pytest.raises(WritingError) as refused:
        write(FILE, tmp_path)

    assert str(refused.value) == f"{tmp_path}/.ci/kslint.yml cannot be written: File exists"


def test_links_in_a_circle_are_named(tmp_path: Path) -> None:
    (tmp_path / ".ci").symlink_to(tmp_path / ".ci")

    with pytest.raises(WritingError, match=r"kslint\.yml cannot be written: "):
        write(FILE, tmp_path)
