"""The options that say who read a release note, and why the upgrade can go on."""

import argparse
import datetime as dt
import os
import sys
from typing import TYPE_CHECKING

from linter.cli.failure import UsageError
from linter.model.passwords import without_passwords
from linter.model.visible import visible
from linter.parse.days import day_of

if TYPE_CHECKING:
    from linter.acknowledging.whole_notes import Statement


def add_ack_options(parser: argparse.ArgumentParser) -> None:
    """Adds --ack and --walk, and what is said with them."""
    group = parser.add_argument_group("saying that notes were read")
    ways = group.add_mutually_exclusive_group()
    ways.add_argument(
        "--ack",
        action="append",
        default=[],
        metavar="ID",
        help="write into the file of acknowledgements that the note was read; repeatable",
    )
    ways.add_argument(
        "--walk",
        action="store_true",
        help="show the open notes one by one, and ask about each whether it was read",
    )
    group.add_argument("--by", metavar="NAME", help="who read it")
    group.add_argument("--reason", metavar="TEXT", help="why the upgrade can go on (with --ack)")
    group.add_argument("--ticket", metavar="T", help="where more is said about it")
    group.add_argument(
        "--until",
        metavar="DATE",
        help="the last day on which this counts, such as 2027-01-31 (default: none)",
    )


def is_asked(arguments: argparse.Namespace, today: dt.date) -> bool:
    """Whether --ack or --walk is given.

    Raises UsageError for words about acknowledging that mean nothing, before any note is fetched.
    """
    if not (arguments.ack or arguments.walk):
        for option in ("by", "reason", "ticket", "until"):
            if getattr(arguments, option) is not None:
                raise UsageError(f"--{option} is about notes that were read: name them with --ack")
        return False
    way = "--ack writes" if arguments.ack else "--walk asks"
    if arguments.format or arguments.open or arguments.all:
        raise UsageError(f"{way} and renders no list: leave out --format, --open and --all")
    if arguments.acknowledgements == "-":
        raise UsageError("what was read is written into a file: name one that is not -")
    for id_ in arguments.ack:
        said(id_, "--ack")
    statement_of(arguments, today)
    if arguments.walk and not (sys.stdin.isatty() and sys.stdout.isatty()):
        raise UsageError("--walk needs a terminal to ask at: name the notes with --ack ID")
    return True


def begins_file(arguments: argparse.Namespace) -> bool:
    """Whether the file of acknowledgements that is named is yet to be made."""
    named = arguments.acknowledgements
    return bool((arguments.ack or arguments.walk) and named and not os.path.lexists(named))


def statement_of(arguments: argparse.Namespace, today: dt.date) -> "Statement":
    """What is said of the notes, with `by` and `reason` empty where --walk is to ask for them.

    Raises UsageError for what says nothing.
    """
    from linter.acknowledging.whole_notes import Statement  # noqa: PLC0415  keeps the parser light

    by, reason, ticket, until = (
        getattr(arguments, option) for option in ("by", "reason", "ticket", "until")
    )
    if arguments.ack and by is None:
        name = '--by "$(git config user.name)"'
        raise UsageError(f"--ack needs the name of who read the note, such as {name}")
    if arguments.ack and reason is None:
        raise UsageError("--ack needs --reason TEXT: why the upgrade can go on")
    if arguments.walk and reason is not None:
        raise UsageError("--walk asks for the reason of each note: --reason is for --ack")
    return Statement(
        by="" if by is None else said(by, "--by"),
        reason="" if reason is None else said(reason, "--reason"),
        ticket="" if ticket is None else said(ticket, "--ticket"),
        until=None if until is None else _day(until, today),
    )


def said(text: str, what: str) -> str:
    """The words without blanks around them.

    Raises UsageError where nothing is left, where they hold what nobody sees, or a password.
    """
    words = text.strip()
    if not words:
        raise UsageError(f"{what} is empty")
    if not words.isprintable():
        raise UsageError(f"{what} holds a control or invisible character: {visible(words)}")
    if without_passwords(words) != words:
        raise UsageError(f"{what} holds a password: the file is for others to read")
    return words


def _day(text: str, today: dt.date) -> dt.date:
    day = day_of(text)
    if day is None:
        raise UsageError(f"--until {visible(text)} is no date such as 2027-01-31")
    if day < today:
        raise UsageError(f"--until {day} is over: today is {today}")
    return day
