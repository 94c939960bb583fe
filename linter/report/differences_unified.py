"""What an upgrade changes as a unified diff of the lines that mean something.

Secrets are masked and the target's side is what the lines should say, so nothing can apply it.
"""

from collections.abc import Iterator, Sequence

from linter.difference.texts import OtherText
from linter.difference.told import Told, ToldDeployment
from linter.model.finding import Gap
from linter.report.console import place
from linter.report.deployed_lines import FileLines, Line, files_of, split, unset_text
from linter.report.differences_words import file_in_words, nodes_in_words, text_in_words
from linter.report.phrases import line as on_one_line


def render(found: Told) -> str:
    """The whole answer; what stands in no file is told in lines that begin with `#`."""
    return "".join(f"{line}\n" for line in _lines(found))


def _lines(found: Told) -> Iterator[str]:
    ends = found.upgrade.source.series, found.upgrade.target.series
    yield f"# What keystone {ends[1]} makes of the configuration of {ends[0]}, by meaning."
    yield "# Secrets are masked: this is to be read, not for 'git apply'. A patch that applies:"
    yield "# kslint prepare PATH -o DIR --patch FILE"
    for told in found.deployments:
        yield from _deployment(told, ends, shows_all=found.shows_all)
    for gap in found.gaps:
        yield f"# {_gap(gap)}"


def _deployment(told: ToldDeployment, ends: tuple[str, str], *, shows_all: bool) -> Iterator[str]:
    nodes = nodes_in_words(told)
    if nodes:
        yield f"# on {nodes}"
    for file in files_of(told):
        yield f"# {file.path}: {file_in_words(file)}"
        lines = file.shown(all_of_them=shows_all)
        hunks = [*_hunks(lines), *_moved(file)]
        if hunks:
            yield from _titles(file.path, ends)
            yield from hunks
    for text in told.texts:
        yield f"# {text.path}: {text_in_words(text)}"
        hunks = list(_text(text))
        if hunks:
            yield from _titles(text.path, ends)
            yield from hunks
    for title, options in (
        ("left alone, and another default", told.differences.defaults),
        ("new in groups that are used", told.differences.new),
    ):
        for option in options:
            before, after = unset_text(option)
            section, _ = split(option.subject)
            change = f"{before} -> {after or 'gone'}" if before else after
            yield f"# {title}: {section} {change}"


def _titles(path: str, ends: tuple[str, str]) -> Iterator[str]:
    yield f"--- {path}\t{ends[0]}"
    yield f"+++ {path}\t{ends[1]}"


def _hunks(lines: Sequence[Line]) -> Iterator[str]:
    """A hunk for each line, numbered as it stands in the file; the other side shifts."""
    shift = 0
    for line in lines:
        number = line.at.line
        stays = line.target if line.heading in {"", line.section} else ""
        if stays == line.deployed:
            yield from _hunk(number, number + shift, _with(line), [f" {stays}"])
            continue
        body = [f"-{line.deployed}", *([f"+{stays}"] if stays else [])]
        yield from _hunk(number, number + shift, _with(line), body)
        shift += 0 if stays else -1


def _with(line: Line) -> str:
    """The section of a line, and in short what becomes of it."""
    rules = f" ({', '.join(line.rules)})" if line.rules else ""
    said = f": {line.said}" if line.said else ""
    return f"{line.section} {line.word}{said}{rules}".strip()


def _moved(file: FileLines) -> Iterator[str]:
    """What goes to another section, at the end of the file: oslo.config joins equal sections."""
    last = max(line.at.line for line in file.lines)
    for line in file.differing:
        if line.target and line.heading not in {"", line.section}:
            yield from _hunk(last, last, "", [f"+{line.heading}", f"+{line.target}"])


def _hunk(number: int, other: int, said: str, body: Sequence[str]) -> Iterator[str]:
    was = sum(not line.startswith("+") for line in body)
    will_be = sum(not line.startswith("-") for line in body)
    yield f"@@ -{number},{was} +{max(other, 0)},{will_be} @@ {said}".rstrip()
    yield from body


def _text(text: OtherText) -> Iterator[str]:
    shift = 0
    for hunk in text.hunks:
        if hunk.deployed != hunk.target:
            body = [*(f"-{line}" for line in hunk.deployed), *(f"+{line}" for line in hunk.target)]
            yield from _hunk(hunk.line, hunk.line + shift, "", body)
            shift += len(hunk.target) - len(hunk.deployed)


def _gap(gap: Gap) -> str:
    required = " (required)" if gap.required else ""
    at = f" at {place(gap.at)}" if gap.at and str(gap.at) != gap.what else ""
    return on_one_line(f"not looked at: {gap.what}{at}{required}: {gap.why}; {gap.remedy}")
