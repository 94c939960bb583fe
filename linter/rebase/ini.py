"""A configuration file edited by option, with everything else in it kept byte for byte."""

import codecs
from collections.abc import Sequence

from linter.rebase.ini_edits import (
    Applied,
    DropSection,
    Edit,
    Edited,
    Refused,
    conflict,
    subject_of,
)
from linter.rebase.ini_lines import spliced
from linter.rebase.ini_places import Page, page
from linter.rebase.ini_plans import Plan, RefusedError, planned, values_of

_ENCODINGS = frozenset({"byte-order-mark", "not-utf-8"})
_WIDE_MARKS = (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)


def edited(content: bytes, edits: Sequence[Edit], *, order: Sequence[str] = ()) -> Edited:
    """The file with the edits made one after the other, sections dropped last; never raises.

    Each is made whole or refused, and what oslo.config reads afterwards is compared with what the
    edit intended. `order` are the groups of the target's sample, for the place of a new section.
    The same edits made again change nothing: one that would depend on its place in the list is
    refused. A file that oslo.config refuses is not edited, except for its encoding.
    """
    current = page(content)
    applied: list[Applied] = []
    refused: list[Refused] = []
    # A section is only known to be empty once what moves has moved.
    for position, edit in sorted(enumerate(edits), key=lambda it: isinstance(it[1], DropSection)):
        subject = subject_of(edit)
        try:
            _refuse_rivals(edit, edits[:position])
            _refuse_faulty(content, current)
            plan = planned(current, edit, order)
            current = _made(current, plan)
        except RefusedError as error:
            refused.append(Refused(position, subject, error.why, error.line, error.is_done))
        else:
            applied.append(Applied(position, subject, plan.lines))
    applied.sort(key=lambda it: it.edit)
    refused.sort(key=lambda it: it.edit)
    return Edited(current.document.content(), tuple(applied), tuple(refused))


def _refuse_rivals(edit: Edit, earlier: Sequence[Edit]) -> None:
    if any(conflict(edit, other) for other in earlier):
        raise RefusedError("an edit before this one is about the same option; decide for one")


def _refuse_faulty(content: bytes, current: Page) -> None:
    if content.startswith(_WIDE_MARKS):
        raise RefusedError("the file is UTF-16; convert it to UTF-8", 1)
    faults = (flaw for flaw in current.file.flaws if flaw.fatal and flaw.kind not in _ENCODINGS)
    fault = next(faults, None)
    if fault:
        raise RefusedError(f"oslo.config refuses the file: {fault.kind}", fault.at.line)


def _made(current: Page, plan: Plan) -> Page:
    """The file after an edit, if it says what was intended."""
    try:
        result = page(spliced(current.document, plan.splices).content())
    except UnicodeEncodeError:
        raise RefusedError("what should be written cannot be encoded as UTF-8") from None
    is_intended = (
        values_of(result) == plan.intended
        and _faults(result) == _faults(current)
        and result.file.template == current.file.template
    )
    if not is_intended:
        raise RefusedError("oslo.config would not read the result as intended; edit it by hand")
    return result


def _faults(current: Page) -> list[str]:
    return sorted(flaw.kind for flaw in current.file.flaws if flaw.fatal)
