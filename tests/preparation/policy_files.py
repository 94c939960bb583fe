"""Policy files by chance in every shape, and what becomes of the policy files of a deployment."""

import json
import random
from collections.abc import Iterator
from functools import cache

import msgspec

from linter.catalog import store
from linter.model.preparation import NewFile
from linter.parse.deployment import Deployment, read_deployment
from linter.preparation.case import Case, Part
from linter.preparation.options_edits import edited_files
from linter.preparation.planning import renewed
from linter.preparation.policies import plan_policies

Texts = dict[str, str | bytes]


class Result(msgspec.Struct, frozen=True):
    """What was planned for the policy files alone, and the files that it comes to."""

    part: Part
    files: Texts
    after: Deployment


def carried(case: Case) -> Result:
    """The deployment after the planned changes of its policy files."""
    part = plan_policies(case)
    made = edited_files(case, part.edits)
    assert made.gaps == ()
    new = (*part.files, *made.files)
    node = renewed(case.node, new)
    after = read_deployment(node, case.context.deployment.nodes, store.secret_names())
    return Result(part, _texts(case, new), after)


def _texts(case: Case, new: tuple[NewFile, ...]) -> Texts:
    texts: Texts = {path: source.content for path, source in case.sources().items()}
    for file in new:
        texts.pop(file.path, None)
    texts |= {file.to or file.path: file.content for file in new if file.content is not None}
    return texts


CHECKS = (
    "role:admin",
    "role:Reader",
    "rule:admin_required",
    "rule:admin_or_owner",
    "rule:owner",
    "rule:ours",
    "rule:theirs",
    "rule:missing",
    "@",
    "!",
    "user_id:%(target.user.id)s",
    "domain_id:%(target.user.domain_id)s",
    "project_id:%(project_id)s",
    "system_scope:all",
    "is_admin:1",
    "'q u':%(target.x)s",
    "role:été",
    "None:%(target.role.domain_id)s",
)
_NAMES = ("ours", "theirs", "default", "_comment", "cloud_admin", "Ünser")


def by_chance(seed: int, between: tuple[str, str]) -> Texts:
    """A keystone.conf and the policy files that it leads to."""
    chance = random.Random(seed)  # noqa: S311  nobody is to be surprised
    names = _names(between)
    is_json = chance.random() < 0.4
    name = chance.choice(("policy.json", "policy.yaml", "rules.json")) if is_json else "policy.yaml"
    conf = "[DEFAULT]\ndebug = false\n"
    if name != _default(between[0]) or chance.random() < 0.3:
        place = chance.choice(("", "/etc/keystone/"))
        conf += f"[oslo_policy]\npolicy_file = {place}{name}\n"
    if chance.random() < 0.2:
        conf += "[oslo_policy]\nenforce_new_defaults = true\n"
    texts: Texts = {"keystone.conf": conf, name: _text(chance, names, is_json=is_json)}
    for number in range(chance.choice((0, 0, 1, 2))):
        inner = chance.random() < 0.5
        path = f"policy.d/{number}.{'json' if inner else 'yaml'}"
        texts[path] = _text(chance, names, is_json=inner)
    return texts


def _default(series: str) -> str:
    found = (each for each in store.load(series).options if each.name == "policy_file")
    return str(msgspec.json.decode(next(found).default))


@cache
def _names(between: tuple[str, str]) -> tuple[tuple[str, str], ...]:
    """Names with a check that some release has as the default."""
    found = set()
    for series in between:
        for rule in store.load(series).policy_rules:
            found.add((rule.name, rule.check))
            if rule.deprecated:
                found.add((rule.deprecated.name, rule.deprecated.check))
                found.add((rule.name, rule.deprecated.check))
                found.add((rule.deprecated.name, f"rule:{rule.name}"))
    return tuple(sorted(found))


def _text(
    chance: random.Random, names: tuple[tuple[str, str], ...], *, is_json: bool
) -> str | bytes:
    rules = [_rule(chance, names) for _ in range(chance.choice((0, 1, 3, 25)))]
    if is_json:
        indent = chance.choice((None, 2, 4, "\t"))
        return json.dumps(dict(rules), indent=indent, ensure_ascii=chance.random() < 0.5)
    if chance.random() < 0.15 and rules:
        return (
            "{"
            + ",\n ".join(f"{_quoted(k)}: {json.dumps(v, ensure_ascii=False)}" for k, v in rules)
            + "}\n"
        )
    text = "".join(_lines(chance, rules))
    text = text.removesuffix("\n") if chance.random() < 0.2 else text
    text = text.replace("\n", "\r\n") if chance.random() < 0.2 else text
    return ("\ufeff" + text).encode() if chance.random() < 0.1 else text


def _rule(chance: random.Random, names: tuple[tuple[str, str], ...]) -> tuple[str, object]:
    kind = chance.random()
    if kind < 0.15:
        return chance.choice(_NAMES), _check(chance)
    name, default = chance.choice(names)
    if kind < 0.6:
        return name, default
    if kind < 0.7:
        return name, [[_check(chance, 0)], _check(chance, 0)]
    if kind < 0.8:
        return name, f"rule:{chance.choice(names)[0]} or {_check(chance)}"
    return name, chance.choice((_check(chance), "", None, []))


def _check(chance: random.Random, depth: int = 2) -> str:
    if depth == 0 or chance.random() < 0.4:
        return chance.choice(CHECKS)
    word = chance.choice((" and ", " or ", " or not "))
    return f"({_check(chance, depth - 1)}{word}{_check(chance, depth - 1)})"


def _quoted(text: str) -> str:
    return json.dumps(text, ensure_ascii=False)


def _lines(chance: random.Random, rules: list[tuple[str, object]]) -> Iterator[str]:
    if chance.random() < 0.2:
        yield "---\n"
    for name, value in rules:
        yield chance.choice(("", "", "# about the next\n", '#"identity:x": "rule:y"\n', "\n"))
        key = chance.choice((_quoted(name), f"'{name}'", name))
        remark = chance.choice(("", "", "  # ours"))
        if not isinstance(value, str):
            yield f"{key}: {json.dumps(value, ensure_ascii=False)}{remark}\n"
            continue
        kind = chance.random()
        if kind < 0.1 and value.strip():
            yield f"{key}: >-\n    {value}\n"
        elif kind < 0.2 and value.strip():
            yield f"{key}: |\n    {value}\n\n"
        elif kind < 0.3 and " or " in value:
            first, _, rest = value.partition(" or ")
            yield f'{key}: "{first} or\n    {rest}"{remark}\n'
        elif kind < 0.4 and "'" not in value:
            yield f"{key}: '{value}'{remark}\n"
        else:
            yield f"{key}: {_quoted(value)}{remark}\n"
    if chance.random() < 0.1:
        yield "# the end\n"
