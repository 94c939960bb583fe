"""`kslint init`: settings and the files of a CI system, written into a repository."""

import argparse
import os
import textwrap
from collections.abc import Iterable, Iterator
from pathlib import Path

from linter.cli import output
from linter.cli.check import add_upgrade_options
from linter.cli.failure import UsageError
from linter.glue.files import GLUE, GlueFile, settings_file
from linter.glue.site import Site
from linter.model.verdict import EXIT_FINDINGS, EXIT_OK
from linter.model.visible import visible

EPILOG = """\
No file that is there is changed. Exit code 1 says that one of them was left as it is, and that what
it lacks is for somebody to add.

examples:
  kslint init --from 2024.1 --to 2025.1
  kslint init --from 2024.1 --to 2025.1 --ci gitlab --ci pre-commit
  kslint init config-repository --ci zuul --path nodes
"""


def configure(verbs: "argparse._SubParsersAction[argparse.ArgumentParser]", summary: str) -> None:
    """Adds the verb to the command line."""
    parser = verbs.add_parser(
        "init",
        help=summary,
        description="Writes kslint.toml into a repository of configuration, and what a CI system "
        "needs to check each change.",
        epilog=EPILOG,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    parser.add_argument(
        "folder", nargs="?", default=".", metavar="DIR", help="the repository (default: here)"
    )
    add_upgrade_options(parser)
    parser.add_argument(
        "--ci",
        action="append",
        choices=tuple(GLUE),
        default=[],
        help="also write the files of a CI system; repeatable",
    )
    parser.add_argument(
        "--path",
        action="append",
        default=[],
        metavar="PATH",
        help="what to check, relative to DIR; repeatable (default: what is found in DIR)",
    )


def run(arguments: argparse.Namespace) -> int:
    """Writes what is not there yet, and says what was written and what to do next."""
    folder = Path(arguments.folder)
    if not os.path.isdir(folder):  # noqa: PTH112  Path raises where permission is missing
        raise UsageError(f"{folder}: no such directory")
    site = _site(arguments, folder)
    files = [] if _has_settings(folder) else [settings_file(site)]
    for name in dict.fromkeys(arguments.ci):
        files += GLUE[name](site, folder)
    left = _written(files, folder)
    for line in _advice(site, left, folder):
        output.talk(line)
    return EXIT_FINDINGS if left else EXIT_OK


def _written(files: Iterable[GlueFile], folder: Path) -> list[GlueFile]:
    """The files that were left as they are; says of each what became of it."""
    from linter.glue.writing import Outcome, WritingError, write  # noqa: PLC0415

    left = []
    for file in files:
        try:
            outcome = write(file, folder)
        except WritingError as error:
            raise UsageError(str(error)) from error
        output.put(visible(f"{outcome} {folder / file.path}") + "\n")
        if outcome is Outcome.LEFT:
            left.append(file)
    return left


def _site(arguments: argparse.Namespace, folder: Path) -> Site:
    # The parser alone must stay light.
    from linter.catalog.errors import CatalogError  # noqa: PLC0415
    from linter.glue.discovery import PathError, inert, paths_of  # noqa: PLC0415
    from linter.inference import InferenceError  # noqa: PLC0415

    try:
        paths = tuple(map(inert, arguments.path)) or paths_of(folder)
        return Site(paths, *_ends(arguments.source, arguments.target))
    except (CatalogError, InferenceError, PathError) as error:
        raise UsageError(str(error)) from error


def _ends(source: str | None, target: str | None) -> tuple[str, str]:
    """The series of both ends of the upgrade, "" where nobody says and nothing follows."""
    from linter.catalog.store import release_by_name, releases  # noqa: PLC0415
    from linter.inference import next_hop, upgrade_between  # noqa: PLC0415

    if source is None:
        return "", release_by_name(target).series if target else ""
    start = release_by_name(source)
    end = release_by_name(target) if target else next_hop(start, releases())
    upgrade = upgrade_between(start, end, releases(), ("", ""))
    return upgrade.source.series, upgrade.target.series


def _has_settings(folder: Path) -> bool:
    """Whether pyproject.toml has them, and no kslint.toml that would hide them."""
    from linter.settings.sources import OWN, SHARED, from_toml  # noqa: PLC0415
    from linter.settings.values import SettingsError  # noqa: PLC0415

    if os.path.lexists(folder / OWN) or not os.path.lexists(folder / SHARED):
        return False
    try:
        found = from_toml((folder / SHARED).read_bytes(), SHARED)
    except SettingsError as error:
        raise UsageError(str(error)) from error
    except OSError as error:
        raise UsageError(f"{folder / SHARED}: cannot be read: {error.strerror}") from error
    if found:
        output.talk(f"kslint: the settings are in {SHARED}; {OWN} would hide them")
    return bool(found)


def _advice(site: Site, left: Iterable[GlueFile], folder: Path) -> Iterator[str]:
    """What remains to be done by hand, and the command to go on with."""
    for file in left:
        if file.addition:
            yield f"add to {file.path}:"
            yield from textwrap.indent(file.addition, "    ").splitlines()
    if not site.paths:
        yield (
            f"kslint: no configuration of keystone was found; {site.checked[0]} stands for it: "
            "give what to check with --path, or change it in the files that were written"
        )
    if not site.source:
        yield "kslint: say in kslint.toml which release is deployed; CI has none to ask"
    yield f"next{'' if folder == Path() else f', in {folder}'}: {site.command}"
