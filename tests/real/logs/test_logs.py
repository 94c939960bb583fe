"""Real releases under real web servers: what they said of deprecation is found in their logs."""

from collections.abc import Mapping
from pathlib import Path

import msgspec
import pytest

from linter.cli.main import main
from linter.logs.reading import LogRequest, read_logs
from linter.model.verdict import EXIT_INCOMPLETE, EXIT_OK
from tests.real.logs.comparison import differences, unexplained
from tests.real.logs.deployment import Deployment, Run, run
from tests.real.logs.scenarios import DEPLOYMENTS, MANAGED, said

pytestmark = pytest.mark.release
EACH = pytest.mark.parametrize("deployment", DEPLOYMENTS, ids=lambda deployment: deployment.id)


@EACH
def test_every_deprecation_is_counted_as_often_as_it_was_logged(
    runs: Mapping[str, Run], deployment: Deployment
) -> None:
    made = runs[deployment.id]

    tally = read_logs(LogRequest((str(made.log),), deployment.formats))

    assert differences(made.records, tally) == ()


@EACH
def test_nothing_else_in_the_log_speaks_of_deprecation(
    runs: Mapping[str, Run], deployment: Deployment
) -> None:
    made = runs[deployment.id]

    assert unexplained(made.log, made.records) == ()


@EACH
def test_what_was_set_is_named(runs: Mapping[str, Run], deployment: Deployment) -> None:
    tally = read_logs(LogRequest((str(runs[deployment.id].log),), deployment.formats))

    assert said(deployment) <= {(event.kind, event.subject) for event in tally.events}


@EACH
def test_each_start_is_seen(runs: Mapping[str, Run], deployment: Deployment) -> None:
    tally = read_logs(LogRequest((str(runs[deployment.id].log),), deployment.formats))

    assert len(tally.starts) >= len(deployment.services)


def test_commands_are_no_start(tmp_path: Path) -> None:
    made = run(MANAGED, tmp_path)

    tally = read_logs(LogRequest((str(made.log),)))

    assert tally.starts == ()
    assert differences(made.records, tally) == ()


def test_the_command_prints_what_was_read(runs: Mapping[str, Run], tmp_path: Path) -> None:
    log = runs["train-uwsgi-file"].log
    printed = tmp_path / "logs.json"

    # Logs of some seconds could not have shown all; how many they are is up to the machine.
    assert main(["logs", str(log), "--format", f"json={printed}"]) in {EXIT_OK, EXIT_INCOMPLETE}

    events = msgspec.json.decode(printed.read_bytes())["events"]
    told = [(event["kind"], event["subject"], event["message"], event["count"]) for event in events]
    tally = read_logs(LogRequest((str(log),)))
    assert told == [
        (event.kind, event.subject, event.message, event.count) for event in tally.events
    ]
