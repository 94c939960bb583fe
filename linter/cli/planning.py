"""From a sealed report and a site to plans, or to all that refuses them."""

import argparse
from collections.abc import Iterable, Sequence
from pathlib import Path

import msgspec

from linter.catalog import store
from linter.cli import output
from linter.cli.analysis import Request, bundle_of, usable
from linter.cli.check import acknowledgements
from linter.cli.clock import moment
from linter.cli.failure import UsageError
from linter.cli.living_options import living_wish
from linter.cli.note_options import NotesWish
from linter.cli.planned_site import site_of
from linter.cli.report import content_of
from linter.cli.settling import Taken
from linter.cli.verifying import verification
from linter.model.plan import Override, Plan
from linter.model.site import Site
from linter.plan.cautions import cautions
from linter.plan.failure import PlanError
from linter.plan.making import Order, plans
from linter.plan.plan_faults import plan_faults
from linter.plan.prepared import digest_of, why_not_for
from linter.plan.refusing import (
    Way,
    refusal_of_decision,
    refusal_of_files,
    refusal_of_strategy,
    refusals_of_report,
    way_of,
)
from linter.plan.writing import written
from linter.report.told import ReportError
from linter.seal import SealedReport, read_sealed


class Refused(Exception):  # noqa: N818  no error of anybody
    """There is no plan; `refusals` say why, each with the way out."""

    def __init__(self, refusals: Sequence[str]) -> None:
        super().__init__("; ".join(refusals))
        self.refusals = tuple(refusals)


class Made(msgspec.Struct, frozen=True):
    """The plans of an upgrade in their order, and what to mind of them."""

    plans: tuple[Plan, ...]
    cautions: tuple[str, ...]


def make(arguments: argparse.Namespace, settings: Taken) -> Made:
    """The plans that a command line asks for. Raises Refused, and UsageError for wrong words."""
    content = content_of(arguments.report)
    try:
        sealed = read_sealed(content)
    except ReportError as error:
        raise UsageError(f"{arguments.report}: {error}") from error
    override = _override(arguments, sealed)
    site = site_of(arguments)
    with usable(), bundle_of(NotesWish(bundle=arguments.bundle)):
        request = _request(arguments, settings, site, sealed.profile)
        found = verification(content, str(arguments.report), request)
        # What else it says is not to be believed if it does not hold.
        _refuse(refusals_of_report(sealed, found, moment(), arguments.max_age))
        way = way_of(sealed, store.releases())
        digest, unfit = _prepared(site, way)
        decided = refusal_of_decision(sealed, has_reason=bool(override))
        _refuse((decided, way.refusal, unfit))
        order = Order(sealed, way.releases, site, arguments.strategy, digest, override)
        _refuse((refusal_of_strategy(order), refusal_of_files(order)))
        made = Made(plans(order), tuple(cautions(order)))
        _require_sound(made.plans)
    return made


def _refuse(refusals: Iterable[str]) -> None:
    found = [refusal for refusal in refusals if refusal]
    if found:
        raise Refused(found)


def _override(arguments: argparse.Namespace, sealed: SealedReport) -> tuple[Override, ...]:
    reason, name = (arguments.override or "").strip(), (arguments.by or "").strip()
    if arguments.override is None and arguments.by is None:
        return ()
    if not reason or not name:
        raise UsageError("--override REASON and --by NAME belong together, and say something")
    match sealed.verdict.decision:
        case "NO_GO" | "INCOMPLETE" as against:
            return (Override(against, reason, name, moment()),)
        case decision:
            raise UsageError(f"the report says {decision}: there is nothing to --override")


def _request(arguments: argparse.Namespace, settings: Taken, site: Site, profile: str) -> Request:
    """What to look at again; nothing is concluded from it."""
    return Request(
        paths=tuple(arguments.paths) or (site.configuration,),
        named=tuple(arguments.named),
        rules=tuple(Path(folder) for folder in arguments.rules),
        web=tuple(arguments.web),
        profile=profile,
        acknowledgements=acknowledgements(arguments.acknowledgements),
        living=living_wish(arguments, None, profile),
        settings=settings,
        notes=NotesWish(bundle=arguments.bundle),
    )


def _prepared(site: Site, way: Way) -> tuple[str, str]:
    """The digest of the prepared files, and why they are not for the first stop."""
    if not site.prepared or not way.releases:
        return "", ""
    folder, names = Path(site.prepared), [machine.name for machine in site.machines]
    try:
        return digest_of(folder), why_not_for(folder, way.releases[1].series, names)
    except PlanError as error:
        raise UsageError(f"`prepared` of the site: {error}") from error


def _require_sound(made: Sequence[Plan]) -> None:
    """Raises UsageError for what was given and could not be read again, such as odd letters."""
    for plan in made:
        for mistake in plan_faults(plan):
            raise UsageError(f"no plan can be made of what is given: {mistake}")


def put(made: Made, target: str, *, replaces: bool) -> None:
    """Writes the plans and says what they are. Raises UsageError, before any is written."""
    targets = _targets(target, len(made.plans))
    for name in targets:
        if name != "-" and not replaces and (Path(name).is_symlink() or Path(name).exists()):
            raise UsageError(f"{name} is there already: choose another name, or give --force")
    for plan, name in zip(made.plans, targets, strict=True):
        output.put(written(plan, made.cautions), name)
        output.talk(_told(plan, name))
    for caution in made.cautions:
        output.talk(f"mind: {caution}")


def _targets(target: str, number: int) -> tuple[str, ...]:
    if number == 1:
        return (target,)
    if target == "-":
        raise UsageError(f"{number} hops are {number} plans: name a file with -o")
    path = Path(target)
    return tuple(
        str(path.with_name(f"{path.stem}-{position}{path.suffix}"))
        for position in range(1, number + 1)
    )


def _told(plan: Plan, name: str) -> str:
    last = next((step.id for step in plan.steps if step.no_return), "")
    back = f"; from {last} on only the backup leads back" if last else ""
    where = "stdout" if name == "-" else name
    return f"{where}: {plan.source} to {plan.target}, {len(plan.steps)} steps{back}"
