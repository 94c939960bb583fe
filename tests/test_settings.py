"""What a site has set counts, what is said later outweighs it, and a fault names its place."""

import hashlib
import os
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as some

from linter.model.finding import Severity
from linter.settings.sources import SettingsFile, from_environment, from_toml, settings_in
from linter.settings.values import Said, Settings, SettingsError, Settled, checked, settled

ALL = """\
from = "2024.1"
to = "2025.1"
profile = "approval"
fail_on = "condition"
format = ["json=build/out.json", "terminal", "sarif=-"]
web = ["apache2"]
logs = ["logs/*.log", "-", "/var/log/keystone"]
rules = ["rules"]
acknowledgements = ".kslint/acknowledgements.yaml"
waivers = ".kslint/waivers.yaml"
baseline = "../baseline.json"
select = ["config", "policy/*"]
ignore = ["info"]
notes_url = "https://mirror.example/notes"
index_url = "https://mirror.example/simple"

[severity]
"config/option-dead" = "info"
policy = "blocker"
"""
WHOLE = Settings(
    source="2024.1",
    target="2025.1",
    profile="approval",
    fail_on="condition",
    format=("json=build/out.json", "terminal", "sarif=-"),
    web=("apache2",),
    logs=("logs/*.log", "-", "/var/log/keystone"),
    rules=("rules",),
    acknowledgements=".kslint/acknowledgements.yaml",
    waivers=".kslint/waivers.yaml",
    baseline="../baseline.json",
    select=("config", "policy/*"),
    ignore=("info",),
    severity={"config/option-dead": Severity.INFO, "policy": Severity.BLOCKER},
    notes_url="https://mirror.example/notes",
    index_url="https://mirror.example/simple",
)


def digest(path: Path) -> str:
    return hashlib.sha256(path.read_bytes()).hexdigest()


def toml(text: str, name: str = "kslint.toml", folder: str = "") -> Settings:
    return settled(from_toml(text.encode(), name, folder)).settings


def refusal(text: str, name: str = "kslint.toml") -> str:
    with pytest.raises(SettingsError) as error:
        from_toml(text.encode(), name)
    return str(error.value)


def test_a_file_can_make_every_setting() -> None:
    assert toml(ALL) == WHOLE


def test_a_shared_file_has_them_in_a_table_of_its_own() -> None:
    inside = ALL.replace("[severity]", "[tool.kslint.severity]")

    assert toml(f"[project]\nname = 'x'\n[tool.kslint]\n{inside}", "pyproject.toml") == WHOLE
    assert toml("[project]\nname = 'x'\n", "pyproject.toml") == Settings()
    assert toml("[tool.ruff]\nname = 'x'\n", "pyproject.toml") == Settings()


def test_paths_are_those_of_the_folder_of_the_file() -> None:
    found = toml(ALL, folder="site")

    assert (found.format, found.web, found.logs, found.rules, found.baseline) == (
        ("json=site/build/out.json", "terminal", "sarif=-"),
        ("site/apache2",),
        ("site/logs/*.log", "-", "/var/log/keystone"),
        ("site/rules",),
        "site/../baseline.json",
    )
    assert (found.select, found.notes_url) == (WHOLE.select, WHOLE.notes_url)


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ('waivers = "a\\u0000b"', "kslint.toml: `waivers`: a text holds a NUL"),
        ("profil = 'gate'", "kslint.toml: `profil` is no setting (did you mean profile?)"),
        ("fail-on = 'blocker'", "kslint.toml: `fail-on` is no setting (did you mean fail_on?)"),
        ("colour = 1", "kslint.toml: `colour` is no setting"),
        (
            "profile = 'aproval'",
            "kslint.toml: `profile`: 'aproval' is none of gate, approval (did you mean approval?)",
        ),
        (
            "fail_on = 'info'",
            "kslint.toml: `fail_on`: 'info' is none of blocker, condition, warning",
        ),
        (
            "severity = {a = 'error'}",
            "kslint.toml: `severity`: 'error' is none of blocker, condition, warning, info",
        ),
        (
            "severity = 'info'",
            "kslint.toml: `severity`: it is no table of rules, each with its severity",
        ),
        ("to = 2025.1", "kslint.toml: `to`: it is no text"),
        ("select = 'config'", 'kslint.toml: `select`: it is no list of texts such as ["a", "b"]'),
        ("select = [1]", "kslint.toml: `select`: it is no text"),
        ("web = ['']", "kslint.toml: `web`: a text is empty"),
        ("to = ''", "kslint.toml: `to`: a text is empty"),
        ('"\\u001b[31m" = 1', "kslint.toml: `\\x1b[31m` is no setting"),
        ("to = \n", "kslint.toml is not TOML: Invalid value (at line 1, column 6)"),
        (
            "to = 'a'\nto = 'b'\n",
            "kslint.toml is not TOML: Cannot overwrite a value (at line 2, column 9)",
        ),
    ],
)  # fmt: skip
def test_what_is_wrong_with_a_file_is_said(text: str, said: str) -> None:
    assert refusal(text) == said


