"""What the rules about policy know of tokens, requests and directories holds in real releases."""

import json
import re
import subprocess
from fnmatch import fnmatchcase
from pathlib import Path
from typing import Any

import pytest

from linter.catalog import store
from linter.ruleset import load_rules
from tests.real.releases import release_python

RULES = load_rules().rules
SEEN = Path(__file__).with_name("seen.py")
# The first release whose policy sees a token through oslo.context, and those of bug 2148398.
SERIES = ("stein", "wallaby", "2025.1", "2026.2")
ALLOWED = {
    "policy.d/10-site.yaml": "role:first",
    "policy.d/10-site.yaml.bak": "role:second",
    "policy.d/.hidden.yaml": "role:hidden",
    "policy.d/below/99.yaml": "role:below",
}

pytestmark = pytest.mark.release


@pytest.fixture(scope="module", params=SERIES)
def seen(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Any:
    folder = tmp_path_factory.mktemp("policy")
    (folder / "keystone.conf").write_text("[database]\n", encoding="utf-8")
    for name, check in ALLOWED.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(f'"identity:get_user": "{check}"\n', encoding="utf-8")
    series: str = request.param
    done = subprocess.run(
        [release_python(series), SEEN, folder], capture_output=True, text=True, check=True,
        timeout=300,
    )  # fmt: skip
    return {"series": series, **json.loads(done.stdout)}


def test_a_token_has_the_credentials_that_are_known_and_none_that_was_dropped(seen: Any) -> None:
    known = RULES["policy/credential-unknown"].params["known"]
    dropped = set(RULES["policy/credential-dropped"].params["kinds"])

    assert [name for name in seen["credentials"] if not _fits(name, known)] == ["token"]
    assert dropped & set(seen["credentials"]) == set()


def test_operations_name_what_the_paths_of_requests_do(seen: Any) -> None:
    paths = [
        operation.partition("?")[0]
        for rule in store.load(seen["series"]).policy_rules
        for operation in rule.operations
    ]

    named = {name for path in paths for name in re.findall(r"\{(\w+)\}", path)}
    # Called sp_id by the routes up to 2024.2, for which nobody asks what a path names.
    assert named - set(seen["places"]) <= {"service_provider_id"}


def test_every_file_right_in_a_directory_counts_whatever_its_ending(seen: Any) -> None:
    assert seen["rules"] == {"identity:get_user": "role:second"}


def _fits(name: str, patterns: tuple[str, ...]) -> bool:
    return any(fnmatchcase(name, pattern) for pattern in patterns)
