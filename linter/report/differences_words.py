"""Sentences about what an upgrade changes, the same on a terminal and on a page."""

from collections.abc import Iterator, Sequence

from linter.difference.texts import OtherText
from linter.difference.told import Basis, Told, ToldDeployment
from linter.model.visible import visible
from linter.report.deployed_lines import FileLines
from linter.report.quantities import counted

WHOSE = {
    "site": "the site's own",
    "release": "changed by the release",
    "both": "changed by both",
    "agreed": "changed by both alike",
}
"""Who changed the source's sample in a hunk."""


def basis_in_words(bases: Sequence[Basis]) -> Iterator[str]:
    """What options and texts are told beside, and how to have more."""
    versions = " and ".join(basis.version for basis in bases)
    yield f"defaults: those of keystone {versions}"
    real = [basis for basis in bases if basis.is_real]
    if real:
        yield f"texts: beside the samples of {' and '.join(each.series for each in real)}"
    missing = sorted({basis.series for basis in bases if not basis.is_real})
    if missing:
        names = " and ".join(missing)
        yield f"no samples of {names}: 'kslint catalog build RELEASE --samples' makes them"


def file_in_words(file: FileLines) -> str:
    """How many lines of a file mean something else, and what the others are."""
    differing = len(file.differing)
    verb = "differs" if differing == 1 else "differ"
    parts = [f"{counted(len(file.lines), 'line')}: {differing or 'none'} {verb}"]
    words = {
        "same": "the same",
        "default": "the target's default",
        "site": "in the site's own groups",
        "unknown": "unknown",
        "own": "the site's own",
        "ignored": "read by neither",
    }
    counts = [f"{file.counted(word)} {said}" for word, said in words.items() if file.counted(word)]
    return "; ".join([*parts, ", ".join(counts)] if counts else parts)


def text_in_words(text: OtherText) -> str:
    """How much of a text is as in the target's sample."""
    places = counted(sum(hunk.deployed != hunk.target for hunk in text.hunks), "place")
    same = counted(text.same, "line")
    return f"beside {visible(text.sample)}: {same} as there, {places} with a difference"


def nodes_in_words(told: ToldDeployment) -> str:
    """The nodes with equal files, "" where only one place was asked for."""
    return visible(", ".join(filter(None, told.nodes)))


def sum_in_words(found: Told, files: Sequence[FileLines]) -> str:
    """All differences in one sentence."""
    lines = sum(len(file.differing) for file in files)
    defaults = sum(len(each.differences.defaults) for each in found.deployments)
    new = sum(len(each.differences.new) for each in found.deployments)
    told = [
        f"{counted(lines, 'line that differs', 'lines that differ')}",
        f"{counted(defaults, 'other default')} under what is left alone",
        f"{counted(new, 'new option')} in groups that are used",
    ]
    return ", ".join(told)
