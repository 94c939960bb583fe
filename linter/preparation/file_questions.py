"""What somebody has to decide about a file as a whole."""

from collections.abc import Iterable, Sequence

import msgspec
from msgspec.structs import replace

from linter.checks.context import Context
from linter.engine import evaluate, shortened
from linter.model.finding import Finding, Gap, Severity
from linter.model.location import Location
from linter.model.preparation import Answer, Choice, Decision
from linter.preparation.case import Case
from linter.preparation.decision_ids import file_id

KEEP = "keep"
_HARMLESS = Choice(KEEP, "leave it as it is, and see to it by hand")
_FAULTY = Choice(KEEP, "leave it as it is: the finding stays, and the proof does not hold")
_GRAVE = (Severity.BLOCKER, Severity.CONDITION)


class Asked(msgspec.Struct, frozen=True):
    """What rules say of a file, and which of them failed."""

    findings: tuple[Finding, ...]
    gaps: tuple[Gap, ...]

    @property
    def has_blocker(self) -> bool:
        """Whether keystone would not run with the file."""
        return any(finding.severity is Severity.BLOCKER for finding in self.findings)

    def of(self, *rules: str) -> tuple[Finding, ...]:
        """What these rules say."""
        return tuple(finding for finding in self.findings if finding.rule in rules)


def said_in_run(case: Case, path: str, rules: tuple[str, ...]) -> tuple[Finding, ...]:
    """What the run found in a file of this deployment, of rules whose ids begin with these.

    Of what it found on another node first the line is not known here.
    """
    own, node = set(case.context.deployment.nodes), case.context.deployment.node
    return tuple(
        finding if finding.at.node == node else replace(finding, at=Location(node, path))
        for finding in case.findings
        if finding.at.path == path and finding.rule.startswith(rules) and own & set(finding.nodes)
    )


def still_said(case: Case, context: Context, path: str, rules: tuple[str, ...]) -> Asked:
    """What stands against a file in this context, of that for which the run found fault with it.

    Only blockers and conditions count, and only those of rules whose ids begin with these: others
    speak of what is around a file.
    """
    found: list[Finding] = []
    gaps: list[Gap] = []
    for name in dict.fromkeys(finding.rule for finding in said_in_run(case, path, rules)):
        findings, crashed = evaluate(case.rules.rules[name], context)
        found += (each for each in findings if each.at.path == path and each.severity in _GRAVE)
        gaps += crashed
    found.sort(key=lambda each: (each.severity.rank, each.at, each.rule))
    return Asked(tuple(found), tuple(gaps))


def question_of(findings: Iterable[Finding]) -> str:
    """What was found, each with its lines, then what the rules say to do about it."""
    said: dict[str, list[str]] = {}
    fixes: dict[str, None] = {}
    for finding in findings:
        places = (finding.at, *(each.at for each in finding.witnesses if each.at))
        lines = said.setdefault(finding.message, [])
        lines += (str(place.line) for place in places if place.line)
        fixes[finding.fix] = None
    facts = (_placed(message, list(dict.fromkeys(lines))) for message, lines in said.items())
    return shortened(" ".join((*facts, *fixes)))


def _placed(message: str, lines: Sequence[str]) -> str:
    if not lines:
        return f"{message}."
    return f"{message} ({'line' if len(lines) == 1 else 'lines'} {', '.join(lines)})."


def decided(
    case: Case,
    path: str,
    findings: Sequence[Finding],
    choices: Iterable[Choice],
    *,
    is_open: bool,
) -> tuple[Decision, Answer | None]:
    """The decision that the findings ask for, and the answer where one of the choices is made.

    To keep the file may always be chosen, and does not count as an answer that makes a new one.
    """
    identity = file_id(case.context.deployment, path)
    stays = any(finding.severity is Severity.BLOCKER for finding in findings)
    offered = (*choices, _FAULTY if stays else _HARMLESS)
    given = case.answer(identity)
    answer = given if given and given.choose in {choice.name for choice in offered} else None
    decision = Decision(
        id=identity,
        question=question_of(findings),
        choices=offered,
        at=findings[0].at if findings else Location(case.context.deployment.node, path),
        rules=tuple(dict.fromkeys(finding.rule for finding in findings)),
        usual="" if is_open else KEEP,
        chosen=answer.choose if answer else "",
    )
    return decision, answer if answer and answer.choose != KEEP else None
