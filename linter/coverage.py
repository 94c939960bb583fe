"""What was not looked at in a deployment, and whether the profile asks for it."""

import os
from collections.abc import Collection, Iterator

import msgspec

from linter.access.unjudged import unjudged
from linter.catalog.entries import Name
from linter.checks.context import Context
from linter.checks.policy_overrides import in_force
from linter.checks.unjudged_files import unjudged_files
from linter.checks.values import effective_text, pinned_value, shown_value, text_of
from linter.model.facts import ConfigFile, FileKind
from linter.model.finding import Gap
from linter.model.location import Location
from linter.model.logs import LOGS, LOGS_OF_NODES, START
from linter.model.notes import RELEASE_NOTES
from linter.model.visible import visible
from linter.parse.deployment import Deployment

_UNREAD = {
    FileKind.SCRIPT: (
        "only its calls of keystone's programs were judged",
        "see that what else it does still holds for the target",
    ),
    FileKind.TEMPLATE: ("it is a template", "render it first and check the result"),
    FileKind.UNKNOWN: ("nothing is known about this file", "see that the target still wants it"),
}
"""Kinds of files that are listed and not read, with the reason and what to do meanwhile."""

_PROFILES: dict[str, frozenset[str]] = {
    "gate": frozenset(),
    "approval": frozenset({LOGS, START, LOGS_OF_NODES, RELEASE_NOTES, "web server", "answers"}),
}
"""The evidence, beyond configuration, that a profile requires."""

# Stein's oslo.config put its environment source between command line and files.
_ENVIRONMENT = (
    "see that no OS_<GROUP>__<OPTION> is set where keystone starts: since Stein it overrides files"
)

_LOGGING = ("DEFAULT", "log_config_append")
_FILES = (
    ("federation", "sso_callback_template"),
    ("saml", "idp_metadata_path"),
    ("catalog", "template_file"),
)
"""Options that name a file whose text nothing judges."""
_KEYS = {
    ("fernet_tokens", "key_repository"): ("token", "fernet"),
    ("fernet_receipts", "key_repository"): ("receipt", "fernet"),
    ("credential", "key_repository"): ("credential", "fernet"),
    ("jwt_tokens", "jws_public_key_repository"): ("token", "jws"),
    ("jwt_tokens", "jws_private_key_repository"): ("token", "jws"),
}
"""Options that name a directory of keys, with the group and the provider that needs it."""


def gaps_of(context: Context) -> Iterator[Gap]:
    """What was not looked at in one deployment: in its files, and where they lead to."""
    yield from _config_source(context)
    yield from _references(context)
    yield from _keys(context)
    yield from _policies(context)
    for file in context.deployment.files:
        if file.template:
            yield _template(file)
        else:
            yield from _templated_values(file)
    yield from unjudged_files(context)
    used = _used(context)
    for other in context.deployment.others:
        if other.kind in _UNREAD:
            why, remedy = _UNREAD[other.kind]
            if other.path in used:
                why = f"{used[other.path]} names it; that it is there is all that was judged"
                remedy = "compare it with the one that the target's package brings"
            at = Location(context.deployment.node, other.path)
            yield Gap(other.path, why, remedy, required=False, at=at)


def _used(context: Context) -> dict[str, str]:
    """The option that names a file of keystone's own, by the path of the file."""
    used = {}
    for option in _FILES:
        for names in (context.source, context.target):
            entry = names.find(option)
            named = text_of(entry, context.deployment.configuration) if entry else ""
            path = context.deployment.path_of(named)
            if path:
                used[path] = "[{}] {}".format(*option)
    return used


def _policies(context: Context) -> Iterator[Gap]:
    """The policy files that one of the releases reads and that could not be judged."""
    ends = (in_force(context, "source"), in_force(context, "target"))
    return unjudged(context.deployment, ((regime, found) for found, regime in ends))


