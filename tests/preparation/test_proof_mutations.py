"""Files that kslint itself prepared, broken line by line."""

import re
from collections.abc import Callable, Iterator

import pytest
from msgspec.structs import replace

from linter.catalog import store
from linter.model.preparation import NewFile
from linter.preparation.case import Case
from linter.preparation.planning import Planned, planned
from tests.preparation.cases import case_of
from tests.preparation.results import CONF, proof_of, with_files

DOMAIN = "domains/keystone.staff.conf"
POLICY = "policy.yaml"
FILES: dict[str, str | bytes] = {
    CONF: """\
[DEFAULT]
# who we are
public_endpoint = https://id.example.org/v3
max_token_size = 300
notification_driver = messagingv2
notification_topics = audit
[database]
connection = mysql+pymysql://keystone:canary@db.example.org/keystone
idle_timeout = 60
[token]
provider = fernet
expiration = 1800
[identity]
domain_specific_drivers_enabled = yes
[cache]
enabled = on
backend = dogpile.cache.memcached
memcache_servers = 192.0.2.1:11211
[security_compliance]
lockout_failure_attempts = 6
password_regex = ^.{8,}$
[oslo_policy]
policy_file = policy.yaml
[site_plugin]
endpoint = here
""",
    DOMAIN: """\
[identity]
driver = ldap
[ldap]
url = ldap://staff.example.org
user_tree_dn = ou=users
password = canary
""",
    POLICY: """\
"site_role": "role:site"
"identity:list_projects": "rule:admin_required or rule:site_role"
"identity:get_user": "role:auditor"
""",
}
WAYS = [("stein", "train"), ("train", "2024.1"), ("2024.1", "2025.1")]
_LINE = re.compile(r"^(\w+)\s*=\s*(.*)$")


def prepared_case(way: tuple[str, str]) -> tuple[Case, Planned]:
    case = case_of(FILES, way)
    return case, planned(case, store.secret_names())


def texts(case: Case, result: Planned) -> dict[str, list[str]]:
    """The lines of every text that keystone reads once the files are in place."""
    new = {file.path: file.content for file in result.part.files if file.content is not None}
    old = {path: source.content for path, source in case.sources().items()}
    merged = {**old, **new}
    return {path: merged[path].decode().splitlines() for path in (CONF, DOMAIN)}


def broken(case: Case, result: Planned, path: str, lines: list[str]) -> Planned:
    """The same result, which tells the same, with one file that says something else."""
    content = ("\n".join(lines) + "\n").encode()
    others = tuple(file for file in result.part.files if file.path != path)
    return with_files(case, replace(result.part, files=(*others, NewFile(path, content))))


def _dropped(_name: str, _value: str) -> str:
    return ""


def _commented(name: str, value: str) -> str:
    return f"# {name} = {value}"


def _misspelt(name: str, value: str) -> str:
    return f"{name}_ = {value}"


def _changed(name: str, value: str) -> str:
    if value in {"on", "yes", "true", "True"}:
        return f"{name} = off"
    return f"{name} = {int(value) + 1}" if value.isdigit() else f"{name} = {value}x"


def repeated_defaults(way: tuple[str, str]) -> set[str]:
    """The lines without which the target does the same."""
    same = {"provider = fernet", "enabled = on"}
    return same if way[1] == "train" else same | {"policy_file = policy.yaml"}


WAYS_TO_BREAK: list[Callable[[str, str], str]] = [_dropped, _commented, _misspelt, _changed]


def breaks(lines: list[str], how: Callable[[str, str], str]) -> Iterator[tuple[str, list[str]]]:
    for number, line in enumerate(lines):
        found = _LINE.match(line)
        if found:
            changed = how(found[1], found[2])
            yield line, [*lines[:number], changed, *lines[number + 1 :]]


@pytest.mark.parametrize("way", WAYS, ids="-".join)
def test_what_kslint_prepares_is_proved(way: tuple[str, str]) -> None:
    found = proof_of(*prepared_case(way))
    assert (found.unexplained, found.remaining, found.left, found.untold) == ((), (), (), ())


@pytest.mark.thorough
@pytest.mark.parametrize("how", WAYS_TO_BREAK)
@pytest.mark.parametrize("way", WAYS, ids="-".join)
def test_every_broken_line_is_named(way: tuple[str, str], how: Callable[[str, str], str]) -> None:
    case, result = prepared_case(way)
    unnoticed = {
        line
        for path, lines in texts(case, result).items()
        for line, changed in breaks(lines, how)
        if proof_of(case, broken(case, result, path, changed)).unexplained == ()
    }
    assert unnoticed == (repeated_defaults(way) if how in {_dropped, _commented} else set())


@pytest.mark.thorough
@pytest.mark.parametrize("way", WAYS, ids="-".join)
def test_every_broken_rule_of_a_policy_is_named(way: tuple[str, str]) -> None:
    case, result = prepared_case(way)
    lines = str(FILES[POLICY]).splitlines()
    for number, line in enumerate(lines):
        for other in (
            "",
            line.replace("role:", "role:x"),
            line.replace('"identity:', '"identity.'),
        ):
            if other != line:
                changed = [*lines[:number], other, *lines[number + 1 :]]
                found = proof_of(case, broken(case, result, POLICY, changed))
                assert (other, found.untold) != (other, ())
                assert not found.holds


@pytest.mark.parametrize("path", [CONF, DOMAIN, POLICY])
def test_every_file_that_is_lost_is_named(path: str) -> None:
    case, result = prepared_case(WAYS[-1])
    others = tuple(file for file in result.part.files if file.path != path)
    lost = replace(result.part, files=(*others, NewFile(path, None)))
    assert not proof_of(case, with_files(case, lost)).holds
