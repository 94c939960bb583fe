"""What each format adds to the analysis, and how large the page of many findings is.

usage: python tests/bench/formats.py [--pairs N]; ends with 1 when a goal is missed.
"""

# ruff: noqa: T201 - what is printed is the result

import argparse
import sys
import tempfile
from pathlib import Path

from linter.cli.formats import CHECK
from tests.bench.measuring import BUILD, Command, Goal, done, seconds, table

FINDINGS, MANY = 1_000, 5_000
MOST_PAIRS = 5
MEGABYTE = 10**6
_GROUPS = ("assignment", "auth", "cache", "cors", "federation", "identity", "ldap", "token")
# The command without its last step.
_ANALYSIS = """
import sys
from linter.cli import check, main
check.put_all = lambda *_: None
sys.exit(main.main())
"""


def measure_formats(folder: Path, pairs: int) -> list[Goal]:
    """Every goal with its figure."""
    rounds = min(pairs, MOST_PAIRS)
    etc = deployment(folder / "thousand", FINDINGS)
    analysis = [sys.executable, "-c", _ANALYSIS, *_words(etc)]
    done(analysis)  # the first run writes byte code
    goals = [_added(name, analysis, etc, rounds) for name in CHECK]
    return [*goals, _page(deployment(folder / "many", MANY))]


def deployment(etc: Path, findings: int) -> Path:
    """A directory with an option that no release knows for each finding."""
    etc.mkdir()
    head = "[database]\nconnection = mysql+pymysql://keystone@db/keystone\n"
    each = findings // len(_GROUPS)
    groups = (
        f"[{group}]\n" + "".join(f"option_of_site_{number} = {number}\n" for number in range(each))
        for group in _GROUPS
    )
    (etc / "keystone.conf").write_text(head + "".join(groups), encoding="utf-8")
    return etc


def _added(name: str, analysis: Command, etc: Path, rounds: int) -> Goal:
    """The analysis alone and with a format in turn; the ratio of the least times.

    What a format adds is less than what else runs on a machine does now and then.
    """
    whole = _kslint(etc, name, etc.with_name(f"report.{name}"))
    done(whole)
    both = [(seconds(analysis), seconds(whole)) for _ in range(rounds)]
    alone, rendered = map(min, zip(*both, strict=True))
    print(f"{FINDINGS} findings: analysis {alone:.2f} s, with {name} {rendered:.2f} s")
    return Goal(f"{FINDINGS} findings as {name}, as multiple of analysis", rendered / alone, 1.3)


def _page(etc: Path) -> Goal:
    page = etc.with_name("page.html")
    done(_kslint(etc, "html", page))
    return Goal(f"page of {MANY} findings", page.stat().st_size / MEGABYTE, 3, " MB")


def _kslint(etc: Path, name: str, target: Path) -> Command:
    kslint = Path(sys.executable).parent / "kslint"
    return [kslint, *_words(etc), "--format", f"{name}={target}"]


def _words(etc: Path) -> tuple[str | Path, ...]:
    return ("check", etc, "--from", "2024.1", "--to", "2025.1")


def main() -> int:
    """The exit code, after the goals are printed."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--pairs", type=int, default=MOST_PAIRS, help="runs of each format")
    arguments = parser.parse_args()
    BUILD.mkdir(exist_ok=True)
    with tempfile.TemporaryDirectory(dir=BUILD) as folder:
        goals = measure_formats(Path(folder), arguments.pairs)
    print(table(goals))
    return 0 if all(goal.is_met for goal in goals) else 1


if __name__ == "__main__":
    sys.exit(main())
