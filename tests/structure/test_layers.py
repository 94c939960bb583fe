"""Imports run downward, from the command line to the values."""

import ast
from collections.abc import Iterator

from tests.structure.sources import modules

# From the lowest to the highest. A module belongs to the longest name here that it starts with.
LAYERS = (
    ("linter", "linter.model"),
    ("linter.catalog", "linter.parse", "linter.collect", "linter.logs", "linter.notes"),
    ("linter.access", "linter.samples"),
    (
        "linter.ruleset",
        "linter.rule_faults",
        "linter.cases",
        "linter.checks",
        "linter.triage",
        "linter.inference",
        "linter.acknowledgements",
        "linter.baseline",
        "linter.glue",
        "linter.selection",
        "linter.settings",
        "linter.waivers",
        "linter.acknowledging",
    ),
    (
        "linter.announced",
        "linter.completeness",
        "linter.corroboration",
        "linter.coverage",
        "linter.engine",
        "linter.living",
        "linter.rebase",
    ),
    ("linter.difference",),
    ("linter.preparation",),
    ("linter.report", "linter.seal"),
    ("linter.plan", "linter.execute"),
    ("linter.cli",),
    ("linter.__main__",),
)


def test_every_module_has_a_layer() -> None:
    assert [name for name, _, _ in modules() if _part(name) == "linter" and name != "linter"] == []


def test_imports_run_downward() -> None:
    assert sorted(_upward()) == []


def _upward() -> Iterator[str]:
    for name, tree, _ in modules():
        for imported in _imported(tree):
            if _rank(imported) > _rank(name):
                yield f"{name} imports {imported}"


def _imported(tree: ast.Module) -> Iterator[str]:
    """The modules of the product that a module names, in functions too."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names if alias.name.startswith("linter"))
        elif isinstance(node, ast.ImportFrom) and (node.module or "").startswith("linter"):
            yield from (f"{node.module}.{alias.name}" for alias in node.names)


def _part(name: str) -> str:
    parts = [part for layer in LAYERS for part in layer]
    return max((part for part in parts if f"{name}.".startswith(f"{part}.")), key=len)


def _rank(name: str) -> int:
    return next(rank for rank, layer in enumerate(LAYERS) if _part(name) in layer)
