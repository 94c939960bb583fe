"""Policy files that cannot be loaded, that are not found, and that are found and should not be."""

import posixpath
from collections.abc import Iterator

from linter.checks.context import Context
from linter.checks.policy_overrides import End, in_force
from linter.checks.registry import Hit, check
from linter.checks.values import equals_default
from linter.model.facts import FileKind
from linter.model.finding import Severity
from linter.model.location import Location
from linter.model.policy import PolicyFile
from linter.parse.classify import kind_by_name

_POLICY_FILE = ("oslo_policy", "policy_file")


@check("policy-file-unusable")
def policy_file_unusable(context: Context) -> Iterator[Hit]:
    """The policy files in force that the target refuses: no mapping in YAML, no text as a rule.

    Releases that try JSON first take a file that is JSON even where it is no YAML.
    """
    found, regime = in_force(context, "target")
    for file in found.files:
        # A template has no flaws: what its text comes to is known once it is rendered.
        flaw = file.refusal(takes_json=regime.takes_json)
        if flaw:
            yield Hit(flaw.at.path, flaw.at, {"path": flaw.at.path, "fault": flaw.reason})


@check("policy-json")
def policy_json(context: Context, first: str, last: str = "") -> Iterator[Hit]:
    """Policy files in JSON that the target reads, for targets from the series `first` to `last`."""
    if not context.span.ends_within(first=first, last=last):
        return
    found, regime = in_force(context, "target")
    for file in found.files:
        if file.is_json and file.entries and not file.refusal(takes_json=regime.takes_json):
            yield _hit(file, {})


@check("policy-file-not-found")
def policy_file_not_found(context: Context) -> Iterator[Hit]:
    """A policy file that the configuration names and that is not there.

    One that has the default's name matters only where another policy file lies there.
    """
    found, regime = in_force(context, "target")
    setting = regime.policy_file_at
    if setting is None or setting.templated or not found.missing:
        return
    present = sorted(file.path for file in context.deployment.policies)
    ends = (context.source.find(_POLICY_FILE), context.target.find(_POLICY_FILE))
    if not present and any(entry and equals_default(setting, entry) for entry in ends):
        return
    fields = {
        "value": setting.shown,
        "present": f"; there is {', '.join(present[:3])}" if present else "",
    }
    yield Hit("[oslo_policy] policy_file", setting.at, fields, excerpt=setting.line_text)


@check("policy-file-lost")
def policy_file_lost(context: Context) -> Iterator[Hit]:
    """The policy file of the source that the target does not look for, while nothing names it.

    Only a warning where it has no rule.
    """
    before = _main_file(context, "source")
    found, regime = in_force(context, "target")
    if before is None or not found.missing or regime.policy_file_at:
        return
    is_empty = not (before.entries or before.flaws or before.template)
    at = Location(before.node, before.path)
    fields = {"path": before.path, "looked_for": found.missing}
    severity = Severity.WARNING if is_empty else None
    yield Hit(posixpath.basename(before.path), at, fields, severity)


@check("policy-file-switched")
def policy_file_switched(context: Context) -> Iterator[Hit]:
    """A policy file that only the target reads, in place of another one or of none at all."""
    before = _main_file(context, "source")
    after = _main_file(context, "target")
    if after is None or (before is not None and before.path == after.path):
        return
    change = f"{before.path} before it" if before else "no policy file before it"
    yield _hit(after, {"change": change})


def _main_file(context: Context, end: End) -> PolicyFile | None:
    """The file that policy_file stands for, as far as it was read."""
    found, regime = in_force(context, end)
    names = {posixpath.basename(regime.policy_file)}
    if regime.falls_back_to_json:
        names.add("policy.json")
    if found.missing or not found.files or posixpath.basename(found.files[0].path) not in names:
        return None
    return found.files[0]


@check("policy-file-not-read")
def policy_file_not_read(context: Context) -> Iterator[Hit]:
    """Policy files that neither end of the upgrade reads."""
    both = (in_force(context, "source"), in_force(context, "target"))
    read = {file.path for found, _ in both for file in found.files}
    for file in context.deployment.policies:
        if file.path not in read:
            yield _hit(file, {})


@check("policy-directory-file-ignored")
def policy_directory_file_ignored(context: Context) -> Iterator[Hit]:
    """Policy files below a policy directory that keystone passes over."""
    for folder in _folders(context):
        for file in context.deployment.policies:
            inside = file.path.removeprefix(f"{folder}/")
            if not file.path.startswith(f"{folder}/"):
                continue
            if "/" in inside:
                yield _hit(file, {"reason": f"it lies in a folder below {folder}"})
            elif inside.startswith("."):
                yield _hit(file, {"reason": "its name begins with a dot"})


@check("policy-directory-copy-read")
def policy_directory_copy_read(context: Context) -> Iterator[Hit]:
    """Backup copies and leftovers right in a policy directory: oslo.policy asks for no ending."""
    for folder in _folders(context):
        for other in context.deployment.others:
            directory, name = posixpath.split(other.path)
            is_read = directory == folder and not name.startswith(".")
            if is_read and kind_by_name(name) is FileKind.COPY:
                at = Location(context.deployment.node, other.path)
                yield Hit(other.path, at, {"path": other.path, "folder": folder})


def _folders(context: Context) -> Iterator[str]:
    """The policy directories of the target that lie within what was given."""
    _, regime = in_force(context, "target")
    for name in regime.policy_dirs:
        inside = name.removeprefix("/etc/keystone/").rstrip("/")
        if inside and not inside.startswith("/"):
            yield context.deployment.path_in_base(posixpath.normpath(inside))


def _hit(file: PolicyFile, fields: dict[str, str]) -> Hit:
    at = Location(file.node, file.path)
    return Hit(file.path, at, {"path": file.path, **fields})
