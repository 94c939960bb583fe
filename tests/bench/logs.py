"""Time and memory of `kslint logs` against grep on logs of the size that sites have.

usage: python tests/bench/logs.py [--pairs N] [--gigabytes N]; ends with 1 when a goal is missed.
"""

# ruff: noqa: T201 - what is printed is the result

import argparse
import os
import random
import statistics
import subprocess
import sys
import tempfile
import uuid
from collections.abc import Iterator
from pathlib import Path

from tests.bench.measuring import BUILD, Command, Goal, megabytes_of_all, seconds, table

GIGABYTE = 10**9
MOST_PAIRS = 5
_RECORDS = 20_000
_DAYS = 28
_RARE, _ALWAYS = 0.001, 1.0
# Without a pipe behind it grep sees that nobody reads, and ends at the first line that it finds.
_GREP = "LC_ALL=C grep -ciE deprecat"

_WARNINGS = (
    (
        'oslo_config.cfg {context} Deprecated: Option "cache_time" from group "assignment" is '
        'deprecated. Use option "cache_time" from group "resource".'
    ),
    (
        'oslo_config.cfg {context} Deprecated: Option "idle_timeout" from group "database" is '
        "deprecated for removal (nobody needs it).  Its value may be silently ignored in the "
        "future."
    ),
    (
        "oslo_log.versionutils {context} Deprecated: identity:get_policy of the v3 Policy APIs is "
        "deprecated as of Queens and may be removed in Stein. It will not be superseded."
    ),
    (
        "py.warnings {context} /usr/lib/python3/dist-packages/oslo_policy/policy.py:799: "
        "UserWarning: "
        'Policy "identity:list_users":"rule:admin_required" was deprecated in S in favor of '
        '"identity:list_users":"role:reader and system_scope:all". Reason: the identity API knows '
        "roles. Either ensure your deployment is ready for the new default or copy/paste the "
        "deprecated policy into your policy file and maintain it manually.\n"
        "  warnings.warn(deprecated_msg)\n"
    ),
)
_OTHERS = (
    (
        "keystone.common.wsgi {context} GET http://10.0.0.12:5000/v3/auth/tokens 200 12ms and more "
        "that makes the line as long as others are"
    ),
    (
        "keystone.server.flask.application {context} Authorization failed. The request you have "
        "made requires authentication. from 10.1.2.3: keystone.exception.Unauthorized: The request "
        "you have made requires authentication."
    ),
    "keystone.middleware.auth {context} RBAC: Proceeding without a token",
)


def measure_logs(folder: Path, pairs: int, gigabytes: float = 2.0) -> list[Goal]:
    """Every goal with its figure; the largest log is twice as large as most."""
    rounds = min(pairs, MOST_PAIRS)
    size = int(gigabytes * GIGABYTE)
    path = folder / "keystone.log"
    write_log(path, _ALWAYS, size)
    goals = [against_grep("only warnings", path, rounds, 8)]
    write_log(path, _RARE, 2 * size)
    goals += by_size(path, 2 * size, rounds)
    goals.append(against_grep("0.1 % warnings", path, rounds, 1))
    goals.append(against_zcat(path, rounds))
    return goals


def against_grep(name: str, path: Path, rounds: int, limit: float) -> Goal:
    """kslint and grep in turn on the same file; the median of the ratios."""
    _warm(path)
    ratio = _ratio(name, _kslint(path), _shell(f"{_GREP} {path} | cat"), rounds)
    return Goal(f"logs of {name}, as multiple of grep's time", ratio, limit)


def against_zcat(path: Path, rounds: int) -> Goal:
    """kslint and zcat with grep in turn on a packed log, which is unpacked no more."""
    subprocess.run(["gzip", "-6", path], check=True)
    packed = path.with_name(f"{path.name}.gz")
    _warm(packed)
    ratio = _ratio("gzip", _kslint(packed), _shell(f"zcat {packed} | {_GREP} | cat"), rounds)
    return Goal("packed logs, as multiple of zcat and grep's time", ratio, 1.3)


def by_size(path: Path, size: int, rounds: int) -> list[Goal]:
    """Logs of a fortieth of the size to all of it: that time and memory do not grow with it."""
    times: dict[int, float] = {}
    memory: dict[int, float] = {}
    for part in (1, 2, 4, 10, 40):
        os.truncate(path, size // part)
        _warm(path)
        times[part] = statistics.median(seconds(_kslint(path)) for _ in range(rounds))
        memory[part] = megabytes_of_all(_kslint(path))
        print(f"{size / part / GIGABYTE:.1f} GB: {times[part]:.2f} s, {memory[part]:.0f} MB")
    write_log(path, _RARE, size // 2)
    return [
        Goal("time on 4 GB, as multiple of 4 GB at 0.4 GB's rate", times[1] / times[10] / 10, 1.1),
        Goal("time on 4 GB, as multiple of twice that on 2 GB", times[1] / times[2] / 2, 1.1),
        Goal("peak memory of all processes on 4 GB", memory[1], 150, " MB"),
        Goal("peak memory on 4 GB, as multiple of that on 0.4 GB", memory[1] / memory[10], 1.1),
    ]


def write_log(path: Path, share: float, size: int) -> None:
    """A log in which a share of the records are warnings, over four weeks."""
    piece = "".join(_records(share)).encode()
    with path.open("wb") as file:
        while file.tell() < size:
            day = 1 + file.tell() * _DAYS // size
            file.write(piece.replace(b"2026-11-00", b"2026-11-%02d" % day))


def _records(share: float) -> Iterator[str]:
    chance = random.Random(1)  # noqa: S311  nothing is secret
    for number in range(_RECORDS):
        is_warning = chance.random() < share
        text = chance.choice(_WARNINGS if is_warning else _OTHERS)
        request, user = uuid.UUID(int=chance.getrandbits(128)), f"{chance.getrandbits(128):032x}"
        context = f"[None req-{request} {user} - - - default default]"
        clock = f"{number // 3600 % 24:02}:{number // 60 % 60:02}:{number % 60:02}"
        level = "WARNING" if is_warning else "INFO"
        head = f"2026-11-00 {clock}.{number % 1000:03} {chance.randint(10, 17)} {level} "
        yield head + text.format(context=context) + "\n"


def _ratio(name: str, ours: Command, theirs: Command, rounds: int) -> float:
    both = [(seconds(ours), seconds(theirs)) for _ in range(rounds)]
    our, their = (statistics.median(each) for each in zip(*both, strict=True))
    print(f"{name}: kslint logs {our:.2f} s, grep {their:.2f} s")
    return statistics.median(our / their for our, their in both)


def _kslint(path: Path) -> Command:
    return [Path(sys.executable).parent / "kslint", "logs", path, "--format", "json"]


def _shell(command: str) -> Command:
    return ["/bin/sh", "-c", command]


def _warm(path: Path) -> None:
    """Reads the file, which lies in memory from then on."""
    with path.open("rb") as file:
        while file.read(1 << 20):
            pass


def main() -> int:
    """The exit code, after the goals are printed."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--pairs", type=int, default=MOST_PAIRS, help="runs of each tool")
    parser.add_argument("--gigabytes", type=float, default=2.0, help="size of most logs")
    arguments = parser.parse_args()
    BUILD.mkdir(exist_ok=True)
    with tempfile.TemporaryDirectory(dir=BUILD) as folder:
        goals = measure_logs(Path(folder), arguments.pairs, arguments.gigabytes)
    print(table(goals))
    return 0 if all(goal.is_met for goal in goals) else 1


if __name__ == "__main__":
    sys.exit(main())
