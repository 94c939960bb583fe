"""What was not looked at in a deployment, and whether the profile asks for it."""

from collections.abc import Iterator

from linter.checks.context import Context
from linter.model.facts import ConfigFile, FileKind
from linter.model.finding import Gap
from linter.model.location import Location
from linter.model.visible import visible

_UNREAD = {
    FileKind.POLICY: (
        "policy overrides are not judged yet",
        "compare it with the target's defaults: oslopolicy-list-redundant, oslopolicy-validator",
    ),
    FileKind.PASTE: (
        "paste pipelines are not judged yet",
        "from Rocky on the file is not read: see what its site filters did",
    ),
    FileKind.LOGGING: (
        "logging configuration is not judged yet",
        "load it with the target's Python: logging.config.fileConfig",
    ),
    FileKind.WEB: (
        "web server configuration is not judged yet",
        "look for entry points that the target does not install, such as keystone-wsgi-public",
    ),
    FileKind.TEMPLATE: ("it is a template", "render it first and check the result"),
    FileKind.UNKNOWN: ("nothing is known about this file", "see that the target still wants it"),
}
"""Kinds of files that are listed and not read, with the reason and what to do meanwhile."""

_PROFILES: dict[str, frozenset[str]] = {
    "gate": frozenset(),
    "approval": frozenset({"logs", "release notes"}),
}
"""The evidence, beyond configuration, that a profile requires."""

PROFILES = tuple(_PROFILES)


def gaps_of(context: Context) -> Iterator[Gap]:
    """What was not looked at in the files of one deployment."""
    for file in context.deployment.files:
        if file.template:
            yield _template(file)
        else:
            yield from _templated_values(file)
    for other in context.deployment.others:
        if other.kind in _UNREAD:
            why, remedy = _UNREAD[other.kind]
            at = Location(context.deployment.node, other.path)
            yield Gap(other.path, why, remedy, required=False, at=at)


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


def gaps_of_profile(profile: str) -> Iterator[Gap]:
    """The evidence that was not looked at; required where the profile says so."""
    required = _PROFILES[profile]
    for what, remedy in (
        ("logs", "search them for deprecation warnings since the last start"),
        ("release notes", "read those of every release that is crossed"),
        ("database", "compare its schema version with the heads that the source release ends at"),
    ):
        yield Gap(what, "it was not part of this check", remedy, required=what in required)