def test_a_fault_in_a_shared_file_names_the_table() -> None:
    assert refusal("[tool.kslint]\nprofil = 1", "pyproject.toml") == (
        "[tool.kslint] of pyproject.toml: `profil` is no setting (did you mean profile?)"
    )
    assert refusal("tool = 1", "pyproject.toml") == "pyproject.toml: `tool` is no table"
    assert refusal("[tool]\nkslint = 1", "pyproject.toml") == "pyproject.toml: `kslint` is no table"


@pytest.mark.parametrize("content", [b"\xff\xfe", b"a = " + b"[" * 100_000, b"\x00"])
def test_what_is_no_toml_is_refused(content: bytes) -> None:
    with pytest.raises(SettingsError, match=r"^kslint\.toml is not TOML: "):
        from_toml(content, "kslint.toml")


def test_the_own_file_is_read_before_the_shared_one(tmp_path: Path) -> None:
    shared, own = tmp_path / "pyproject.toml", tmp_path / "kslint.toml"

    assert settings_in(tmp_path) is None
    shared.write_text("[tool.kslint]\nto = 'zed'\n")
    said = Said("to", "zed", "[tool.kslint] of pyproject.toml")
    assert settings_in(tmp_path) == SettingsFile(shared, digest(shared), (said,))
    own.write_text("to = 'yoga'\n")
    said = Said("to", "yoga", "kslint.toml")
    assert settings_in(tmp_path) == SettingsFile(own, digest(own), (said,))


def test_a_project_file_that_does_not_name_us_is_the_business_of_others(tmp_path: Path) -> None:
    shared = tmp_path / "pyproject.toml"
    shared.write_text("[tool.black\n")

    assert settings_in(tmp_path) == SettingsFile(shared, digest(shared), ())


def test_a_file_above_the_working_directory_is_not_read(tmp_path: Path) -> None:
    (tmp_path / "kslint.toml").write_text("to = 'yoga'\n")
    (tmp_path / "site").mkdir()

    assert settings_in(tmp_path / "site") is None


@pytest.mark.parametrize("make", [Path.mkdir, lambda path: path.symlink_to("nowhere"), os.mkfifo])
def test_a_file_that_cannot_be_read_is_refused(tmp_path: Path, make: Any) -> None:
    path = tmp_path / "kslint.toml"
    make(path)

    with pytest.raises(SettingsError) as error:
        settings_in(tmp_path)
    assert str(error.value).startswith(f"{path} cannot be read: ")


def test_paths_of_the_working_directory_stay_as_they_are(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "kslint.toml").write_text(ALL)
    monkeypatch.chdir(tmp_path)

    found = settings_in(Path())
    assert found
    assert settled(found.said).settings == WHOLE