def _config_source(context: Context) -> Iterator[Gap]:
    name = ("DEFAULT", "config_source")
    winners = context.deployment.configuration.effective((name,), multi=False).winners
    groups = sorted(context.deployment.source_groups)
    if groups and (context.source.find(name) or context.target.find(name)):
        named = visible(", ".join(f"[{group}]" for group in groups))
        why = f"what the files do not set comes from where {named} says, and that was not looked at"
        remedy = "fetch it, and name it with --config-file before the files of the deployment"
        what = "[DEFAULT] config_source"
        yield Gap(what, why, remedy, required=True, at=winners[-1].at)


def _references(context: Context) -> Iterator[Gap]:
    """The files and directories that options name and that are not among those given."""
    named: dict[str, list[str]] = {}
    for option in (_LOGGING, *_KEYS):
        path, shown = _named_path(context, option)
        if path and not _was_looked_for(context.deployment, path):
            named.setdefault(shown, []).append("[{}] {}".format(*option))
    for shown, options in named.items():
        why = f"{' and '.join(options)} refers to it, and it was not looked at"
        remedy = "see that it is there and that the keystone user may read it"
        # Without the file that configures logging keystone does not start.
        required = "[{}] {}".format(*_LOGGING) in options
        yield Gap(shown, why, remedy, required=required)


def _was_looked_for(deployment: Deployment, path: str) -> bool:
    """Whether it is among the files, or would be if it were there."""
    wanted = os.path.normpath(path)
    looked = {item.named: item.exists for item in deployment.keys}
    looked |= {item.named: item.exists for item in deployment.named}
    is_told = deployment.is_live and wanted in looked
    return deployment.holds(path) or is_told or looked.get(wanted, False)


def _keys(context: Context) -> Iterator[Gap]:
    """A copy without any keys, which a deployment at the defaults would have."""
    deployment = context.deployment
    if deployment.is_live or not deployment.files:
        return
    if any(item.exists for item in deployment.keys) or any(
        _named_path(context, option)[0] for option in _KEYS
    ):
        return
    why = "no directory of keys was among what was given"
    remedy = "see on each node that keys are there, are the same, and belong to keystone alone"
    yield Gap("keys", why, remedy, required=False)


def _named_path(context: Context, option: Name) -> tuple[str, str]:
    """The path that an option is set to, and as it is shown.

    Empty where the option is not set or where no provider needs it.
    """
    entry = context.target.find(option)
    setting = pinned_value(context, entry) if entry else None
    if setting is None or setting.templated:
        return "", ""
    if option in _KEYS:
        group, provider = _KEYS[option]
        if effective_text(context, group, "provider") != provider:
            return "", ""
    path = effective_text(context, *option) or ""
    return path, shown_value(setting, path)


def _template(file: ConfigFile) -> Gap:
    why = f"it is a {file.template} template; only its literal assignments were judged"
    at = Location(file.node, file.path)
    return Gap(file.path, why, "render it first and check the result", required=True, at=at)


def _templated_values(file: ConfigFile) -> Iterator[Gap]:
    for setting in file.settings:
        if setting.templated:
            what = visible(f"[{setting.group}] {setting.name}")
            why = "its value holds a template's placeholder and could not be judged"
            yield Gap(what, why, "render the file first", required=True, at=setting.at)


def gaps_beyond_files(asked: Collection[str] = ()) -> Iterator[Gap]:
    """The evidence outside of files that was not `asked` for."""
    for what, remedy in (
        (LOGS, "search them for deprecation warnings since the last start"),
        (RELEASE_NOTES, "fetch them with --online, and read those that concern you"),
        ("database", "compare its schema version with the heads that the source release ends at"),
        ("environment", _ENVIRONMENT),
    ):
        if what not in asked:
            yield Gap(what, "it was not part of this check", remedy, required=False)


def weighed(gap: Gap, profile: str) -> Gap:
    """The gap, required where the profile asks for what was not looked at."""
    required = gap.required or gap.what in _PROFILES[profile]
    return msgspec.structs.replace(gap, required=required)


def requires_answers(profile: str) -> bool:
    """Whether the questions that no file answers have to be answered."""
    return "answers" in _PROFILES[profile]
