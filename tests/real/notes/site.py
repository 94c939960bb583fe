"""The release notes site that Sphinx and reno make of a repository."""

import subprocess
import sys
from pathlib import Path

from tests.real.notes.repository import MAJORS

_SETTINGS = """\
extensions = {extensions!r}
project = "Keystone Release Notes"
html_theme = {theme!r}
"""
_INDEX = "Keystone Release Notes\n======================\n\n.. toctree::\n\n"


def site(repository: Path, source: Path, theme: str) -> Path:
    """A folder with a page for each series of the repository."""
    source.mkdir()
    extensions = ["reno.sphinxext", *(["openstackdocstheme"] if theme == "openstackdocs" else [])]
    settings = _SETTINGS.format(extensions=extensions, theme=theme)
    (source / "conf.py").write_text(settings, encoding="utf-8")
    index = _INDEX + "".join(f"   {series}\n" for series in MAJORS)
    (source / "index.rst").write_text(index, encoding="utf-8")
    for series in MAJORS:
        (source / f"{series}.rst").write_text(_page(series), encoding="utf-8")
    words = ["-m", "sphinx", "-Q", "-b", "html", source, source.with_name("site")]
    subprocess.run([sys.executable, *words], cwd=repository, check=True)
    return source.with_name("site")


def _page(series: str) -> str:
    title = f"{series.title()} Series Release Notes"
    line = "=" * len(title)
    return f"{line}\n{title}\n{line}\n\n.. release-notes::\n   :branch: stable/{series}\n"
