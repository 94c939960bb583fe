"""Deployments to be prepared, made of texts."""

from collections.abc import Mapping, Sequence
from functools import lru_cache

from linter.catalog import store
from linter.cli.ends import series_with
from linter.engine import Knowledge, contexts_of
from linter.inference import upgrade_between
from linter.model.facts import FileKind, SourceFile
from linter.model.finding import Finding
from linter.model.preparation import Answer, Style
from linter.model.snapshot import Node, OtherFile
from linter.parse.classify import HEAD, classify
from linter.parse.deployment import read_deployment
from linter.preparation.case import Case
from linter.ruleset import load_rules
from linter.samples.choice import samples_for

KNOWLEDGE = Knowledge(store.load, series_with)


def case_of(
    files: Mapping[str, str | bytes],
    between: tuple[str, str],
    *,
    style: Style = Style.KEEP,
    answers: Sequence[Answer] = (),
    findings: Sequence[Finding] = (),
    base: str = "",
) -> Case:
    """A deployment of these files by path; what each is follows from its path and its text.

    The paths are those in the configuration directory, which is at `base`.
    """
    node = node_of(files, base)
    source, target = (store.release_by_name(series) for series in between)
    upgrade = upgrade_between(source, target, store.releases(), ("given", "given"))
    deployment = read_deployment(node, ("",), store.secret_names())
    context = next(contexts_of([deployment], upgrade, KNOWLEDGE))
    ends = _samples(source.series), _samples(target.series)
    return Case(context, node, _rules(), tuple(findings), tuple(answers), style, *ends)


# The same for every case of a run, and dear to make.
_samples = lru_cache(samples_for)
_rules = lru_cache(load_rules)


def node_of(files: Mapping[str, str | bytes], base: str = "") -> Node:
    """The files as `kslint check` would take them up, none of them on disk."""
    folder = f"{base}/" if base else ""
    sources = {path: _source(f"{folder}{path}", text) for path, text in files.items()}
    main = [path for path in sources if path == "keystone-dist.conf"]
    main += [path for path in sources if path == "keystone.conf"]
    main += sorted(path for path in sources if path.startswith("keystone.conf.d/"))
    domains = sorted(path for path in sources if path.startswith("domains/"))
    rest = [path for path in sources if path not in {*main, *domains}]
    return Node(
        "",
        tuple(sources[path] for path in main),
        tuple(sources[path] for path in domains),
        tuple(_other(sources[path]) for path in rest),
        digest="",
        base=base,
    )


def _source(path: str, text: str | bytes) -> SourceFile:
    content = text.encode() if isinstance(text, str) else text
    return SourceFile("", path, content, path)


def _other(source: SourceFile) -> OtherFile:
    kind = classify(source.path, source.content[:HEAD])
    return OtherFile(source.path, kind, None if kind is FileKind.KEY else source)
