"""The options that say how logs are read, which mean the same in every verb."""

import argparse
from pathlib import Path

CHECKPOINT = Path(".kslint") / "log-checkpoint.json"
"""Where a checkpoint stands if nothing else is said, below the working folder."""


def add_reading_options(
    parser: argparse.ArgumentParser | argparse._ArgumentGroup,
) -> None:
    """Adds --since-checkpoint, --checkpoint and --jobs."""
    parser.add_argument(
        "--since-checkpoint",
        action="store_true",
        help="count only what was logged since `kslint logs --set-checkpoint`, such as after a fix",
    )
    parser.add_argument(
        "--checkpoint",
        type=Path,
        default=CHECKPOINT,
        metavar="FILE",
        help="where the checkpoint is kept (default: %(default)s)",
    )
    parser.add_argument(
        "--jobs",
        type=_number,
        default=0,
        metavar="N",
        help="read logs by N processes (default: one on each core where that is faster)",
    )


def since(arguments: argparse.Namespace) -> Path | None:
    """The checkpoint to count from, if that is asked for."""
    path: Path = arguments.checkpoint
    return path if arguments.since_checkpoint else None


def _number(word: str) -> int:
    most = 64
    if not word.isascii() or not word.isdigit() or not 1 <= int(word) <= most:
        raise argparse.ArgumentTypeError(f"give a number of processes, 1 to {most}")
    return int(word)
