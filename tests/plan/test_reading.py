"""A plan that a person edited is taken as it stands, or refused with the line of each mistake."""

import re

import pytest

from linter.plan.failure import PlanError
from linter.plan.making import plans
from linter.plan.reading import read_plan
from linter.plan.writing import written
from tests.plan.orders import order
from tests.plan.sites import ONE

OFFLINE = written(*plans(order("2024.1", "2025.1")))
ROLLING = written(*plans(order("2025.1", "2026.1", "rolling")))


def refusal(text: str) -> str:
    with pytest.raises(PlanError) as refused:
        read_plan(text.encode(), "plan.yaml")
    return str(refused.value)


def line_of(text: str, part: str) -> int:
    return text[: text.index(part)].count("\n") + 1


def without(text: str, step: str) -> str:
    """The text without the step of this id."""
    return re.sub(rf"  - kind: \w+\n    id: {step}\n(?:    .*\n)*\n?", "", text)


@pytest.mark.parametrize(
    ("old", "new", "told"),
    [
        (
            "kind: service",
            "kind: servise",
            (
                "steps[3].kind: `servise` is none of service, backup, "
                "package, configuration, database, doctor, command, flush, token, wait, confirm "
                "(did you mean service?)"
            ),
        ),
        (
            "do: stop",
            "do: stpo",
            (
                "steps[3].do: `stpo` is none of drain, restart, start, stop, "
                "undrain (did you mean stop?)"
            ),
        ),
        (
            "limit: 14400",
            "limit: 0",
            ("steps[6].limit: a whole number greater than 0 has to stand there"),
        ),
        ("limit: 14400", "limti: 9", "steps[6].limti: is not known (did you mean limit?)"),
        (
            "repeatable: true",
            "repeatable: yes",
            ("steps[0].repeatable: true or false has to stand there"),
        ),
        (
            "strategy: offline",
            "strategy: offlin",
            "strategy: `offlin` is none of offline, rolling (did you mean offline?)",
        ),
        ("id: stop-ctl2", "id: stop-ctl1", "steps[4].id: stop-ctl1 stands there twice"),
        (
            "id: stop-ctl2",
            "id: ../x",
            ("steps[4].id: an id has small letters, digits, dots and dashes, 100 at most"),
        ),
        (
            "from: '2024.1'",
            "from: '2024.3'",
            ("from: `2024.3` is no known release (did you mean 2024.2?)"),
        ),
        (
            "to: '2025.1'",
            "to: '2026.1'",
            ("to: 2024.1 to 2026.1 is no upgrade by one supported hop: stop at 2025.1, 2026.1"),
        ),
        ("number: 1", "number: 0", "number: 0 of 1 is no place among plans"),
        (
            "decision: GO",
            "decision: NO_GO",
            ("overrides: the report said NO_GO, and nobody says here why to go on all the same"),
        ),
        (
            "decision: GO",
            "decision: ONWARDS",
            ("origin.decision: `ONWARDS` is no decision of a report"),
        ),
        (
            "prepared: /srv/keystone-new",
            "prepared: new",
            ("site.prepared: `new` is not absolute: plans are run in other directories"),
        ),
        (
            "prepared: /srv/keystone-new",
            "prepared: /srv?password=hunter2",
            (
                "site.prepared: holds what looks like a secret: put it into a file that only its "
                "user can read, and name that"
            ),
        ),
        (
            "    no_return: true\n",
            "",
            ("steps[14]: `no_return: true` is missing: after sync only the backup leads back"),
        ),
        (
            "heads: ['47147121', c88cdce8f248]",
            "heads: []",
            ("steps[14].heads: the heads of 2025.1 after it are 47147121, c88cdce8f248"),
        ),
        (
            "do: sync",
            "do: contract",
            ("steps[14].do: contract is no part of the offline strategy (sync, credentials)"),
        ),
        (
            "id: flush",
            "id: flush\n    node: ctl9",
            ("steps[13].node: `ctl9` is no machine of the site (ctl1, ctl2, ctl3)"),
        ),
        (
            "created: '2026-11-20T10:00:00Z'",
            "created: yesterday",
            ("origin.created: `yesterday` cannot be used"),
        ),
        (
            "title: Keep a token of the old release",
            'title: "\\e[2J"',
            "steps[2].title: holds a character that cannot be seen: take it out",
        ),
    ],
)
def test_a_mistake_is_told_with_its_line(old: str, new: str, told: str) -> None:
    text = OFFLINE.replace(old, new, 1)

    assert f": {told}" in refusal(text)


def test_a_line_is_that_of_the_key() -> None:
    text = OFFLINE.replace("limit: 14400", "limit: none", 1)

    assert refusal(text) == (
        f"plan.yaml, line {line_of(text, 'limit: none')}: steps[6].limit: a whole number has to "
        "stand there"
    )


