"""What is to be decided of defaults that change under options left alone."""

from collections.abc import Iterator

from linter.catalog.entries import OptionEntry
from linter.checks.names import named
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
from linter.preparation.options_values import values_of
from linter.samples.facts_conf import written_default

_GRAVE = {Severity.BLOCKER, Severity.CONDITION}
# What the catalog puts for what differs from one machine to the next.
_PLACEHOLDER = "<"


def changed_defaults(case: Case, scope: Scope, said: Said) -> Iterator[tuple[Carried, Decision]]:
    """The defaults of the service that change gravely or are new, with what may be done."""
    if scope.domain:
        return
    for subject, found in sorted(said.by_subject.items()):
        if not any(finding.severity in _GRAVE for finding in found):
            continue
        carried = _left_alone(case, scope, subject)
        if carried is not None:
            yield carried, _decision(case, scope, carried, said)


def _left_alone(case: Case, scope: Scope, subject: str) -> Carried | None:
    """An option of this name that is not set, and whose default is not what it was."""
    context, name = case.context, named(subject)
    entry = context.source.current.get(name)
    heir = heir_of(context, name) if entry else context.target.current.get(name)
    if heir is None or (entry and default_of(heir) == default_of(entry)):
        return None
    carried = Carried(heir, (entry,) if entry else ())
    is_set = any(scope.configuration.sets(each) for each in carried.names())
    return None if is_set else carried


def _decision(case: Case, scope: Scope, carried: Carried, said: Said) -> Decision:
    heir = carried.heir
    was, will_be = (_shown(end) for end in ((*carried.sources, None)[0], heir))
    question = f"its default changes from {was} to {will_be}: which is to hold?"
    if not carried.sources:
        question = f"it is new, and {will_be} by default: is that to hold?"
    takes = expectation(heir.type)
    choices = (
        Choice("default", f"the new default holds, {will_be}"),
        Choice("set", f"set it to {takes}", takes_value=True, values=_old(carried)),
    )
    at = Location(case.node.name, scope.main)
    rules = said.of([subject_of(carried.old)])
    return Decision(scope.id_of(carried.old), question, choices, at, rules, "default")


def _shown(entry: OptionEntry | None) -> str:
    return visible(shown_default(default_of(entry))) if entry else ""


def _old(carried: Carried) -> tuple[str, ...]:
    """The old default as the target reads it, none where it cannot be written or is not taken.

    A new option has none: then what it takes.
    """
    if not carried.sources:
        return values_of(carried.heir)
    default = default_of(carried.sources[0])
    if default is None or carried.heir.multi or carried.heir.secret:
        return ()
    text = written_default(default)
    taken = read_value(carried.heir.type, text)
    return (text,) if taken == Accepted(default) and _PLACEHOLDER not in str(default) else ()
