"""The keystone installed on this machine, read from its package metadata; nothing is run."""

import re
import sys
from collections.abc import Iterator, Sequence
from pathlib import Path

PLACES = (
    "/usr/lib/python3/dist-packages",
    "/usr/local/lib/python3*/dist-packages",
    "/usr/lib/python3*/site-packages",
    "/usr/lib/python2*/site-packages",
    "/usr/local/lib/python3*/site-packages",
    "/var/lib/kolla/venv/lib/python3*/site-packages",
    "/openstack/venvs/keystone-*/lib/python3*/site-packages",
    "/opt/stack/data/venv/lib/python3*/site-packages",
    "/opt/stack/keystone",
    "/snap/keystone/current/lib/python3*/site-packages",
)
"""Where distributions, kolla, OpenStack-Ansible and devstack put Python packages."""

_METADATA = ("keystone-*.dist-info/METADATA", "keystone-*.egg-info/PKG-INFO")
_MORE_METADATA = ("keystone-*.egg-info", "keystone.egg-info/PKG-INFO")
_VERSION = re.compile(r"^Version:\s*(\d\S*)", re.MULTILINE)
_HEAD = 8192


def installed_release(roots: Sequence[Path] | None = None) -> tuple[str, str] | None:
    """The version of keystone and the directory it is installed in, None where there is none.

    `roots` are the directories to look in, by default those of this Python and the usual places.
    """
    for root in dict.fromkeys(_usual_roots() if roots is None else roots):
        for pattern in (*_METADATA, *_MORE_METADATA):
            for metadata in sorted(root.glob(pattern)):
                version = _version(metadata)
                if version:
                    return version, str(root)
    return None


def _usual_roots() -> Iterator[Path]:
    for entry in sys.path:
        if entry:
            yield Path(entry)
    for place in PLACES:
        yield from sorted(Path("/").glob(place.lstrip("/")))


def _version(metadata: Path) -> str:
    try:
        with metadata.open(encoding="utf-8", errors="replace") as file:
            head = file.read(_HEAD)
    except OSError:
        # A directory that matches, or one of somebody else: the next place may answer.
        return ""
    found = _VERSION.search(head)
    return found[1] if found else ""
