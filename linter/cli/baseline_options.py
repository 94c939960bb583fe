"""The options of a gate that stops for new findings only."""

import argparse
from collections.abc import Collection, Iterable
from pathlib import Path
from typing import TYPE_CHECKING

from linter.cli import output
from linter.cli.failure import UsageError
from linter.cli.formats import place

if TYPE_CHECKING:
    from linter.model.report import Report


def add_baseline_options(parser: argparse.ArgumentParser) -> None:
    """Adds --baseline and --write-baseline."""
    group = parser.add_argument_group("a gate for new findings")
    group.add_argument(
        "--baseline",
        metavar="FILE",
        help="what was there when the gate was set up: only what is new or graver stays open; "
        "not with the profile approval",
    )
    group.add_argument(
        "--write-baseline",
        metavar="FILE",
        help="write what is open now as a baseline; the exit code stays that of the verdict",
    )


def baseline_of(
    arguments: argparse.Namespace, settings: Collection[str], profile: str
) -> Path | None:
    """The baseline that counts; `settings` are those options that settings filled in.

    One that settings name is left alone where it has no use. Raises UsageError for one that is
    named beside what it has no use for.
    """
    if arguments.baseline is None:
        return None
    useless = ""
    if arguments.write_baseline is not None:
        useless = "--write-baseline writes whatever is open now: leave out --baseline"
    elif profile == "approval":
        useless = (
            "--baseline is for the profile gate: nobody approves of a finding because it was there "
            "before; leave it out, and waive what somebody answers for"
        )
    if useless and "baseline" not in settings:
        raise UsageError(useless)
    return None if useless else Path(arguments.baseline)


def require_room(arguments: argparse.Namespace, files: Iterable[str]) -> None:
    """Makes the folder of the baseline that is to be written.

    Raises UsageError where that cannot be, or the baseline would go to the place of a format.
    """
    if arguments.write_baseline and place(arguments.write_baseline) in set(map(place, files)):
        raise UsageError(
            f"a format and --write-baseline both go to {arguments.write_baseline}: give each a "
            "file of its own"
        )
    if arguments.write_baseline not in {None, "-"}:
        _make_room(Path(arguments.write_baseline))


def put_baseline(arguments: argparse.Namespace, report: "Report") -> None:
    """Writes what a report found as a baseline, where that is asked for."""
    if arguments.write_baseline is None:
        return
    # Nobody pays for it who writes none.
    from linter.baseline import write_baseline  # noqa: PLC0415

    output.put(write_baseline(report), arguments.write_baseline)


def _make_room(path: Path) -> None:
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise UsageError(f"{path.parent}: cannot be made: {error.strerror}") from error
