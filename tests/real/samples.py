"""The sample configuration that a real release generates, and what stands in it."""

import re
from collections.abc import Iterator
from pathlib import Path

from linter.samples.generated import generated
from tests.real.releases import CACHE, locked, release_python

# config-generator/keystone.conf of every source archive from 12.0.3 to 30.0.0 names these.
NAMESPACES = (
    "keystone", "oslo.cache", "oslo.log", "oslo.messaging", "oslo.policy", "oslo.db",
    "oslo.middleware", "osprofiler",
)  # fmt: skip
# An option is commented out without a space, the prose about it with one.
_COMMENTED = re.compile(r"^#(?=[A-Za-z0-9_-]+ = ?)")
_NO_DEFAULT = "= <None>"
Name = tuple[str, str]


def sample(series: str) -> str:
    """keystone.conf.sample as the release's own oslo-config-generator writes it."""
    path = CACHE / "samples" / f"{release_python(series).parent.parent.name}.conf"
    with locked(path):
        if not path.exists():
            _generate(series, path)
    return path.read_text(encoding="utf-8")


def namespace_arguments() -> list[str]:
    """The namespaces as the generator and the validator of oslo.config take them."""
    return [part for name in NAMESPACES for part in ("--namespace", name)]


def _generate(series: str, path: Path) -> None:
    draft = path.with_suffix(".draft")
    arguments = [*namespace_arguments(), "--wrap-width", "79"]
    text = generated(release_python(series), "oslo-config-generator", arguments)
    draft.write_text(text, encoding="utf-8")
    draft.rename(path)


def uncommented(text: str) -> str:
    """The sample with every option set to its default; those without one stay comments."""
    return "\n".join(
        line if line.endswith(_NO_DEFAULT) else _COMMENTED.sub("", line)
        for line in text.splitlines()
    )


def options(text: str) -> frozenset[str]:
    """Every option that the sample holds, as a finding writes its subject."""
    return frozenset(f"[{group}] {name}" for _, (group, name) in assignments(text))


def options_set(text: str) -> frozenset[str]:
    """The options that are not commented out."""
    lines = [line for line in text.splitlines() if not line.startswith("#")]
    return options("\n".join(lines))


def assignments(text: str) -> Iterator[tuple[int, Name]]:
    """The line and the name of each option in a sample, commented out or not."""
    group = ""
    for number, line in enumerate(text.splitlines(), 1):
        if line.startswith("["):
            group = line.strip("[]")
        elif _COMMENTED.match(line) or (line and line[0] not in "# \t"):
            yield number, (group, line.lstrip("#").split("=", 1)[0].strip())
