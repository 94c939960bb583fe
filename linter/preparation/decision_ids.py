"""The ids that an answers file names decisions by, the same on every node."""

import re

import msgspec

from linter.catalog.entries import Name, normalised_name
from linter.difference.said import spoken
from linter.parse.deployment import Deployment

_DOMAIN = " of domain "
_OPTION = re.compile(rf"\[(?P<group>[^\]]+)\] (?P<name>\S+)(?:{_DOMAIN}(?P<domain>.*))?", re.DOTALL)


class OptionAsked(msgspec.Struct, frozen=True):
    """The option that an id is about; `domain` is "" for the service, and safe to print."""

    name: Name
    domain: str


def option_id(subject: str, domain: str) -> str:
    """The id of an option as operators write it; `domain` is "" for the service, and printable."""
    return f"{subject}{_DOMAIN}{domain}" if domain else subject


def option_asked(decision: str) -> OptionAsked | None:
    """The option that an id is about, None for an id of something else."""
    found = _OPTION.fullmatch(decision)
    if found is None:
        return None
    return OptionAsked(normalised_name((found["group"], found["name"])), found["domain"] or "")


def without_domain(decision: str) -> str:
    """The id of the same for the service."""
    return decision.partition(_DOMAIN)[0]


def rule_id(rule: str) -> str:
    """The id of a rule of policies."""
    return f"policy {spoken(rule)}"


def file_id(deployment: Deployment, path: str) -> str:
    """The id of a file: its path is relative to the configuration directory."""
    base = f"{deployment.base}/" if deployment.base else ""
    return f"file {spoken(path.removeprefix(base))}"
