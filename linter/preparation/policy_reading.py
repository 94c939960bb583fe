"""The policy files that a deployment lives by, and what source and target make of them."""

import posixpath
from collections.abc import Iterable

import msgspec
from msgspec.structs import replace

from linter.access.in_force import InForce, policy_in_force
from linter.access.regime import Regime, regime_of
from linter.access.rulebook import Rulebook, rulebook
from linter.access.unjudged import unjudged
from linter.model.facts import Setting
from linter.model.finding import Gap
from linter.model.policy import PolicyEntry, PolicyFile
from linter.parse.deployment import Deployment
from linter.preparation.case import Case
from linter.preparation.decision_ids import file_id
from linter.preparation.policy_yaml import CONVERTED

OPTION = "[oslo_policy] policy_file"
"""The option that names the policy file, as decisions about it are called."""
_FILE = ("oslo_policy", "policy_file")


class Reading(msgspec.Struct, frozen=True, eq=False):
    """The files whose rules are to hold in the target, in the order in which they are read.

    They are those that the source reads. `main` is the one that policy_file stands for, None where
    there is none, `named_at` the assignment that names it. `rival` is a file that the target would
    read in its place, or where there is none. `converts` says that the target's own policy file is
    YAML. Nothing may be edited where there are `gaps`.
    """

    files: tuple[PolicyFile, ...]
    main: PolicyFile | None
    named_at: Setting | None
    rival: PolicyFile | None
    converts: bool
    regime: Regime
    gaps: tuple[Gap, ...] = ()


def reading_of(case: Case) -> Reading:
    """What the source reads, as the target is to read it."""
    context, deployment = case.context, case.context.deployment
    source = regime_of(context.source.catalog, deployment.configuration)
    target = regime_of(context.target.catalog, deployment.configuration)
    found = policy_in_force(deployment, source)
    named_at = source.policy_file_at
    answer = case.answer(OPTION)
    if answer is not None and answer.choose == "default":
        named_at = None
    rival = None if named_at or answer is not None else _rival(case, found, target)
    if rival is not None and _keeps_rival(case, found, rival):
        folders = found.files if found.missing else found.files[1:]
        found = InForce((rival, *folders), found.unread)
        rival = None
    default = default_name(case)
    is_yaml = default.endswith((".yaml", ".yml")) or not target.takes_json
    return Reading(
        _each_once(found.files),
        None if found.missing or not found.files else found.files[0],
        named_at,
        rival,
        is_yaml,
        source,
        tuple(unjudged(deployment, [(source, found)])),
    )


def default_name(case: Case) -> str:
    """The policy file that the target looks for where nothing names one."""
    catalog = case.context.target.catalog
    found = [each for each in catalog.options if (each.group, each.name) == _FILE]
    return str(msgspec.json.decode(found[0].default)) if found else ""


def _rival(case: Case, found: InForce, target: Regime) -> PolicyFile | None:
    if target.policy_file_at is not None:
        return None
    alone = replace(
        target, policy_file=default_name(case), policy_dirs=(), falls_back_to_json=False
    )
    rival = next(iter(policy_in_force(case.context.deployment, alone).files), None)
    main = None if found.missing or not found.files else found.files[0]
    return None if rival is None or (main and main.path == rival.path) else rival


def _keeps_rival(case: Case, found: InForce, rival: PolicyFile) -> bool:
    """Whether the file is to be read: somebody said so, or it is what an earlier run has made."""
    answer = case.answer(file_id(case.context.deployment, rival.path))
    if answer is not None:
        return answer.choose == "keep"
    source = case.sources().get(rival.path)
    made = source is not None and source.content.startswith(CONVERTED.encode())
    return made and bool(found.missing)


def _each_once(files: Iterable[PolicyFile]) -> tuple[PolicyFile, ...]:
    return tuple({file.path: file for file in files}.values())


def with_entries(case: Case, regime: Regime, entries: Iterable[PolicyEntry]) -> Rulebook:
    """What the target enforces with these lines."""
    file = PolicyFile("", "", "", tuple(entries))
    return rulebook(case.context.target.catalog, InForce((file,)), regime)


def source_book(case: Case, reading: Reading) -> Rulebook:
    """What the source enforces."""
    return rulebook(case.context.source.catalog, InForce(reading.files), reading.regime)


def target_regime(case: Case, deployment: Deployment) -> Regime:
    """How the target judges with the settings of a deployment."""
    return regime_of(case.context.target.catalog, deployment.configuration)


def entries_of(files: Iterable[PolicyFile]) -> dict[str, PolicyEntry]:
    """The line that counts of each rule."""
    return {entry.name: entry for file in files for entry in file.entries}


def folder_of(path: str) -> str:
    """The folder that a file lies in."""
    return posixpath.dirname(path)


def places_of(reading: Reading, rule: str) -> tuple[PolicyEntry, ...]:
    """The lines of a rule, of each file the one that counts there."""
    found = (entry for file in reading.files for entry in file.entries if entry.name == rule)
    return tuple(found)
