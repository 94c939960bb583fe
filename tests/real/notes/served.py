"""A release notes site and a package index on this machine."""

import hashlib
import io
import json
import tarfile
from collections.abc import Mapping
from pathlib import Path

from tests.notes.servers import Answering, answer

INDEX = {"Content-Type": "application/vnd.pypi.simple.v1+json"}
ARCHIVE = {"Content-Type": "application/gzip"}


def site_of(folder: Path) -> dict[str, Answering]:
    """The pages in a folder, below /notes/."""
    return {f"/notes/{path.name}": answer(path.read_bytes()) for path in folder.glob("*.html")}


def index_of(trees: Mapping[int, list[Path]]) -> dict[str, Answering]:
    """A package index below /simple/ with an archive of each of these source trees."""
    found = [tree for versions in trees.values() for tree in versions]
    archives = {f"keystone-{tree.parent.name}.tar.gz": _packed(tree) for tree in found}
    files = [
        {
            "filename": name,
            "url": f"/files/{name}",
            "hashes": {"sha256": hashlib.sha256(content).hexdigest()},
        }
        for name, content in archives.items()
    ]
    project = json.dumps({"meta": {"api-version": "1.0"}, "name": "keystone", "files": files})
    return {
        "/simple/keystone/": answer(project.encode(), headers=INDEX),
        **{f"/files/{name}": answer(made, headers=ARCHIVE) for name, made in archives.items()},
    }


def _packed(tree: Path) -> bytes:
    packed = io.BytesIO()
    with tarfile.open(fileobj=packed, mode="w:gz") as archive:
        archive.add(tree, f"keystone-{tree.parent.name}")
    return packed.getvalue()
