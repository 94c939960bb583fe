"""Catalogs are what their releases say: built anew from the package index, nothing differs."""

import os
from pathlib import Path

import pytest

from linter.catalog.errors import InterpreterMissing
from linter.catalog.interpreter import find_interpreter
from linter.catalog.store import load
from linter.cli.main import main

CACHE = Path(os.environ.get("KSLINT_TEST_CACHE", Path(__file__).parents[2] / ".cache"))


@pytest.mark.release
@pytest.mark.parametrize("series", ["2025.1", "train"])
def test_a_rebuilt_catalog_has_no_difference(
    series: str, capsys: pytest.CaptureFixture[str]
) -> None:
    try:
        find_interpreter(load(series).built_with.python)
    except InterpreterMissing as error:
        pytest.skip(f"{series} needs Python {error.version}; get it with: {error.command}")
    words = ["catalog", "verify", "--rebuild", series, "--cache", str(CACHE / "releases")]

    code = main(words)

    assert (capsys.readouterr().out.rpartition(", ")[2], code) == ("no difference\n", 0)
