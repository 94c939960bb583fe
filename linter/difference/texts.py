"""Tells files of which no option is told as text, beside the samples of both releases."""

from collections.abc import Callable, Iterator, Sequence
from pathlib import PurePosixPath

import msgspec

from linter.difference.hunks import Hunk, TextLine, hunks
from linter.difference.said import spoken
from linter.model.facts import FileKind, SourceFile
from linter.model.finding import Gap
from linter.model.location import Location
from linter.model.sections import EntrySection, SectionFile
from linter.parse.deployment import Deployment
from linter.parse.logging_conf import parse_logging
from linter.parse.masking import SecretNames, visible, without_credentials
from linter.parse.paste import parse_paste
from linter.parse.text import decode
from linter.samples.files import LOGGING, PASTE, Samples, files_in

_MOST_LINES = 4000
"""Comparing longer texts line by line takes too long, and no sample is as long."""
_PARSERS: dict[str, Callable[[SourceFile, SecretNames], SectionFile]] = {
    LOGGING: parse_logging,
    PASTE: parse_paste,
}


class OtherText(msgspec.Struct, frozen=True):
    """A file told as text beside the `sample` of that name.

    Of a file with sections only what counts is told: headers and assignments. `hunks` are where the
    texts differ, `same` is the number of deployed lines that the target's sample has too. Without
    `has_source` the sample of the source is not known or not there, and nobody can say who changed
    a line. Everything is safe to print.
    """

    path: str
    sample: str
    hunks: tuple[Hunk, ...]
    same: int
    has_source: bool


class Texts(msgspec.Struct, frozen=True):
    """The files that a release brings a sample of, and what could not be told of them."""

    texts: tuple[OtherText, ...]
    gaps: tuple[Gap, ...]


class _Beside(msgspec.Struct, frozen=True):
    """The samples of both ends with the names under which secrets are set."""

    source: Samples
    target: Samples
    secrets: SecretNames

    def texts_of(self, name: str) -> tuple[str | None, str | None]:
        """Both samples of that name, None where there is none or it is not known."""
        return _text_of(self.source, name), _text_of(self.target, name)


def texts_of(
    deployment: Deployment, source: Samples, target: Samples, secrets: SecretNames
) -> Texts:
    """Every deployed file that the target brings a sample of, but those told by option or rule."""
    beside = _Beside(source, target, secrets)
    texts: list[OtherText] = []
    gaps: list[Gap] = []
    for other in deployment.others:
        name = _sample_of(other.path, other.kind)
        if not name or other.source is None or _is_template(deployment, other.path):
            continue
        told = _told(other.source, name, beside)
        if isinstance(told, OtherText):
            texts.append(told)
        elif told is not None:
            gaps.append(told)
    return Texts(tuple(texts), tuple(gaps))


def _sample_of(path: str, kind: FileKind) -> str:
    match kind:
        case FileKind.LOGGING:
            return LOGGING
        case FileKind.PASTE:
            return PASTE
        case FileKind.UNKNOWN | FileKind.TEMPLATE:
            return PurePosixPath(path).name
        case _:
            return ""


def _is_template(deployment: Deployment, path: str) -> bool:
    """Whether the file must be rendered first, which is a gap of its own."""
    files = (*deployment.loggings, *deployment.pastes)
    return any(file.path == path and file.is_partial for file in files)


def _told(file: SourceFile, name: str, beside: _Beside) -> OtherText | Gap | None:
    source, target = beside.texts_of(name)
    at = Location(file.node, file.path)
    if target is None:
        if name not in beside.target.unknown:
            return None
        series = beside.target.series
        why = f"the text of the sample of {series} is not known, so it was not told beside it"
        return Gap(
            file.path, why, f"run 'kslint catalog build {series} --samples'", required=False, at=at
        )
    known = frozenset(line.text for text in (source, target) for line in _lines(text, name, beside))
    deployed = _deployed(file, name, beside, known)
    after = _lines(target, name, beside)
    before = after if source is None else _lines(source, name, beside)
    if max(map(len, (before, deployed, after))) > _MOST_LINES:
        why = f"it has more than {_MOST_LINES} lines that count"
        return Gap(file.path, why, "compare it with diff(1)", required=False, at=at)
    found = tuple(hunks(before, deployed, after))
    differing = sum(len(hunk.deployed) for hunk in found if hunk.deployed != hunk.target)
    same = len(deployed) - differing
    return OtherText(spoken(file.path), name, found, same, source is not None)


def _text_of(samples: Samples, name: str) -> str | None:
    return next((file.text for file in files_in(samples) if file.name == name), None)


def _lines(text: str | None, name: str, beside: _Beside) -> tuple[TextLine, ...]:
    """The lines of a sample, in which nothing is secret."""
    content = (text or "").encode()
    file = SourceFile("", name, content, "")
    return tuple(TextLine(line, visible(line)) for line, _ in _counting(file, name, beside.secrets))


def _deployed(
    file: SourceFile, name: str, beside: _Beside, known: frozenset[str]
) -> tuple[TextLine, ...]:
    """The deployed lines: those of a sample as they are, others without what may be secret."""
    found = _counting(file, name, beside.secrets)
    return tuple(TextLine(line, visible(line) if line in known else safe) for line, safe in found)


def _counting(file: SourceFile, name: str, secrets: SecretNames) -> Iterator[tuple[str, str]]:
    """The lines that count, each with the form in which it is safe to print."""
    if name in _PARSERS:
        for section in _PARSERS[name](file, secrets).sections:
            yield from _entries(section)
        return
    lines: Sequence[str] = decode(file.content).lines
    for line in lines[: len(lines) - (not lines[-1])]:
        yield line, visible(without_credentials(line))


def _entries(section: EntrySection) -> Iterator[tuple[str, str]]:
    header = f"[{section.name}]"
    yield header, spoken(header)
    for entry in section.entries:
        value = " ".join(entry.value.split())
        yield f"{entry.name} = {value}", entry.line_text.strip()
