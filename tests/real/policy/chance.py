"""Policy files put together by chance, the same ones for the same number."""

import json
import random

from linter.catalog import store

CHECKS = (
    "role:admin",
    "role:Reader",
    "role:service",
    "role:%(target.role.name)s",
    "role:%s",
    "rule:admin_required",
    "rule:owner",
    "rule:first",
    "rule:second",
    "rule:missing",
    "RULE:owner",
    "@",
    "!",
    "user_id:%(target.user.id)s",
    "user_id:%(user_id)s",
    "user_id:%(filter_attr.user_id)s",
    "user_id:%(field)d",
    "user_id:%",
    "user_id:%(target.user.id)s%(target.user.id)s",
    "user_id.more:1",
    "domain_id:%(target.role.domain_id)s",
    "domain_id:%(target.user.domain_id)s",
    "domain_id:None",
    "project_id:%(project_id)s",
    "system_scope:all",
    "is_admin:1",
    "None:%(target.role.domain_id)s",
    "True:%(target.thing.enabled)s",
    "token.project.domain.id:%(target.project.domain_id)s",
    "token.domain.id:%(target.domain.id)s",
    "token.roles.name:reader",
    "token:x",
    "roles:admin",
    "-1:-1",
    "(1,2):x",
    "a..b:c",
    "word",
    "'quoted'",
    "x%(",
)
RULES = tuple(rule.name for rule in store.load("2025.1").policy_rules)
OVERRIDES = 40


def by_chance(seed: int) -> dict[str, str]:
    """A keystone.conf and a policy.yaml."""
    chance = random.Random(seed)  # noqa: S311  nobody is to be surprised
    rules: dict[str, object] = {
        chance.choice(RULES): _text(chance) if chance.random() < 0.85 else _alternatives(chance)
        for _ in range(OVERRIDES)
    }
    rules |= {name: _text(chance, depth=2) for name in ("first", "second")}
    if seed % 5 == 0:
        rules["default"] = _text(chance, depth=1)
    switches = [f"{name} = {chance.choice(['true', 'false'])}" for name in _SWITCHES]
    settings = ["[oslo_policy]", *switches[: chance.randint(0, 2)]]
    return {"keystone.conf": "\n".join(settings) + "\n", "policy.yaml": json.dumps(rules, indent=1)}


_SWITCHES = ("enforce_new_defaults", "enforce_scope")


def _text(chance: random.Random, depth: int = 3) -> str:
    kind = chance.random()
    if depth == 0 or kind < 0.35:
        return chance.choice(CHECKS)
    if kind < 0.5:
        return f"not {_text(chance, depth - 1)}"
    word = chance.choice((" and ", " or ", " AND ", " Or "))
    text = _text(chance, depth - 1) + word + _text(chance, depth - 1)
    if chance.random() < 0.1:
        text += chance.choice((" and", " (", " )", " or"))
    return f"({text})" if chance.random() < 0.6 else text


def _alternatives(chance: random.Random) -> list[object]:
    kinds = (
        lambda: chance.choice(CHECKS),
        lambda: [chance.choice(CHECKS) for _ in range(chance.randint(0, 3))],
        lambda: "",
    )
    return [chance.choice(kinds)() for _ in range(chance.randint(0, 4))]
