"""Finished reports for the tests of the formats that gates read."""

from pathlib import Path

from linter.catalog import store
from linter.inference import upgrade_between
from linter.model.finding import Confidence, Finding, Gap, Severity, Witness
from linter.model.location import Location
from linter.model.report import Input, Report, Tool
from linter.model.verdict import decide
from linter.ruleset import Rule, Ruleset

EXPECTED = Path(__file__).parents[1] / "fixtures" / "gates"
RULES = Ruleset(
    {
        "config/provider-gone": Rule(
            id="config/provider-gone",
            title="Token provider no longer exists",
            severity=Severity.BLOCKER,
            check="option-value",
            message="[token] provider = {value} was removed",
            why="Keystone does not start.",
            fix="Set `provider = fernet`.",
            links=("https://docs.openstack.org/releasenotes/keystone/rocky.html",),
        ),
        "question/tokens": Rule(
            id="question/tokens",
            title="Own tokens",
            severity=Severity.CONDITION,
            check="question",
            message="Does anybody make tokens?",
            why="They are refused.",
            fix="Ask around",
            confidence=Confidence.LIKELY,
        ),
    },
    "digest",
)
BLOCKER = Finding(
    rule="config/provider-gone",
    title="Token provider no longer exists",
    severity=Severity.BLOCKER,
    confidence=Confidence.CERTAIN,
    message="[token] provider = uuid was removed",
    subject="[token] provider",
    at=Location("", "keystone.conf", 3, 0, 5),
    fingerprint="1" * 20,
    why="Keystone does not start.",
    fix="Set `provider = fernet`.",
    links=("https://docs.openstack.org/releasenotes/keystone/rocky.html",),
    witnesses=(
        Witness("config", "provider = uuid", Location("", "keystone.d/10.conf", 7, 0, 1)),
        Witness("log", "Option is deprecated", Location("", "keystone.log", 12)),
        Witness("catalog", "fernet, jws", reference="2024.2"),
    ),
    nodes=("",),
)
CONDITION = Finding(
    rule="question/tokens",
    title="Own tokens",
    severity=Severity.CONDITION,
    confidence=Confidence.LIKELY,
    message="Does anybody make tokens?",
    subject="tokens",
    at=Location(),
    fingerprint="2" * 20,
    why="They are refused.",
    fix="Ask around",
    nodes=("",),
)
WARNING = Finding(
    rule="config/option-dead",
    title="Dead option",
    severity=Severity.WARNING,
    confidence=Confidence.CERTAIN,
    message="[token] bind = {x} has no effect",
    subject="[token] bind",
    at=Location("", "keystone.conf", 9, 0, 1),
    fingerprint="3" * 20,
    nodes=("ctl1", "ctl2"),
)
AGAIN = Finding(
    rule="config/option-dead",
    title="Dead option",
    severity=Severity.WARNING,
    confidence=Confidence.CERTAIN,
    message="[token] bind has no effect here either",
    subject="[token] bind",
    at=Location("", "keystone.conf", 11, 0, 1),
    fingerprint="3" * 20,
    nodes=("",),
)
WAIVED = Finding(
    rule="config/provider-gone",
    title="Token provider no longer exists",
    severity=Severity.BLOCKER,
    confidence=Confidence.CERTAIN,
    message="[token] provider = pki was removed",
    subject="[token] provider",
    at=Location("", "old/keystone.conf", 3, 0, 1),
    fingerprint="4" * 20,
    waiver="Jo Admin until 2027-03-01: not deployed",
)
INFO = Finding(
    rule="upgrade/python",
    title="Newer Python",
    severity=Severity.INFO,
    confidence=Confidence.CERTAIN,
    message="The target needs Python >=3.11",
    subject="python",
    at=Location(),
    fingerprint="5" * 20,
)
REQUIRED = Gap(
    "policy.yaml",
    "it could not be read",
    "run kslint as root",
    required=True,
    at=Location("", "policy.yaml"),
)
OPTIONAL = Gap("logs", "none were given", "give them with --logs", required=False)

HOSTILE = (
    "\x1b[31mred\x1b]0;title\x07",
    "</script><script>alert(1)</script><!--]]>",
    "[x](javascript:alert(1)) ![y](http://z) <img src=x onerror=alert(1)>",
    "%0A::error::x\n::error::y\r\n##[error]z,title=t",
    "::stop-commands::x",
    "=1+1",
    "  +cmd|' /C calc'!A0",
    "-2+3",
    "@SUM(A1)",
    "\t=1",
    "\r=1",
    "＝1",  # noqa: RUF001, which some spreadsheets take for =
    "nul\x00byte",
    "half \ud800 of a character, no character \ufffe",
    "right\u202eto left\u2028line",
    "{0} {{ jinja }} &amp; & <b>",
    '"quoted", and "more"',
    "x" * 10_000,
)


def report_of(
    findings: tuple[Finding, ...] = (),
    gaps: tuple[Gap, ...] = (),
    inputs: tuple[Input, ...] = (Input("", "keystone.conf", "configuration", "a" * 64),),
    fail_on: Severity = Severity.BLOCKER,
) -> Report:
    """What was found on the way from 2024.1 to 2025.1."""
    ladder = store.releases()
    ends = {release.series: release for release in ladder}
    return Report(
        tool=Tool("kslint", "1.0", "rules", "catalogs"),
        upgrade=upgrade_between(ends["2024.1"], ends["2025.1"], ladder, ("given", "given")),
        profile="gate",
        inputs=inputs,
        verdict=decide(findings, gaps, fail_on),
        findings=findings,
        gaps=gaps,
        rules_evaluated=2,
    )


def full() -> Report:
    """Something of every kind."""
    findings = (BLOCKER, WAIVED, CONDITION, WARNING, AGAIN, INFO)
    return report_of(findings, (REQUIRED, OPTIONAL))


def hostile() -> Report:
    """Whatever a file, a site's rule or a waiver may hold, wherever it may stand."""
    findings = [
        Finding(
            rule=f"site/{text}",
            title=text,
            severity=list(Severity)[number % 4],
            confidence=Confidence.POSSIBLE,
            message=text,
            subject=text,
            at=Location(text, text, number % 3, 0, number % 2),
            fingerprint=f"{number:020}",
            why=text,
            fix=text,
            links=(text,),
            witnesses=(
                Witness("config", text, Location(text, text, 1)),
                Witness("log", text, Location(text, text, 1)),
                Witness("note", text, reference=text),
            ),
            nodes=(text, "ctl2"),
            excerpt=text,
            waiver=text if number % 5 == 0 else "",
        )
        for number, text in enumerate(HOSTILE)
    ]
    gaps = [
        Gap(text, text, text, required=number % 2 == 0, at=Location(text, text))
        for number, text in enumerate(HOSTILE)
    ]
    inputs = tuple(Input("", text, "configuration", "a" * 64) for text in HOSTILE)
    findings.sort(key=lambda finding: finding.severity.rank)
    return report_of(tuple(findings), tuple(gaps), inputs)
