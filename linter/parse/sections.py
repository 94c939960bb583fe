"""Files in the grammar of Python's configparser, read with everything's place kept."""

from collections.abc import Callable, Iterator

import msgspec

from linter.model.facts import Flaw, SourceFile
from linter.model.location import Location
from linter.model.sections import Entry, EntrySection, SectionFile
from linter.parse.masking import SecretNames, shown_fragment, shown_line
from linter.parse.template import language_of, literal_lines
from linter.parse.text import decode

_COMMENTS = ("#", ";")
_CONSIDERED = 2000
"""Characters of a line that are looked at for what may be shown of it."""
_MOST_FLAWS = 20
_MOST_LINES = 20_000
"""No file of this kind that a person wrote is as long."""

Folded = Callable[[str], str]
"""What the reader makes of an option's name: its own case, or small letters."""


def read_sections(source: SourceFile, secrets: SecretNames, fold: Folded = str) -> SectionFile:
    """Everything that the file says; never raises.

    The flaws are what configparser refuses a file for; reading goes on behind them.
    """
    text = decode(source.content)
    kept = text.lines[:_MOST_LINES]
    language = language_of(kept)
    lines = literal_lines(kept) if language else kept
    reader = _Reader(source, secrets, fold)
    for problem, at in text.problems:
        reader.refuse(problem, at, text.lines[at - 1])
    for number, line in enumerate(lines, 1):
        reader.take(number, line)
    flaws = () if language else tuple(reader.flaws)
    is_cut = len(text.lines) > _MOST_LINES
    return SectionFile(
        source.node,
        source.path,
        source.sha256,
        flaws,
        tuple(reader.finished()),
        language,
        is_cut,
    )


class _Draft:
    """An entry whose value may go on; its lines are joined at the end, once."""

    def __init__(self, name: str, value: str, at: Location, shown: str) -> None:
        self.name = name
        self.at = at
        self.shown = shown
        self.last = at.line
        self.lines = [value]

    def go_on(self, line: str, number: int) -> None:
        self.lines.append(line)
        self.last = number

    def entry(self) -> Entry:
        at = msgspec.structs.replace(self.at, end_line=self.last)
        return Entry(self.name, "\n".join(self.lines).rstrip(), at, self.shown)


class _Reader:
    """Follows RawConfigParser._read of Python 3, line by line."""

    def __init__(self, source: SourceFile, secrets: SecretNames, fold: Folded) -> None:
        self.source = source
        self.secrets = secrets
        self.fold = fold
        self.flaws: list[Flaw] = []
        self._sections: list[tuple[str, Location, list[_Draft]]] = []
        self._indent = 0
        self._seen: set[tuple[str, str]] = set()

    def take(self, number: int, line: str) -> None:
        """Read one line."""
        content = line.strip()
        drafts = self._sections[-1][2] if self._sections else []
        if content.startswith(_COMMENTS):
            return
        if not content:
            if drafts:
                drafts[-1].lines.append("")
            return
        indent = len(line) - len(line.lstrip())
        if drafts and indent > self._indent:
            drafts[-1].go_on(content, number)
            return
        self._indent = indent
        if content.startswith("[") and "]" in content[2:]:
            self._open(content[1 : content.rindex("]")], number, line)
        elif not self._sections:
            self.refuse("no-section", number, line)
        else:
            self._assign(drafts, number, line)

    def _open(self, name: str, number: int, line: str) -> None:
        if name != "DEFAULT" and (name, "") in self._seen:
            self.refuse("section-twice", number, line)
        self._seen.add((name, ""))
        self._sections.append((name, self._at(number), []))

    def _assign(self, drafts: list[_Draft], number: int, line: str) -> None:
        section = self._sections[-1][0]
        head, delimiter, value = _parted(line.strip())
        name = self.fold(head)
        if not name:
            self.refuse("empty-key" if delimiter else "no-assignment", number, line)
            return
        if (section, name) in self._seen:
            self.refuse("option-twice", number, line)
        self._seen.add((section, name))
        shown = shown_line(section, name, line[:_CONSIDERED], self.secrets)
        drafts.append(_Draft(name, value, self._at(number), shown))

    def refuse(self, kind: str, number: int, line: str) -> None:
        """Add a flaw for which configparser refuses the file, unless there are many already."""
        if len(self.flaws) < _MOST_FLAWS:
            shown = shown_fragment(line[:_CONSIDERED])
            self.flaws.append(Flaw(kind, shown, self._at(number), fatal=True))

    def finished(self) -> Iterator[EntrySection]:
        """The sections that were read."""
        for name, at, drafts in self._sections:
            yield EntrySection(name, at, tuple(draft.entry() for draft in drafts))

    def _at(self, number: int) -> Location:
        return Location(self.source.node, self.source.path, number, number, 1)


def _parted(content: str) -> tuple[str, str, str]:
    """Name, delimiter and value of an assignment; no name where there is no delimiter."""
    ends = [end for end in (content.find("="), content.find(":")) if end >= 0]
    if not ends:
        return "", "", ""
    end = min(ends)
    return content[:end].rstrip(), content[end], content[end + 1 :].strip()
