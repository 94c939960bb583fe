"""Whatever parts a log is read in, by however many processes, the same is found."""

import random
from pathlib import Path

import pytest

from linter.logs.reading import LogRequest, read_logs
from linter.model.logs import LogTally
from tests.logs.simple_reader import seen_in, simply_read

OPTION = (
    'oslo_config.cfg [{context}] Deprecated: Option "cache_time" from group "assignment" is '
    'deprecated. Use option "cache_time" from group "resource".\n'
)
REMOVED = (
    'oslo_config.cfg [{context}] Option "idle_timeout" from group "database" is deprecated for '
    "removal (nobody needs it).  Its value may be silently ignored in the future.\n"
)
POLICY = (
    "py.warnings [{context}] /usr/lib/python3/dist-packages/oslo_policy/policy.py:1: UserWarning: "
    'Policy "identity:list_users":"rule:admin_required" was deprecated in S in favor of '
    '"identity:list_users":"role:reader". Reason: \n'
    "The identity API is now aware of scopes, and what was\n"
    "deprecated before is so still\n"
    ". Either ensure your deployment is ready for the new default or copy/paste the deprecated "
    "policy into your policy file and maintain it manually.\n"
    "  warnings.warn(deprecated_msg)\n"
    "\n"
)
UNKNOWN = "keystone.x [{context}] Something of ours is Deprecated, number {number}.\n"
PLAIN = "keystone.y [{context}] GET http://10.0.0.1:5000/v3/auth/tokens\n"
TRACEBACK = "keystone.z [{context}] failed\n" + "".join(
    f"  File deprecated_module_{number}.py\n" for number in range(3)
)
LONG = "keystone.w [{context}] " + "x" * 3000 + "\n"
KINDS = (OPTION, REMOVED, POLICY, UNKNOWN, PLAIN, PLAIN, PLAIN, TRACEBACK, LONG)


def record(kind: str, chance: random.Random) -> str:
    """A record at a time that need not be after the last one's."""
    day, second, thousandth = chance.randint(1, 5), chance.randint(0, 59), chance.randint(0, 999)
    request = f"req-{chance.getrandbits(32):08x}-0000-4000-8000-{chance.getrandbits(48):012x}"
    context = chance.choice(("-", f"None {request} - - - - - -"))
    head = f"2026-11-{day:02} 10:00:{second:02}.{thousandth:03} {chance.randint(1, 9)} WARNING "
    return head + kind.format(context=context, number=chance.randint(1, 3))


def log(seed: int, records: int) -> bytes:
    chance = random.Random(seed)  # noqa: S311  nothing is secret
    return "".join(record(chance.choice(KINDS), chance) for _ in range(records)).encode()


def read(path: Path, jobs: int = 1, segment: int = 64 << 20) -> LogTally:
    return read_logs(LogRequest((str(path),), jobs=jobs, segment=segment))


@pytest.fixture(name="path")
def _path(tmp_path: Path) -> Path:
    return tmp_path / "keystone.log"


@pytest.mark.thorough
@pytest.mark.parametrize("segment", [100, 1000, 20_000])
@pytest.mark.parametrize("jobs", [1, 2, 5])
def test_parts_and_processes_change_nothing(path: Path, jobs: int, segment: int) -> None:
    path.write_bytes(log(jobs, 150))

    assert read(path, jobs, segment) == read(path)


@pytest.mark.thorough
@pytest.mark.parametrize("seed", range(10))
@pytest.mark.parametrize("segment", [100, 5000])
def test_a_log_is_read_as_line_by_line(path: Path, seed: int, segment: int) -> None:
    data = log(seed, 120)
    path.write_bytes(data)

    assert seen_in(read(path, segment=segment)) == simply_read(data)


@pytest.mark.thorough
def test_a_log_of_many_windows_is_read_as_line_by_line(path: Path) -> None:
    data = log(1, 4500)
    path.write_bytes(data)

    assert seen_in(read(path)) == simply_read(data)
    assert len(data) > 2 << 20


@pytest.mark.thorough
def test_a_log_of_nothing_but_warnings_is_read_as_line_by_line(path: Path) -> None:
    chance = random.Random(7)  # noqa: S311  nothing is secret
    kinds = [chance.choice((OPTION, REMOVED, POLICY.replace("\nThe", "The"))) for _ in range(6000)]
    data = "".join(record(kind, chance) for kind in kinds).encode()
    path.write_bytes(data)

    assert seen_in(read(path)) == simply_read(data)
