"""What is remembered of logs that were read: a file that says how far."""

from pathlib import Path
from typing import Annotated, Final

import msgspec

from linter.logs.files.source import LogError
from linter.model.visible import visible

SCHEMA_VERSION: Final = 1

Count = Annotated[int, msgspec.Meta(ge=0)]


class CheckpointError(LogError):
    """A checkpoint that cannot be read or written; the text names it, the reason and a remedy."""


class Mark(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """How far one file was read, in unpacked bytes.

    It is known again by the digest of its first bytes, whatever it is called or packed by then.
    """

    node: str
    path: str
    sha256: str
    digested: Count
    read: Count


class Checkpoint(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """All files as far as they were read, and the time of the last record on each node."""

    log_checkpoint: Annotated[int, msgspec.Meta(ge=SCHEMA_VERSION, le=SCHEMA_VERSION)]
    files: tuple[Mark, ...]
    nodes: dict[str, str]


NO_CHECKPOINT: Final = Checkpoint(SCHEMA_VERSION, (), {})
"""That of someone who has read nothing yet."""


def read_checkpoint(path: Path) -> Checkpoint:
    """The checkpoint in a file. Raises CheckpointError where there is none."""
    try:
        text = path.read_bytes()
    except FileNotFoundError as error:
        remedy = "set one first, with `kslint logs --set-checkpoint`"
        raise CheckpointError(f"{path}: there is no checkpoint: {remedy}") from error
    except OSError as error:
        raise CheckpointError(f"{path}: cannot be read: {error.strerror}") from error
    try:
        return msgspec.json.decode(text, type=Checkpoint)
    except (msgspec.DecodeError, UnicodeDecodeError) as error:
        why = f"it is no checkpoint that this kslint wrote: {visible(str(error))}"
        raise CheckpointError(f"{path}: {why}; set a new one with --set-checkpoint") from error


def write_checkpoint(path: Path, checkpoint: Checkpoint) -> None:
    """Puts a checkpoint in the place of an earlier one, wholly or not at all."""
    draft = path.with_name(path.name + ".new")
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        draft.write_bytes(msgspec.json.format(msgspec.json.encode(checkpoint), indent=2) + b"\n")
        draft.replace(path)
    except OSError as error:
        raise CheckpointError(f"{path}: cannot be written: {error.strerror}") from error
