"""What can go wrong with catalogs; each message says what to do about it."""

# ruff: noqa: N818 - the names say what is the matter, in the words of the field


class CatalogError(Exception):
    """The root of the catalogs' exceptions.

    CatalogError
    ├── CatalogMissing       no catalog where one must be
    ├── CatalogDamaged       a catalog that is not what its index says
    ├── UnknownRelease       a text that names no release
    ├── InterpreterMissing   the Python that a release needs is not on this machine
    ├── ToolMissing          uv is not installed
    ├── EnvironmentFailed    uv could not resolve or install a release
    ├── DownloadFailed       the package index did not give what was asked
    └── ProbeFailed          a script inside a release's Python failed
    """


class CatalogMissing(CatalogError):
    """No catalog where one must be."""


class CatalogDamaged(CatalogError):
    """A catalog that is not what its index says."""


class UnknownRelease(CatalogError):
    """A text that names no release."""


class InterpreterMissing(CatalogError):
    """The Python that a release needs is not on this machine.

    `version` is the one that was looked for, `command` gets it.
    """

    def __init__(self, version: str, command: str) -> None:
        super().__init__(
            f"No Python {version} on PATH, in pyenv's versions or among uv's own; get it with: "
            f"{command}",
        )
        self.version = version
        self.command = command


class ToolMissing(CatalogError):
    """uv is not installed."""


class EnvironmentFailed(CatalogError):
    """uv could not resolve or install a release."""


class DownloadFailed(CatalogError):
    """The package index did not give what was asked."""


class ProbeFailed(CatalogError):
    """A script inside a release's Python failed."""
