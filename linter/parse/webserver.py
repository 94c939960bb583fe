"""Reads the configuration of a web server for what concerns keystone."""

from linter.model.facts import SourceFile
from linter.model.webserver import WebFile
from linter.parse.masking import SecretNames


def parse_web(source: SourceFile, secrets: SecretNames) -> WebFile:  # noqa: ARG001
    """What the file says."""
    return WebFile(source.node, source.path, source.sha256)
