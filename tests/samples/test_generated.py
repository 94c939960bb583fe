"""A release whose samples cannot be made is an error that says which and why."""

import sys
from pathlib import Path

import pytest

from linter.catalog.errors import ProbeFailed
from linter.samples.generated import real_samples

pytestmark = pytest.mark.thorough

PYTHON = Path(sys.executable)


def failure(tree: Path) -> str:
    with pytest.raises(ProbeFailed) as caught:
        real_samples("2026.2", "30.0.0", PYTHON, tree)
    return str(caught.value)


def test_an_archive_without_the_settings_of_the_generator(tmp_path: Path) -> None:
    told = failure(tmp_path)

    assert told.startswith(f"samples.py failed in {PYTHON}: ")
    assert told.endswith(
        f"Failed to find some config files: {tmp_path}/config-generator/keystone.conf"
    )


@pytest.mark.parametrize(
    ("options", "rules", "reason"),
    [
        (
            "keystone.none",
            "none",
            "oslo-config-generator of 2026.2 wrote no option of keystone.none",
        ),
        ("oslo.policy", "none", "oslopolicy-sample-generator of 2026.2 wrote no rule"),
    ],
)
def test_a_generator_that_passes_over_what_it_does_not_find(
    options: str, rules: str, reason: str, tmp_path: Path
) -> None:
    folder = tmp_path / "config-generator"
    folder.mkdir()
    for name, namespace in (("keystone", options), ("keystone-policy-generator", rules)):
        text = f"[DEFAULT]\nnamespace = {namespace}\n"
        (folder / f"{name}.conf").write_text(text, encoding="utf-8")

    assert failure(tmp_path) == reason


def test_a_file_that_is_not_in_utf_8(tmp_path: Path) -> None:
    (tmp_path / "etc").mkdir()
    (tmp_path / "etc" / "logging.conf.sample").write_bytes(b"[loggers]\n# \xff\n")

    assert failure(tmp_path) == (
        "logging.conf.sample of the release is not in UTF-8: "
        "'utf-8' codec can't decode byte 0xff in position 12: invalid start byte"
    )
