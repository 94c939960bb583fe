"""Faults in the text of configuration files, whatever the release."""

from collections.abc import Iterator

from linter.checks.context import Context
from linter.checks.registry import Hit, check


@check("file-refused")
def file_refused(context: Context) -> Iterator[Hit]:
    """Flaws for which oslo.config refuses the whole file."""
    yield from _flaws(context, fatal=True)


@check("file-flaw")
def file_flaw(context: Context, kinds: tuple[str, ...]) -> Iterator[Hit]:
    """Flaws of certain kinds that oslo.config passes over."""
    for hit in _flaws(context, fatal=False):
        if hit.fields["kind"] in kinds:
            yield hit


def _flaws(context: Context, *, fatal: bool) -> Iterator[Hit]:
    for file in context.deployment.files:
        if file.template:
            continue
        for flaw in file.flaws:
            if flaw.fatal is fatal:
                yield Hit(flaw.at.path, flaw.at, {"kind": flaw.kind, "text": flaw.text})
