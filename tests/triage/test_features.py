from pathlib import Path

import pytest

from linter.catalog import store
from linter.checks.names import named
from linter.model.triage import Triage
from linter.triage.features import Feature, features
from tests.triage.deployed import deployed, said

EVERY = pytest.mark.parametrize("feature", features(), ids=lambda feature: feature.name)


def conf(option: str, value: str) -> str:
    group, name = named(option)
    name = "driver" if name == "*" else name
    return f"[{group}]\n{name} = {value.replace('?*', 'x').replace('*', '')}\n"


def text_of(feature: Feature) -> str:
    word = feature.words[0]
    return f"``{word}`` is changed." if word.endswith(".json") else f"Changes to {word} were made."


def test_names_are_unique() -> None:
    names = [feature.name for feature in features()]

    assert sorted(set(names)) == sorted(names)


@EVERY
def test_every_word_is_found_as_a_word_of_its_own(feature: Feature) -> None:
    for word in feature.words:
        assert feature.expression.search(f"On {word.upper()}, too.")
        assert not feature.expression.search(f"On x{word}x, too.")


@EVERY
def test_every_option_and_group_is_one_of_some_release(feature: Feature) -> None:
    parts = (feature.shown_by, feature.shown_by_setting, feature.ruled_out_by)
    options = [named(option) for part in parts for option in part]
    lost = [each for each in options if each[1] != "*" and not store.appearances(*each)]
    groups = {
        entry.group for release in store.releases() for entry in store.load(release.series).options
    }

    assert lost == []
    assert {*feature.groups, *(group for group, _ in options)} - groups == set()


@EVERY
def test_use_can_be_shown_or_ruled_out_and_the_reason_is_given(feature: Feature) -> None:
    is_shown = feature.shown_by or feature.shown_by_setting or feature.shown_by_rules
    is_ruled_out = bool(feature.ruled_out_by) or feature.needs_overrides

    assert is_shown or is_ruled_out or feature.always
    assert bool(feature.because) is is_ruled_out
    assert not (feature.always and (is_shown or is_ruled_out))


@EVERY
def test_each_value_that_shows_it_makes_its_notes_apply(feature: Feature, tmp_path: Path) -> None:
    for option, patterns in (*feature.shown_by.items(), *feature.shown_by_setting.items()):
        for value in patterns:
            context = deployed(tmp_path, conf(option, value))
            assert said(context, text_of(feature)) == (
                Triage.APPLIES,
                f"{feature.name} is in use here",
            )
    for rule in feature.shown_by_rules:
        context = deployed(tmp_path, policy__json=f'{{"{rule}": ""}}')
        assert said(context, text_of(feature))[0] is Triage.APPLIES
    if feature.always:
        assert said(deployed(tmp_path), text_of(feature)) == (Triage.APPLIES, feature.always)


@pytest.mark.thorough
@EVERY
def test_each_value_that_rules_it_out_keeps_its_notes_away(
    feature: Feature, tmp_path: Path
) -> None:
    first = {option: patterns[0] for option, patterns in feature.ruled_out_by.items()}
    for option, patterns in feature.ruled_out_by.items():
        for value in patterns:
            values = {**first, option: value}
            lines = "".join(conf(each, text) for each, text in values.items() if text)
            found = said(deployed(tmp_path, lines), text_of(feature))
            reason = f"{feature.name} is not in use here: {feature.because}"
            assert found == (Triage.DOES_NOT_APPLY, reason)
        lines = "".join(conf(each, text) for each, text in first.items() if text)
        lines += conf(option, "a_plugin")
        assert said(deployed(tmp_path, lines), text_of(feature))[0] is not Triage.DOES_NOT_APPLY
