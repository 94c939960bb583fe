"""The digest over a whole report, by which a report that was edited is noticed."""

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
