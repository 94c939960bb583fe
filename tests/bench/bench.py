"""Time and memory of `kslint check` against the goals, in one run on full-size files.

usage: python tests/bench/bench.py [--pairs N]; ends with 1 when a goal is missed.
"""

# ruff: noqa: T201 - what is printed is the result

import argparse
import statistics
import sys
import tempfile
from pathlib import Path

from tests.bench.formats import measure_formats
from tests.bench.full import full_directory
from tests.bench.logs import measure_logs
from tests.bench.measuring import BUILD, Goal, done, megabytes, seconds, table
from tests.real.releases import ROOT, release_tool, run_tool
from tests.real.samples import namespace_arguments, sample, uncommented

TARGET, SOURCE = "2025.1", "2024.1"
NODES, DISTINCT = 500, 5
WEB = ROOT / "tests" / "bench" / "web"


def check(*paths: Path) -> list[str | Path]:
    """The command line that is measured."""
    kslint = Path(sys.executable).parent / "kslint"
    return [kslint, "check", *paths, "--from", SOURCE, "--to", TARGET, "--format", "json"]


def validator(folder: Path) -> list[str | Path]:
    """oslo-config-validator of the target with all that it needs to know, but for the file."""
    data = folder / "options.yaml"
    words = [*namespace_arguments(), "--format", "yaml", "--output-file", str(data)]
    run_tool(TARGET, "oslo-config-generator", *words).check_returncode()
    return [release_tool(TARGET, "oslo-config-validator"), "--opt-data", data, "--input-file"]


def against_validator(path: Path, folder: Path, pairs: int) -> Goal:
    """kslint and the real release's tool in turn on the same file; the median of the ratios."""
    theirs = [*validator(folder), path]
    both = [(seconds(check(path)), seconds(theirs)) for _ in range(pairs)]
    our, their = (statistics.median(each) for each in zip(*both, strict=True))
    print(f"keystone.conf: kslint check {our:.3f} s, oslo-config-validator {their:.3f} s")
    ratio = statistics.median(our / their for our, their in both)
    return Goal("wall time, as part of oslo-config-validator's", ratio, 0.5)


def against_both_validators(folder: Path, pairs: int) -> Goal:
    """kslint on a full directory, and in turn the release's two tools on the files they know."""
    etc = folder / "etc" / "keystone"
    full_directory(etc, SOURCE, TARGET)
    ours = [*check(etc), "--web", WEB / "keystone.conf", "--web", WEB / "keystone-uwsgi.ini"]
    options = [*validator(folder), etc / "keystone.conf"]
    policy: list[str | Path] = [release_tool(TARGET, "oslopolicy-validator")]
    policy += ["--namespace", "keystone", "--config-file", etc / "keystone.conf"]
    done(ours)
    # The tool for policy files looks for the one that is named where it is started.
    both = [(seconds(ours), seconds(options) + seconds(policy, etc)) for _ in range(pairs)]
    our, their = (statistics.median(each) for each in zip(*both, strict=True))
    print(f"full directory: kslint check {our:.3f} s, both validators {their:.3f} s")
    ratio = statistics.median(our / their for our, their in both)
    return Goal("wall time of a full /etc/keystone, as part of both's", ratio, 0.5)


def against_one_node(text: str, folder: Path, pairs: int) -> list[Goal]:
    """Many nodes and one of them in turn; the median of the ratios, and the memory of both."""
    nodes = many_nodes(text, folder)
    few, many = check(nodes[0]), check(*nodes)
    both = [(seconds(few), seconds(many)) for _ in range(pairs)]
    one, all_of_them = (statistics.median(each) for each in zip(*both, strict=True))
    print(f"one node {one:.3f} s, {NODES} nodes {all_of_them:.3f} s\n")
    ratio = statistics.median(many / one for one, many in both)
    return [
        Goal(f"wall time of {NODES} nodes, as multiple of one's", ratio, 5),
        Goal("peak memory on one node", megabytes(few), 120, " MB"),
        Goal(f"peak memory on {NODES} nodes", megabytes(many), 120, " MB"),
    ]


def many_nodes(text: str, folder: Path) -> list[Path]:
    """Nodes of which each has one of a few configurations."""
    paths = [folder / "nodes" / f"node{number}" / "etc" / "keystone" for number in range(NODES)]
    for number, path in enumerate(paths):
        path.mkdir(parents=True)
        changed = f"{text}\n[token]\nexpiration = {3600 + number % DISTINCT}\n"
        (path / "keystone.conf").write_text(changed, encoding="utf-8")
    return paths


def measure(folder: Path, pairs: int) -> list[Goal]:
    """Every goal with its figure."""
    text = uncommented(sample(TARGET))
    path = folder / "keystone.conf"
    path.write_text(text, encoding="utf-8")
    print(f"keystone.conf: {path.stat().st_size / 1000:.0f} kB, {pairs} pairs of runs")
    done(check(path))  # the first run writes byte code and fills the file cache
    return [
        against_validator(path, folder, pairs),
        against_both_validators(folder, pairs),
        *against_one_node(text, folder, pairs),
    ]


def main() -> int:
    """The exit code, after the table is printed."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--pairs", type=int, default=15, help="runs of each tool (default: 15)")
    arguments = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        goals = measure(Path(folder), arguments.pairs)
    BUILD.mkdir(exist_ok=True)
    with tempfile.TemporaryDirectory(dir=BUILD) as folder:
        goals += measure_logs(Path(folder), arguments.pairs)
        goals += measure_formats(Path(folder), arguments.pairs)
    text = table(goals)
    print(text)
    (BUILD / "bench.md").write_text(text, encoding="utf-8")
    return 0 if all(goal.is_met for goal in goals) else 1


if __name__ == "__main__":
    sys.exit(main())
