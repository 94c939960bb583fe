"""`kslint catalog bundle`: all that a site without a network needs, in one file."""

import argparse
import os
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

from linter.cli import output
from linter.cli.failure import UsageError
from linter.cli.note_options import NotesWish, add_place_options, place_wish_of
from linter.model.verdict import EXIT_INCOMPLETE, EXIT_OK
from linter.model.visible import visible

if TYPE_CHECKING:
    from linter.notes.bundle import Bundle
    from linter.notes.request import NotesRequest

_EXAMPLES = """\
examples, the first two where there is a network, the others where there is none:
  kslint catalog bundle -o kslint-bundle.zip
  kslint catalog bundle -o epoxy.zip --from 2024.1 --to 2025.1
  kslint catalog verify --bundle epoxy.zip
  kslint notes /etc/keystone --from 2024.1 --to 2025.1 --bundle epoxy.zip
  kslint check /etc/keystone --bundle epoxy.zip --profile approval

exit codes: 0 all is in it, 3 it was written without what stderr names
"""


def configure(actions: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    """Adds the action to those of the verb."""
    parser = actions.add_parser(
        "bundle",
        help="carry catalogs and release notes to where there is no network",
        description="Writes all catalogs at hand and the pages and source archives that "
        "`kslint notes` reads for the same releases into one file, with checksums.",
        epilog=_EXAMPLES,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    parser.add_argument(
        "-o", "--output", type=Path, required=True, metavar="FILE", help="where to put it"
    )
    parser.add_argument(
        "--from",
        dest="source",
        metavar="R",
        help="the deployed release: series, codename or version (default: the oldest known)",
    )
    parser.add_argument(
        "--to",
        dest="target",
        metavar="R",
        help="the release to upgrade to (default: the newest known)",
    )
    parser.add_argument(
        "--offline",
        action="store_true",
        help="fetch nothing: bundle what was fetched before",
    )
    add_place_options(parser)


def run(arguments: argparse.Namespace) -> int:
    """Writes the bundle, and says what could not be had: the exit code is 3 then."""
    from linter.catalog import store  # noqa: PLC0415  the parser alone must stay light
    from linter.cli.fetching import drawn  # noqa: PLC0415
    from linter.notes.bundle import Bundle, CatalogFile  # noqa: PLC0415
    from linter.notes.collecting import collect  # noqa: PLC0415
    from linter.notes.limits import Means, within  # noqa: PLC0415

    path = _writable(arguments.output)
    wish = place_wish_of(arguments)
    request = _request(wish, arguments)
    means = Means(within(wish.timeout))
    with drawn(sys.stderr) as watch:
        collected = collect(request, store.known_of_series, means, watch)
    catalogs = tuple(CatalogFile(series, content) for series, content in store.files())
    bundle = Bundle(collected.copies, catalogs, store.digest(), request.site, request.index)
    lost = [f"{gap.why}; {gap.remedy}" for gap in collected.lost]
    for sentence in (*collected.troubles, *lost):
        output.talk(f"kslint: {sentence}")
    _write(path, bundle)
    if not lost:
        return EXIT_OK
    output.talk(f"kslint: {path} was written without what could not be had")
    return EXIT_INCOMPLETE


def contents(path: Path) -> str:
    """What a bundle holds, one thing a line. Raises UsageError where it cannot be used."""
    from linter.cli.bundled import read  # noqa: PLC0415  keeps the parser light

    bundle, _ = read(path)
    return "".join(f"{line}\n" for line in _lines(path, bundle))


def _lines(path: Path, bundle: "Bundle") -> Iterator[str]:
    yield f"{_summary(path, bundle)}; all is as it was written"
    yield f"release notes from {visible(bundle.site)} and {visible(bundle.index)}"
    if bundle.catalogs:
        yield f"catalogs {visible(bundle.catalogs_digest)}"
        yield f"  of {', '.join(file.series for file in bundle.catalogs)}"
    for copy in bundle.documents:
        yield f"{copy.fetched_at:%Y-%m-%d %H:%M} {len(copy.content):>9}  {visible(copy.address)}"


def _summary(path: Path, bundle: "Bundle") -> str:
    from linter.report.quantities import (  # noqa: PLC0415  keeps the parser light
        bytes_in_words,
        counted,
    )

    catalogs = counted(len(bundle.catalogs), "catalog")
    documents = counted(len(bundle.documents), "document")
    return f"{path}: {catalogs} and {documents}, {bytes_in_words(path.stat().st_size)}"


def _writable(path: Path) -> Path:
    """The same, looked at before much is fetched. Raises UsageError."""
    # A device or a pipe would be replaced by the file.
    if path == Path("-") or (path.exists() and not path.is_file()):
        raise UsageError(f"{path} is no file: name one for the bundle")
    if not os.access(path.parent, os.W_OK | os.X_OK):
        raise UsageError(f"{path} cannot be written: name a file in a folder that can be")
    return path


def _write(path: Path, bundle: "Bundle") -> None:
    from linter.notes.bundle import write_bundle  # noqa: PLC0415  keeps the parser light

    try:
        write_bundle(path, bundle)
    except OSError as error:
        raise UsageError(f"{path} cannot be written: {error.strerror}") from error
    output.put(f"{_summary(path, bundle)}\n")


def _request(wish: NotesWish, arguments: argparse.Namespace) -> "NotesRequest":
    """Whose release notes are wanted. Raises UsageError, UnknownRelease."""
    from linter.catalog import store  # noqa: PLC0415  keeps the parser light
    from linter.cli.notes_request import notes_request  # noqa: PLC0415
    from linter.inference import InferenceError, upgrade_between  # noqa: PLC0415

    ladder = store.releases()
    source = store.release_by_name(arguments.source) if arguments.source else ladder[0]
    target = store.release_by_name(arguments.target) if arguments.target else ladder[-1]
    try:
        upgrade = upgrade_between(source, target, ladder, ("given", "given"))
    except InferenceError as error:
        raise UsageError(str(error)) from error
    return notes_request(wish, upgrade)
