"""What a running deployment says of itself when it is asked."""

import msgspec


class Live(msgspec.Struct, frozen=True):
    """Everything that was asked for; the fields of what was not are None."""
