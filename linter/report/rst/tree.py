"""What the text of a release note is made of once its markup is read."""

import enum

import msgspec


class Mark(enum.Enum):
    """How a span stands out from the text around it."""

    PLAIN = enum.auto()
    EMPHASIS = enum.auto()
    STRONG = enum.auto()
    LITERAL = enum.auto()


class Span(msgspec.Struct, frozen=True):
    """A piece of a line of printable text; `address` is empty or an http(s) URL in ASCII."""

    text: str
    mark: Mark = Mark.PLAIN
    address: str = ""


class Paragraph(msgspec.Struct, frozen=True):
    """Running text."""

    spans: tuple[Span, ...]


class Code(msgspec.Struct, frozen=True):
    """Lines that are shown as they are; `language` is a word, or empty."""

    text: str
    language: str = ""


class Items(msgspec.Struct, frozen=True):
    """A list; `first` is the number of its first item, or none where items have no numbers."""

    items: "tuple[tuple[Block, ...], ...]"
    first: int | None = None


class Entry(msgspec.Struct, frozen=True):
    """A term and what is said of it."""

    term: tuple[Span, ...]
    blocks: "tuple[Block, ...]"


class Definitions(msgspec.Struct, frozen=True):
    """A list of terms with their definitions."""

    entries: tuple[Entry, ...]


class Boxed(msgspec.Struct, frozen=True):
    """What stands apart: a quotation, or, where there is a title, a note or a warning."""

    blocks: "tuple[Block, ...]"
    title: str = ""


class Table(msgspec.Struct, frozen=True):
    """Rows of equally many cells; the first `heads` of them are headings."""

    rows: tuple[tuple[tuple[Span, ...], ...], ...]
    heads: int = 0


Block = Paragraph | Code | Items | Definitions | Boxed | Table
