"""What keystone's own checks said, and how far they can be believed."""

from collections.abc import Iterator

from linter.checks.context import Context
from linter.checks.database_position import position_of
from linter.checks.registry import Hit, check
from linter.model.location import Location
from linter.model.visible import visible


@check("status-check")
def status_check(context: Context, result: str) -> Iterator[Hit]:
    """Checks of keystone-status that ended with the result."""
    for done in context.live.status or ():
        if done.result == result:
            name = visible(done.name)
            fields = {"name": name, "details": visible(done.details) or "it gives no details"}
            yield Hit(f"keystone-status: {name}", Location(), fields)


@check("doctor-symptom")
def doctor_symptom(
    context: Context, among: tuple[str, ...] = (), others_than: tuple[str, ...] = ()
) -> Iterator[Hit]:
    """Symptoms with one of the headlines, or with none of `others_than`."""
    for symptom in context.live.symptoms or ():
        if symptom in among or (others_than and symptom not in others_than):
            yield Hit(f"doctor: {visible(symptom)}", Location(), {"symptom": visible(symptom)})


@check("sync-check-unreliable")
def sync_check_unreliable(context: Context, mended: dict[str, str]) -> Iterator[Hit]:
    """A good answer of code that compares the database with itself, where nothing else was asked.

    `mended` names the series concerned with the first version that compares rightly, if any.
    """
    source = context.upgrade.source
    since = mended.get(source.series)
    if context.live.sync_check != 0 or since is None or position_of(context, {}) is not None:
        return
    installed = context.live.installation
    if since and installed and _at_least(installed.version, since):
        return
    told = f", unless it is {since} or later" if since and installed is None else ""
    yield Hit("db_sync --check", Location(), {"source": str(source), "unless": told})


def _at_least(version: str, other: str) -> bool:
    from packaging.version import InvalidVersion, Version  # noqa: PLC0415  few runs look at outputs

    try:
        return Version(version) >= Version(other)
    except InvalidVersion:
        return False


@check("sync-check-code")
def sync_check_code(context: Context, meanings: dict[int, str]) -> Iterator[Hit]:
    """An answer of db_sync --check that something has still to be done."""
    code = context.live.sync_check
    if code in meanings:
        fields = {"code": str(code), "meaning": meanings[code]}
        yield Hit("db_sync --check", Location(), fields)
