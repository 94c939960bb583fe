"""Plans what becomes of keystone-paste.ini."""

from collections.abc import Iterator

from msgspec.structs import replace

from linter.checks.pipelines import pipelines_of
from linter.difference.said import said_of, spoken
from linter.difference.sections import FilePart, file_parts
from linter.difference.sections import Part as Becomes
from linter.model.preparation import Action, Change, Choice, NewFile
from linter.model.sections import SectionFile
from linter.preparation.case import Case, Part, joined
from linter.preparation.file_questions import Asked, decided, said_in_run, still_said
from linter.preparation.pipeline_words import Shortened, without_words

_RULES = ("paste/",)
_UNREAD = "paste/file-not-read"
_UNLOADABLE = "paste/filter-unloadable"
_NOT_ADDED = "paste/sample-filter-missing"
_IDLE = "paste/admin-token-filter-idle"
_LEAVE_OUT = Choice("leave-out", "go without the file, once what it did is done elsewhere")
_TAKE_OUT = Choice("take-out", "take the filters that cannot be loaded out of the pipelines")
_SAMPLE = Choice("sample", "put the file that the target ships in its place")


def plan_pipelines(case: Case) -> Part:
    """The paste file left out where it is not read any more, and what it loses.

    Where the target reads it, filters that do nothing and that it cannot load are taken out.
    """
    if not case.context.deployment.pastes:
        return Part()
    known = file_parts(case.context, case.rules, said_of(case.context.deployment, case.findings))
    whole = {part.at.path: part for part in known.parts if not part.subject}
    found = (file for file in case.context.deployment.pastes if file.path in whole)
    plans = (_planned(case, file, whole[file.path]) for file in found)
    return joined(Part(gaps=known.gaps), *plans)


def _planned(case: Case, file: SectionFile, whole: FilePart) -> Part:
    if whole.part is Becomes.UNREAD:
        return _left_out(case, file, whole)
    if whole.part in {Becomes.KEPT, Becomes.REFUSED}:
        return _mended(case, file)
    return Part()


def _left_out(case: Case, file: SectionFile, whole: FilePart) -> Part:
    asked = still_said(case, case.context, file.path, _RULES)
    part, by = Part(gaps=asked.gaps), ""
    if asked.findings:
        choices = (_LEAVE_OUT,)
        decision, answer = decided(case, file.path, asked.findings, choices, is_open=True)
        part, by = Part(decisions=(decision,), gaps=asked.gaps), decision.id
        if answer is None:
            return part
    why = "The target has its list of middleware in its code, and does not read the file."
    gone = Change(Action.LEFT_OUT, spoken(file.path), whole.at, why, (_UNREAD,), by)
    changes = (gone, *_lost(case, file, by))
    return joined(part, Part(files=(NewFile(file.path, None),), changes=changes))


def _lost(case: Case, file: SectionFile, decision: str) -> Iterator[Change]:
    """What the file did of its own: each filter and each setting that findings speak of."""
    for finding in said_in_run(case, file.path, _RULES):
        if finding.rule != _UNREAD:
            why, rules = f"{finding.message}.", (finding.rule,)
            yield Change(Action.LEFT_OUT, finding.subject, finding.at, why, rules, decision)


def _mended(case: Case, file: SectionFile) -> Part:
    """The file without filters that did nothing, and what somebody has to decide of the rest."""
    asked = still_said(case, case.context, file.path, _RULES)
    idle = _idle(case, file, asked)
    taken = _without(case, file, idle)
    done = {spoken(f"filter:{each.name}") for each in taken.dropped}
    rest = tuple(each for each in asked.findings if each.subject not in done)
    part = _asked(case, file, replace(asked, findings=rest), idle)
    return joined(_told(file, taken), part) if not part.files else part


def _idle(case: Case, file: SectionFile, asked: Asked) -> frozenset[str]:
    """Filters that the target cannot load, and that do nothing in the source either."""
    rule, ladder = case.rules.rules.get(_IDLE), case.context.span.ladder
    source = case.context.source.series
    if rule is None or ladder.index(source) < ladder.index(str(rule.params["series"])):
        return frozenset()
    parts = pipelines_of(file).parts
    named = {part.name for part in parts if part.thing in rule.params["filters"]}
    return _names(file, asked) & named


def _names(file: SectionFile, asked: Asked) -> frozenset[str]:
    """The filters that the target cannot load; none of a file that is not edited at all."""
    if file.is_partial or file.flaws:
        return frozenset()
    subjects = {finding.subject for finding in asked.of(_UNLOADABLE)}
    parts = (part for part in pipelines_of(file).parts if part.is_filter)
    return frozenset(part.name for part in parts if spoken(part.subject) in subjects)


def _without(case: Case, file: SectionFile, words: frozenset[str]) -> Shortened:
    content = case.sources()[file.path].content
    return without_words(file, content, words, "the target cannot load it")


def _told(file: SectionFile, after: Shortened, decision: str = "") -> Part:
    changes = (
        Change(
            Action.DROPPED,
            spoken(f"filter:{each.name}"),
            each.at,
            f"The target cannot load it; it is taken out of the pipeline {spoken(each.pipeline)}.",
            (_UNLOADABLE,),
            decision,
        )
        for each in after.dropped
    )
    files = (NewFile(file.path, after.content),) if after.dropped else ()
    return Part(files=files, changes=tuple(changes))


def _asked(case: Case, file: SectionFile, asked: Asked, idle: frozenset[str]) -> Part:
    """The decision about the rest; the file that its answer makes is without `idle` filters too."""
    findings = asked.findings or said_in_run(case, file.path, (_NOT_ADDED,))
    if not findings:
        return Part(gaps=asked.gaps)
    lost = _names(file, asked)
    sample = case.target_samples.paste_ini
    offered = ((_TAKE_OUT, bool(lost)), (_SAMPLE, sample is not None))
    choices = [choice for choice, is_possible in offered if is_possible]
    decision, answer = decided(case, file.path, findings, choices, is_open=asked.has_blocker)
    part = Part(decisions=(decision,), gaps=asked.gaps)
    if answer is not None and answer.choose == _TAKE_OUT.name:
        return joined(part, _told(file, _without(case, file, lost | idle), decision.id))
    if answer is not None and answer.choose == _SAMPLE.name:
        why = "It is the file that the target ships, without anything of the site."
        change = Change(Action.SET, spoken(file.path), decision.at, why, (), decision.id)
        new = NewFile(file.path, (sample or "").encode())
        return joined(part, Part(files=(new,), changes=(change,)))
    return part
