"""A configuration in force, what was prepared for it, and a step that puts that in force."""

import hashlib
import os
from pathlib import Path

from msgspec.structs import replace

from linter.collect.marker import DECISIONS, MARKER, encoded
from linter.model.plan import ConfigurationStep, Origin
from linter.model.site import Machine
from linter.plan.prepared import digest_of
from tests.execute.kinds.runs import CODE, NOWHERE, Trial

IN_FORCE = {
    "keystone.conf": b"[token]\nprovider = fernet\n",
    "policy.json": b"{}",
    "ca.pem": b"renewed",
    "fernet-keys/0": b"staged now",
    "fernet-keys/2": b"primary now",
    "credential-keys/0": b"credential",
    "unknown/notes": b"of an operator",
}
PREPARED = {
    "keystone.conf": b"[token]\nprovider = fernet\nexpiration = 3600\n",
    "policy.yaml": b"{}\n",
    "ca.pem": b"copied when it was prepared",
    "fernet-keys/0": b"staged then",
    "fernet-keys/1": b"primary then",
    "credential-keys/0": b"credential",
}
AFTERWARDS = {
    **IN_FORCE,
    "keystone.conf": PREPARED["keystone.conf"],
    "policy.yaml": PREPARED["policy.yaml"],
}
del AFTERWARDS["policy.json"]


def write(folder: Path, files: dict[str, bytes]) -> None:
    """Puts files below a folder."""
    for path, content in files.items():
        (folder / path).parent.mkdir(parents=True, exist_ok=True)
        (folder / path).write_bytes(content)


def tree(folder: Path) -> dict[str, bytes]:
    """Every file below a folder with its content."""
    found = [Path(place, name) for place, _, names in os.walk(folder) for name in names]
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in found}


def prepared(folder: Path, decisions: str = "# Decisions\n", target: str = "2025.1") -> str:
    """Writes the prepared files into an empty folder; their digest."""
    write(folder, {**PREPARED, DECISIONS: decisions.encode()})
    (folder / MARKER).write_bytes(encoded(target, (DECISIONS,), {}))
    return digest_of(folder)


def trial(folder: Path, **other: str) -> Trial:
    """A plan whose report judged what is in force."""
    force = folder / "keystone"
    write(force, IN_FORCE)
    (force / "domains").mkdir()
    (force / "keystone.conf").chmod(0o640)
    digest = prepared(folder / "new", **other)
    made = Trial(
        folder,
        ConfigurationStep(id="configuration", title="Put in force", limit=5, digest=digest),
        Machine("here", NOWHERE, (), CODE),
        configuration=str(force),
        prepared=str(folder / "new"),
    )
    judged = [(path, IN_FORCE[path]) for path in ("keystone.conf", "policy.json")]
    inputs = tuple((path, hashlib.sha256(content).hexdigest()) for path, content in judged)
    plan = replace(made.run.plan, origin=Origin("", "GO", None, inputs))
    made.change(plan=plan)
    return made
