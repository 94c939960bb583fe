"""What each deployment goes through: it is started, prepared, and started again as the target."""

import json
import subprocess
import sys
from collections.abc import Iterable, Iterator, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from functools import partial
from pathlib import Path

import msgspec

from linter.report.preparation_document import PreparationDocument
from tests.real.prepare.hops import HOPS, UPGRADES, Hop
from tests.real.prepare.sites import (
    BOOTSTRAP,
    FIXTURES,
    Outcome,
    Site,
    Trial,
    asked,
    laid_out,
    placed,
    started,
)
from tests.real.prepare.trees import Tree, tree
from tests.real.releases import release_python
from tests.real.samples import NAMESPACES

AT_ONCE = 2
READING = Path(__file__).with_name("reading.py")
KSLINT = (sys.executable, "-m", "linter")
Name = tuple[str, str]


class Value(msgspec.Struct, frozen=True, array_like=True):
    """What a release reads for one option, whether a file sets it, and its old names there."""

    group: str
    name: str
    value: object
    is_set: bool
    old: tuple[Name, ...]


Values = tuple[Value, ...]
"""Every option that a release knows."""


class Prepared(msgspec.Struct, frozen=True):
    """How `kslint prepare` ended, and what it wrote."""

    folder: Path
    patch: Path
    code: int
    report: PreparationDocument | None
    said: str


class Journey(msgspec.Struct, frozen=True):
    """One upgrade of one deployment, all the way.

    `before` and `after` are the values of the service, and of each domain by the overlay's name.
    """

    hop: Hop
    site: Site
    prepared: Prepared
    outcome: Outcome | None
    before: dict[str, Values]
    after: dict[str, Values]


class Travelled(msgspec.Struct, frozen=True):
    """What came of one deployment: the start of the source, and each upgrade by its name.

    `laid_out` are its files before anything was done with them.
    """

    site: Site
    laid_out: Tree
    source: Outcome
    upgrades: dict[str, Journey]


class Journeys:
    """The journeys of all deployments, two at a time; each is waited for when it is asked for."""

    def __init__(self, folder: Path, sources: Iterable[str]) -> None:
        """Begins those of these source releases."""
        self._pool = ThreadPoolExecutor(AT_ONCE)
        self._begun: dict[str, Future[Travelled]] = {
            source: self._pool.submit(travelled, source, folder / source) for source in sources
        }

    def of(self, source: str) -> Travelled:
        """What came of the deployment of this release."""
        return self._begun[source].result()

    def upgrade(self, hop: Hop) -> Journey:
        """What came of one upgrade."""
        return self.of(hop.source).upgrades[hop.name]

    def end(self) -> None:
        """Waits for what is still on its way."""
        self._pool.shutdown(cancel_futures=True)


def travelled(source: str, folder: Path) -> Travelled:
    """The source is started once, each target once for all styles."""
    folder.mkdir(parents=True)
    site = laid_out(source, folder)
    files = tree(site.deployed)
    outcome = started(site)
    before = read(source, [site.deployed])[0]
    upgrades: dict[str, Journey] = {}
    for target in HOPS[source]:
        hops = [hop for hop in UPGRADES if (hop.source, hop.target) == (source, target)]
        results = [prepare(hop, site, site.deployed) for hop in hops]
        for journey in _journeys(hops, results, site, outcome, before):
            upgrades[journey.hop.name] = journey
    return Travelled(site, files, outcome, upgrades)


def _journeys(
    hops: Sequence[Hop],
    results: Sequence[Prepared],
    site: Site,
    source: Outcome,
    before: dict[str, Values],
) -> Iterator[Journey]:
    made = [result.folder for result in results if result.folder.exists()]
    first = (("db_sync",), BOOTSTRAP)
    trials = [
        Trial(folder.name, str(folder), str(site.before), first, source.token) for folder in made
    ]
    outcomes = {outcome.name: outcome for outcome in asked(hops[0].target, site, trials)}
    values = dict(zip(made, read(hops[0].target, made), strict=True))
    for hop, result in zip(hops, results, strict=True):
        after = values.get(result.folder, {})
        yield Journey(hop, site, result, outcomes.get(hop.name), before, after)


def prepare(hop: Hop, site: Site, files: Path, name: str = "") -> Prepared:
    """What the program makes of files in their place, run as an operator runs it, answers too."""
    new = site.folder / (name or hop.name)
    report, patch = (new.with_name(f"{new.name}.{kind}") for kind in ("json", "patch"))
    words = ["prepare", str(placed(site, files)), "--from", hop.source, "--to", hop.target]
    words += ["-o", str(new), "--style", hop.style.value, "--patch", str(patch)]
    words += ["--format", f"json={report}", "--format", "terminal"]
    if (answers := FIXTURES / f"{hop.source}-{hop.target}.yaml").exists():
        words += ["--answers", str(answers)]
    done = subprocess.run(
        [*KSLINT, *words], capture_output=True, text=True, check=False, cwd=site.folder, timeout=300
    )
    told = report.read_bytes() if report.exists() else b"null"
    found = msgspec.json.decode(told, type=PreparationDocument | None)
    return Prepared(new, patch, done.returncode, found, done.stdout + done.stderr)


def read(series: str, folders: Sequence[Path]) -> list[dict[str, Values]]:
    """What the libraries of a release read in each directory: the service is "", then overlays."""
    named = [dict(_files(folder)) for folder in folders]
    lists = [[str(path) for path in files] for each in named for files in each.values()]
    done = subprocess.run(
        [release_python(series), "-W", "ignore", READING, *NAMESPACES],
        input=json.dumps(lists), capture_output=True, text=True, check=True, cwd="/", timeout=300,
    )  # fmt: skip
    decode = partial(msgspec.json.decode, type=Values)
    answers = map(decode, done.stdout.splitlines())
    return [{name: next(answers) for name in each} for each in named]


def _files(folder: Path) -> Iterator[tuple[str, list[Path]]]:
    """In the order in which oslo.config reads them, which is what the answers are in."""
    yield "", [folder / "keystone.conf", *sorted(folder.glob("keystone.conf.d/*.conf"))]
    for path in sorted(folder.glob("domains/keystone.*.conf")):
        yield path.name.removeprefix("keystone.").removesuffix(".conf"), [path]
