"""From what a site says of findings, in files and in words, to findings that bear it."""

import datetime as dt
import hashlib
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

import msgspec

from linter.baseline import Baseline, BaselineError, KnownFinding, read_baseline
from linter.cli.failure import UsageError
from linter.cli.living_options import LivingWish
from linter.cli.settling import Taken
from linter.collect.naming import shown_path
from linter.engine import Knowledge, join, of_waivers
from linter.living import Consent, lived_with
from linter.model.finding import Finding, Gap
from linter.model.release import Upgrade
from linter.model.report import Input
from linter.model.snapshot import Snapshot
from linter.model.waiver import Waivers
from linter.parse.deployment import Deployment
from linter.ruleset import Ruleset
from linter.selection import Selection, SelectionError, regraded, require_known
from linter.waivers.file import WaiverError, read_waivers
from linter.waivers.inline import waivers_in

_LARGEST = 2**24
"""The bytes of a file that is read; a hundred thousand findings are fewer."""


class _UnreadError(Exception):
    """A file that cannot be read, with its name and the reason."""


class Said(msgspec.Struct, frozen=True):
    """What a site says of findings, and the files in which it does."""

    consent: Consent = Consent()
    inputs: tuple[Input, ...] = ()


class Ground(msgspec.Struct, frozen=True):
    """What the findings are of, and on which day."""

    deployments: tuple[Deployment, ...]
    upgrade: Upgrade
    rules: Ruleset
    knowledge: Knowledge
    today: dt.date


class Borne(msgspec.Struct, frozen=True):
    """The findings with all that was said of them, those about waivers too, and what that hides."""

    findings: tuple[Finding, ...]
    gaps: tuple[Gap, ...]


def said_by_site(wish: LivingWish, settings: Taken, rules: Ruleset, snapshot: Snapshot) -> Said:
    """What counts for these files. Raises UsageError for what cannot be used, which it names."""
    _require_rules(wish, settings, rules)
    waivers, inputs = waivers_in(snapshot), []
    if wish.waivers is not None:
        with settings.naming("waivers", _UnreadError, "--waivers"):
            content = _content(wish.waivers)
        waivers = _together(waivers, _waivers(content, wish.waivers))
        inputs.append(_input(wish.waivers, "waivers", content))
    baseline = None
    if wish.baseline is not None:
        with settings.naming("baseline", _UnreadError, "--baseline"):
            content = _content(wish.baseline)
        baseline = _baseline(content, wish.baseline)
        inputs.append(_input(wish.baseline, "baseline", content))
    selection = Selection(wish.select, wish.ignore, wish.needed)
    return Said(Consent(wish.severities, waivers, baseline, selection), tuple(inputs))


def borne(findings: Sequence[Finding], said: Said, wish: LivingWish, ground: Ground) -> Borne:
    """The findings as the site takes them.

    Raises UsageError for a baseline that is of another upgrade.
    """
    consent, rules, upgrade = said.consent, ground.rules, ground.upgrade
    with _naming(wish.baseline):
        lived = lived_with(findings, consent, rules, upgrade, ground.today)
    about = of_waivers(ground.deployments, upgrade, rules, ground.knowledge, lived.faults)
    graded = regraded(about.findings, consent.severities, rules, wish.needed)
    gone = _gone(wish.baseline, lived.gone)
    return Borne(
        join((*lived.findings, *graded)) if graded else lived.findings,
        (*lived.gaps, *about.gaps, *gone),
    )


def _require_rules(wish: LivingWish, settings: Taken, rules: Ruleset) -> None:
    """Raises UsageError for a pattern that names no rule, after the option that it stands in."""
    with settings.naming("select", SelectionError, "--select"):
        require_known(wish.select, rules)
    with settings.naming("ignore", SelectionError, "--ignore"):
        require_known(wish.ignore, rules)
    with settings.naming("severity", SelectionError, "--severity"):
        regraded((), wish.severities, rules)


def _content(path: Path) -> bytes:
    try:
        with path.open("rb") as file:
            content = file.read(_LARGEST + 1)
    except OSError as error:
        raise _UnreadError(f"{path} cannot be read: {error.strerror}") from error
    if len(content) > _LARGEST:
        raise _UnreadError(f"{path} is larger than {_LARGEST} bytes")
    return content


def _input(path: Path, kind: str, content: bytes) -> Input:
    return Input("", shown_path(path), kind, hashlib.sha256(content).hexdigest())


def _waivers(content: bytes, path: Path) -> Waivers:
    try:
        return read_waivers(content, shown_path(path))
    except WaiverError as error:
        raise UsageError(str(error)) from error


def _baseline(content: bytes, path: Path) -> Baseline:
    with _naming(path):
        return read_baseline(content)


@contextmanager
def _naming(path: Path | None) -> Iterator[None]:
    """What is wrong with a baseline is said after its name."""
    try:
        yield
    except BaselineError as error:
        raise UsageError(f"{path}: {error}") from error


def _together(*several: Waivers) -> Waivers:
    return Waivers(
        tuple(waiver for each in several for waiver in each.waivers),
        tuple(fault for each in several for fault in each.faults),
    )


def _gone(path: Path | None, gone: Sequence[KnownFinding]) -> Iterator[Gap]:
    """What the baseline knows and this run did not find, which may lie where it did not look."""
    if path is None or not gone:
        return
    number = f"{len(gone)} findings" if len(gone) > 1 else "1 finding"
    yield Gap(
        what=f"baseline {shown_path(path)}",
        why=f"{number} of it were not found" if len(gone) > 1 else f"{number} of it was not found",
        remedy="once mended everywhere, write it anew with --write-baseline",
        required=False,
    )
