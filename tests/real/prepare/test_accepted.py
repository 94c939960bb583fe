"""The tools of the real target accept every prepared directory.

oslopolicy-validator came with oslo.policy 3, after Ussuri; there only the lister is asked.
"""

import re
import subprocess
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from functools import cache, partial
from pathlib import Path

import pytest

from linter.catalog import store
from linter.checks.names import Names, names_of
from tests.real.policy.test_tools import REDUNDANT, SAID, VALIDATOR
from tests.real.prepare.hops import UPGRADES
from tests.real.prepare.journeys import AT_ONCE, Journey
from tests.real.releases import release_tool, run_tool
from tests.real.samples import namespace_arguments

# Groups that only the site's own plugins read; one that keystone's sample lacks though it loads
# the library; and one whose name the tool, unlike oslo.config, wants in small letters.
NOT_SAMPLED = ("nordvik_billing", "alder_hooks", "oak_ledger", "oslo_concurrency", "DATABASE")
# The styles differ in keystone.conf alone; a file is shown to the tool of a release once.
REFUSALS: dict[tuple[str, bytes], str] = {}

pytestmark = pytest.mark.release
EACH = pytest.mark.parametrize("hop", UPGRADES, ids=lambda hop: hop.name)
WITH_VALIDATOR = pytest.mark.parametrize(
    "hop", [hop for hop in UPGRADES if hop.target != "ussuri"], ids=lambda hop: hop.name
)


@EACH
def test_oslo_config_validator_has_nothing_to_say(journey: Journey) -> None:
    folder = journey.prepared.folder
    paths = list(configuration(folder))
    with ThreadPoolExecutor(AT_ONCE) as pool:
        refusals = pool.map(partial(refusal, journey.hop.target), paths)
        said = {
            str(path.relative_to(folder)): text for path, text in zip(paths, refusals, strict=True)
        }

    assert said == dict.fromkeys(said, "")
    assert len(said) == len(list(configuration(journey.site.deployed)))


@WITH_VALIDATOR
def test_oslopolicy_validator_objects_to_the_rules_of_the_site_only(journey: Journey) -> None:
    done = policy_tool(journey, VALIDATOR)

    # It calls every rule unknown that keystone does not register, and fails for them.
    own = site_rules(journey)
    said = done.stdout.splitlines()
    assert said == [f"Unknown rule found in policy file: {name}" for name in own], done.stderr
    assert done.returncode == bool(own)


@EACH
def test_no_rule_that_was_dropped_is_listed_as_redundant(journey: Journey) -> None:
    assert journey.prepared.report is not None, journey.prepared.said
    done = policy_tool(journey, REDUNDANT)
    listed = set(SAID["redundant"].findall(done.stdout))
    changes = [each for part in journey.prepared.report.deployments for each in part.changes]
    dropped = {each.subject for each in changes if each.action == "dropped"}

    assert done.returncode == 0, done.stderr
    assert listed & dropped == set()


def configuration(folder: Path) -> Iterator[Path]:
    """Every file that oslo.config reads."""
    yield folder / "keystone.conf"
    yield from sorted(folder.glob("keystone.conf.d/*.conf"))
    yield from sorted(folder.glob("domains/keystone.*.conf"))


def refusal(target: str, path: Path) -> str:
    """What the validator says against a file, "" where it accepts it without a warning."""
    key = target, path.read_bytes()
    if key not in REFUSALS:
        words = ["--input-file", str(path), "--fatal-warnings", *namespace_arguments()]
        words += [word for group in NOT_SAMPLED for word in ("--exclude-group", group)]
        done = run_tool(target, "oslo-config-validator", *words)
        lines = (line for line in done.stderr.splitlines() if not line.startswith("INFO:"))
        said = [line for line in lines if not is_mistaken(target, line)]
        REFUSALS[key] = "\n".join(said)[-1000:] if done.returncode else ""
    return REFUSALS[key]


def is_mistaken(target: str, line: str) -> bool:
    """Whether the validator speaks against an option that the release has by this very name.

    It takes one whose old name is its own for deprecated, and knows those of the sample alone.
    """
    found = re.fullmatch(r"(WARNING|ERROR):root:(?:Deprecated opt )?([\w-]+)/(\w+) .*", line)
    entry = found and names(target).current.get((found[2], found[3]))
    return bool(found and entry and (found[1] == "WARNING" or not entry.sampled))


@cache
def names(series: str) -> Names:
    return names_of(store.load(series))


def policy_tool(journey: Journey, name: str) -> subprocess.CompletedProcess[str]:
    """What a tool says of the policy; it looks for the file where it is started."""
    words = ["--config-file", "keystone.conf", "--namespace", "keystone"]
    return subprocess.run(
        [release_tool(journey.hop.target, name), *words],
        cwd=journey.prepared.folder, capture_output=True, text=True, check=False, timeout=600,
    )  # fmt: skip


def site_rules(journey: Journey) -> list[str]:
    """The rules of the prepared file that keystone does not register, in its order."""
    known = {rule.name for rule in store.load(journey.hop.target).policy_rules}
    text = journey.prepared.folder.joinpath(policy_file(journey)).read_text(encoding="utf-8")
    names = re.findall(r'^"?([\w:]+)"?\s*:', text, re.MULTILINE)
    return [name for name in names if name not in known]


def policy_file(journey: Journey) -> str:
    """The name of the policy file that the target reads."""
    return next(
        str(value.value)
        for value in journey.after[""]
        if (value.group, value.name) == ("oslo_policy", "policy_file")
    )
