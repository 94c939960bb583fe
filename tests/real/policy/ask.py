"""Says what the real oslo.policy of a release answers to each question about each deployment.

Runs inside the Python of a release (3.6 and later): ask.py < questions.json > answers.json
Questions: {"folders": {NAME: folder with keystone.conf}, "creds": [..], "targets": [[..], ..],
"rules": {RULE: which of the targets it is asked about}}; the Nth of creds and of those targets make
the Nth question. Answers: {NAME: {RULE: number with bit N set where it is allowed}}, or {NAME: the
text of the error} for a deployment whose policy cannot be loaded.
"""

# ruff: noqa: B905, UP006 - Python 3.6 knows neither `strict` nor generic types

import copy
import functools
import inspect
import json
import logging
import sys
import typing
import warnings

warnings.simplefilter("ignore")
logging.disable(logging.CRITICAL)

import keystone.common.rbac_enforcer.enforcer  # noqa: E402, F401  it sets the default of policy_file
from keystone.common import policies  # noqa: E402
from oslo_config import cfg  # noqa: E402
from oslo_policy import policy  # noqa: E402

# oslo.policy looks at the arguments of a check each time that it calls it.
look = functools.lru_cache(maxsize=None)(inspect.getfullargspec)
inspect.getfullargspec = lambda method: look(method.__func__)

Questions = typing.Sequence[typing.Tuple[dict, dict]]
Known = typing.Dict[typing.Tuple[str, ...], int]
QUESTIONS = []  # type: typing.List[Questions]


def loaded(folder: str) -> policy.Enforcer:
    """The enforcer of a deployment, its files read."""
    configuration = cfg.ConfigOpts()
    configuration(["--config-file", folder + "/keystone.conf"], project="keystone")
    enforcer = policy.Enforcer(configuration)
    enforcer.suppress_deprecation_warnings = True
    # Older libraries change the defaults that they are given; later ones copy them first.
    copies = hasattr(policy, "_BaseRule")
    rules = policies.list_rules()
    enforcer.register_defaults(rules if copies else copy.deepcopy(rules))
    enforcer.load_rules()
    # Nothing changes from here on, and every question would look at the files again.
    enforcer.load_rules = lambda: None
    return enforcer


def allowed(enforcer: policy.Enforcer, rule: str, questions: Questions) -> int:
    """A bit for each question that the rule answers with yes; an exception is a no."""
    bits = 0
    for number, (creds, target) in enumerate(questions):
        try:
            answer = bool(enforcer.enforce(rule, target, dict(creds), do_raise=False))
        except Exception:  # noqa: BLE001, S112  the wrong scope, or what keystone answers with 500
            continue
        bits |= answer << number
    return bits


def wording(check: typing.Any, rules: typing.Mapping[str, typing.Any], within: tuple = ()) -> str:
    """A rule with its references followed; raises LookupError where one leads nowhere or back."""
    kind = type(check).__name__
    if kind == "RuleCheck":
        if check.match in within:
            raise LookupError(check.match)
        return wording(rules[check.match], rules, (*within, check.match))
    parts = getattr(check, "rules", None) or ([check.rule] if hasattr(check, "rule") else [])
    if parts:
        return kind + str([wording(part, rules, within) for part in parts])
    return f"{kind} {check}"


def alike(enforcer: policy.Enforcer, rule: typing.Any, folder: str) -> typing.Tuple[str, ...]:
    """What the same answers follow from, in whatever deployment."""
    settings = enforcer.conf.oslo_policy
    scope = "{} {}".format(getattr(settings, "enforce_scope", ""), getattr(rule, "scope_types", ""))
    try:
        return scope, wording(enforcer.rules[rule.name], enforcer.rules)
    except LookupError:
        return scope, folder, str(enforcer.rules[rule.name])


def answers(folder: str, asked: typing.Dict[str, int], known: Known) -> typing.Any:
    """What a deployment answers; rules that are enforced alike are asked once."""
    try:
        enforcer = loaded(folder)
    except Exception as error:  # noqa: BLE001  it is the answer
        return f"{type(error).__name__}: {error}"
    found = {}
    for rule in policies.list_rules():
        if rule.name in asked:
            which = asked[rule.name]
            key = (str(which), *alike(enforcer, rule, folder))
            if key not in known:
                known[key] = allowed(enforcer, rule.name, QUESTIONS[which])
            found[rule.name] = known[key]
    return found


def main() -> None:
    """Answers all that the standard input asks."""
    asked = json.load(sys.stdin)
    QUESTIONS.extend(list(zip(asked["creds"], targets)) for targets in asked["targets"])
    known = {}  # type: Known
    folders = asked["folders"].items()
    found = {name: answers(folder, asked["rules"], known) for name, folder in folders}
    json.dump(found, sys.stdout)


main()
