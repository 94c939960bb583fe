"""Deployments for the tests of access: files in memory, as if they had been collected."""

from linter.catalog import store
from linter.model.facts import SourceFile
from linter.model.snapshot import Node, OtherFile
from linter.parse.classify import HEAD, classify
from linter.parse.deployment import Deployment, read_deployment


def deployment(files: dict[str, str], place: str = "") -> Deployment:
    """A deployment with these files by path; keystone.conf is there in any case."""
    sources = {
        path: SourceFile("", path, text.encode(), f"digest of {path}")
        for path, text in ({"keystone.conf": "[DEFAULT]\n"} | files).items()
    }
    main = sources.pop("keystone.conf")
    others = tuple(_other(source) for source in sources.values())
    node = Node("", (main,), (), others, "digest", place=place)
    return read_deployment(node, [""], store.secret_names())


def _other(source: SourceFile) -> OtherFile:
    kind = classify(source.path, source.content[:HEAD])
    return OtherFile(source.path, kind, source if kind in {"policy", "configuration"} else None)
