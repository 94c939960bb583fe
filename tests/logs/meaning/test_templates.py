"""Every message that is known is understood as the releases write it."""

from pathlib import Path
from typing import Any

import msgspec
import pytest
import yaml

from linter.logs.formats.layout import Record
from linter.logs.known.template import ANY_CASE, Template
from linter.logs.known.templates import LITERALS, TEMPLATES
from linter.logs.meaning.understanding import Meaning, meaning_of
from linter.model.logs import EventKind

TABLE = Path(__file__).parents[2] / "fixtures" / "logs" / "messages.yaml"


class Message(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A message as logged, and all that is to be understood of it."""

    source: str = msgspec.field(name="from")
    logged: str
    kind: EventKind
    subject: str
    message: str = ""
    logger: str = ""
    program: str = ""
    level: str = "WARNING"
    origin: str = "keystone"
    service: str = ""
    since: str = ""
    removal: str = ""
    replacement: str = ""

    @property
    def record(self) -> Record:
        return Record(self.logged, "", self.level, self.logger, self.program)

    @property
    def meaning(self) -> Meaning:
        names = {*Meaning.__struct_fields__} - {"message"}
        fields: dict[str, Any] = {name: getattr(self, name) for name in names}
        return msgspec.convert(fields | {"message": self.message or self.logged}, Meaning)


MESSAGES = msgspec.convert(yaml.safe_load(TABLE.read_text("utf-8")), list[Message])


@pytest.mark.parametrize("message", MESSAGES, ids=lambda message: message.source)
def test_a_message_is_understood(message: Message) -> None:
    assert meaning_of(message.record) == message.meaning


@pytest.mark.parametrize("message", MESSAGES, ids=lambda message: message.source)
def test_a_message_is_found_in_the_bytes_of_a_log(message: Message) -> None:
    line = f"{message.level} {message.logged}".encode()
    assert ANY_CASE in line.lower() or any(literal in line for literal in LITERALS)


@pytest.mark.parametrize("message", MESSAGES, ids=lambda message: message.source)
def test_a_message_says_the_same_when_it_is_read_again(message: Message) -> None:
    meaning = message.meaning
    logger = "" if message.logger == "py.warnings" else message.logger
    again = meaning_of(Record(meaning.message, "", message.level, logger, message.program))
    assert again is None or again.message == meaning.message


def test_every_template_has_a_message() -> None:
    texts = [message.logged for message in MESSAGES]
    unused = {_named(template) for template in TEMPLATES} - {
        _named(template)
        for template in TEMPLATES
        if any(template.pattern.search(" ".join(text.split())) for text in texts)
    }
    assert unused == set()


def test_a_literal_is_never_cut_by_quotes_that_a_format_escapes() -> None:
    assert [literal for literal in LITERALS if set(literal) & set(b"\"'\\\n")] == []


def _named(template: Template) -> tuple[str, str, str]:
    return template.kind, template.words, template.subject
