"""What an upgrade changes as one page that needs nothing but itself."""

from collections.abc import Iterable, Iterator

import msgspec

from linter.difference.options import UnsetOption
from linter.difference.texts import OtherText
from linter.difference.told import Told, ToldDeployment
from linter.report.deployed_lines import FileLines, Line, files_of, split, unset_text
from linter.report.differences_words import (
    WHOSE,
    basis_in_words,
    file_in_words,
    nodes_in_words,
    sum_in_words,
    text_in_words,
)
from linter.report.self_contained import rendered


class _File(msgspec.Struct, frozen=True):
    """A file with the lines of it that are to be shown."""

    path: str
    sentence: str
    lines: tuple[Line, ...]


class _Unset(msgspec.Struct, frozen=True):
    """An option that is left alone, as it stands in a row."""

    section: str
    before: str
    after: str
    rules: tuple[str, ...]


class _Deployment(msgspec.Struct, frozen=True):
    """What stands under the heading of one deployment."""

    anchor: str
    nodes: str
    files: tuple[_File, ...]
    texts: tuple[OtherText, ...]
    defaults: tuple[_Unset, ...]
    new: tuple[_Unset, ...]


def render(found: Told) -> str:
    """The page; whatever a text of it holds is only text."""
    files = [files_of(told) for told in found.deployments]
    deployments = tuple(
        _deployment(number, told, own, shows_all=found.shows_all)
        for number, (told, own) in enumerate(zip(found.deployments, files, strict=True), 1)
    )
    lines = (line for each in deployments for file in each.files for line in file.lines)
    return rendered(
        "differences.html",
        ["style.css", "differences.css"],
        "differences.js",
        filters={"text_in_words": text_in_words},
        found=found,
        deployments=deployments,
        sum=sum_in_words(found, [file for own in files for file in own]),
        sentences=tuple(basis_in_words(found.bases)),
        words=sorted({line.word for line in lines}),
        whose=WHOSE,
    )


def _deployment(
    number: int, told: ToldDeployment, files: Iterable[FileLines], *, shows_all: bool
) -> _Deployment:
    return _Deployment(
        f"files-{number}",
        nodes_in_words(told),
        tuple(
            _File(file.path, file_in_words(file), file.shown(all_of_them=shows_all))
            for file in files
        ),
        told.texts,
        tuple(_unset(told.differences.defaults)),
        tuple(_unset(told.differences.new)),
    )


def _unset(options: Iterable[UnsetOption]) -> Iterator[_Unset]:
    for option in options:
        section, _ = split(option.subject)
        yield _Unset(section, *unset_text(option), option.rules)
