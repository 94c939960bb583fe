"""Tells the release notes that concern a deployment from those that do not."""

import re
from collections.abc import Sequence
from itertools import islice

import msgspec

from linter.checks.context import Context
from linter.checks.policy_overrides import API
from linter.model.finding import Gap, Witness
from linter.model.notes import Note, NoteSection
from linter.model.triage import Triage, TriagedNote
from linter.triage.applying import grounds
from linter.triage.ground import Ground
from linter.triage.mentioned import Mentioned, mentioned
from linter.triage.refuting import installed, refutation

_MOST = 5
"""So many witnesses are named."""
_ORDER = list(Triage)
_UNTOLD = "nothing in the files tells whether it applies"
_UNASKED = "no deployment was given that tells whether it applies"
_POLICIES = re.compile(r"\b(?:polic(?:y|ies)|system-scope|default roles)\b", re.IGNORECASE)
# Lines that are deployed still speak of what came with the deployed release or before.
_STILL_ASKED = frozenset({NoteSection.UPGRADE, NoteSection.OTHER})


def triaged(
    contexts: Sequence[Context], notes: Sequence[Note], gaps: Sequence[Gap]
) -> tuple[TriagedNote, ...]:
    """Each note once, judged for all deployments of a run, what can break most first.

    `gaps` are those of the configuration and of the releases, before a profile weighs them: where
    one is required, not all is known and nothing is proven not to apply.
    """
    is_known = bool(contexts) and not any(gap.required for gap in gaps)
    rules = _rules_by_note(notes)
    judged = [_judged(contexts, note, rules.get(note.id, ()), is_known=is_known) for note in notes]
    return tuple(sorted(judged, key=lambda each: (each.rank, _ORDER.index(each.triage))))


def _rules_by_note(notes: Sequence[Note]) -> dict[str, tuple[str, ...]]:
    """The policy rules that the items of each note name between them."""
    found: dict[str, dict[str, None]] = {}
    for note in notes:
        rules = (each for each in note.identifiers if each.startswith(API))
        found.setdefault(note.id, {}).update(dict.fromkeys(rules))
    return {id_: tuple(rules) for id_, rules in found.items() if id_}


def _judged(
    contexts: Sequence[Context], note: Note, rules: tuple[str, ...], *, is_known: bool
) -> TriagedNote:
    found = [(context, mentioned(note, context)) for context in contexts]
    applying = [
        ground
        for context, names in found
        for ground in _applying(context, note, _with_rules(names, rules))
    ]
    if applying:
        return TriagedNote(note, Triage.APPLIES, applying[0].reason, _witnesses(applying))
    if is_known and all(_is_complete(context) for context in contexts):
        against = [_against(context, note, names) for context, names in found]
        proven = [ground for ground in against if ground is not None]
        if len(proven) == len(contexts):
            reason = proven[0].reason
            return TriagedNote(note, Triage.DOES_NOT_APPLY, reason, _witnesses(proven))
    return TriagedNote(note, Triage.READ_IT, _UNTOLD if contexts else _UNASKED)


def _with_rules(found: Mentioned, rules: tuple[str, ...]) -> Mentioned:
    """With the rules that the rest of the note names, where an item speaks of policies alone."""
    if found.rules or not _POLICIES.search(found.words):
        return found
    return msgspec.structs.replace(found, rules=rules)


def _applying(context: Context, note: Note, found: Mentioned) -> list[Ground]:
    shown = grounds(context, note, found)
    if installed(context, note) is None:
        return list(islice(shown, _MOST))
    if note.section not in _STILL_ASKED:
        return []
    return list(islice((ground for ground in shown if ground.is_deployed), _MOST))


def _against(context: Context, note: Note, found: Mentioned) -> Ground | None:
    return installed(context, note) or refutation(context, found)


def _is_complete(context: Context) -> bool:
    """Whether no file of the configuration must be rendered first, as far as can be seen."""
    files = context.deployment.files
    is_template = any(file.template for file in files)
    is_partial = any(setting.templated for setting in context.deployment.settings())
    return bool(files) and not is_template and not is_partial


def _witnesses(found: Sequence[Ground]) -> tuple[Witness, ...]:
    return tuple(dict.fromkeys(ground.witness for ground in found))[:_MOST]
