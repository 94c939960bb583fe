import pytest
from packaging.version import Version

from linter.catalog.sdist import Archive
from linter.notes.archives import SeriesArchives, series_archives


def archive(version: str) -> Archive:
    return Archive(Version(version), f"https://example.org/keystone-{version}.tar.gz", "", "")


OFFERED = tuple(map(archive, ("19.0.1", "20.0.0", "20.0.1", "21.0.0", "21.0.1", "22.0.0")))


@pytest.mark.parametrize(
    ("major", "expected"),
    [
        (21, SeriesArchives(archive("20.0.0"), (archive("21.0.0"), archive("21.0.1")))),
        (23, SeriesArchives(archive("22.0.0"), ())),
        (19, SeriesArchives(None, (archive("19.0.1"),))),
    ],
    ids=["released", "not released", "the first"],
)
def test_a_series_is_told_by_its_archives_and_the_first_before(
    major: int, expected: SeriesArchives
) -> None:
    assert series_archives(OFFERED, major) == expected
