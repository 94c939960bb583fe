"""What the libraries of every release write is understood, whole and as often as they wrote it."""

import json
import subprocess
from collections import Counter
from pathlib import Path

import pytest

from linter.logs.reading import LogRequest, read_logs
from linter.model.logs import EventKind, LogEvent
from tests.real.releases import release_python

pytestmark = pytest.mark.release
EMIT = Path(__file__).parent / "emission" / "emit.py"
SERIES = (
    "pike", "queens", "rocky", "stein", "train", "ussuri", "victoria", "wallaby", "xena", "yoga",
    "zed", "2023.1", "2023.2", "2024.1", "2024.2", "2025.1", "2025.2", "2026.1", "2026.2",
)  # fmt: skip
SETTINGS = "[DEFAULT]\nold_name = x\n[token]\ngoing = true\n[assignment]\ncache_time = 5\n"
RULES = "identity:revocation_list: 'role:x'\nidentity:get_user: 'rule:nobody'\n"


@pytest.mark.parametrize("series", SERIES)
def test_all_that_a_release_warns_of_is_understood(series: str, tmp_path: Path) -> None:
    said = _emitted(series, tmp_path)

    events = read_logs(LogRequest((str(tmp_path / "keystone.log"),))).events

    assert {event.kind for event in events} & {EventKind.OTHER, EventKind.LIBRARY} == set()
    assert sum(event.count for event in events) == sum(said.values())
    assert [event for event in events if _carried(event, said) != event.count] == []
    named = {(event.subject, event.replacement) for event in events if _is_named(event)}
    assert named == {
        ("[token] going", ""),
        ("[DEFAULT] old_name", "[DEFAULT] new_name"),
        ("[assignment] cache_time", "[resource] cache_time"),
        ("site.Driver", ""),
    }


def _emitted(series: str, folder: Path) -> Counter[str]:
    """What was logged, with one blank wherever there are any, and how often."""
    config, rules = folder / "keystone.conf", folder / "policy.yaml"
    config.write_text(SETTINGS)
    rules.write_text(RULES)
    command = [release_python(series), EMIT, folder / "keystone.log", config, rules]
    done = subprocess.run(command, capture_output=True, text=True, check=True, timeout=120)
    texts: list[str] = json.loads(done.stdout)
    return Counter(" ".join(text.split()) for text in texts)


def _carried(event: LogEvent, said: Counter[str]) -> int:
    message = " ".join(event.message.split())
    return sum(count for text, count in said.items() if message in text)


def _is_named(event: LogEvent) -> bool:
    return event.kind in {EventKind.OPTION_REMOVAL, EventKind.OPTION_RENAMED, EventKind.FEATURE}
