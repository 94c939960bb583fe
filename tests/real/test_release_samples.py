"""The samples that a release makes say the same as those from its catalog's facts."""

import re
from pathlib import Path

import pytest

from linter.catalog.orders import same_order
from linter.catalog.store import load
from linter.model.facts import ConfigFile, SourceFile
from linter.parse.ini import parse_config
from linter.parse.policy import parse_policy
from linter.samples.facts import facts_samples
from linter.samples.files import Samples
from linter.samples.generated import build_samples, generated
from linter.samples.kept import samples_of
from tests.real.releases import CACHE, release_python
from tests.real.samples import namespace_arguments, uncommented

pytestmark = pytest.mark.release

SERIES = ("train", "2025.1")
# The release's sample gives an example for these, whose default is made of host and program.
EXAMPLES = {
    "train": set(),
    "2025.1": {("oslo_messaging_rabbit", "hostname"), ("oslo_messaging_rabbit", "processname")},
}
Options = dict[tuple[str, str], tuple[str, ...]]


@pytest.fixture(scope="module")
def kept(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder that the samples of each release were built into."""
    folder = tmp_path_factory.mktemp("catalogs")
    for series in SERIES:
        release_python(series)
        order = same_order(load(series), cache=CACHE / "releases")
        built = build_samples(order, lambda _: None, folder)
        assert samples_of(series, folder) == built
    return folder


def real(series: str, folder: Path) -> Samples:
    samples = samples_of(series, folder)
    assert samples is not None
    return samples


def read(text: str) -> ConfigFile:
    content = uncommented(text).encode()
    return parse_config(SourceFile("", "keystone.conf", content, ""), frozenset())


def options(file: ConfigFile) -> Options:
    """The values of each option, in any order; none where it has no default."""
    found: dict[tuple[str, str], list[str]] = {name: [] for name in file.commented}
    for setting in file.settings:
        found.setdefault((setting.group, setting.name), []).append(setting.value)
    return {name: tuple(sorted(set(values))) for name, values in found.items()}


def rules(text: str) -> dict[str, str]:
    content = re.sub('^#(?=")', "", text, flags=re.MULTILINE).encode()
    parsed = parse_policy(SourceFile("", "policy.yaml", content, ""))
    assert parsed.flaws == ()
    return {entry.name: entry.check for entry in parsed.entries}


@pytest.mark.parametrize("series", SERIES)
def test_both_samples_name_the_same_options_and_defaults(series: str, kept: Path) -> None:
    own = read(real(series, kept).keystone_conf)
    made = read(facts_samples(load(series)).keystone_conf)
    found, known = options(own), options(made)

    assert [flaw for flaw in (*own.flaws, *made.flaws) if flaw.fatal] == []
    assert [section.name for section in own.sections] == [section.name for section in made.sections]
    assert found.keys() == known.keys()
    assert {name for name in known if found[name] != known[name]} == EXAMPLES[series]


@pytest.mark.parametrize("series", SERIES)
def test_both_samples_name_the_same_rules_and_checks(series: str, kept: Path) -> None:
    catalog = load(series)
    found = rules(real(series, kept).policy_yaml)
    known = rules(facts_samples(catalog).policy_yaml)
    replaced = {rule.deprecated.name for rule in catalog.policy_rules if rule.deprecated}

    assert {name: found[name] for name in known} == known
    assert found.keys() - known.keys() <= replaced


@pytest.mark.parametrize("series", SERIES)
def test_the_archive_gives_the_other_files(series: str, kept: Path) -> None:
    samples = real(series, kept)

    assert (samples.version, samples.real, samples.paste_ini, samples.unknown) == (
        load(series).release.version, True, None, (),
    )  # fmt: skip
    assert "[loggers]" in (samples.logging_conf or "").splitlines()
    assert {file.name for file in samples.others} - {"default_catalog.templates"} == {
        "sso_callback_template.html"
    }


def test_a_sample_tells_neither_where_it_was_made_nor_on_what_host() -> None:
    python = release_python("2024.1")
    made = generated(python, "oslo-config-generator", namespace_arguments())

    assert str(python.parent.parent) not in made
    assert [line for line in made.splitlines() if line.startswith("#hostname")] == [
        "#hostname = localhost"
    ]
