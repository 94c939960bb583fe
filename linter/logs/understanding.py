"""What a record means for an upgrade, told by its message."""

import msgspec

from linter.logs.formats.layout import Record
from linter.logs.templates import TEMPLATES, Template
from linter.model.logs import EventKind, Origin
from linter.model.visible import visible


class Meaning(msgspec.Struct, frozen=True):
    """What all records with the same message have in common; fields as in LogEvent."""

    kind: EventKind
    subject: str
    message: str
    logger: str = ""
    level: str = ""
    origin: Origin = Origin.KEYSTONE
    service: str = ""
    since: str = ""
    removal: str = ""
    replacement: str = ""


def meaning_of(record: Record) -> Meaning | None:
    """The meaning of a record, None where it is of no interest for an upgrade."""
    message = record.message.removesuffix("\x1b[00m").rstrip()
    for template in TEMPLATES:
        match = template.pattern.match(message)
        if match:
            return _known(template, match.groupdict(), visible(message), record)
    if "deprecat" in message.lower():
        return Meaning(EventKind.OTHER, record.logger, visible(message), record.logger)
    return None


def _known(
    template: Template, parts: dict[str, str | None], message: str, record: Record
) -> Meaning:
    subject = parts.get("subject") or f"[{parts['group']}] {parts['option']}"
    return Meaning(
        template.kind,
        visible(subject),
        message,
        record.logger,
        record.level,
        since=visible(parts.get("since") or ""),
        removal=visible(parts.get("removal") or ""),
        replacement=visible(parts.get("replacement") or ""),
    )
