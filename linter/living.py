"""Everything that a site says about findings, applied in the one order in which it is honest.

Settings first make findings graver or less so, for a waiver is of what they are then. Waivers come
before the baseline, for what is waived may be part of it. What is left out is taken last, with all
that stands beside it.
"""

import datetime as dt
from collections.abc import Mapping, Sequence

import msgspec

from linter.baseline import Baseline, Compared, KnownFinding, against
from linter.engine import join
from linter.model.finding import Finding, Gap, Severity
from linter.model.release import Upgrade
from linter.model.waiver import WaiverFault, Waivers
from linter.ruleset import Ruleset
from linter.selection import Selection, regraded, selected
from linter.waivers.applying import waived


class Consent(msgspec.Struct, frozen=True):
    """What a site says: how grave rules are, what it lives with, what was there, what it wants."""

    severities: Mapping[str, Severity] = {}
    waivers: Waivers = Waivers()
    baseline: Baseline | None = None
    selection: Selection = Selection()


class Lived(msgspec.Struct, frozen=True):
    """The findings with all that was said of them, in their order, and what that led to.

    `gone` are those of the baseline that were found no more.
    """

    findings: tuple[Finding, ...]
    gaps: tuple[Gap, ...] = ()
    faults: tuple[WaiverFault, ...] = ()
    gone: tuple[KnownFinding, ...] = ()


def lived_with(
    findings: Sequence[Finding], consent: Consent, rules: Ruleset, upgrade: Upgrade, today: dt.date
) -> Lived:
    """The findings as the site takes them.

    Raises SelectionError for a pattern of no rule, BaselineError for another upgrade's baseline.
    """
    needed = consent.selection.needed
    graded = join(regraded(findings, consent.severities, rules, needed))
    marked = waived(graded, consent.waivers, rules, upgrade, today)
    compared = Compared(marked.findings, ())
    if consent.baseline is not None:
        compared = against(marked.findings, consent.baseline, rules, upgrade)
    chosen = selected(compared.findings, consent.selection, rules)
    return Lived(chosen.findings, chosen.gaps, marked.faults, compared.gone)
