"""The programs and schemas of those who read what gates are given."""

import subprocess
import tarfile
import tempfile
from pathlib import Path

from tests.real.database.servers import needed
from tests.real.releases import CACHE, locked


def npm_package(name: str, version: str) -> Path:
    """The folder of a package of the npm registry, which npm fetches and verifies."""
    folder = CACHE / "npm" / f"{name.replace('/', '-').removeprefix('@')}-{version}"
    with locked(folder):
        if not folder.exists():
            _fetch(f"{name}@{version}", folder)
    return folder / "package"


def _fetch(package: str, folder: Path) -> None:
    """The folder appears only when all went well."""
    npm = needed("npm", "npm")
    with tempfile.TemporaryDirectory(dir=folder.parent) as place:
        draft = Path(place)
        command = [npm, "pack", package, "--silent", "--pack-destination", draft]
        subprocess.run(command, check=True, capture_output=True, timeout=300)
        (packed,) = draft.glob("*.tgz")
        with tarfile.open(packed) as archive:
            archive.extractall(draft / "out", filter="data")
        (draft / "out").rename(folder)
