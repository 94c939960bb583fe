"""Rules, checks and trials of cases as text and JSON, for `kslint rules` and `kslint explain`."""

import difflib
import inspect
import textwrap
from collections.abc import Iterator

import msgspec
import yaml

from linter.cases import Trial, Trials
from linter.checks.registry import CHECKS
from linter.checks.signature import Parameter, parameters_of
from linter.model.visible import visible
from linter.ruleset import Rule, Ruleset

_WIDTH = 88


class CheckEntry(msgspec.Struct, frozen=True):
    """What a rule's author has to know of a check; `used_by` are the rules that use it."""

    name: str
    doc: str
    parameters: tuple[Parameter, ...]
    used_by: tuple[str, ...]


def as_json(rules: Ruleset) -> str:
    """Every rule with all its fields."""
    return _json({"schema_version": 1, "rules": list(rules)})


def page(rule: Rule) -> str:
    """One rule under fixed headings: what, why, fix, instead of, with, see."""
    when = f"the upgrade enters {rule.crosses}" if rule.crosses else "always"
    doc = inspect.getdoc(CHECKS[rule.check]) or ""
    parts = [
        f"{rule.id}: {rule.title}",
        f"severity: {rule.severity}, {rule.confidence} unless the finding says otherwise",
        f"asked:    {when}",
        f"check:    {rule.check}",
        *(() if rule.waivable else ("waivable: no; it counts whatever a waiver says",)),
        "",
        _paragraph("What", rule.message),
        _paragraph("Why", rule.why),
        _paragraph("Fix", rule.fix),
        _paragraph("Looks for", doc.replace("\n\n", "\n").replace("\n", " ")),
    ]
    if rule.params:
        params = msgspec.to_builtins(rule.params)
        text = yaml.safe_dump(
            params, sort_keys=False, width=_WIDTH - 2, allow_unicode=True, default_flow_style=None
        )
        parts.append("With\n" + textwrap.indent(text, "  "))
    for heading, lines in (("Instead of", rule.instead_of), ("See", rule.links)):
        if lines:
            parts.append(f"{heading}\n" + "\n".join(f"  {line}" for line in lines) + "\n")
    return "\n".join(parts)


def checks(rules: Ruleset) -> tuple[CheckEntry, ...]:
    """Every check there is, by name."""
    users: dict[str, list[str]] = {}
    for rule in rules:
        users.setdefault(rule.check, []).append(rule.id)
    return tuple(
        CheckEntry(
            name,
            " ".join((inspect.getdoc(function) or "").split()),
            parameters_of(function),
            tuple(users.get(name, ())),
        )
        for name, function in sorted(CHECKS.items())
    )


def checks_as_json(entries: tuple[CheckEntry, ...]) -> str:
    """Every check with its parameters and the rules that use it."""
    return _json({"schema_version": 1, "checks": entries})


def checks_as_text(entries: tuple[CheckEntry, ...]) -> str:
    """Each check with what it does, its parameters, and one rule to learn from."""
    return "\n".join("".join(_check(entry)) for entry in entries)


def _check(entry: CheckEntry) -> Iterator[str]:
    yield f"{entry.name}\n"
    yield _filled(entry.doc, "  ", "  ") + "\n"
    for parameter in entry.parameters:
        needed = "" if parameter.required else ", optional"
        text = f"{parameter.name}: {parameter.type}{needed}"
        yield _filled(text, "    ", "      ") + "\n"
    if entry.used_by:
        yield f"  see {entry.used_by[0]}\n"


def trials_as_json(trials: Trials) -> str:
    """Every case with what it wants and what the rule said, and the rules not shown both ways."""
    return _json(
        {
            "schema_version": 1,
            "passed": trials.passed,
            "cases": [
                {"passed": trial.passed, **msgspec.to_builtins(trial)} for trial in trials.trials
            ],
            "unshown": [{"rule": rule, "missing": missing} for rule, missing in trials.unshown],
        }
    )


def trials_as_text(trials: Trials) -> str:
    """A line for each case, the difference where there is one, and a count."""
    lines = [line for trial in trials.trials for line in _trial(trial)]
    lines += [f"{rule}: no case shows it {missing}" for rule, missing in trials.unshown]
    differ = sum(not trial.passed for trial in trials.trials)
    count = len(trials.trials)
    lines.append(f"{count} {'case' if count == 1 else 'cases'}, {differ or 'none'} failed")
    return "\n".join(lines) + "\n"


def _trial(trial: Trial) -> Iterator[str]:
    yield visible(f"{trial.rule}: {trial.case}: {'ok' if trial.passed else 'FAILED'}")
    if trial.fault:
        yield visible(f"    {trial.fault}")
    if trial.wanted != trial.said:
        wanted, said = _fields(trial.wanted), _fields(trial.said)
        for line in difflib.unified_diff(wanted, said, "wanted", "said", lineterm="", n=1):
            yield f"    {line}"


def _fields(told: tuple[msgspec.Struct, ...]) -> list[str]:
    return [
        visible(f"{name}: {text}")
        for finding in told
        for name, text in msgspec.to_builtins(finding).items()
    ] or ["(nothing)"]


def _json(shape: object) -> str:
    return msgspec.json.format(msgspec.json.encode(shape), indent=2).decode() + "\n"


def _paragraph(heading: str, text: str) -> str:
    return f"{heading}\n{_filled(text, '  ', '  ')}\n"


def _filled(text: str, first: str, further: str) -> str:
    """A text in lines, in which no command is broken at a hyphen."""
    return textwrap.fill(
        text,
        _WIDTH,
        initial_indent=first,
        subsequent_indent=further,
        break_on_hyphens=False,
        break_long_words=False,
    )
