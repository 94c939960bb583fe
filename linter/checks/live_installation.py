"""What the keystone that is installed says against what the check was told."""

from collections.abc import Iterator

from linter.checks.context import Context
from linter.checks.registry import Hit, check
from linter.model.location import Location
from linter.model.visible import visible


@check("installed-release-other")
def installed_release_other(context: Context) -> Iterator[Hit]:
    """An installed keystone of neither end of the upgrade, or not of the release that is named."""
    installed = context.live.installation
    if installed is None:
        return
    major = installed.version.partition(".")[0]
    if major != str(context.upgrade.source.major):
        fields = {
            "version": visible(installed.version),
            "place": visible(installed.place),
            "source": str(context.upgrade.source),
            "expected": str(context.upgrade.source.major),
        }
        yield Hit("release", Location(), fields)


@check("installed-python-too-old")
def installed_python_too_old(context: Context) -> Iterator[Hit]:
    """An installed Python that the target does not run on."""
    installed = context.live.installation
    needed = context.upgrade.target.requires_python
    if installed is None or not installed.python or not needed:
        return
    from packaging.specifiers import (  # noqa: PLC0415  few runs look at an installation
        InvalidSpecifier,
        SpecifierSet,
    )

    try:
        runs = SpecifierSet(needed).contains(installed.python)
    except InvalidSpecifier:
        return
    if not runs:
        yield Hit(
            "python",
            Location(),
            {"python": installed.python, "needed": needed, "target": str(context.upgrade.target)},
        )


@check("library-ahead")
def library_ahead(context: Context) -> Iterator[Hit]:
    """Installed libraries a major version later than those the source was tested with."""
    installed = context.live.installation
    if installed is None:
        return
    tested = context.span.source.catalog.built_with.packages
    for name, version in installed.libraries.items():
        known = tested.get(name.lower().replace(".", "-"), "")
        if _major(version) > _major(known) > -1:
            fields = {
                "library": name,
                "version": visible(version),
                "tested": known,
                "source": str(context.upgrade.source),
            }
            yield Hit(f"library {name}", Location(), fields)


def _major(version: str) -> int:
    """The first number of a version, -1 for what is none."""
    from packaging.version import InvalidVersion, Version  # noqa: PLC0415  as above

    try:
        return Version(version).major
    except InvalidVersion:
        return -1
