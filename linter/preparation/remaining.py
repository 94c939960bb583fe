"""What a person has to decide because the prepared files still have blockers."""

import re
from collections.abc import Collection, Iterator, Sequence

from msgspec.structs import replace

from linter.catalog.entries import Name, OptionEntry
from linter.checks.names import written
from linter.checks.registry import CHECKS
from linter.difference.said import spoken, subject_of
from linter.model.finding import Finding
from linter.model.location import Location
from linter.model.preparation import Choice, Decision
from linter.parse.effective import normalised
from linter.preparation.answering import DEFAULT, KEEP, SET
from linter.preparation.case import Case
from linter.preparation.decision_ids import file_id, option_id, rule_id, without_domain
from linter.preparation.planning import Planned

_OPTION = re.compile(r"\[([^\]]+)\] (\S+)")
_ENTRY_POINTS = CHECKS["entry-point-missing"]
_LEAVE = Choice(KEEP, "leave it: the finding stays, and the proof does not hold")


def with_remaining(
    case: Case, planned: Planned, blockers: Sequence[Finding], left: Sequence[str] = ()
) -> tuple[Decision, ...]:
    """The decisions of the planners and one for each thing that a blocker is left of.

    Nothing is taken for granted where a blocker is left, or a name that the target does not read: a
    decision about it that has a usual choice loses that, until somebody answers it.
    """
    found: dict[str, Decision] = {}
    for finding in blockers:
        decision = _decision(case, planned, finding)
        known = found.get(decision.id)
        found[decision.id] = decision if known is None else _joined(known, decision)
    known_ids = {decision.id for decision in planned.part.decisions}
    told = (_unsettled(_faced(each, found), {*found, *left}) for each in planned.part.decisions)
    return (*told, *(each for each in found.values() if each.id not in known_ids))


def _faced(decision: Decision, found: Collection[str]) -> Decision:
    """The decision, saying what it leads to that a blocker's line stays."""
    if decision.id not in found:
        return decision
    choices = tuple(_LEAVE if each.name == KEEP else each for each in decision.choices)
    return replace(decision, choices=choices)


def _unsettled(decision: Decision, matters: set[str]) -> Decision:
    """The decision without a usual choice where it is about what is left, of a domain too."""
    about = without_domain(decision.id)
    return replace(decision, usual="") if matters & {decision.id, about} else decision


def _joined(known: Decision, other: Decision) -> Decision:
    """One decision of two about the same, with all that is said of it."""
    question = known.question
    if other.question not in question:
        question = f"{question} {other.question}"
    return replace(known, question=question, rules=tuple(dict.fromkeys(known.rules + other.rules)))


def _decision(case: Case, planned: Planned, finding: Finding) -> Decision:
    id_, choices, at = _matter(case, planned, finding)
    answer = case.answer(id_)
    return Decision(
        id_,
        f"{_sentence(finding.message)} {_sentence(finding.fix)}".strip(),
        choices,
        at,
        (finding.rule,),
        chosen=answer.choose if answer else "",
    )


def _sentence(text: str) -> str:
    return text if not text or text.endswith((".", "?", "!", ":")) else f"{text}."


def _matter(
    case: Case, planned: Planned, finding: Finding
) -> tuple[str, tuple[Choice, ...], Location]:
    """What a finding is about: the id, the ways to decide, and the place in the deployed files."""
    name = _option(planned, finding)
    if name is not None:
        overlays = {each.path: each.domain for each in planned.after.overlays}
        domain = overlays.get(finding.at.path, "")
        id_ = option_id(subject_of(name), spoken(domain))
        return id_, _ways(case, name, domain), _deployed(case, name, finding)
    rule = _rule(planned, finding)
    if rule:
        return rule_id(rule), _ways_of_rule(case), _deployed_rule(case, rule, finding)
    return file_id(case.context.deployment, finding.at.path), (_LEAVE,), finding.at


def _option(planned: Planned, finding: Finding) -> Name | None:
    """The option that a finding of a configuration file speaks of."""
    found = _OPTION.match(finding.subject)
    if found is None or finding.at.path not in {file.path for file in planned.after.files}:
        return None
    return normalised(found[1]), found[2]


def _rule(planned: Planned, finding: Finding) -> str:
    """The policy rule in whose line a finding is, "" for none."""
    for file in planned.after.policies:
        for entry in file.entries:
            if (file.path, entry.at.line) == (finding.at.path, finding.at.line):
                return entry.name
    return ""


def _ways_of_rule(case: Case) -> tuple[Choice, ...]:
    series = case.context.target.series
    return (
        Choice(SET, "give it another check string", takes_value=True),
        Choice(DEFAULT, f"drop the line: the default of {series} holds"),
        _LEAVE,
    )


def _deployed_rule(case: Case, rule: str, finding: Finding) -> Location:
    """The last line that overrides the rule in the deployed files, else the file."""
    policies = case.context.deployment.policies
    lines = [entry.at for file in policies for entry in file.entries if entry.name == rule]
    return lines[-1] if lines else Location(finding.at.node, finding.at.path)


def _deployed(case: Case, name: Name, finding: Finding) -> Location:
    """The last line that sets the option in the deployed file, else the file."""
    deployment = case.context.deployment
    lines = [
        setting.at
        for setting in deployment.settings()
        if (normalised(setting.group), setting.name) == name and setting.at.path == finding.at.path
    ]
    return lines[-1] if lines else Location(finding.at.node, finding.at.path)


def _ways(case: Case, name: Name, domain: str) -> tuple[Choice, ...]:
    entry = case.context.target.find(name)
    values = tuple(_values(case, name, entry)) if entry else ()
    series = case.context.target.series
    falls_to = "what the service has" if domain else "its default"
    return (
        Choice(SET, f"give it a value that {series} takes", takes_value=True, values=values),
        Choice(DEFAULT, f"comment it out: {series} then uses {falls_to}"),
        _LEAVE,
    )


def _values(case: Case, name: Name, entry: OptionEntry) -> Iterator[str]:
    """What the target takes: the choices of the type, or its entry points of that namespace."""
    yield from entry.type.choices
    points = case.context.target.catalog.entry_points
    namespaces = {
        rule.params["drivers"].get(written(name), "")
        for rule in case.rules
        if CHECKS.get(rule.check) is _ENTRY_POINTS
    }
    for namespace in sorted(namespaces):
        yield from points.get(namespace, ())
