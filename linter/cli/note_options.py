"""The options that say where release notes come from, which mean the same in every verb."""

import argparse
from pathlib import Path

import msgspec
from msgspec.structs import replace

from linter.cli.failure import UsageError


class NotesWish(msgspec.Struct, frozen=True):
    """Where release notes are to come from; `is_asked` is whether they are looked at at all."""

    is_asked: bool = False
    offline: bool = False
    bundle: Path | None = None
    site: str = ""
    index: str = ""
    previous: int = 1
    timeout: float = 120


NO_NOTES = NotesWish()


def add_note_options(
    parser: argparse.ArgumentParser | argparse._ArgumentGroup, *, is_usual: bool
) -> None:
    """Adds --online, --offline, --bundle, and what `add_place_options` adds.

    `is_usual` is whether the verb fetches notes if nothing else is said.
    """
    usual = " (default)" if is_usual else ""
    parser.add_argument(
        "--online",
        action="store_true",
        help=f"fetch the release notes of the releases crossed{usual}",
    )
    parser.add_argument(
        "--offline",
        action="store_true",
        help="fetch nothing: read the release notes that were fetched before",
    )
    parser.add_argument(
        "--bundle",
        type=Path,
        metavar="FILE",
        help="read release notes and catalogs from a bundle that `kslint catalog bundle` wrote, "
        "and nothing from anywhere else; its catalogs stand before those at hand",
    )
    add_place_options(parser, first="the bundle's, else ")


def add_place_options(
    parser: argparse.ArgumentParser | argparse._ArgumentGroup, *, first: str = ""
) -> None:
    """Adds --notes-url, --index-url, --previous and --timeout.

    `first` is what stands before the defaults.
    """
    parser.add_argument(
        "--notes-url",
        default="",
        metavar="BASE",
        help="the release notes site, a mirror of it or a file:/// address "
        f"(default: {first}https://docs.openstack.org/releasenotes/keystone/)",
    )
    parser.add_argument(
        "--index-url",
        default="",
        metavar="URL",
        help=f"the package index with the source archives (default: {first}uv's or pip's)",
    )
    parser.add_argument(
        "--previous",
        type=_number,
        metavar="N",
        help="also read the notes of N releases before those crossed (default: 1, the deployed)",
    )
    parser.add_argument(
        "--timeout",
        type=_seconds,
        metavar="SECONDS",
        help="how long fetching one document may take with all its tries "
        f"(default: {NO_NOTES.timeout:g})",
    )


def wish_of(arguments: argparse.Namespace, *, is_usual: bool) -> NotesWish:
    """What the words of a command line ask for.

    Raises UsageError for what excludes each other, and for what says how where nothing is asked.
    """
    if arguments.online and (arguments.offline or arguments.bundle):
        other = "--offline" if arguments.offline else "--bundle"
        raise UsageError(f"--online and {other} exclude each other")
    asked = is_usual or arguments.online or arguments.offline or arguments.bundle is not None
    if not asked:
        _refuse_idle(arguments)
    return replace(place_wish_of(arguments), is_asked=asked, bundle=arguments.bundle)


def place_wish_of(arguments: argparse.Namespace) -> NotesWish:
    """What --offline and the options of `add_place_options` ask for."""
    return NotesWish(
        is_asked=True,
        offline=arguments.offline,
        site=arguments.notes_url,
        index=arguments.index_url,
        previous=NO_NOTES.previous if arguments.previous is None else arguments.previous,
        timeout=NO_NOTES.timeout if arguments.timeout is None else arguments.timeout,
    )


def _refuse_idle(arguments: argparse.Namespace) -> None:
    for option, given in (
        ("--notes-url", arguments.notes_url),
        ("--index-url", arguments.index_url),
        ("--previous", arguments.previous is not None),
        ("--timeout", arguments.timeout is not None),
    ):
        if given:
            raise UsageError(
                f"{option} is about release notes: ask for them with --online, --offline or "
                "--bundle"
            )


def _number(word: str) -> int:
    most = 20
    if not word.isascii() or not word.isdigit() or int(word) > most:
        raise argparse.ArgumentTypeError(f"give a number of releases, 0 to {most}")
    return int(word)


def _seconds(word: str) -> float:
    most = 3600
    try:
        seconds = float(word)
    except ValueError:
        seconds = 0
    if not 0 < seconds <= most:
        raise argparse.ArgumentTypeError(f"give a number of seconds, more than 0, at most {most}")
    return seconds
