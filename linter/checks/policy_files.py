"""Policy files that oslo.policy cannot load at all; what they say is not judged here."""

import json
from collections.abc import Iterator

import yaml

from linter.checks.context import Context
from linter.checks.registry import Hit, check
from linter.checks.values import effective_text
from linter.model.facts import SourceFile
from linter.model.location import Location
from linter.parse.template import language_of
from linter.parse.text import decode

try:
    from yaml import CSafeLoader as Loader
except ImportError:  # PyYAML built without libyaml
    from yaml import SafeLoader as Loader  # type: ignore[assignment]


@check("policy-file-unusable")
def policy_file_unusable(context: Context, json_until: str) -> Iterator[Hit]:
    """The policy file in force, where it is no mapping in YAML.

    Up to the series `json_until` a file that is JSON is read as JSON first, so that tabs do no harm
    (oslo_policy.policy.parse_file_contents).
    """
    source = _file_in_force(context)
    # What a template's text comes to is known once it is rendered.
    if source is None or language_of(decode(source.content).lines):
        return
    takes_json = context.span.ends_within(last=json_until)
    if takes_json and _is_json_mapping(source.content):
        return
    line, fault = _fault(source.content)
    if fault:
        at = Location(context.deployment.node, source.path, line)
        yield Hit(source.path, at, {"path": source.path, "fault": fault})


def _file_in_force(context: Context) -> SourceFile | None:
    named = effective_text(context, "oslo_policy", "policy_file") or ""
    path = context.deployment.path_in_base(named.removeprefix("/etc/keystone/"))
    found = (other.source for other in context.deployment.others if other.path == path)
    return next(found, None)


def _is_json_mapping(content: bytes) -> bool:
    try:
        return isinstance(json.loads(content), dict)
    except ValueError:
        return False


def _fault(content: bytes) -> tuple[int, str]:
    """Line and words of what is wrong; "" when oslo.policy can load the text."""
    # oslo.policy reads with PyYAML's own scanner, which refuses tabs that libyaml lets pass.
    loader = yaml.SafeLoader if b"\t" in content else Loader
    try:
        loaded = yaml.load(content, loader)  # noqa: S506  safe loaders both
    except yaml.MarkedYAMLError as error:
        line = error.problem_mark.line + 1 if error.problem_mark else 0
        return line, f"it is no valid YAML: {error.problem or 'it cannot be read'}"
    except (yaml.YAMLError, ValueError):
        return 0, "it is no valid YAML"
    if loaded and not isinstance(loaded, dict):
        return 1, "it is no mapping of rules to check strings"
    return 0, ""
