import json

import pytest

from linter.catalog import store
from linter.cli.main import main


def said(capsys: pytest.CaptureFixture[str], *words: str) -> tuple[int, str, str]:
    code = main(("catalog", *words))
    captured = capsys.readouterr()
    return code, captured.out, captured.err


def test_list_names_every_release(capsys: pytest.CaptureFixture[str]) -> None:
    code, out, err = said(capsys, "list")

    assert (code, err) == (0, "")
    assert [line.split()[0] for line in out.splitlines()] == [
        "series",
        *(release.series for release in store.releases()),
    ]


def test_list_and_show_speak_json(capsys: pytest.CaptureFixture[str]) -> None:
    _, listed, _ = said(capsys, "list", "--format", "json")
    _, shown, _ = said(capsys, "show", "epoxy", "--format", "json")

    releases = [row["release"] for row in json.loads(listed)]
    assert json.loads(shown)["release"] in releases
    assert [row["series"] for row in releases] == [found.series for found in store.releases()]


def test_show_sums_one_release_up(capsys: pytest.CaptureFixture[str]) -> None:
    code, out, _ = said(capsys, "show", "26")

    assert code == 0
    assert out.splitlines()[:2] == [
        "2024.2 (dalmatian): keystone 26.1.1, first released 2024-10-02",
        "  Python           3.8, 3.9, 3.10, 3.11",
    ]


def test_verify_reads_every_catalog(capsys: pytest.CaptureFixture[str]) -> None:
    code, out, _ = said(capsys, "verify")

    assert code == 0
    assert out.splitlines() == [
        f"{release}: the catalog is what its index lists" for release in store.releases()
    ]


def test_an_unknown_release_is_a_usage_error(capsys: pytest.CaptureFixture[str]) -> None:
    code, out, err = said(capsys, "show", "newton")

    assert (code, out) == (2, "")
    assert err.startswith("kslint: No release is called 'newton'; known are pike, queens, ")


def test_a_build_without_constraints_that_can_be_read_says_so(
    capsys: pytest.CaptureFixture[str],
) -> None:
    code, _, err = said(capsys, "build", "2027.1", "--constraints", "none.txt")

    assert code == 2
    assert err.endswith("kslint: none.txt cannot be read: No such file or directory\n")
