"""What a triage rests on: a reason in words and what was seen."""

import msgspec

from linter.model.finding import Witness


class Ground(msgspec.Struct, frozen=True):
    """A reason, without a capital and a full stop; `is_deployed` says that a file or a log has it.

    Else it is only what releases do by themselves.
    """

    reason: str
    witness: Witness
    is_deployed: bool = True