def test_all_mistakes_are_told_in_their_order() -> None:
    text = OFFLINE.replace("id: stop-ctl2", "id: stop-ctl1").replace("number: 1", "number: 2")

    assert refusal(text) == (
        f"plan.yaml, line {line_of(text, 'number: 2')}: number: 2 of 1 is no place among plans; "
        f"plan.yaml, line {text[: text.rindex('id: stop-ctl1')].count(chr(10)) + 1}: steps[4].id: "
        "stop-ctl1 stands there twice"
    )


@pytest.mark.parametrize(
    ("text", "step", "told"),
    [
        (OFFLINE, "stop-ctl2", "keystone on ctl2 is not stopped before it"),
        (OFFLINE, "backup", "no step before it backs up, so that nothing would lead back"),
        (OFFLINE, "token-before", "compares with what no step before it records"),
        (OFFLINE, "doctor-before", "compares with what no step before it records"),
        (OFFLINE, "backup", "and scripts of packages may change the database"),
        (ROLLING, "database-expand", "contract has no expand before it"),
        (
            ROLLING,
            "start-ctl3",
            "keystone on ctl3 is not started with the new release before it",
        ),
        (ROLLING, "backup", "no step before it backs up, so that nothing would lead back"),
    ],
)
def test_a_step_that_others_need_cannot_be_taken_out(text: str, step: str, told: str) -> None:
    assert told in refusal(without(text, step))


@pytest.mark.parametrize("step", ["confirm", "doctor-after", "flush", "configuration-ctl1"])
def test_a_step_that_no_other_needs_can_be_taken_out(step: str) -> None:
    plan = read_plan(without(OFFLINE, step).encode(), "plan.yaml")

    assert step not in [each.id for each in plan.steps]


def test_a_command_of_the_site_can_be_put_in() -> None:
    step = "  - kind: command\n    id: tell\n    title: Tell\n    run: [logger, now]\n\n"
    text = OFFLINE.replace("  - kind: backup", f"{step}  - kind: backup")

    assert [each.id for each in read_plan(text.encode(), "plan.yaml").steps][6] == "tell"


def test_a_secret_in_a_command_is_refused() -> None:
    step = "  - kind: command\n    id: x\n    title: X\n    run: [mysql, --password, hunter2]\n\n"
    text = OFFLINE.replace("  - kind: backup", f"{step}  - kind: backup")

    assert "hunter2" not in refusal(text)
    assert "steps[6].run: holds what looks like a secret" in refusal(text)


def test_a_machine_that_was_started_again_stands_against_the_change_of_the_schema() -> None:
    step = "  - kind: service\n    id: x\n    title: X\n    node: ctl1\n    do: start\n\n"
    text = OFFLINE.replace("  - kind: backup", f"{step}  - kind: backup")

    assert "keystone on ctl1 is not stopped before it" in refusal(text)


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("", "plan.yaml is empty"),
        ("[]", "plan.yaml, line 1: a mapping of keys has to stand there"),
        ("a: &a [*a]", "plan.yaml repeats a part of itself at line 1"),
        ("? [a]\n: b", "plan.yaml, line 1: a key is no text"),
        ("--- 1\n--- 2", "plan.yaml is not YAML at line 2: but found another document"),
        ("#" * (2**20 + 1), "plan.yaml is larger than 1048576 bytes"),
    ],
)
def test_what_is_no_plan_is_refused(text: str, told: str) -> None:
    assert refusal(text) == told


def test_a_plan_of_another_version_is_refused() -> None:
    assert "kslint_plan: `2` is none of 1" in refusal(
        OFFLINE.replace("kslint_plan: 1", "kslint_plan: 2")
    )


def test_the_only_machine_need_not_be_named() -> None:
    text = written(*plans(order("2024.1", "2025.1", "offline", ONE)))
    bare = text.replace("    node: ctl1\n", "")

    assert [step.node for step in read_plan(bare.encode(), "plan.yaml").steps] == [""] * 10


def test_one_of_several_machines_has_to_be_named() -> None:
    text = OFFLINE.replace("    id: stop-ctl2\n", "    id: stop\n").replace(
        "    title: Stop keystone on ctl2\n    node: ctl2\n", "    title: Stop\n"
    )

    assert "steps[4].node: is missing: one of ctl1, ctl2, ctl3" in refusal(text)


def test_a_backup_from_before_the_last_machine_was_stopped_is_not_enough() -> None:
    step = re.search(r"  - kind: backup\n(?:    .*\n)*\n", OFFLINE)
    assert step is not None
    early = OFFLINE.replace(step[0], "").replace(
        "  - kind: service\n    id: stop-ctl3", f"{step[0]}  - kind: service\n    id: stop-ctl3"
    )

    assert refusal(early).endswith(
        ": steps[14]: no backup is made after all is stopped, so that what is written until then "
        "is lost"
    )
