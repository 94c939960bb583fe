"""Modules and functions stay small, and each module says in one sentence what it does."""

import ast
import re
from collections.abc import Iterator

from tests.structure.sources import modules

MODULE_LINES = 350
FUNCTION_LINES = 50
BANNED = {"utils", "helpers", "common", "misc", "manager", "base"}
_SENTENCE = re.compile(r"[^.!?]*(?:\.(?=\S)[^.!?]*)*\.")


def test_modules_are_within_budget() -> None:
    assert [name for name, _, text in modules() if text.count("\n") > MODULE_LINES] == []


def test_functions_are_within_budget() -> None:
    long = [
        f"{name}.{function.name}"
        for name, tree, _ in modules()
        for function in _functions(tree)
        if (function.end_lineno or 0) - function.lineno + 1 > FUNCTION_LINES
    ]
    assert long == []


def test_a_module_says_in_one_sentence_what_it_does() -> None:
    wrong = [
        name
        for name, tree, text in modules()
        if text.strip() and not _SENTENCE.fullmatch(_first_paragraph(tree))
    ]
    assert wrong == []


def test_a_module_is_named_for_what_it_does() -> None:
    assert [name for name, _, _ in modules() if BANNED & set(name.split("."))] == []


def _functions(tree: ast.Module) -> Iterator[ast.FunctionDef | ast.AsyncFunctionDef]:
    for node in ast.walk(tree):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            yield node


def _first_paragraph(tree: ast.Module) -> str:
    return (ast.get_docstring(tree) or "").split("\n\n", 1)[0]
