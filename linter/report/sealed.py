"""The digest over a whole report, by which a report that was edited is noticed."""

import json
from hashlib import sha256

import msgspec

FIELD = "seal"


def seal_of(content: bytes) -> str:
    """The SHA-256 of a report in JSON without its seal, fields sorted, without blanks.

    Raises msgspec.MsgspecError, UnicodeDecodeError or RecursionError for no object in JSON.
    """
    fields = msgspec.json.decode(content, type=dict[str, object])
    fields.pop(FIELD, None)
    return sha256(msgspec.json.encode(fields, order="sorted")).hexdigest()


def repeats_a_field(content: bytes) -> bool:
    """Whether an object in JSON has a field twice: one reader takes the first, another the last.

    Raises UnicodeDecodeError or RecursionError, and for no JSON ValueError.
    """
    repeats = False

    def look(pairs: list[tuple[str, object]]) -> None:
        nonlocal repeats
        repeats = repeats or len({name for name, _ in pairs}) < len(pairs)

    # Numbers stay texts: one of very many digits is refused otherwise.
    json.loads(content, object_pairs_hook=look, parse_int=str, parse_float=str)
    return repeats
