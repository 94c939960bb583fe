"""Faults in the text of configuration files, whatever the release."""

from collections.abc import Iterator
from fnmatch import fnmatchcase

from linter.checks.context import Context
from linter.checks.names import written
from linter.checks.registry import Hit, check
from linter.checks.values import reads_overlays
from linter.model.facts import Flaw
from linter.model.finding import Severity, Witness
from linter.parse.effective import normalised
from linter.parse.masking import masked_line

_REFUSED = {
    "byte-order-mark": "the file starts with a byte order mark",
    "empty-key": "there is no name before the = sign",
    "no-assignment": "the line is neither a section, a comment nor an assignment",
    "no-section": "an assignment stands before the first section",
    "not-utf-8": "the line holds bytes that are not UTF-8",
    "section-unclosed": "the section has no closing bracket",
    "section-unnamed": "the section has no name",
    "text-after-section": "something stands behind the closing bracket of the section",
    "unexpected-continuation": "the line is indented, but there is no value above it to continue",
}
_PASSED_OVER = {
    "inline-comment": "what looks like a comment is part of the value",
    "control-character": "an invisible character is part of the value",
    "continued-assignment": "it is indented and so continues the value of the line above",
    "continued-section": "it is indented and so continues the value of the line above",
}


@check("file-refused")
def file_refused(context: Context) -> Iterator[Hit]:
    """Files that oslo.config refuses, at the first line for which it does."""
    for file in context.deployment.files:
        flaws = [flaw for flaw in file.flaws if flaw.fatal and not file.template]
        if flaws:
            yield _refused(context, flaws)


def _refused(context: Context, flaws: list[Flaw]) -> Hit:
    first = flaws[0]
    is_overlay = any(first.at.path == overlay.path for overlay in context.deployment.overlays)
    fields = {"path": first.at.path, "line": str(first.at.line), "what": _REFUSED[first.kind]}
    fields["consequence"] = "keystone does not start"
    severity = Severity.BLOCKER
    if is_overlay and reads_overlays(context):
        fields["consequence"] = "requests that concern the domain fail"
    elif is_overlay:
        fields["consequence"] = "the domain cannot be turned on"
        severity = Severity.WARNING
    also = tuple(Witness("config", _REFUSED[flaw.kind], at=flaw.at) for flaw in flaws[1:])
    return Hit(first.at.path, first.at, fields, severity, excerpt=first.text, witnesses=also)


@check("file-flaw")
def file_flaw(
    context: Context, kinds: tuple[str, ...], usual_in: tuple[str, ...] = ()
) -> Iterator[Hit]:
    """Flaws of certain kinds that oslo.config passes over, but not in the options `usual_in`."""
    for flaw in _flaws(context, fatal=False):
        name = normalised(flaw.group), flaw.name
        if flaw.kind not in kinds or (_seems_assignment(flaw) and not _is_known(context, name)):
            continue
        if any(fnmatchcase(flaw.name, pattern) for pattern in usual_in):
            continue
        what = _PASSED_OVER.get(flaw.kind, flaw.kind)
        fields = {"group": flaw.group, "name": flaw.name, "what": what}
        subject = written(name) if flaw.name else flaw.at.path
        excerpt = flaw.text if _is_known(context, name) else masked_line(flaw.text)
        yield Hit(subject, flaw.at, fields, excerpt=excerpt)


def _seems_assignment(flaw: Flaw) -> bool:
    return flaw.kind == "continued-assignment"


def _is_known(context: Context, name: tuple[str, str]) -> bool:
    return bool(context.target.find(name) or context.source.find(name))


def _flaws(context: Context, *, fatal: bool) -> Iterator[Flaw]:
    for file in context.deployment.files:
        if not file.template:
            yield from (flaw for flaw in file.flaws if flaw.fatal is fatal)
