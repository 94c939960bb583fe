"""What becomes of the parts of keystone-paste.ini and of the sections of a logging file."""

import enum
from collections.abc import Iterator

import msgspec

from linter.checks.context import Context
from linter.checks.logging_file import Reading, file_in_force
from linter.checks.paste import paste_in_force
from linter.checks.pipelines import pipelines_of
from linter.checks.values import pinned_value
from linter.difference.said import Said
from linter.engine import evaluate
from linter.model.finding import Finding, Gap
from linter.model.location import Location
from linter.model.passwords import without_passwords
from linter.model.sections import SectionFile
from linter.model.visible import visible
from linter.ruleset import Ruleset

_NOT_READ = "paste/file-not-read"
_UNLOADABLE = "paste/filter-unloadable"
_CLASS_MISSING = "logging/class-missing"
_REFUSED = ("paste/file-refused", "logging/file-refused")
_KINDS = ("logger", "handler", "formatter")


class Part(enum.StrEnum):
    """What the target makes of a part, or of a file as a whole.

    `UNREAD` is what only the source reads, `IGNORED` what neither does. Of a part that is `GONE`
    the target lacks the class or the entry point. Nothing is said of the parts of a file that is
    `REFUSED`.
    """

    KEPT = "kept"
    UNREAD = "unread"
    GONE = "gone"
    REFUSED = "refused"
    IGNORED = "ignored"


class FilePart(msgspec.Struct, frozen=True):
    """A filter, an application or a section as operators write it, "" for the whole file."""

    subject: str
    part: Part
    at: Location
    rules: tuple[str, ...]


class FileParts(msgspec.Struct, frozen=True):
    """The parts of all such files, and what could not be told of them."""

    parts: tuple[FilePart, ...]
    gaps: tuple[Gap, ...]


class _Known(msgspec.Struct, frozen=True):
    """What the rules say: the subjects that are gone, and the files that the target refuses.

    `read_until` is the last series that reads pipelines from a file.
    """

    read_until: str
    gone: frozenset[str]
    refused: frozenset[str]


def file_parts(context: Context, rules: Ruleset, said: Said) -> FileParts:
    """What becomes of every part, as the rules know it that speak of these files."""
    if not context.deployment.pastes and not context.deployment.loggings:
        return FileParts((), ())
    gaps = tuple(_unknown(rules))
    if gaps:
        return FileParts((), gaps)
    known, crashed = _known(context, rules)
    parts = (*_paste(context, said, known), *_logging(context, said, known))
    return FileParts(parts, crashed)


def _unknown(rules: Ruleset) -> Iterator[Gap]:
    for name in (_NOT_READ, _UNLOADABLE, _CLASS_MISSING, *_REFUSED):
        if name not in rules.rules:
            why = "the rule that knows what the target makes of the file is not among the rules"
            yield Gap(f"rule {name}", why, "run with the shipped rules", required=True)


def _known(context: Context, rules: Ruleset) -> tuple[_Known, tuple[Gap, ...]]:
    gaps: list[Gap] = []

    def found(*names: str) -> Iterator[Finding]:
        for name in names:
            findings, crashed = evaluate(rules.rules[name], context)
            gaps.extend(crashed)
            yield from findings

    known = _Known(
        str(rules.rules[_NOT_READ].params["read_until"]),
        frozenset(finding.subject for finding in found(_UNLOADABLE, _CLASS_MISSING)),
        frozenset(finding.at.path for finding in found(*_REFUSED)),
    )
    return known, tuple(gaps)


def _paste(context: Context, said: Said, known: _Known) -> Iterator[FilePart]:
    ladder = context.span.ladder
    was_read = ladder.index(context.source.series) <= ladder.index(known.read_until)
    is_read = context.span.ends_within(last=known.read_until)
    own = paste_in_force(context)
    for file in context.deployment.pastes:
        if file is not own or not was_read:
            yield _whole(file, Part.IGNORED, said)
        elif file.path in known.refused:
            yield _whole(file, Part.REFUSED, said)
        else:
            yield _whole(file, Part.KEPT if is_read else Part.UNREAD, said)
            yield from _pipelines(file, said, known, is_read=is_read)


def _pipelines(
    file: SectionFile, said: Said, known: _Known, *, is_read: bool
) -> Iterator[FilePart]:
    for each in pipelines_of(file).parts:
        subject = visible(without_passwords(each.subject))
        part = Part.GONE if subject in known.gone else Part.KEPT
        rules = said.of([subject], (each.at,))
        yield FilePart(subject, part if is_read else Part.UNREAD, each.at, rules)


def _whole(file: SectionFile, part: Part, said: Said) -> FilePart:
    at = Location(file.node, file.path)
    return FilePart("", part, at, said.of([file.path], (at,)))


def _logging(context: Context, said: Said, known: _Known) -> Iterator[FilePart]:
    own = file_in_force(context)
    if own is None and _is_named_by_template(context):
        # Which file it is shows once the template is rendered: a gap of the configuration.
        return
    for file in context.deployment.loggings:
        if file is not own:
            yield _whole(file, Part.IGNORED, said)
        elif file.path in known.refused:
            yield _whole(file, Part.REFUSED, said)
        else:
            yield _whole(file, Part.KEPT, said)
            yield from _sections(file, said, known)


def _is_named_by_template(context: Context) -> bool:
    entry = context.target.find(("DEFAULT", "log_config_append"))
    setting = pinned_value(context, entry) if entry else None
    return setting is not None and setting.templated


def _sections(file: SectionFile, said: Said, known: _Known) -> Iterator[FilePart]:
    reading = Reading(file)
    for section in file.sections:
        subject = f"[{visible(without_passwords(section.name))}]"
        named = f"{subject} class"
        part = Part.GONE if named in known.gone else Part.KEPT
        if not _is_listed(reading, section.name):
            part = Part.IGNORED
        yield FilePart(subject, part, section.at, said.of([subject, named], (section.at,)))


def _is_listed(reading: Reading, section: str) -> bool:
    """Whether fileConfig takes the section: one of a logger, handler or formatter in a list."""
    if section in {"DEFAULT", *(f"{kind}s" for kind in _KINDS)}:
        return True
    kind, _, name = section.partition("_")
    if kind not in _KINDS:
        return False
    if reading.is_templated(f"{kind}s", "keys"):
        return True
    keys = reading.filled(f"{kind}s", "keys") or ""
    return name in {word.strip() for word in keys.split(",")}
