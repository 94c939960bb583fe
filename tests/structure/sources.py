"""The source files that the structural tests look at."""

import ast
import subprocess
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).parents[2]
PACKAGE = ROOT / "linter"


def modules() -> Iterator[tuple[str, ast.Module, str]]:
    """The dotted name, the tree and the text of every module of the product.

    Scripts that run inside the Python of a release are no modules of it.
    """
    for path in sorted(PACKAGE.rglob("*.py")):
        relative = path.relative_to(ROOT)
        if "probe" not in relative.parts:
            text = path.read_text(encoding="utf-8")
            parts = relative.with_suffix("").parts
            yield ".".join(part for part in parts if part != "__init__"), ast.parse(text), text


def committed() -> Iterator[tuple[str, str]]:
    """The path and the text of every file that git knows; binary files are left out."""
    listed = subprocess.run(["git", "ls-files", "-z"], cwd=ROOT, capture_output=True, check=True)
    for name in filter(None, listed.stdout.decode().split("\0")):
        path = ROOT / name
        content = path.read_bytes() if path.is_file() else b""
        if b"\0" not in content:
            yield name, content.decode(errors="replace")
