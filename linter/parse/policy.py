"""Reads policy files as oslo.policy does, with lines."""

from linter.model.facts import SourceFile
from linter.model.policy import PolicyFile


def parse_policy(source: SourceFile) -> PolicyFile:
    """The rules of a policy file."""
    return PolicyFile(source.node, source.path, source.sha256)
