"""Rules as data: one YAML file each, bound at load time to the check that judges it."""

import hashlib
import string
from collections.abc import Iterator, Mapping
from functools import lru_cache
from pathlib import Path
from typing import Any

import msgspec
import yaml

from linter import checks as _registers_every_check  # noqa: F401
from linter import rule_faults
from linter.catalog import store
from linter.checks.registry import CHECKS, bind
from linter.model.finding import Confidence, Severity

try:
    from yaml import CSafeLoader as Loader
except ImportError:  # PyYAML built without libyaml
    from yaml import SafeLoader as Loader  # type: ignore[assignment]


CASES = "cases"
"""The folder beside a site's own rules that holds their cases."""


class RuleError(Exception):
    """A rule that cannot be used; the text names its file and the reason."""


class Rule(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Knowledge about one fault: when it applies, what judges it, and what the operator reads.

    `severity` and `confidence` hold unless the check says otherwise of one hit. `crosses` names a
    series: the rule is asked only when the upgrade enters it. `instead_of` are rules that say less:
    where they speak of the same subject in the same file, only this one is shown. What a rule finds
    that is not `waivable` always counts: nobody's consent changes that it breaks the upgrade.
    """

    title: str
    severity: Severity
    check: str
    message: str
    why: str
    fix: str
    id: str = ""
    confidence: Confidence = Confidence.CERTAIN
    crosses: str = ""
    params: dict[str, Any] = {}
    links: tuple[str, ...] = ()
    instead_of: tuple[str, ...] = ()
    waivable: bool = True


class Ruleset(msgspec.Struct, frozen=True):
    """Every rule by id, in order, and one digest over their texts."""

    rules: Mapping[str, Rule]
    digest: str

    def __iter__(self) -> Iterator[Rule]:
        """The rules in the order of their ids."""
        return iter(self.rules.values())


def shipped_folder() -> Path:
    """Where the shipped rules are: beside the package in a checkout, inside it in a wheel.

    Raises RuleError when there are none, since a run without rules would look like a pass.
    """
    package = Path(__file__).parent
    for folder in (package / "rules", package.parent / "rules"):
        if folder.is_dir():
            return folder
    raise RuleError(f"no rules folder in {package} nor beside it: reinstall kslint")


def load_rules(extra: tuple[Path, ...] = ()) -> Ruleset:
    """The shipped rules and those of the extra folders; a rule there may not reuse an id.

    Raises RuleError for an unreadable folder, a malformed rule, or when there are no rules at all.
    """
    rules: dict[str, Rule] = {}
    digest = hashlib.sha256()
    ladder = store.releases()
    series = {name for release in ladder for name in (release.series, release.codename)}
    for folder in (shipped_folder(), *extra):
        for path in _rule_files(folder):
            text = path.read_bytes()
            digest.update(text)
            rule = parse_rule(text, path.relative_to(folder).with_suffix("").as_posix(), path)
            if rule.crosses and rule.crosses not in series:
                known = [release.series for release in ladder]
                raise RuleError(f"{path}: {rule_faults.about_series(rule.crosses, known)}")
            if rule.id in rules:
                raise RuleError(f"{path}: a rule with the id {rule.id} exists already")
            rules[rule.id] = rule
    if not rules:
        raise RuleError("no rules were found: reinstall kslint")
    _require_lesser_rules(rules)
    return Ruleset(dict(sorted(rules.items())), digest.hexdigest())


def _require_lesser_rules(rules: Mapping[str, Rule]) -> None:
    for rule in rules.values():
        missing = [lesser for lesser in rule.instead_of if lesser not in rules]
        if missing:
            raise RuleError(
                f"{rule.id}: instead_of names {missing[0]!r}, and there is no such rule"
            )


def _rule_files(folder: Path) -> list[Path]:
    if not folder.is_dir():
        raise RuleError(f"{folder}: no such folder of rules")
    return sorted(path for path in folder.rglob("*.yaml") if _is_rule(path.relative_to(folder)))


def _is_rule(path: Path) -> bool:
    """Whether a file below a folder of rules is one: no case, and in no hidden directory."""
    return path.parts[0] != CASES and not any(part.startswith(".") for part in path.parts)


@lru_cache(maxsize=1024)
def parse_rule(text: bytes, rule_id: str, path: Path) -> Rule:
    """The rule that a file holds; its id is its path.

    Raises RuleError with file and reason when a field is missing, unknown or of the wrong type,
    when no such check exists, or when the parameters do not fit the check.
    """
    try:
        # A safe loader; msgspec then checks every field.
        raw = yaml.load(text, Loader)
        rule = msgspec.structs.replace(msgspec.convert(raw, Rule), id=rule_id)
    except (yaml.YAMLError, ValueError, RecursionError) as error:
        fault = rule_faults.about_fields(" ".join(str(error).split()), Rule.__struct_fields__)
        raise RuleError(f"{path}: {fault}") from error
    if rule.check not in CHECKS:
        raise RuleError(f"{path}: {rule_faults.about_check(rule.check)}")
    try:
        params = bind(CHECKS[rule.check], rule.params)
    except TypeError as error:
        fault = rule_faults.about_params(rule.check, CHECKS[rule.check], rule.params)
        raise RuleError(f"{path}: {fault or error}") from error
    _require_templates(rule, path)
    return msgspec.structs.replace(rule, params=params)


def _require_templates(rule: Rule, path: Path) -> None:
    for text in (rule.message, rule.why, rule.fix):
        try:
            list(string.Formatter().parse(text))
        except ValueError as error:
            raise RuleError(f"{path}: {error} in {text!r}") from error
