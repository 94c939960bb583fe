"""Which package index is in use, and how it may be shown."""

import os
from collections.abc import Mapping
from urllib.parse import urlsplit, urlunsplit

_PYPI = "https://pypi.org/simple"
_VARIABLES = ("UV_DEFAULT_INDEX", "UV_INDEX_URL", "PIP_INDEX_URL")


def index_address(variables: Mapping[str, str] = os.environ) -> str:
    """The package index in use: uv's variables, then pip's, then PyPI."""
    return next((variables[name] for name in _VARIABLES if variables.get(name)), _PYPI)


def shown(address: str) -> str:
    """The address without the name and password that an index may ask for."""
    try:
        parts = urlsplit(address)
    except ValueError:  # no address at all
        return address.rpartition("@")[2]
    return urlunsplit(parts._replace(netloc=parts.netloc.rpartition("@")[2]))
