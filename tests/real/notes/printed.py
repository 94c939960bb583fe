"""What reno itself prints of a repository's notes."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

from reno.config import Config
from reno.loader import Loader

Printed = tuple[str, str, str, int, str]
"""Version, section, note id, number of the item and text."""


def as_reno_prints(upstream: Path, series: str) -> Iterator[Printed]:
    """All that reno's formatter writes, in its order."""
    config = Config(str(upstream))
    config.override(branch=f"stable/{series}", collapse_pre_releases=True, stop_at_branch_base=True)
    with Loader(config, ignore_cache=True) as loader:
        for version in loader.versions:
            files = [(name, loader.parse_note_file(name, sha)) for name, sha in loader[version]]
            for section in ["prelude", *(section.name for section in config.sections)]:
                for name, content in files:
                    for number, text in enumerate(listed(content.get(section)), 1):
                        yield version, section, Path(name).stem, number, text


def listed(value: Any) -> list[str]:
    return [value] if isinstance(value, str) else value or []
