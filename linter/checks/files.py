"""Faults of files as files: who may read them, and which the target no longer looks for."""

import stat
from collections.abc import Iterator

from linter.checks.context import Context
from linter.checks.registry import Hit, check
from linter.checks.values import effective_text, pinned_value
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


@check("json-policy-ignored")
def json_policy_ignored(context: Context, needs: str, absent: str) -> Iterator[Hit]:
    """A file that was picked up by a fallback that the target has lost.

    Applies when [oslo_policy] policy_file is not set, the file `needs` lies beside keystone.conf,
    and `absent`, which would be preferred, does not.
    """
    entry = context.target.current.get(("oslo_policy", "policy_file"))
    if entry is None or pinned_value(context, entry):
        return
    paths = context.deployment.paths()
    found, preferred = map(context.deployment.path_in_base, (needs, absent))
    if found in paths and preferred not in paths:
        looked_for = effective_text(context, "oslo_policy", "policy_file") or absent
        at = Location(context.deployment.node, found)
        yield Hit(needs, at, {"path": found, "looked_for": looked_for})
