"""The text of a policy file on its way, read again after each edit."""

import hashlib
from collections.abc import Mapping, Sequence

import msgspec
import yaml
from msgspec.structs import replace

from linter.model.facts import SourceFile
from linter.model.policy import Expression, PolicyEntry, PolicyFile
from linter.parse.policy import parse_policy
from linter.preparation.policy_edits import RuleEdit, edited, redirected
from linter.preparation.policy_marks import marked


class Page(msgspec.Struct, frozen=True):
    """A text on its way, and what it says."""

    source: SourceFile
    file: PolicyFile


def read_again(page: Page, content: bytes) -> Page:
    """The page with another text."""
    digest = hashlib.sha256(content).hexdigest()
    source = replace(page.source, content=content, sha256=digest)
    return Page(source, parse_policy(source))


def with_edits(
    page: Page, edits: Sequence[RuleEdit], added: Mapping[str, str]
) -> tuple[Page, tuple[str, ...]]:
    """The page with as many edits made as it takes, and the rules whose edit it does not take."""
    wanted = list(edits)
    if not wanted and not added:
        return page, ()
    if added:
        result = _made(page, [], added)
        refused = () if result else tuple(added)
        page, further = _as_many(result or page, edits)
        return page, (*refused, *further)
    return _as_many(page, edits)


def _as_many(page: Page, edits: Sequence[RuleEdit]) -> tuple[Page, tuple[str, ...]]:
    """All edits in one go, or else what each half of them comes to."""
    result = _made(page, edits, {})
    if result is not None:
        return result, ()
    if len(edits) == 1:
        return page, (edits[0].name,)
    middle = len(edits) // 2
    page, refused = _as_many(page, edits[:middle])
    page, further = _as_many(page, edits[middle:])
    return page, (*refused, *further)


def _made(page: Page, edits: Sequence[RuleEdit], added: Mapping[str, str]) -> Page | None:
    """The page after the edits if it says just what they intend."""
    try:
        content = edited(marked(page.source.content, page.file), edits, added)
    except (yaml.YAMLError, ValueError):
        # A form that PyYAML's own parser does not share with libyaml's, or no text in UTF-8.
        return None
    result = read_again(page, content)
    says = {entry.name: entry.expression for entry in result.file.entries}
    is_sound = faults(result.file) <= faults(page.file) and not result.file.template
    return result if is_sound and says == _intended(page.file, edits, added) else None


def is_in_braces(page: Page) -> bool:
    """Whether the rules stand in braces, where there is no place for a comment."""
    text = page.source.content.decode("utf-8-sig").lstrip()
    return page.file.is_json or text.startswith("{")


def faults(file: PolicyFile) -> set[str]:
    """Why oslo.policy refuses a file."""
    return {flaw.kind for flaw in file.flaws if flaw.fatal}


def _intended(
    file: PolicyFile, edits: Sequence[RuleEdit], added: Mapping[str, str]
) -> dict[str, Expression]:
    by_name = {edit.name: edit for edit in edits}
    says: dict[str, Expression] = {}
    for entry in file.entries:
        edit = by_name.get(entry.name, RuleEdit(entry.name))
        if not edit.gone:
            says[edit.key or entry.name] = _expression(entry, edit)
    return says | dict(added)


def _expression(entry: PolicyEntry, edit: RuleEdit) -> Expression:
    if edit.value is not None:
        return edit.value
    rows = tuple(
        tuple(redirected(check, edit.references) for check in row) for row in entry.alternatives
    )
    return rows or redirected(entry.check, edit.references)
