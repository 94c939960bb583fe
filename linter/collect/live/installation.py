"""The keystone that is installed, with its Python and libraries, from package metadata alone."""

import re
from collections.abc import Sequence
from pathlib import Path

from linter.collect.installed import installed_release
from linter.model.finding import Gap
from linter.model.live import Installation

LIBRARIES = (
    "alembic",
    "bcrypt",
    "msgpack",
    "oslo.cache",
    "oslo.config",
    "oslo.db",
    "oslo.log",
    "oslo.messaging",
    "oslo.policy",
    "passlib",
    "PyMySQL",
    "SQLAlchemy",
)
"""The libraries whose version changes how keystone behaves."""

_IN_PATH = re.compile(r"/python(\d\.\d+)/")
_METADATA = re.compile(r"(?P<name>.+?)-(?P<version>\d[^-]*)(?:-py[\d.]+)?\.(?:dist|egg)-info")


def ask_installation(
    roots: Sequence[Path] | None = None, python: Path = Path("/usr/bin/python3")
) -> tuple[Installation | None, tuple[Gap, ...]]:
    """The keystone installed on this machine, or the gap that its absence leaves.

    `python` is the interpreter of distributions whose packages lie in no folder of a version.
    """
    found = installed_release(roots)
    if found is None:
        why = "no keystone is installed in the usual places of this machine"
        remedy = "run kslint where keystone runs, with the Python of its virtual environment"
        return None, (Gap("installation", why, remedy, required=True),)
    version, place = found
    return Installation(version, place, _python(place, python), _libraries(Path(place))), ()


def _python(place: str, python: Path) -> str:
    named = _IN_PATH.search(f"{place}/")
    if named is None and "/dist-packages" in place:
        named = _IN_PATH.search(f"/{python.resolve().name}/")
    return named[1] if named else ""


def _libraries(place: Path) -> dict[str, str]:
    """The versions of the libraries beside keystone, told by the names of their metadata."""
    wanted = {_plain(name): name for name in LIBRARIES}
    found: dict[str, str] = {}
    for path in sorted(place.glob("*-info")):
        parts = _METADATA.fullmatch(path.name)
        name = wanted.get(_plain(parts["name"])) if parts else None
        if parts and name:
            found[name] = parts["version"]
    return found


def _plain(name: str) -> str:
    return re.sub(r"[-_.]+", "-", name).lower()
