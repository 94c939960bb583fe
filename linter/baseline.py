"""The findings that were there when a gate was set up, so that it stops for new ones only.

A baseline is no approval: a known blocker still makes conditions of a go, what cannot be waived is
never known, and a finding that grew graver is new. Nor does it speak of what was not looked at.
"""

from collections.abc import Sequence
from typing import Any, Final, Literal

import msgspec
from msgspec.structs import replace

from linter.model.finding import Finding, Severity
from linter.model.release import Upgrade
from linter.model.report import Report
from linter.model.waiver import KNOWN
from linter.ruleset import Ruleset

SCHEMA_VERSION: Final = 1


class BaselineError(Exception):
    """A baseline that cannot be used; the text goes on from the name of its file."""


class KnownFinding(msgspec.Struct, frozen=True, order=True, forbid_unknown_fields=True):
    """A finding of before: `fingerprint` is its identity, the rest is for readers and for order."""

    rule: str
    path: str
    subject: str
    severity: Severity
    fingerprint: str


class Baseline(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """The findings of before, of the upgrade between two series; `count` is how many they are."""

    schema_version: Literal[1]
    source: str
    target: str
    count: int
    findings: tuple[KnownFinding, ...]


class Compared(msgspec.Struct, frozen=True):
    """The findings in their order, those of before marked, and what was not found any more.

    What is `gone` may be mended, or lie where this run did not look.
    """

    findings: tuple[Finding, ...]
    gone: tuple[KnownFinding, ...]


class _Head(msgspec.Struct, frozen=True):
    schema_version: int


def write_baseline(report: Report) -> str:
    """What a report found, as the text of a baseline, equal for equal findings.

    Left out is what never counts, and what is waived or acknowledged: it counts once that ends.
    """
    found = sorted(
        KnownFinding(each.rule, each.at.path, each.subject, each.severity, each.fingerprint)
        for each in report.findings
        if each.waiver in {"", KNOWN} and each.severity is not Severity.INFO
    )
    upgrade = report.upgrade
    baseline = Baseline(
        SCHEMA_VERSION, upgrade.source.series, upgrade.target.series, len(found), tuple(found)
    )
    return msgspec.json.format(msgspec.json.encode(baseline), indent=2).decode() + "\n"


def read_baseline(content: bytes) -> Baseline:
    """The baseline in a file. Raises BaselineError for what is none, or one of another version."""
    try:
        version = msgspec.json.decode(content, type=_Head).schema_version
        if version != SCHEMA_VERSION:
            raise BaselineError(
                f"a baseline of version {version}, and this kslint reads version {SCHEMA_VERSION}: "
                "write it anew with --write-baseline"
            )
        baseline = msgspec.json.decode(content, type=Baseline)
    except (msgspec.MsgspecError, UnicodeDecodeError, RecursionError) as error:
        raise BaselineError(
            f"no baseline ({error}): write it anew with --write-baseline"
        ) from error
    if baseline.count != len(baseline.findings):
        raise BaselineError(
            f"it says that it has {baseline.count} findings and has {len(baseline.findings)}: it "
            "was cut or merged badly; write it anew with --write-baseline"
        )
    return baseline


def against(
    findings: Sequence[Finding], baseline: Baseline, rules: Ruleset, upgrade: Upgrade
) -> Compared:
    """The findings with `KNOWN` beside those that were there before and are not graver now.

    As many are known as were there. Raises BaselineError for a baseline of another upgrade, in
    which the same finding can mean another change.
    """
    here = upgrade.source.series, upgrade.target.series
    if (baseline.source, baseline.target) != here:
        raise BaselineError(
            f"it is of an upgrade from {baseline.source} to {baseline.target} and this one is from "
            f"{here[0]} to {here[1]}: write it anew with --write-baseline"
        )
    left: dict[str, list[KnownFinding]] = {}
    for known in baseline.findings:
        left.setdefault(known.fingerprint, []).append(known)
    marked = list(findings)
    # The gravest first, so that none takes the place of a graver one that was there too.
    for number in sorted(range(len(marked)), key=lambda at: marked[at].severity.rank):
        finding = marked[number]
        marked[number] = _marked(finding, left.get(finding.fingerprint, []), rules)
    gone = sorted(known for remaining in left.values() for known in remaining)
    return Compared(tuple(marked), tuple(gone))


def _marked(finding: Finding, known: list[KnownFinding], rules: Ruleset) -> Finding:
    """The finding, marked if it is known; what it was before is taken from the list."""
    if not known:
        return finding
    gravest = min(known, key=lambda each: each.severity.rank)
    known.remove(gravest)
    rule = rules.rules.get(finding.rule)
    if finding.waiver or finding.severity is Severity.INFO or rule is None or not rule.waivable:
        return finding
    is_graver = finding.severity.rank < gravest.severity.rank
    return finding if is_graver else replace(finding, waiver=KNOWN)


def schema() -> dict[str, Any]:
    """The JSON Schema (2020-12) of a baseline."""
    head = {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": "kslint baseline",
    }
    return head | msgspec.json.schema(Baseline)
