"""The samples that a release makes say the same as those from its catalog's facts."""

import re
from pathlib import Path

import pytest

from linter.catalog.store import load, releases
from linter.cli.main import main
from linter.model.facts import ConfigFile, SourceFile
from linter.parse.ini import parse_config
from linter.parse.policy import parse_policy
from linter.samples.facts import facts_samples
from linter.samples.files import Samples
from linter.samples.generated import generated
from linter.samples.kept import samples_of
from tests.real.releases import CACHE, release_python
from tests.real.samples import namespace_arguments, sample

pytestmark = pytest.mark.release

SERIES = ("pike", "train", "2025.1")
# The release's sample gives an example for these, whose default is made of host and program, or
# has no default.
EXAMPLES = {
    ("DEFAULT", "rpc_zmq_host"),
    ("oslo_messaging_rabbit", "hostname"),
    ("oslo_messaging_rabbit", "processname"),
    ("oslo_messaging_zmq", "rpc_zmq_host"),
    ("security_compliance", "invalid_password_hash_max_chars"),
    ("security_compliance", "report_invalid_password_hash"),
}
# Of these the generator of the release only says that it cannot write them.
NOT_WRITTEN = {("eventlet_server", "admin_bind_host"), ("eventlet_server", "public_bind_host")}
OTHERS = {
    "pike": (
        "default_catalog.templates",
        "policy.v3cloudsample.json",
        "sso_callback_template.html",
    ),
    "train": ("default_catalog.templates", "sso_callback_template.html"),
    "2025.1": ("sso_callback_template.html",),
}
# An option is commented out without a space, the prose about it with one.
COMMENTED = re.compile("^#(?=[A-Za-z0-9_-]+ =( |$))", re.MULTILINE)
Options = dict[tuple[str, str], tuple[str, ...]]


@pytest.fixture(scope="module")
def kept(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder that the samples of each release are built into, once they are asked for."""
    return tmp_path_factory.mktemp("catalogs")


def real(series: str, folder: Path) -> Samples:
    found = samples_of(series, folder)
    if found is None:
        release_python(series)
        places = ["--cache", str(CACHE / "releases"), "--output", str(folder)]
        assert main(["catalog", "build", series, "--samples", *places]) == 0
        found = samples_of(series, folder)
        assert found is not None
    return found


def read(text: str) -> ConfigFile:
    content = COMMENTED.sub("", text).encode()
    return parse_config(SourceFile("", "keystone.conf", content, ""), frozenset())


def options(file: ConfigFile) -> Options:
    """The values of each option, in any order."""
    found: dict[tuple[str, str], list[str]] = {}
    for setting in file.settings:
        found.setdefault((setting.group, setting.name), []).append(setting.value)
    return {name: tuple(sorted(set(values))) for name, values in found.items()}


def rules(text: str) -> dict[str, str]:
    content = re.sub('^#(?=")', "", text, flags=re.MULTILINE).encode()
    parsed = parse_policy(SourceFile("", "policy.yaml", content, ""))
    assert parsed.flaws == ()
    return {entry.name: entry.check for entry in parsed.entries}


@pytest.mark.parametrize("series", [release.series for release in releases()])
def test_both_samples_name_the_same_options_and_defaults(series: str) -> None:
    own, made = read(sample(series)), read(facts_samples(load(series)).keystone_conf)
    found, known = options(own), options(made)

    assert [flaw for flaw in (*own.flaws, *made.flaws) if flaw.fatal] == []
    assert [section.name for section in own.sections] == [section.name for section in made.sections]
    assert known.keys() ^ found.keys() == (NOT_WRITTEN if series in {"pike", "queens"} else set())
    assert {name for name in found if found[name] != known[name]} <= EXAMPLES


@pytest.mark.parametrize("series", SERIES)
def test_the_sample_kept_is_the_one_of_the_generator(series: str, kept: Path) -> None:
    assert options(read(real(series, kept).keystone_conf)) == options(read(sample(series)))


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

    assert (samples.version, samples.real, samples.unknown) == (
        load(series).release.version, True, (),
    )  # fmt: skip
    assert tuple(file.name for file in samples.others) == OTHERS[series]
    assert "[loggers]" in (samples.logging_conf or "").splitlines()
    paste = (samples.paste_ini or "").splitlines()
    assert ("[pipeline:api_v3]" in paste) is (series == "pike")


def test_a_sample_tells_neither_where_it_was_made_nor_on_what_host() -> None:
    python = release_python("2024.1")
    made = generated(python, "oslo-config-generator", namespace_arguments())

    assert str(python.parent.parent) not in made
    assert [line for line in made.splitlines() if line.startswith("#hostname")] == [
        "#hostname = localhost"
    ]
