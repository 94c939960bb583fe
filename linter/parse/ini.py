"""Configuration files, read with oslo.config's own grammar and with everything's place kept."""

import re
from collections.abc import Iterator
from itertools import chain
from typing import NoReturn

from oslo_config.iniparser import BaseParser, ParseError

from linter.model.facts import ConfigFile, Flaw, Section, Setting, SourceFile
from linter.model.location import Location
from linter.parse.doubts import Doubt, doubts
from linter.parse.masking import SecretNames, shown, shown_line, shown_refused, shown_swallowed
from linter.parse.template import Language, holds_construct, language_of, literal_lines
from linter.parse.text import decode

_COMMENTED = re.compile(r"([A-Za-z]\w*) ?= ?")


def parse_config(source: SourceFile, secrets: SecretNames) -> ConfigFile:
    """Everything that a configuration file says, and every flaw of its text; never raises.

    Where oslo.config stops at a fatal flaw, the line is mended or left out and reading goes on.
    """
    text = decode(source.content)
    reader = _Reader(source, text.lines, secrets)
    for problem, line in text.problems:
        reader.refuse(problem, line)
    reader.read()
    return ConfigFile(
        node=source.node,
        path=source.path,
        sha256=source.sha256,
        settings=tuple(reader.settings),
        sections=tuple(reader.sections),
        flaws=tuple(sorted(reader.flaws, key=lambda flaw: flaw.at)),
        template=reader.language,
        commented=tuple(reader.commented),
        mode=source.mode,
    )


class _RefusedError(ParseError):
    """A line that oslo.config refuses; `kind` is that of the flaw."""

    def __init__(self, kind: str, lineno: int, line: str) -> None:
        super().__init__(kind, lineno, line)
        self.kind = kind


def _dedented(line: str, rest: Iterator[str]) -> list[str]:
    """A run of indented lines without their indent, and the line that ends it."""
    lines = [line.lstrip()]
    for following in rest:
        lines.append(following.lstrip() if following.startswith((" ", "\t")) else following)
        if lines[-1] is following:
            break
    return lines


class _Reader(BaseParser):
    def __init__(self, source: SourceFile, lines: list[str], secrets: SecretNames) -> None:
        self.source = source
        self.lines = lines
        self.secrets = secrets
        self.language: Language = language_of(lines)
        self.section = ""
        self.settings: list[Setting] = []
        self.sections: list[Section] = []
        self.flaws: list[Flaw] = []
        self.commented: list[tuple[str, str]] = []

    def read(self) -> None:
        """Parse to the end, mending what can be mended."""
        lines = literal_lines(self.lines) if self.language else self.lines
        # The empty line at the end hands on the last assignment, always one line after its end.
        pending = chain(lines, [""])
        while True:
            try:
                self.parse(pending)
            except _RefusedError as refusal:
                # Whether a template's text is refused is known once it is rendered.
                if not self.language:
                    self.refuse(refusal.kind, refusal.lineno)
                pending = chain(self._mended(refusal, pending), pending)
            else:
                return

    def _mended(self, refusal: _RefusedError, rest: Iterator[str]) -> list[str]:
        """The refused line to be read again as it was meant, with those that share its fault."""
        mended: list[str] = []
        if refusal.kind == "unexpected-continuation":
            mended = _dedented(refusal.line, rest)
        elif refusal.kind in {"section-unclosed", "text-after-section"}:
            name = refusal.line[1:].partition("]")[0].strip()
            mended = [f"[{name}]"] if name else []
        if mended:
            self.lineno -= 1
        return mended

    def new_section(self, section: str) -> None:
        """Start a section."""
        self.section = section
        if not (self.language and holds_construct(section)):
            self.sections.append(Section(section, self._at(self.lineno, self.lineno)))

    def comment(self, comment: str) -> None:
        """Keep the name of an assignment that is commented out, as samples have them."""
        found = _COMMENTED.match(comment)
        if found:
            self.commented.append((self.section, found[1]))

    def assignment(self, key: str, value: list[str]) -> None:
        """Keep an assignment, which ended with the line before the current one."""
        first, last = self.lineno - len(value), self.lineno - 1
        if not self.section:
            if not self.language:
                self.refuse("no-section", first)
            return
        joined = "\n".join(value)
        line_text = shown_line(self.section, key, self.lines[first - 1], self.secrets)
        self.settings.append(
            Setting(
                group=self.section,
                name=key,
                value=joined,
                shown=shown(self.section, key, joined, self.secrets),
                at=self._at(first, last),
                line_text=line_text,
                templated=bool(self.language) and holds_construct(self.section + key + joined),
            )
        )
        for doubt in doubts(value, first):
            self._doubt(key, doubt, line_text if doubt.line == first else "")

    def refuse(self, kind: str, line: int) -> None:
        """Add a flaw for which oslo.config refuses the file."""
        source = self.lines[line - 1]
        text = shown_refused(self.section, source, self.secrets)
        at = self._at(line, line, len(source) - len(source.lstrip()) + 1)
        self.flaws.append(Flaw(kind, text, at, fatal=True))

    def _doubt(self, key: str, doubt: Doubt, text: str) -> None:
        line = self.lines[doubt.line - 1]
        if not text:
            text = shown_swallowed(self.section, key, line, self.secrets)
        at = self._at(doubt.line, doubt.line, doubt.column(line))
        name = doubt.name or key
        self.flaws.append(Flaw(doubt.kind, text, at, fatal=False, group=self.section, name=name))

    def _at(self, first: int, last: int, column: int = 1) -> Location:
        return Location(self.source.node, self.source.path, first, last, column)

    def error_invalid_assignment(self, line: str) -> NoReturn:
        """Refuse a line without `=` and `:`."""
        raise _RefusedError("no-assignment", self.lineno, line)

    def error_empty_key(self, line: str) -> NoReturn:
        """Refuse a line that starts with its delimiter."""
        raise _RefusedError("empty-key", self.lineno, line)

    def error_unexpected_continuation(self, line: str) -> NoReturn:
        """Refuse an indented line with nothing to continue."""
        raise _RefusedError("unexpected-continuation", self.lineno, line)

    def error_no_section_end_bracket(self, line: str) -> NoReturn:
        """Refuse a section header that does not end with its bracket."""
        kind = "text-after-section" if "]" in line else "section-unclosed"
        raise _RefusedError(kind, self.lineno, line)

    def error_no_section_name(self, line: str) -> NoReturn:
        """Refuse `[]`."""
        raise _RefusedError("section-unnamed", self.lineno, line)