def test_variables_can_make_every_setting() -> None:
    variables = {
        "KSLINT_FROM": "2024.1",
        "KSLINT_TO": "2025.1",
        "KSLINT_PROFILE": "approval",
        "KSLINT_FAIL_ON": "condition",
        "KSLINT_FORMAT": "json=build/out.json, terminal,sarif=-",
        "KSLINT_WEB": "apache2",
        "KSLINT_LOGS": os.pathsep.join(WHOLE.logs or ()),
        "KSLINT_RULES": "rules",
        "KSLINT_ACKNOWLEDGEMENTS": ".kslint/acknowledgements.yaml",
        "KSLINT_WAIVERS": ".kslint/waivers.yaml",
        "KSLINT_BASELINE": "../baseline.json",
        "KSLINT_SELECT": "config,policy/*,",
        "KSLINT_IGNORE": "info",
        "KSLINT_SEVERITY": "config/option-dead=info, policy=blocker",
        "KSLINT_NOTES_URL": "https://mirror.example/notes",
        "KSLINT_INDEX_URL": "https://mirror.example/simple",
        "KSLINT_CATALOGS": "elsewhere",
        "KSLINT_DEBUG": "1",
        "KSLINT_TEST_CACHE": "elsewhere",
        "PATH": "/bin",
    }
    found = settled(from_environment(variables))

    assert found.settings == WHOLE
    assert found.origins["fail_on"] == "KSLINT_FAIL_ON"


def test_an_empty_variable_says_nothing() -> None:
    assert from_environment({"KSLINT_TO": "", "KSLINT_SELECT": ""}) == ()


@pytest.mark.parametrize(
    ("variable", "value", "said"),
    [
        ("KSLINT_PROFIL", "x", "`profil` is no setting (did you mean profile?)"),
        ("KSLINT_COLOUR", "x", "`colour` is no setting"),
        (
            "KSLINT_PROFILE",
            "gates",
            "`profile`: 'gates' is none of gate, approval (did you mean gate?)",
        ),
        (
            "KSLINT_SEVERITY",
            "config",
            "`severity`: each part is RULE=SEVERITY, with commas between",
        ),
    ],
)
def test_what_is_wrong_with_a_variable_is_said(variable: str, value: str, said: str) -> None:
    with pytest.raises(SettingsError) as error:
        from_environment({variable: value})

    assert str(error.value) == f"{variable}: {said}"


def test_what_is_said_later_counts_whole() -> None:
    file = from_toml(
        b"to = 'yoga'\nselect = ['config', 'policy']\nprofile = 'approval'", "kslint.toml"
    )
    variables = from_environment({"KSLINT_TO": "zed", "KSLINT_SELECT": "paste"})

    assert settled(file, variables) == Settled(
        Settings(target="zed", select=("paste",), profile="approval"),
        {"to": "KSLINT_TO", "select": "KSLINT_SELECT", "profile": "kslint.toml"},
    )


values = some.recursive(
    some.none() | some.booleans() | some.integers() | some.text(max_size=8),
    lambda inner: some.lists(inner, max_size=3) | some.dictionaries(some.text(), inner, max_size=3),
    max_leaves=5,
)


@settings(max_examples=50)
@given(name=some.sampled_from(Settings.__struct_encode_fields__), value=values)
def test_a_value_is_taken_or_refused_with_its_place(name: str, value: Any) -> None:
    try:
        found = Said(name, checked(name, value, "here"), "here")
    except SettingsError as error:
        assert str(error).startswith("here: ")  # noqa: PT017  either will do
    else:
        settled((found,))


def test_a_table_of_the_site_is_no_setting_and_no_fault() -> None:
    assert from_toml(b'to = "rocky"\n[site]\nanything = 1\n', "kslint.toml") == (
        Said("to", "rocky", "kslint.toml"),
    )


def test_a_site_cannot_be_set_by_a_variable() -> None:
    with pytest.raises(SettingsError, match=r"^KSLINT_SITE: `site` is no setting$"):
        from_environment({"KSLINT_SITE": "x"})
