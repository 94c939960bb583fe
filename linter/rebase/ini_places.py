"""Where in a configuration file a line belongs: an option's comments, the end of a section."""

import re
from collections.abc import Iterator, Sequence

import msgspec

from linter.catalog.entries import Name, normalised, normalised_name
from linter.model.facts import ConfigFile, Section, Setting, SourceFile
from linter.parse.ini import parse_config
from linter.parse.template import holds_construct
from linter.rebase.ini_lines import Document, Splice, document

_ASSIGNMENT = re.compile(r"[#;]+[ \t]?([\w.-]+)[ \t]*[=:]")
_CONTINUATION = re.compile(r"[#;]+(?:\t|  )")


class Page(msgspec.Struct, frozen=True):
    """A file twice: its lines, and what oslo.config reads from them."""

    document: Document
    file: ConfigFile

    def settings(self, name: Name) -> tuple[Setting, ...]:
        """The assignments of this name, in order."""
        sought = normalised_name(name)
        return tuple(it for it in self.file.settings if name_of(it) == sought)

    def lines(self, setting: Setting) -> tuple[str, ...]:
        """The lines of an assignment."""
        span = range(setting.at.line, setting.at.end_line + 1)
        return tuple(self.document.text(number) for number in span)


def page(content: bytes) -> Page:
    """A file as it is to be edited."""
    # What may be shown of a value is of no use here: nothing of one is.
    source = SourceFile("", "", content, "")
    return Page(document(content), parse_config(source, frozenset()))


def name_of(setting: Setting) -> Name:
    """The name that a setting goes by."""
    return normalised(setting.group), setting.name


def first_comment(page: Page, setting: Setting) -> int:
    """The first line of the comments that stand directly above a setting; its own without any.

    A commented assignment of another option ends them: what stands above it is about that one.
    """
    first = setting.at.line
    while first > 1 and _is_comment(text := page.document.text(first - 1)):
        other = _ASSIGNMENT.match(text)
        if other and other[1] != setting.name:
            return _behind(page, first, setting.at.line)
        first -= 1
    return first


def _is_comment(line: str) -> bool:
    return line.startswith(("#", ";")) and not holds_construct(line)


def _behind(page: Page, first: int, last: int) -> int:
    """The line behind those that continue a commented assignment."""
    while first < last and _CONTINUATION.match(page.document.text(first)):
        first += 1
    return first


def added(page: Page, group: str, texts: tuple[str, ...], order: Sequence[str]) -> Splice:
    """The lines put behind what the last section of this group sets, a new section if need be.

    A new section stands behind the nearest one that comes before it in `order`, else at the end.
    """
    last = _last_section(page, group)
    if last is not None:
        set_there = [it.at.end_line for it in _within(page, last)]
        line = max(set_there, default=0) or _end(page, last)
        return Splice(line + 1, line, texts)
    before = _predecessor(page, group, order)
    line = _end(page, before) if before else len(page.document.lines)
    above = _gap(page, line)
    return Splice(line + 1, line, (*above, f"[{group}]", *texts, *_gap(page, line + 1)))


def _gap(page: Page, line: int) -> tuple[str, ...]:
    """A blank line where a new section would touch this one."""
    exists = 0 < line <= len(page.document.lines)
    return ("",) if exists and page.document.text(line).strip() else ()


def _last_section(page: Page, group: str) -> Section | None:
    sought = normalised(group)
    found = (it for it in reversed(page.file.sections) if normalised(it.name) == sought)
    return next(found, None)


def _predecessor(page: Page, group: str, order: Sequence[str]) -> Section | None:
    known = [normalised(each) for each in order]
    if normalised(group) not in known:
        return None
    earlier = reversed(known[: known.index(normalised(group))])
    return next((it for each in earlier if (it := _last_section(page, each))), None)


def _next_header(page: Page, section: Section) -> int:
    """The line of the next header, one behind the last line where there is none."""
    lines = (it.at.line for it in page.file.sections if it.at.line > section.at.line)
    return next(lines, len(page.document.lines) + 1)


def _within(page: Page, section: Section) -> Iterator[Setting]:
    end = _next_header(page, section)
    return (it for it in page.file.settings if section.at.line < it.at.line < end)


def _end(page: Page, section: Section) -> int:
    """The last line of a section, without blank lines and the next header's comments."""
    set_there = (it.at.end_line for it in _within(page, section))
    floor = max(set_there, default=section.at.line)
    end = _next_header(page, section)
    line = end - 1
    if end <= len(page.document.lines):
        while line > floor and page.document.text(line).startswith(("#", ";")):
            line -= 1
        if page.document.text(line).strip():
            line = end - 1
    while line > floor and not page.document.text(line).strip():
        line -= 1
    return line


def empty_headers(page: Page, group: str) -> tuple[tuple[Section, int], ...]:
    """The sections of a group that hold nothing, each with its last line, which is blank if any."""
    found = []
    for section in page.file.sections:
        last = _next_header(page, section) - 1
        inside = range(section.at.line + 1, last + 1)
        is_empty = not any(page.document.text(number).strip() for number in inside)
        if normalised(section.name) == normalised(group) and is_empty:
            found.append((section, last))
    return tuple(found)


def takes_new_lines(page: Page) -> bool:
    """Whether it is certain in which section a new line would stand.

    In a template that is so where every construct is a part of a value, or a variable in a comment.
    """
    if not page.file.template:
        return True
    values = {
        number
        for setting in page.file.settings
        for number in range(setting.at.line, setting.at.end_line + 1)
    }
    return page.file.template == "jinja" and not any(
        number not in values and _is_control(line.text)
        for number, line in enumerate(page.document.lines, 1)
    )


def _is_control(line: str) -> bool:
    is_variable = line.startswith(("#", ";")) and "{%" not in line and "<%" not in line
    return holds_construct(line) and not is_variable
