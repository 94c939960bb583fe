"""Keeps the scripts of Debian's packages from starting and stopping services meanwhile."""

import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from linter.execute.durable import sync_folder
from linter.execute.running import Run, StepError
from linter.execute.step_commands import LivesOnError

_POLICY = Path("/usr/sbin/policy-rc.d")
_FORBIDDEN = 101
"""invoke-rc.d and deb-systemd-invoke ask this script, and take 101 for no."""


@contextmanager
def without_restarts(run: Run, policy: Path = _POLICY) -> Iterator[None]:
    """No service is started while the block lasts; the site's own policy holds where it has one.

    What a run that was killed has left is taken over, and taken away in the end. Raises StepError.
    """
    text = (
        f"#!/bin/sh\n# kslint, plan {run.plan.id}: no service starts meanwhile\nexit {_FORBIDDEN}\n"
    )
    is_own = _content(policy) == text
    if policy.exists() and not is_own:
        run.tell(f"{policy} is the site's own, and decides which services the packages start")
        yield
        return
    if not is_own:
        _write(policy, text)
    try:
        yield
    except LivesOnError:
        run.tell(f"{policy} stays until `kslint resume` or `kslint rollback`: packages need it yet")
        raise
    except BaseException:
        _remove(policy)
        raise
    _remove(policy)


def _remove(policy: Path) -> None:
    policy.unlink(missing_ok=True)
    sync_folder(policy.parent)


def _write(policy: Path, text: str) -> None:
    draft = policy.with_name(f".{policy.name}.kslint")
    try:
        draft.unlink(missing_ok=True)
        with os.fdopen(os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o755), "w") as file:
            file.write(text)
            os.fchmod(file.fileno(), 0o755)
            file.flush()
            os.fsync(file.fileno())
        draft.rename(policy)
    except OSError as error:
        raise StepError(
            f"{policy} cannot be written ({error.strerror}), so the packages would start services: "
            "run kslint as root"
        ) from error


def _content(policy: Path) -> str:
    try:
        return policy.read_text(encoding="utf-8", errors="replace")
    except OSError:
        return ""
