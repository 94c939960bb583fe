"""What is to be decided of defaults that change under options left alone."""

from collections.abc import Iterator

from linter.checks.names import key_of, named
from linter.checks.option_defaults import shown_default
from linter.checks.values import default_of
from linter.difference.effective import heir_of
from linter.difference.said import Said, subject_of
from linter.model.finding import Severity
from linter.model.location import Location
from linter.model.preparation import Choice, Decision
from linter.model.visible import visible
from linter.parse.values import Accepted, expectation, read_value
from linter.preparation.case import Case
from linter.preparation.options_set import Carried, Scope
from linter.samples.facts_conf import written_default

_GRAVE = {Severity.BLOCKER, Severity.CONDITION}
# What the catalog puts for what differs from one machine to the next.
_PLACEHOLDER = "<"


def changed_defaults(case: Case, scope: Scope, said: Said) -> Iterator[tuple[Carried, Decision]]:
    """The defaults of the service that change gravely, each with what may be done about it."""
    context = case.context
    subjects = said.by_subject if not scope.domain else {}
    for subject, found in sorted(subjects.items()):
        name = named(subject)
        entry = context.source.current.get(name)
        if entry is None or not any(finding.severity in _GRAVE for finding in found):
            continue
        heir = heir_of(context, name)
        if heir is None or default_of(heir) == default_of(entry):
            continue
        carried = Carried(heir, (entry,))
        if not any(scope.configuration.sets(each) for each in carried.names()):
            yield carried, _decision(case, scope, carried, said)


def _decision(case: Case, scope: Scope, carried: Carried, said: Said) -> Decision:
    entry, heir = carried.sources[0], carried.heir
    was, will_be = (visible(shown_default(default_of(end))) for end in (entry, heir))
    question = f"its default changes from {was} to {will_be}: which is to hold?"
    choices = (
        Choice("default", f"the new default holds, {will_be}"),
        Choice(
            "set", f"set it to {expectation(heir.type)}", takes_value=True, values=_old(carried)
        ),
    )
    at = Location(case.node.name, scope.main)
    ident = scope.id_of(carried.old)
    rules = said.of([subject_of(key_of(entry))])
    return Decision(ident, question, choices, at, rules, "default")


def _old(carried: Carried) -> tuple[str, ...]:
    """The old default as the target reads it, none where it cannot be written or is not taken."""
    default = default_of(carried.sources[0])
    if default is None or carried.heir.multi or carried.heir.secret:
        return ()
    text = written_default(default)
    taken = read_value(carried.heir.type, text)
    return (text,) if taken == Accepted(default) and _PLACEHOLDER not in str(default) else ()
