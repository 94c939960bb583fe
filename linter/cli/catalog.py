"""`kslint catalog`: lists, shows, builds, verifies and carries what is known of each release."""

import argparse
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

from linter.cli import bundling, output
from linter.cli.failure import UsageError
from linter.model.verdict import EXIT_OK

if TYPE_CHECKING:
    from linter.catalog.build import Order
    from linter.catalog.entries import Catalog

_DIFFERENT = 1
_EXAMPLES = """\
examples:
  kslint catalog list
  kslint catalog show 2025.1 --format json
  kslint catalog build 2027.1 --constraints upper-constraints.txt --codename indri
  kslint catalog build 2025.1 --samples
  kslint catalog verify --rebuild train
  kslint catalog bundle -o kslint-bundle.zip
  kslint catalog verify --bundle kslint-bundle.zip
"""


def configure(verbs: "argparse._SubParsersAction[argparse.ArgumentParser]", summary: str) -> None:
    """Adds the verb to the command line."""
    parser = verbs.add_parser(
        "catalog",
        help=summary,
        description="What is known of each release, as read from the real release.",
        epilog=_EXAMPLES,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    actions = parser.add_subparsers(dest="action", metavar="ACTION", required=True)
    listing = actions.add_parser("list", help="the releases with a catalog")
    showing = actions.add_parser("show", help="what one catalog holds")
    showing.add_argument("release", help="a series, codename or version: 2025.1, epoxy, 27")
    for each in (listing, showing):
        each.add_argument("--format", choices=("text", "json"), default="text")
    _configure_build(actions.add_parser("build", help="make a catalog from the real release"))
    _configure_verify(actions.add_parser("verify", help="check digests, or build anew and compare"))
    bundling.configure(actions)


def _configure_build(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("series", help="the series to build, as 2027.1")
    parser.add_argument(
        "--constraints",
        default="",
        metavar="FILE_OR_URL",
        help="the upper constraints of the series (default: those that OpenStack publishes)",
    )
    parser.add_argument("--version", default="", help="the version (default: newest of the series)")
    parser.add_argument("--codename", default="", help="the codename, where it is not known")
    parser.add_argument("--python", default="", help="the Python to run it on, as 3.13")
    parser.add_argument(
        "-o", "--output", type=Path, metavar="DIR", help="where to put it (default: user's data)"
    )
    parser.add_argument(
        "--samples",
        action="store_true",
        help="also make the samples of the configuration files, with the release's own generators; "
        "of a release that has a catalog these alone, with the libraries that it records",
    )
    _add_places(parser)


def _configure_verify(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("releases", nargs="*", metavar="RELEASE", help="only these (default: all)")
    parser.add_argument(
        "--rebuild",
        action="append",
        default=[],
        metavar="RELEASE",
        help="build this one anew from its recorded versions and say what differs; repeatable",
    )
    parser.add_argument(
        "--bundle",
        type=Path,
        metavar="FILE",
        help="check a bundle instead, and list what it holds",
    )
    _add_places(parser)


def _add_places(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "--index-url", default="", metavar="URL", help="the package index (default: uv's or pip's)"
    )
    parser.add_argument(
        "--cache", type=Path, metavar="DIR", help="where releases are installed (default: cache)"
    )


def run(arguments: argparse.Namespace) -> int:
    """Runs the action and returns the exit code: 1 where a catalog is not what it must be."""
    from linter.catalog.errors import CatalogError  # noqa: PLC0415

    actions = {
        "list": _list,
        "show": _show,
        "build": _build,
        "verify": _verify,
        "bundle": bundling.run,
    }
    try:
        return actions[arguments.action](arguments)
    except CatalogError as error:
        raise UsageError(str(error)) from error


def _list(arguments: argparse.Namespace) -> int:
    import msgspec  # noqa: PLC0415

    from linter.catalog import store  # noqa: PLC0415

    catalogs = store.catalogs()
    if arguments.format == "json":
        rows = [listed for listed, _ in catalogs]
        output.put(msgspec.json.format(msgspec.json.encode(rows)).decode() + "\n")
        return EXIT_OK
    output.put("series    codename    keystone  released    options  rules  notes\n")
    for listed, folder in catalogs:
        release = listed.release
        own = "" if folder == store.SHIPPED else f"  {folder}"
        output.put(
            f"{release.series:<9} {release.codename:<11} {release.version:<9} {release.released} "
            f"{listed.options:>8} {listed.policy_rules:>6} {listed.notes:>6}{own}\n"
        )
    return EXIT_OK


def _show(arguments: argparse.Namespace) -> int:
    import msgspec  # noqa: PLC0415

    from linter.catalog import store  # noqa: PLC0415

    catalog = store.load(store.release_by_name(arguments.release).series)
    if arguments.format == "json":
        content = msgspec.json.encode(catalog, order="deterministic")
        output.put(msgspec.json.format(content).decode() + "\n")
    else:
        output.put("".join(f"{line}\n" for line in _description(catalog)))
    return EXIT_OK


def _description(catalog: "Catalog") -> Iterator[str]:
    release, migrations = catalog.release, catalog.migrations
    reads = [entry.read for entry in catalog.options]
    yield f"{release}: keystone {release.version}, first released {release.released}"
    yield f"  Python           {', '.join(release.python)}"
    yield f"  database from    {release.database_floor or 'any release known here'}"
    if migrations:
        yield f"  schema           {migrations.engine} {migrations.expand} / {migrations.contract}"
    yield f"  options          {len(reads)}"
    yield f"    at start       {reads.count('start')} are read, or stop it when they are invalid"
    yield f"    at a token     {reads.count('token')} more when one is issued and validated"
    yield f"  policy rules     {len(catalog.policy_rules)}"
    yield f"  entry points     {sum(map(len, catalog.entry_points.values()))}"
    yield f"  commands         {', '.join(catalog.commands)}"
    yield f"  doctor symptoms  {len(catalog.symptoms)}"
    yield f"  release notes    {len(catalog.notes)} new in the series"
    yield f"  built with       Python {catalog.built_with.python}, {_libraries(catalog)}"


def _libraries(catalog: "Catalog") -> str:
    shown = ("oslo-config", "oslo-policy", "oslo-db", "sqlalchemy")
    packages = catalog.built_with.packages
    return ", ".join(f"{name} {packages[name]}" for name in shown if name in packages)


def _build(arguments: argparse.Namespace) -> int:
    from linter.catalog import orders, store  # noqa: PLC0415
    from linter.catalog.build import build  # noqa: PLC0415

    if arguments.samples and not _wants_catalog(arguments):
        catalog = store.load(store.release_by_name(arguments.series).series)
        order = orders.same_order(catalog, arguments.index_url, arguments.cache)
        return _build_samples(order, arguments.output)
    wish = orders.Wish(
        arguments.series,
        arguments.constraints,
        arguments.version,
        arguments.codename,
        arguments.python,
        arguments.index_url,
        arguments.cache,
    )
    output.talk(f"{wish.series}: resolving what it ran with")
    order = orders.new_order(wish)
    catalog = build(order, orders.schemas_before(order.release.major), output.talk)
    folder = arguments.output or store.user_folder()
    output.put(f"{store.save(catalog, folder)}\n")
    return _build_samples(order, arguments.output) if arguments.samples else EXIT_OK


def _wants_catalog(arguments: argparse.Namespace) -> bool:
    """Whether a catalog is to be built: one that is new here, or one with other versions."""
    from linter.catalog import store  # noqa: PLC0415
    from linter.catalog.errors import UnknownRelease  # noqa: PLC0415

    if arguments.constraints or arguments.version or arguments.python:
        return True
    try:
        store.release_by_name(arguments.series)
    except UnknownRelease:
        return True
    return False


def _build_samples(order: "Order", folder: Path | None) -> int:
    from linter.samples.generated import build_samples  # noqa: PLC0415
    from linter.samples.kept import place_of  # noqa: PLC0415

    samples = build_samples(order, output.talk, folder)
    output.put(f"{place_of(samples.series, folder)}\n")
    return EXIT_OK


def _verify(arguments: argparse.Namespace) -> int:
    from linter.catalog import store  # noqa: PLC0415

    if arguments.bundle is not None:
        if arguments.releases or arguments.rebuild:
            raise UsageError("--bundle is checked as a whole: leave out releases and --rebuild")
        output.put(bundling.contents(arguments.bundle))
        return EXIT_OK
    named = arguments.releases or ([] if arguments.rebuild else store.releases())
    for name in named:
        release = store.release_by_name(str(name) if isinstance(name, str) else name.series)
        store.load(release.series)
        output.put(f"{release}: the catalog is what its index lists\n")
    return max([_rebuild(name, arguments) for name in arguments.rebuild], default=EXIT_OK)


def _rebuild(name: str, arguments: argparse.Namespace) -> int:
    from linter.catalog import diff, orders, store  # noqa: PLC0415
    from linter.catalog.build import build  # noqa: PLC0415
    from linter.catalog.package_index import shown  # noqa: PLC0415

    shipped = store.load(store.release_by_name(name).series)
    order = orders.same_order(shipped, arguments.index_url, arguments.cache)
    rebuilt = build(order, orders.schemas_before(shipped.release.major), output.talk)
    found = diff.differences(shipped, rebuilt)
    for sentence in found:
        output.put(f"{shipped.release}: {sentence}\n")
    count = f"{len(found)} differences" if found else "no difference"
    output.put(f"{shipped.release}: rebuilt from {shown(order.index)}, {count}\n")
    return _DIFFERENT if found else EXIT_OK
