"""Makes the samples of a release with its own generators, and from its source archive."""

import re
import tempfile
from collections.abc import Iterator, Sequence
from pathlib import Path

from linter.catalog import sdist
from linter.catalog.build import Listener, Order
from linter.catalog.environment import environment, environment_folder
from linter.catalog.errors import ProbeFailed
from linter.catalog.probing import probe
from linter.samples.files import KEYSTONE_CONF, POLICY, SampleFile, Samples, samples_in
from linter.samples.kept import keep

_GENERATED = (
    (KEYSTONE_CONF, "oslo-config-generator", "keystone.conf"),
    (POLICY, "oslopolicy-sample-generator", "keystone-policy-generator.conf"),
)
_NAMESPACE = re.compile(r"^namespace\s*=\s*(\S+)", re.MULTILINE)
_OWNER = re.compile(r"^# From (\S+)$", re.MULTILINE)
_RULE = re.compile(r'^#?"[^"]+": "', re.MULTILINE)
# What the archives keep in etc/ that is not for a deployment.
_NOT_SAMPLES = frozenset({"README.txt"})


def build_samples(order: Order, tell: Listener, folder: Path | None = None) -> Samples:
    """The real samples of a release, kept in `folder` (the user's) for `samples_of`.

    Takes the environment of the catalog's build, made unless there, and the source archive from the
    package index. Raises CatalogError.
    """
    series, version = order.release.series, order.pins.packages["keystone"]
    tell(f"{series}: installing keystone {version} and what it ran with")
    place = environment_folder(series, order.pins, order.cache)
    python = environment(order.pins, place, order.index)
    with tempfile.TemporaryDirectory() as scratch:
        tell(f"{series}: generating its samples")
        archive = sdist.exactly(sdist.archives(order.index), version)
        tree = sdist.fetch(archive, Path(scratch))
        samples = real_samples(series, version, python, tree)
    keep(samples, folder)
    return samples


def real_samples(series: str, version: str, python: Path, tree: Path) -> Samples:
    """The samples that a release in `python` makes, and those in its unpacked archive `tree`.

    What the generators make replaces a file of that name in the archive. Raises ProbeFailed.
    """
    files = {file.name: file for file in _carried(tree / "etc")}
    for name, tool, settings in _GENERATED:
        arguments = ("--config-file", str(tree / "config-generator" / settings))
        files[name] = SampleFile(name, generated(python, tool, arguments))
    samples = samples_in(series, version, files.values())
    _refuse_gaps(samples, tree / "config-generator" / "keystone.conf")
    return samples


def _refuse_gaps(samples: Samples, settings: Path) -> None:
    """The generators pass over what they cannot find, and succeed. Raises ProbeFailed."""
    wanted = _NAMESPACE.findall(settings.read_text(encoding="utf-8"))
    found = set(_OWNER.findall(samples.keystone_conf))
    missing = [namespace for namespace in wanted if namespace not in found]
    if missing or not wanted:
        owners = ", ".join(missing) or "any package"
        raise ProbeFailed(f"oslo-config-generator of {samples.series} wrote no option of {owners}")
    if not _RULE.search(samples.policy_yaml):
        raise ProbeFailed(f"oslopolicy-sample-generator of {samples.series} wrote no rule")


def generated(python: Path, tool: str, arguments: Sequence[str]) -> str:
    """What oslo-config-generator or oslopolicy-sample-generator of a release writes.

    On a host called localhost, whatever this one's name is. Raises ProbeFailed.
    """
    return _text(probe(python, "samples.py", tool, *arguments, "--output-file"), tool)


def _carried(folder: Path) -> Iterator[SampleFile]:
    for path in sorted(folder.glob("*")):
        if path.is_file() and path.name not in _NOT_SAMPLES:
            yield SampleFile(path.name, _text(path.read_bytes(), path.name))


def _text(content: bytes, name: str) -> str:
    try:
        return content.decode()
    except UnicodeDecodeError as error:
        raise ProbeFailed(f"{name} of the release is not in UTF-8: {error}") from error
