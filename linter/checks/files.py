"""Faults of files as files: who may read them."""

import stat
from collections.abc import Iterator

from linter.checks.context import Context
from linter.checks.registry import Hit, check
from linter.model.facts import ConfigFile
from linter.model.location import Location


@check("secret-world-readable")
def secret_world_readable(context: Context) -> Iterator[Hit]:
    """Files with secrets that anybody on the machine may read, where modes are known."""
    for file in context.deployment.files:
        if file.mode is None or not file.mode & stat.S_IROTH:
            continue
        secret = _first_secret(context, file)
        if secret:
            at = Location(file.node, file.path)
            yield Hit(
                file.path, at, {"path": file.path, "mode": f"{file.mode:04o}", "option": secret}
            )


def _first_secret(context: Context, file: ConfigFile) -> str:
    for standing in context.standings:
        setting = standing.setting
        entry = standing.entry or standing.before
        if entry and entry.secret and setting.value and setting.at.path == file.path:
            return f"[{setting.group}] {setting.name}"
    return ""
