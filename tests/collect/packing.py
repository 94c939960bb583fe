"""Archives as a test needs them, whole or harmed."""

import io
import tarfile
from collections.abc import Mapping
from pathlib import Path

from linter.model.snapshot import Snapshot

INI = b"[DEFAULT]\ndebug = true\n"


def entry(name: str, kind: bytes = tarfile.REGTYPE, **fields: object) -> tarfile.TarInfo:
    """A header with any fields."""
    info = tarfile.TarInfo(name)
    info.type = kind
    for field, value in fields.items():
        setattr(info, field, value)
    return info


def pack(
    path: Path, files: Mapping[str, bytes], *more: tarfile.TarInfo, mode: str = "w", owner: str = ""
) -> str:
    """Write files, then bare headers, into an archive; its path."""
    # Closed without the context manager's promise that every header has its content.
    with tarfile.open(path, mode) as archive:  # type: ignore[call-overload]
        for name, content in files.items():
            info = entry(name, size=len(content), mode=0o640, uname=owner, gname=owner)
            archive.addfile(info, io.BytesIO(content))
        for info in more:
            archive.addfile(info)
    return str(path)


def found(snapshot: Snapshot) -> list[tuple[str, str]]:
    """Node and path of each file that was read as configuration, overlays too."""
    return [
        (file.node, file.path)
        for node in snapshot.nodes
        for file in (*node.configuration, *node.domains)
    ]


def gaps(snapshot: Snapshot) -> list[tuple[str, str, bool]]:
    """What, why and whether required, of each gap."""
    return [(gap.what, gap.why, gap.required) for gap in snapshot.gaps]
