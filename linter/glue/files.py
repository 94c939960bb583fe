"""The files of each CI system and of the settings, made for a repository."""

import os
from collections.abc import Callable
from pathlib import Path

import msgspec

from linter.collect.disk import Disk
from linter.glue.site import Site


class GlueFile(msgspec.Struct, frozen=True):
    """A file to write, relative to the repository.

    Where there is another file of that name already: it is good if it has the text `mark`, else
    `addition` is what somebody may put into it by hand, "" where nothing can be said.
    """

    path: str
    text: str
    mark: str = ""
    addition: str = ""


def settings_file(site: Site) -> GlueFile:
    """The settings, those that nobody chose as comments."""
    return GlueFile("kslint.toml", _rendered("kslint.toml", site))


def _github(site: Site, _: Path) -> tuple[GlueFile, ...]:
    return (GlueFile(".github/workflows/kslint.yml", _rendered("github.yml", site)),)


def _gitlab(site: Site, _: Path) -> tuple[GlueFile, ...]:
    job = ".gitlab/kslint.yml"
    include = f"include:\n  - local: {job}\n"
    return (
        GlueFile(job, _rendered("gitlab.yml", site)),
        GlueFile(".gitlab-ci.yml", include, mark=job, addition=include),
    )


def _pre_commit(site: Site, _: Path) -> tuple[GlueFile, ...]:
    text = _rendered("pre-commit.yaml", site)
    hooks = text.partition("repos:\n")[2]
    return (GlueFile(".pre-commit-config.yaml", text, mark="id: kslint", addition=hooks),)


def _zuul(site: Site, folder: Path) -> tuple[GlueFile, ...]:
    text = _rendered("zuul.yaml", site)
    return (
        GlueFile("playbooks/kslint/run.yaml", _rendered("zuul-run.yaml", site)),
        GlueFile(_zuul_file(folder), text, mark="name: kslint", addition=text),
    )


def _zuul_file(folder: Path) -> str:
    """Where Zuul looks: it takes the first of these that there is, and no other."""
    there = Disk(()).names_in(folder)
    for name in ("zuul.yaml", "zuul.d", ".zuul.yaml"):
        if name in there:
            is_folder = os.path.isdir(folder / name)  # noqa: PTH112  Path raises without permission
            return f"{name}/kslint.yaml" if is_folder else name
    return ".zuul.d/kslint.yaml"


GLUE: dict[str, Callable[[Site, Path], tuple[GlueFile, ...]]] = {
    "github": _github,
    "gitlab": _gitlab,
    "pre-commit": _pre_commit,
    "zuul": _zuul,
}
"""For each CI system its files in a repository that lies in a folder."""


def _rendered(name: str, site: Site) -> str:
    from jinja2 import Environment, PackageLoader, StrictUndefined  # noqa: PLC0415  slow to load

    environment = Environment(
        loader=PackageLoader("linter.glue"),
        undefined=StrictUndefined,
        autoescape=False,  # noqa: S701  no markup; paths are inert, the rest is ours
        keep_trailing_newline=True,
        trim_blocks=True,
        # What these systems expand themselves stands between braces.
        variable_start_string="<<",
        variable_end_string=">>",
    )
    return environment.get_template(f"{name}.j2").render(site=site)
