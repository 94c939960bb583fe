"""Who writes a rule is told what is wrong and what was perhaps meant."""

from pathlib import Path

import pytest

from linter.ruleset import RuleError, load_rules

RULE = """\
title: A rule of the site
severity: condition
check: option-value
params: {group: token, name: provider, values: [jws]}
message: it is so
why: because
fix: change it
"""
TAKES = "the check 'option-value' takes: group (text), name (text), values (list of text)"


def fault(folder: Path, text: str) -> str:
    path = folder / "mine.yaml"
    path.write_text(text)
    with pytest.raises(RuleError) as error:
        load_rules((folder,))
    said = str(error.value)
    assert said.startswith(f"{path}: ")
    return said.removeprefix(f"{path}: ")


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ("severity", "sevrity", "unknown field `sevrity` (did you mean severity?)"),
        (
            "fix: change it",
            "fix: change it\ncrosses: 2025.1",
            'crosses is read as a number: put the series in quotes, as crosses: "2025.1"',
        ),
        (
            "fix: change it",
            "fix: change it\ncrosses: wallabi",
            "crosses names 'wallabi', which is no release (did you mean wallaby?)",
        ),
        (
            "option-value",
            "option-valu",
            "no check named 'option-valu' (did you mean option-value?); `kslint rules --checks`",
        ),
        (
            "values:",
            "value:",
            "unknown parameter 'value' (did you mean values?); parameter 'values' is missing; "
            + TAKES,
        ),
        (", values: [jws]", "", f"parameter 'values' is missing; {TAKES}"),
        ("[jws]", "jws", "parameter 'values': Expected `array`, got `str`"),
        ("it is so", "'{name is so'", "expected '}' before end of string in '{name is so'"),
        ("severity: condition", "severity: [", "while parsing a flow sequence in"),
    ],
)
def test_a_mistake_is_named_with_what_was_perhaps_meant(
    old: str, new: str, said: str, tmp_path: Path
) -> None:
    assert fault(tmp_path, RULE.replace(old, new)).startswith(said)


def test_a_codename_is_a_series_too(tmp_path: Path) -> None:
    (tmp_path / "mine.yaml").write_text(RULE + "crosses: epoxy\n")

    assert load_rules((tmp_path,)).rules["mine"].crosses == "epoxy"


@pytest.mark.parametrize("other", ["cases/mine.yaml", ".kslint/acknowledgements.yaml"])
def test_what_lies_beside_the_rules_is_no_rule(other: str, tmp_path: Path) -> None:
    (tmp_path / "mine.yaml").write_text(RULE)
    (tmp_path / other).parent.mkdir()
    (tmp_path / other).write_text("[]")

    assert "mine" in load_rules((tmp_path,)).rules
