"""The cases of the shipped rules."""

from collections.abc import Iterator

from linter.cases import Case, Told, case_files, folder_of_cases, read_cases, told
from linter.ruleset import shipped_folder

__all__ = ["FOLDER", "Case", "Told", "case_files", "cases", "told"]

FOLDER = folder_of_cases(shipped_folder())


def cases() -> Iterator[tuple[str, Case]]:
    """Every case, after the id of its rule."""
    for rule, path in case_files(FOLDER):
        for case in read_cases(path.read_bytes(), path):
            yield rule, case
