"""Domain overlays: whether they are read at all, and what in them has an effect."""

from collections.abc import Iterator

from linter.checks.context import Context
from linter.checks.names import written
from linter.checks.registry import Hit, check
from linter.checks.values import effective_text, reads_overlays
from linter.model.location import Location
from linter.parse.effective import normalised


@check("overlays-not-read")
def overlays_not_read(context: Context) -> Iterator[Hit]:
    """Overlay files although domain-specific drivers are off or come from the database."""
    if reads_overlays(context):
        return
    for overlay in context.deployment.overlays:
        at = Location(context.deployment.node, overlay.path)
        yield Hit(overlay.path, at, {"domain": overlay.domain, "path": overlay.path})


@check("second-sql-driver")
def second_sql_driver(context: Context, driver: str) -> Iterator[Hit]:
    """Overlays that end up with the driver that may serve only one domain besides them."""
    if not reads_overlays(context):
        return
    taken = effective_text(context, "identity", "driver") == driver
    for overlay in context.deployment.overlays:
        own = effective_text(context, "identity", "driver", overlay.configuration)
        if own != driver:
            continue
        if taken:
            at = Location(context.deployment.node, overlay.path)
            yield Hit(overlay.path, at, {"path": overlay.path, "domain": overlay.domain})
        taken = True


@check("overlay-group-ignored")
def overlay_group_ignored(context: Context, groups: tuple[str, ...]) -> Iterator[Hit]:
    """Settings in an overlay whose group no identity driver of upstream reads there."""
    for overlay in context.deployment.overlays:
        for setting in overlay.configuration.assigned():
            group = normalised(setting.group)
            if group in groups or (group, setting.name) not in context.target.current:
                continue
            fields = {"group": setting.group, "name": setting.name, "groups": ", ".join(groups)}
            subject = written((group, setting.name))
            yield Hit(subject, setting.at, fields, excerpt=setting.line_text)
